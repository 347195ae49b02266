# SPDX-License-Identifier: MIT
"""Editions of standards: read by all who read indicators, imported whole by the platform."""
import csv

import pytest

from support.issues import ok, refused
from support.snapshot import changes, snapshot
from support.stack import ROOT

HEADER = "edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to"
SHIPPED = sorted((ROOT / "services" / "indicators" / "standards").glob("*.csv"))


def edition(code, *rows, family=None, title="试验标准", valid_from="2020-01-01", valid_to=""):
    """The file of an edition; a row is (kind, item, averaging, level, op, name, value, text)."""
    lines = [HEADER, f"{code},EDITION,,,,,{family or code},,{title},{valid_from},{valid_to}"]
    return "\n".join(lines + [",".join((code, *map(str, row), "", "")) for row in rows]) + "\n"


LIMIT = ("LIMIT", "cod", "", 1, "LE", "", "15", "")
OTHER = ("LIMIT", "cod", "", 2, "LE", "", "20.5", "")
RULE = ("RULE", "", "", "", "", "source", "", "试验 Table 1")


@pytest.fixture(scope="module")
def platform(stack):
    return stack.api("310000", "PLATFORM_ADMIN")


@pytest.fixture(scope="module")
def reader(stack):
    return stack.api("310117-STHJ", "MONITOR_INPUT")


def load(caller, *files, mode="commit"):
    text = files[0] + "".join(f.partition("\n")[2] for f in files[1:])
    return caller.post(f"/standards/import?mode={mode}", data=text.encode(), headers={"Content-Type": "text/csv"})


def outcome(answer):
    stats = ok(answer)["stats"]
    return stats["created"], stats["updated"], stats["unchanged"]


def get(reader, code):
    return ok(reader.get(f"/standards/{code}"))


# ---- what ships


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_a_shipped_edition_is_served_as_it_stands_in_its_file(reader, file):
    with file.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.DictReader(lines)
    served = get(reader, file.stem)
    assert (served["family"], served["title"], served["valid_from"], served["valid_to"]) == (
        head["name"], head["text"], head["valid_from"], head["valid_to"] or None)
    limits = [(r["item"], r["averaging"], int(r["level"]), r["op"]) for r in rows if r["kind"] == "LIMIT"]
    assert [(x["item"], x["averaging"], x["level"], x["op"]) for x in served["limits"]] == limits
    rules = [(r["item"], r["name"], r["text"] or None) for r in rows if r["kind"] == "RULE"]
    assert [(x["item"], x["name"], x["text"]) for x in served["rules"]] == rules


def test_every_shipped_edition_is_listed_and_loading_it_again_changes_nothing(stack, platform, reader):
    listed = {s["code"]: s for s in ok(reader.get("/standards"))["items"]}
    assert {file.stem for file in SHIPPED} <= set(listed)
    before = snapshot(stack)
    for file in SHIPPED:
        created, updated, unchanged = outcome(load(platform, file.read_text(encoding="utf-8")))
        assert (created, updated) == (0,
                                      0) and unchanged == 1 + listed[file.stem]["limits"] + listed[file.stem]["rules"]
    assert changes(before, snapshot(stack)) == {}


# ---- import


def test_an_edition_is_created_then_unchanged_then_replaced_whole(stack, platform, reader):
    assert outcome(load(platform, edition("A-2020", LIMIT, RULE))) == (3, 0, 0)
    assert outcome(load(platform, edition("A-2020", LIMIT, RULE))) == (0, 0, 3)
    first = get(reader, "A-2020")
    assert first["row_version"] == 1 and first["limits"] == [{"item": "cod", "averaging": "", "level": 1, "op": "LE",
                                                              "value": "15"}]
    stricter = (*LIMIT[:6], "10.25", "")
    assert outcome(load(platform, edition("A-2020", stricter, OTHER))) == (1, 1, 1)
    second = get(reader, "A-2020")
    assert second["row_version"] == 2 and second["rules"] == []
    assert [x["value"] for x in second["limits"]] == ["10.25", "20.5"]


def test_a_row_that_is_gone_replaces_the_edition_though_no_row_is_new(platform, reader):
    load(platform, edition("B-2020", LIMIT, OTHER))
    assert outcome(load(platform, edition("B-2020", LIMIT))) == (0, 0, 2)
    served = get(reader, "B-2020")
    assert served["row_version"] == 2 and len(served["limits"]) == 1


def test_validating_writes_nothing(stack, platform):
    before = snapshot(stack)
    assert ok(load(platform, edition("C-2020", LIMIT), mode="validate"))["status"] == "validated"
    assert changes(before, snapshot(stack)) == {}


def test_a_change_is_in_the_audit_trail(stack, platform):
    load(platform, edition("D-2020", LIMIT))
    entries = ok(stack.api("310000", "AUDITOR").get("/audit-entries?object_kind=standard&object_id=D-2020"))["items"]
    assert [e["action"] for e in entries] == ["standard.create"]


