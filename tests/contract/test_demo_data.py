# SPDX-License-Identifier: MIT
"""The demo facts of services/ctl/demo are whole, consistent and, where marked so, verbatim. No network, no server."""
import csv
import datetime
import json
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "services" / "ctl" / "demo"
REFERENCE = ROOT.parent / "shared" / "reference"
CATEGORIES = {"DRINKING_WATER", "SEWAGE", "DUST", "ILLEGAL_PROJECT", "WASTE", "OTHER"}
ELEMENTS = {"WATER", "AIR", "SOIL", "SOLID_WASTE", "ECOLOGY", "NOISE", "RADIATION", "GENERAL"}
MEASURE_TYPES = {"ENG", "REG", "INST", "CAMPAIGN", "STUDY", "ORGZ", "MARKET", "PROG"}
TARGET_TYPES = {"GE", "LE", "EQ", "COUNT_ZERO", "COMPLETE_BY", "BASELINE_GE", "BASELINE_LE", "MONOTONE",
                "TREND_IMPROVE", "UNSET"}


def read_csv(name):
    with open(DEMO / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TENANTS = {row["code"]: row for row in read_csv("tenants.csv")}
PLAN = json.loads((DEMO / "plan.json").read_text(encoding="utf-8"))
ISSUES = PLAN["issues"]
each_issue = pytest.mark.parametrize("issue", ISSUES, ids=lambda i: "issue-%02d" % i["serial_no"])


def real_tenant(code):
    return code in TENANTS and TENANTS[code]["pseudo"] == "false"


def add_months(start, months):
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
    return datetime.date(year, month, min(start.day, last))


def feedback_date():
    return datetime.date.fromisoformat(PLAN["feedback"]["assignment"]["feedback_date"])


# ---- tenants.csv

def test_tenant_codes_are_unique_and_parents_exist():
    rows = read_csv("tenants.csv")
    assert len(rows) == len(TENANTS)
    assert [r["code"] for r in rows if not r["parent_code"]] == ["310000"]
    assert all(real_tenant(r["parent_code"]) for r in rows if r["parent_code"])


def test_parents_come_before_their_children():
    seen = {""}
    for row in read_csv("tenants.csv"):
        assert row["parent_code"] in seen, row["code"]
        seen.add(row["code"])


def test_counts_match_the_division_list():
    kinds = [r["kind"] for r in TENANTS.values()]
    assert kinds.count("CITY") == 1 and kinds.count("DISTRICT") == 16 and kinds.count("STREET") == 234
    songjiang = [r for r in TENANTS.values() if r["kind"] == "STREET" and r["parent_code"] == "310117"]
    assert sum(r["pseudo"] == "false" for r in songjiang) == 17
    assert sum(r["pseudo"] == "true" for r in songjiang) == 3


@pytest.mark.parametrize("row", TENANTS.values(), ids=lambda r: r["code"])
def test_code_has_the_form_of_its_kind(row):
    form = {"CITY": r"31\d{4}", "DISTRICT": r"31\d{4}", "STREET": r"31\d{7}",
            "DEPARTMENT": re.escape(row["parent_code"]) + r"-[A-Z]{2,4}", "DEVZONE": r"31\d{4}K\d{2}"}
    assert re.fullmatch(form[row["kind"]], row["code"])
    assert row["name"] and row["short_name"] and datetime.date.fromisoformat(row["valid_from"])
    if row["kind"] == "STREET":
        assert row["code"].startswith(row["parent_code"])


def test_pseudo_units_are_exactly_the_statistical_codes():
    for row in TENANTS.values():
        statistical = row["kind"] == "STREET" and row["code"][6] in "45"
        assert (row["pseudo"] == "true") == statistical, row["code"]


# ---- calendar.csv

def test_calendar_is_sorted_unique_and_only_of_exceptions():
    rows = read_csv("calendar.csv")
    dates = [r["date"] for r in rows]
    assert dates == sorted(set(dates))
    assert {d[:4] for d in dates} == {str(y) for y in range(2020, 2027)}
    for row in rows:
        assert row["kind"] in ("OFF", "WORK") and row["name"]
        if row["kind"] == "WORK":
            assert datetime.date.fromisoformat(row["date"]).weekday() >= 5, row


# ---- plan.json

def test_at_least_24_issues_with_serial_numbers_without_gaps():
    assert len(ISSUES) >= 24
    assert [i["serial_no"] for i in ISSUES] == list(range(1, len(ISSUES) + 1))
    assert len({i["title"] for i in ISSUES}) == len(ISSUES)


def test_masked_figures_stay_empty():
    assert PLAN["feedback"]["expected_issue_count"] is None
    goals = PLAN["programme"]["goals"] + [g for i in ISSUES for g in i["goals"]]
    for goal in goals:
        assert goal["target_type"] in TARGET_TYPES
        if goal["value"] not in (None, "0", "100"):
            assert goal["value"] in goal["text"], goal
        if re.search(r"(到|成)x(个|平方米|微克)", goal["text"]):
            assert goal["value"] is None, goal


@each_issue
def test_issue_states_its_text(issue):
    assert issue["original_text"].strip() and issue["title"].strip()
    assert issue["clauses"] and all(re.fullmatch(r"S-\d{3}", c) for c in issue["clauses"])
    assert issue["goals"] and issue["plan_due_date"] is None
    assert issue["root_cause"] is None or issue["root_cause"] in issue["original_text"]


@each_issue
def test_issue_assignment_is_marked_and_uses_known_codes(issue):
    a = issue["assignment"]
    assert a["assigned_by_demo"] is True
    assert a["category"] in CATEGORIES and a["element"] in ELEMENTS
    assert a["severity"] in ("GENERAL", "SERIOUS", "MAJOR") and a["closing_level"] == "CITY"


@each_issue
def test_units_exist_and_the_supervising_unit_stands_apart(issue):
    a = issue["assignment"]
    assert isinstance(a["lead_unit"], str) and isinstance(a["supervising_unit"], str)
    parties = [a["supervising_unit"], a["lead_unit"], *a["responsible_units"], *a["cooperating_units"]]
    assert a["responsible_units"] and a["cooperating_units"]
    assert all(real_tenant(code) and code.startswith("310117") for code in parties)
    assert a["supervising_unit"] not in parties[1:]
    assert not set(a["cooperating_units"]) & {a["lead_unit"], *a["responsible_units"]}
    for who in (a["party_lead"], a["gov_lead"], a["resp_person"]):
        assert real_tenant(who["unit"]) and who["post"]


@each_issue
def test_due_date_follows_the_stated_rule(issue):
    a = issue["assignment"]
    rule = PLAN["due_rule"][a["term_class"]]
    start = feedback_date()
    due = start + datetime.timedelta(rule["amount"]) if rule["unit"] == "CD" else add_months(start, rule["amount"])
    assert a["due_date"] == due.isoformat()
    assert a["due_date"] <= PLAN["programme"]["assignment"]["due_date"]


@each_issue
def test_milestone_weights_sum_to_100_within_the_term(issue):
    a = issue["assignment"]
    assert [m["serial_no"] for m in a["measures"]] == list(range(1, len(a["measures"]) + 1))
    milestones = [s for m in a["measures"] for s in m["milestones"]]
    assert sum(s["weight"] for s in milestones) == 100
    assert all(s["weight"] > 0 and s["name"] for s in milestones)
    for measure in a["measures"]:
        assert measure["type"] in MEASURE_TYPES and measure["text"] and real_tenant(measure["unit"])
        dates = [s["planned_date"] for s in measure["milestones"]]
        assert dates == sorted(dates) and feedback_date().isoformat() < dates[0]
        assert dates[-1] <= measure["due_date"] <= a["due_date"]


def test_leading_group_has_its_posts_office_and_four_groups():
    group = PLAN["leading_group"]
    assert [p["post"] for p in group["posts"]] == ["HEAD", "EXEC_DEPUTY", "DEPUTY"]
    assert [g["kind"] for g in group["groups"]] == ["OFFICE", "RECTIFY", "SUPERVISE", "ACCOUNT", "PUBLICITY"]
    units = [p["unit"] for p in group["posts"] + group["members"]["rows"]]
    units += [g["assignment"]["unit"] for g in group["groups"]]
    assert all(real_tenant(u) for u in units)


def quotes():
    programme, group = PLAN["programme"], PLAN["leading_group"]
    yield PLAN["feedback"]["quoted"]
    yield programme["guiding_ideology"]
    yield group["quoted"]
    yield from (b["text"] for b in programme["policy_basis"])
    yield from (g["text"] for g in programme["goals"])
    stack = list(programme["chapters"])
    while stack:
        section = stack.pop()
        yield section["title"]
        stack += section["sections"]
    for issue in ISSUES:
        yield issue["original_text"]
        yield from (g["text"] for g in issue["goals"])
        yield from (m["text"] for m in issue["assignment"]["measures"])
        if issue["due_text"]:
            yield issue["due_text"]


def test_quotes_are_verbatim_when_the_reference_plan_is_at_hand():
    if not REFERENCE.is_dir():
        pytest.skip("the reference plan (../shared/reference) is not here; quotes were not compared")
    text = "".join(p.read_text(encoding="utf-8") for p in sorted(REFERENCE.glob("*.txt")))
    assert [q for q in quotes() if q not in text] == []
