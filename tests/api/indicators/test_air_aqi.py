# SPDX-License-Identifier: MIT
"""POST /v1/air/aqi: indices of hours and days by the editions that are loaded, compared with an independent
reference."""
import csv
import json
import lzma
import random
import statistics

import pytest

from support import air_reference as reference
from support.issues import ok, refused
from support.snapshot import changes, snapshot
from support.stack import ROOT

REAL = sorted((ROOT.parent / "shared" / "data" / "air").glob("*.csv.xz")) or [
    pytest.param(None, marks=pytest.mark.skip(reason="no real hours in ../shared/data/air"), id="none")]
HOUR = {"so2": "3", "no2": "17", "co": "0.7", "o3": "62", "pm25": "38"}
BULK = 20_000


@pytest.fixture(scope="module")
def caller(stack):
    return stack.api("310117", "DIST_OFFICE")


def item(values, standard="HJ633-2012", period="HOUR", **more):
    return {"standard": standard, "period": period, "values": values, **more}


def ask(caller, items, **options):
    return ok(caller.post("/air/aqi", {"items": items}, **options))["items"]


def expected(asked):
    return reference.index(asked["standard"], asked["period"], asked["values"], asked.get("unmonitored", ()))


def compare(caller, items, **options):
    """All of them in one call, which is no part of the record: the contract check looks at each item of an answer."""
    got = ask(caller, items, record=False, **options)
    assert len(got) == len(items)
    for asked, answer in zip(items, got):
        assert answer == expected(asked), asked


# ---- what it says


def test_an_hour(caller):
    assert ask(caller, [item(HOUR)]) == [{
        "standard": "HJ633-2012", "aqi": 54, "level": 2, "label": "良", "primary": ["pm25"], "exceeding": [],
        "iaqi": {"so2": 1, "no2": 9, "co": 7, "pm25": 54, "o3": 20}, "missing": ["pm10"], "ignored": []}]


def test_an_item_missing_makes_no_index_in_2026_unless_it_is_above_100(caller):
    low, high, by_plan, whole = ask(caller, [
        item(HOUR, "HJ633-2026"), item(HOUR | {"pm25": "61"}, "HJ633-2026"),
        item(HOUR, "HJ633-2026", unmonitored=["pm10"]),
        item(HOUR | {"pm10": "40"}, "HJ633-2026")])
    assert (low["aqi"], low["level"], low["label"], low["primary"], low["exceeding"]) == (None, None, None, [], None)
    assert low["iaqi"]["pm25"] == 56 and low["missing"] == ["pm10"]
    assert (high["aqi"], high["label"], high["missing"]) == (101, "轻度污染", ["pm10"])
    assert (by_plan["aqi"], by_plan["missing"]) == (56, [])
    assert (whole["aqi"], whole["missing"]) == (56, [])


def test_a_day_takes_the_items_of_its_edition(caller):
    values = {"so2": "8", "no2": "44", "co": "0.9", "pm10": "96", "pm25": "58", "o3": "210", "o3_8h": "142"}
    old, new = ask(caller, [item(values, standard, "DAY") for standard in reference.EDITIONS])
    assert (old["aqi"], old["primary"], old["exceeding"], old["ignored"]) == (105, ["o3"], ["o3"], [])
    assert (new["aqi"], new["primary"], new["exceeding"], new["ignored"]) == (96, ["pm25"], None, ["o3"])


def test_beyond_the_last_usable_breakpoint(caller):
    old, new = ask(caller, [item({"so2": "900"}, standard) for standard in reference.EDITIONS])
    assert (old["aqi"], old["iaqi"]) == (None, {"so2": None})
    assert (new["aqi"], new["iaqi"]) == (200, {"so2": 200})


def test_null_is_as_good_as_absent_and_nothing_at_all_is_taken(caller):
    nulls = dict.fromkeys(reference.ITEMS)
    for values in ({}, nulls):
        [answer] = ask(caller, [item(values, period="DAY")])
        assert answer["aqi"] is None and answer["iaqi"] == {} and answer["missing"] == list(reference.ITEMS)