@pytest.mark.parametrize("text, column, code", [
    (edition("E-2020", (*LIMIT[:6], "", "")), "value", "required"),
    (edition("E-2020", ("LIMIT", "", "", 1, "LE", "", 1, "")), "item", "required"),
    (edition("E-2020", ("LIMIT", "cod", "", "", "LE", "", 1, "")), "level", "required"),
    (edition("E-2020", ("LIMIT", "cod", "", 1, "EQ", "", 1, "")), "op", "enum"),
    (edition("E-2020", ("LIMIT", "cod", "", 1, "LE", "x", 1, "")), "name", "not-allowed"),
    (edition("E-2020", ("RULE", "cod", "24H", "", "", "x", 1, "")), "averaging", "not-allowed"),
    (edition("E-2020", ("RULE", "cod", "", "", "", "x", "", "")), "value", "required"),
    (edition("E-2020", ("RULE", "cod", "", "", "", "", "1", "")), "name", "required"),
    (edition("E-2020", ("TABLE", "cod", "", "", "", "x", "1", "")), "kind", "enum"),
    (edition("E-2020", (*LIMIT[:6], "0.0000001", "")), "value", "format"),
    (edition("E-2020", (*LIMIT[:6], "1e3", "")), "value", "format"),
    (edition("E-2020", (*LIMIT[:6], "NaN", "")), "value", "format"),
    (edition("E-2020", (*LIMIT[:6], "9" * 40, "")), "value", "format"),
    (edition("E-2020", LIMIT, LIMIT), None, "duplicate"),
    (edition("E-2020", valid_from="2020-02-30"), "valid_from", "format"),
    (edition("E-2020", valid_from="2020-02-02", valid_to="2020-02-01"), "valid_to", "range"),
    (edition("E-2020", title="x" * 501), "text", "length"),
    (HEADER + "\nE-2020,LIMIT,cod,,1,LE,,15,,,\n", "edition", "no-edition"),
])
def test_a_row_that_is_not_right_keeps_the_whole_file_out(stack, platform, text, column, code):
    before = snapshot(stack)
    report = refused(load(platform, text), 422, "import-rejected")["report"]
    assert (column, code) in {(c["property"] or None, c["code"]) for c in report["conflicts"]}, report
    assert changes(before, snapshot(stack)) == {}


def test_a_file_that_is_none_is_refused(platform):
    for data in ("", "edition\n", "kind,item\n", HEADER + ",more\n", HEADER + "\n\"open\n"):
        refused(load(platform, data), 422, "import-rejected")
    refused(platform.post("/standards/import", data=b"\xff\xfe", headers={"Content-Type": "text/csv"}), 400,
            "bad-encoding")
    refused(platform.post("/standards/import?atomic=row", data=b"x", headers={"Content-Type": "text/csv"}), 400,
            "bad-query")
    refused(platform.post("/standards/import", data=b"x" * (4 << 20) + b"x", headers={"Content-Type": "text/csv"}), 413)


# ---- dates


def test_one_edition_of_a_family_is_in_force_on_a_day(stack, platform, reader):
    load(platform, edition("F-2012", LIMIT, family="F", valid_from="2012-01-01"))
    newer = edition("F-2026", LIMIT, family="F", valid_from="2026-03-01")
    before = snapshot(stack)
    refused(load(platform, newer), 409, "conflict")
    assert changes(before, snapshot(stack)) == {}
    assert outcome(load(platform, newer, edition("F-2012", LIMIT, family="F", valid_from="2012-01-01",
                                                 valid_to="2026-02-28"))) == (2, 1, 1)
    for day, codes in (("2026-02-28", ["F-2012"]), ("2026-03-01", ["F-2026"]), ("2011-12-31", [])):
        assert [s["code"] for s in ok(reader.get(f"/standards?family=F&valid_on={day}"))["items"]] == codes
    assert [s["code"] for s in ok(reader.get("/standards?family=F"))["items"]] == ["F-2026", "F-2012"]


# ---- who


def test_everybody_who_reads_indicators_reads_them_and_only_the_platform_writes(stack):
    for caller in (stack.api("310117", "DIST_OFFICE"), stack.api("310117003", "UNIT_ADMIN"),
                   stack.api("310000", "PLATFORM_ADMIN")):
        ok(caller.get("/standards"))
    for caller in (stack.api("310117", "DIST_OFFICE"), stack.api("310000", "CITY_OFFICE"),
                   stack.api("310117-STHJ", "MONITOR_REVIEW")):
        refused(load(caller, edition("G-2020", LIMIT)), 403)
    refused(stack.api().get("/standards"), 401)
    refused(stack.api("310117003", "GRID_WORKER").get("/standards"), 403)


def test_what_is_not_there_is_not_found_and_odd_filters_are_refused(reader):
    for code in ("NO-SUCH", "x" * 200, "%F0%9F%92%A9", "'; drop table standard"):
        refused(reader.get(f"/standards/{code}"), 404)
    for query in ("family=", "family=a%20b", "valid_on=2026-02-30", "valid_on=yesterday", "nothing=1", "limit=5"):
        refused(reader.get(f"/standards?{query}"), 400, "bad-query")
