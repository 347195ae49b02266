# SPDX-License-Identifier: MIT
"""The catalogue of indicators: served as it ships, imported by the platform."""
import csv

import pytest

from support.issues import ok, refused
from support.snapshot import changes, snapshot
from support.stack import ROOT
from support.values import Values

FILE = ROOT / "services" / "indicators" / "catalogue" / "indicators.csv"
HEADER = FILE.read_text(encoding="utf-8").splitlines()[0]
ROW = {"code": "X-ONE-R", "name": "试验率", "unit": "%", "direction": "HIGHER", "element": "WATER",
       "formula_kind": "RATIO", "periods": "Y",
       "departments": "SW", "red_line_class": "", "decimals": "1", "standard_family": "", "groups": "",
       "clauses": "S-001", "formula": "甲/乙"}


@pytest.fixture(scope="module")
def platform(stack):
    return stack.api("310000", "PLATFORM_ADMIN")


@pytest.fixture(scope="module")
def reader(stack):
    return stack.api("310117", "DIST_OFFICE")


@pytest.fixture(scope="module")
def values(stack):
    return Values(stack)


def load(caller, *rows, query="mode=commit"):
    text = "\n".join([HEADER, *(",".join(row[name] for name in HEADER.split(",")) for row in rows)])
    return caller.post(f"/indicators/import?{query}", data=text.encode(), headers={"Content-Type": "text/csv"})


def shipped():
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_what_ships_is_what_is_served(reader):
    served = {i["code"]: i for i in ok(reader.get("/indicators"))["items"]}
    for row in shipped():
        item = served[row["code"]]
        assert [item[name] or "" for name in ("name", "unit", "direction", "element", "formula_kind", "red_line_class",
                                              "standard_family",
                                              "formula")] == \
            [row[name] for name in ("name", "unit", "direction", "element", "formula_kind", "red_line_class",
                                    "standard_family", "formula")]
        assert " ".join(item["periods"]) == row["periods"] and " ".join(item["departments"]) == row["departments"]
        assert " ".join(item["groups"]) == row["groups"]
        assert item["decimals"] == int(row["decimals"])
    assert ok(reader.get("/indicators/AIR-PM25-Y"))["clauses"] == ["S-013", "S-060"]
    refused(reader.get("/indicators/NO-SUCH"), 404)


def period(letters):
    """The last period of 2019 of the first of these kinds."""
    return {"Y": "2019", "Q": "2019-Q4", "M": "2019-12", "D": "2019-12-31"}[letters.split()[0]]


# Those that rest on a standard are computed: test_evaluations.py.
@pytest.mark.parametrize("row", [row for row in shipped() if not row["standard_family"]], ids=lambda row: row["code"])
def test_every_figure_that_is_entered_is_judged_against_its_target(values, row):
    office = values.who("310112", "DIST_OFFICE")
    kind, figure = {"HIGHER": ("GE", "50"), "LOWER": ("LE", "50"), "ZERO": ("COUNT_ZERO", "0")}[row["direction"]]
    target = values.target(row["code"], kind, by=office, year=2019,
                           **({"value": figure} if kind != "COUNT_ZERO" else {}))
    assert values.standing(target, 2019, by=office, indicator=row["code"])["verdict"] == "NO_DATA"
    values.entered(row["code"], period(row["periods"]), figure, by=office, tenant="310112")
    assert values.standing(target, 2019, by=office, indicator=row["code"])["verdict"] == "ATTAINED"
    worse = {"GE": "49.9999", "LE": "50.0001", "COUNT_ZERO": "1"}[kind] if row["decimals"] != "0" else {"GE": "49",
            "LE": "51", "COUNT_ZERO": "1"}[kind]
    values.entered(row["code"], period(row["periods"]), worse, by=office, tenant="310112", reason="更正")
    assert values.standing(target, 2019, by=office, indicator=row["code"])["verdict"] == "NOT_ATTAINED"


@pytest.mark.parametrize("query, test", [
    ("element=AIR", lambda i: i["element"] == "AIR"), ("department=LHSR", lambda i: "LHSR" in i["departments"]),
    ("red_line_class=ERL", lambda i: i["red_line_class"] == "ERL"),
    ("standard_family=GB3838", lambda i: i["standard_family"] == "GB3838"),
    ("group=STP_DUAL", lambda i: "STP_DUAL" in i["groups"]),
    ("group=PURE_SOIL", lambda i: i["code"].startswith("SOIL-")),
    ("q=劣", lambda i: "劣" in i["name"]), ("q=RES-POL", lambda i: i["code"].startswith("RES-POL"))])