def test_how_the_body_is_written_does_not_matter(caller):
    asked = {"items": [item(HOUR), item({"o3_8h": "161"}, "HJ633-2026", "DAY")]}
    plain = ok(caller.post("/air/aqi", asked))
    for text in (json.dumps(asked, indent=4), json.dumps(asked).replace("HOUR", "\\u0048OUR"),
                 json.dumps(asked).replace('"so2"', '"\\u0073o2"').replace(", ", " ,\r\n\t")):
        assert ok(caller.post("/air/aqi", data=text.encode(), headers={"Content-Type": "application/json"})) == plain


# ---- against the reference


def number(chosen, item_):
    """Near a breakpoint, or anywhere; with up to six places after the point."""
    points = reference.breakpoints(chosen.choice(reference.EDITIONS), chosen.choice(("HOUR", "DAY")), item_)
    near = chosen.choice(points) + chosen.choice((-1, 0, 1)) * chosen.choice((1, 0.5, 0.1, 0.05, 0.000001))
    value = near if chosen.random() < 0.5 else chosen.uniform(0, 1.3 * points[-1])
    text = f"{max(value, 0):.{chosen.choice((0, 0, 1, 2, 6))}f}"
    return text.rstrip("0").rstrip(".") if "." in text and chosen.random() < 0.5 else text


def random_item(chosen):
    values = {name: number(chosen, name) for name in chosen.sample(reference.ITEMS, len(reference.ITEMS))
              if chosen.random() < 0.85}
    if chosen.random() < 0.1:
        values[chosen.choice(reference.ITEMS)] = None
    asked = item(values, chosen.choice(reference.EDITIONS), chosen.choice(("HOUR", "DAY")))
    if chosen.random() < 0.2:
        asked["unmonitored"] = chosen.sample(reference.ITEMS, chosen.randint(0, 3))
    return asked


@pytest.mark.parametrize("seed", range(3))
def test_twenty_thousand_random_items_in_one_call_are_those_of_the_reference(caller, seed):
    chosen = random.Random(seed)
    compare(caller, [random_item(chosen) for _ in range(BULK)])


def test_the_reference_is_met_when_the_body_has_to_be_read_by_the_tree(caller):
    chosen = random.Random(9)
    items = [random_item(chosen) for _ in range(500)]
    text = json.dumps({"items": items}).replace("HJ633", "HJ\\u0036\\u00333")
    got = ok(caller.post("/air/aqi", data=text.encode(), headers={"Content-Type": "application/json"}))["items"]
    assert got == [expected(asked) for asked in items]