def test_a_filter_keeps_what_it_says(reader, query, test):
    every = ok(reader.get("/indicators"))["items"]
    wanted = [i["code"] for i in every if test(i)]
    assert [i["code"]
            for i in ok(reader.get(f"/indicators?{query}"))["items"]] == wanted and 0 < len(wanted) < len(every)


def test_odd_filters_are_refused(reader):
    for query in ("element=FIRE", "department=a%20b", "q=", "red_line_class=RED", "group=SKY", "limit=3"):
        refused(reader.get(f"/indicators?{query}"), 400, "bad-query")


def test_an_indicator_is_created_unchanged_and_updated(stack, platform, reader):
    assert ok(load(platform, ROW))["stats"]["created"] == 1
    before = snapshot(stack)
    assert ok(load(platform, ROW))["stats"]["unchanged"] == 1
    assert changes(before, snapshot(stack)) == {}
    assert ok(load(platform, ROW | {"name": "新名", "departments": "SW STHJ",
                                    "groups": "CLEAR_WATER BLUE_SKY"}))["stats"]["updated"] == 1
    item = ok(reader.get("/indicators/X-ONE-R"))
    assert (item["name"], item["departments"], item["groups"], item["row_version"]) == ("新名", ["SW", "STHJ"],
            ["CLEAR_WATER", "BLUE_SKY"], 2)
    trail = ok(stack.api("310000", "AUDITOR").get("/audit-entries?object_kind=indicator&object_id=X-ONE-R"))["items"]
    assert [e["action"] for e in trail] == ["indicator.update", "indicator.create"]


def test_what_targets_rest_on_stays(stack, platform, reader):
    used = ROW | {"code": "X-USED-R"}
    ok(load(platform, used))
    assert ok(load(platform, used | {"unit": "个"}))["stats"]["updated"] == 1
    ok(load(platform, used))
    ok(reader.post("/targets", {"indicator": "X-USED-R", "target_type": "GE", "value": "80"}), 201)
    before = snapshot(stack)
    for change in ({"unit": "个"}, {"direction": "LOWER"}, {"formula_kind": "COUNT"}, {"standard_family": "GB3838"}):
        report = refused(load(platform, used | change), 422, "import-rejected")["report"]
        assert report["conflicts"][0]["code"] == "in-use"
    assert changes(before, snapshot(stack)) == {}
    assert ok(load(platform, used | {"formula": "丙/丁"}))["stats"]["updated"] == 1


@pytest.mark.parametrize("change, column, code", [
    ({"code": "lower"}, "code", "check"), ({"direction": "UP"}, "direction", "enum"),
    ({"periods": "W"}, "periods", "check"),
    ({"departments": "水务局"}, "departments", "check"), ({"clauses": "13"}, "clauses", "check"),
    ({"decimals": "7"}, "decimals", "range"),
    ({"groups": "BLUE_SKY CLEAN"}, "groups", "unknown-group"), ({"decimals": "1.5"}, "decimals", "format"),
    ({"formula_kind": "GUESS"}, "formula_kind", "enum"), ({"name": ""}, "name", "required"),
    ({"name": "x" * 121}, "name", "length")])
def test_a_row_that_is_not_right_is_refused_with_its_column(stack, platform, change, column, code):
    before = snapshot(stack)
    report = refused(load(platform, ROW | {"code": "X-BAD-R"} | change), 422, "import-rejected")["report"]
    assert [(c["property"], c["code"]) for c in report["conflicts"]] == [(column, code)]
    assert changes(before, snapshot(stack)) == {}


def test_good_rows_are_taken_alone_when_asked(platform, reader):
    report = ok(load(platform, ROW | {"code": "X-GOOD-R"}, ROW | {"code": "X-BAD-R", "periods": "W"},
                     query="mode=commit&atomic=row"))
    assert report["status"] == "partial" and report["rejected_rows"] == [3]
    ok(reader.get("/indicators/X-GOOD-R"))
    refused(reader.get("/indicators/X-BAD-R"), 404)


def test_only_the_platform_loads_it(stack):
    for caller in (stack.api("310117", "DIST_OFFICE"), stack.api("310117-STHJ", "MONITOR_REVIEW"),
                   stack.api("310000", "CITY_OFFICE")):
        refused(load(caller, ROW), 403)
    refused(load(stack.api(), ROW), 401)