def hours_of(file):
    """(day, values) an hour; CO is in µg/m³ there, gaps are NA."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            values = {name: row[column] for name, column in (("so2", "SO2"), ("no2", "NO2"), ("pm10", "PM10"),
                                                             ("pm25", "PM2.5"), ("o3", "O3"))
                      if row[column] != "NA"}
            if row["CO"] != "NA":
                values["co"] = f"{int(row['CO']) / 1000:.3f}"
            yield (row["year"], row["month"], row["day"]), values


def days_of(hours):
    """Daily means with all their places, from twenty hours on; the greatest hour of ozone."""
    days = {}
    for day, values in hours:
        for name, text in values.items():
            days.setdefault(day, {}).setdefault(name, []).append(float(text))
    for day in days.values():
        yield {name: f"{max(list_) if name == 'o3' else statistics.fmean(list_):.6f}" for name, list_ in day.items()
               if len(list_) >= 20}


@pytest.mark.parametrize("standard", reference.EDITIONS)
@pytest.mark.parametrize("file", REAL, ids=lambda f: f.name.partition(".")[0] if f else None)
def test_every_hour_and_day_of_a_real_station_is_that_of_the_reference(caller, file, standard):
    hours = list(hours_of(file))
    compare(caller, [item(values, standard) for _, values in hours])
    compare(caller, [item(values, standard, "DAY") for values in days_of(hours)])


# ---- what it refuses


@pytest.mark.parametrize("wrong", ["-1", "-0.000001", "1e3", "1E3", "9" * 40, "Infinity", "NaN", "+1", "1,5", " 1",
                                   "1 ", "", ".5", "1.", "0x1",
                                   "1.0000001", "1000000.000001", 3, 3.5, True, [], {}])
def test_a_value_that_is_no_plain_concentration_is_named(caller, wrong):
    said = refused(caller.post("/air/aqi", {"items": [item(HOUR), item(HOUR | {"no2": wrong})]}), 422, "validation")
    assert [e["pointer"] for e in said["errors"]] == ["/items/1/values/no2"]


def test_all_that_is_wrong_is_named_at_once(caller):
    said = refused(caller.post("/air/aqi", {"items": [
        item({"so2": "-1", "benzene": "1"}), item(HOUR, period="YEAR"), {"period": "DAY", "values": []},
        item(HOUR, unmonitored=["so2", "benzene"]), "x", item(HOUR, "HJ 633")]}), 422, "validation")
    assert {(e["pointer"], e["code"]) for e in said["errors"]} == {
        ("/items/0/values/so2", "range"), ("/items/0/values/benzene", "unknown"), ("/items/1/period", "enum"),
        ("/items/2/standard", "required"), ("/items/2/values", "type"), ("/items/3/unmonitored/1", "enum"),
        ("/items/4", "type"),
        ("/items/5/standard", "format")}


def test_an_edition_that_is_not_loaded_or_none_of_the_index_is_named(caller):
    items = [item(HOUR, code) for code in ("HJ633-2012", "HJ633-1999", "GB3095-2012", "HJ633-2026", "HJ633-1999")]
    said = refused(caller.post("/air/aqi", {"items": items}), 422, "validation")
    assert [(e["pointer"], e["code"]) for e in said["errors"]] == [(f"/items/{n}/standard", "unknown")
                                                                   for n in (1, 2, 4)]
    refused(caller.post("/air/aqi", {"items": [item(HOUR, f"HJ633-{year}") for year in range(2000, 2100)]}), 422,
            "validation")


def test_the_names_of_thousands_of_faults_stay_within_the_limits_of_a_problem(caller):
    said = refused(caller.post("/air/aqi", {"items": [item({"so2": "-1"})] * BULK}), 422, "validation")
    assert len(said["errors"]) == 16 and said["errors"][15]["pointer"] == "/items/15/values/so2"
    said = refused(caller.post("/air/aqi", {"items": [item(HOUR, "NONE")] * BULK}), 422, "validation")
    assert len(said["errors"]) == 16


@pytest.mark.parametrize("body", [{}, {"items": []}, {"items": None}, {"items": {}},
                                  {"items": [item(HOUR)], "more": 1}])
def test_a_call_without_items_is_refused(caller, body):
    refused(caller.post("/air/aqi", body), 422, "validation")


def test_a_body_that_is_none_is_refused(caller):
    good = json.dumps({"items": [item(HOUR)]})
    for text in ("", "{", good[:-1], good + "}", good.replace('"so2"', '"no2"', 1), good.replace("0.7", "0.7\x00"),
                 good.replace('"', "'")):
        refused(caller.post("/air/aqi", data=text.encode(), headers={"Content-Type": "application/json"}), 400)


# ---- who


def test_anyone_with_a_token_may_and_nothing_is_kept(stack):
    before = snapshot(stack)
    for who in (("310117003", "GRID_WORKER"), ("310000", "AUDITOR"), ("310117-STHJ", "MONITOR_INPUT")):
        assert ask(stack.api(*who), [item(HOUR)])[0]["aqi"] == 54
    refused(stack.api().post("/air/aqi", {"items": [item(HOUR)]}), 401)
    assert changes(before, snapshot(stack)) == {}
