# SPDX-License-Identifier: MIT
"""From observations to days, months and years of objects, districts and the city: what is computed, and that nothing
else is."""
import random

import pytest

from support import air_reference
from support.issues import etag, ok, refused
from support.observed import ITEMS, TV14, Observed, found
from support.snapshot import changes, snapshot

CLEAN = {"ph": "7.6", "do": "6.8", "codmn": "4.8", "cod": "18", "bod5": "3.2", "nh3n": "0.84", "tp": "0.16"}


@pytest.fixture(scope="module")
def observed(stack):
    return Observed(stack)


@pytest.fixture(scope="module")
def office(observed):
    return observed.office


def of_day(office, station, day):
    return {e["standard_version"]: e for e in found(office, f"object_id={station}&kind=AIR_DAY&from={day}&to={day}")}


# ---- air


def test_a_day_has_an_index_by_each_edition(observed, office):
    station = observed.station()
    observed.day(station, "2026-05-04", **TV14)
    observed.settle()
    day = of_day(office, station, "2026-05-04")
    assert {code: (e["aqi"], e["level"], e["figures"]["primary"]) for code, e in day.items()} == {
        "HJ633-2012": (85, 2, ["o3_8h"]), "HJ633-2026": (96, 2, ["pm25"])}
    figures = day["HJ633-2026"]["figures"]
    assert figures["concentrations"] == {"pm25": "58", "pm10": "96", "so2": "8", "no2": "44", "co": "0.9", "o3": "142",
                                         "o3_8h": "142"}
    assert figures["counts"]["pm25"] == 24 and figures["counts"]["o3_8h"] == 17 and figures["missing"] == []
    assert (day["HJ633-2026"]["object"]["id"], day["HJ633-2026"]["tenant"]["code"]) == (station, "310117")


def test_the_day_of_an_hour_is_the_one_of_shanghai(observed, office):
    station = observed.station()
    observed.put([(station, "pm25", "1H", "2026-05-05T16:00:00Z", "AUTO", 20, "VALID")])
    observed.settle()
    assert of_day(office, station, "2026-05-05") == {} and len(of_day(office, station, "2026-05-06")) == 2


def test_an_hour_that_is_told_twice_counts_once(observed, office):
    station = observed.station()
    observed.day(station, "2026-05-07", source="B", **TV14)
    observed.day(station, "2026-05-07", source="A", pm25=20)
    observed.day(station, "2026-05-07", source="C", pm25=300)
    observed.settle()
    assert of_day(office, station, "2026-05-07")["HJ633-2012"]["figures"]["concentrations"]["pm25"] == "20"


def test_what_is_not_valid_does_not_count(observed, office):
    station = observed.station()
    observed.day(station, "2026-05-08", **TV14)
    observed.put([(station, "pm25", "1H", f"2026-05-08T{h:02}:00+08:00", "AUTO", None, "MISSING") for h in range(5)])
    observed.settle()
    day = of_day(office, station, "2026-05-08")
    assert (day["HJ633-2026"]["aqi"], day["HJ633-2026"]["valid"], day["HJ633-2026"]["figures"]["missing"]) == (None,
            False, ["pm25"])
    assert day["HJ633-2012"]["aqi"] == 85


def test_a_place_is_the_mean_of_its_evaluation_stations(lone_stack):
    observed = Observed(lone_stack)
    stations = [observed.station() for _ in range(4)]
    observed.day(observed.station(station_type="BACKGROUND"), "2026-05-04", pm25=500)
    observed.station(valid_from="2026-05-05")  # not there yet: three of four suffice, three of five would not
    for station, value in zip(stations, (30, 31, 33)):
        observed.day(station, "2026-05-04", pm25=value, pm10=50, so2=5, no2=20, co="0.5", o3=80)
    observed.settle()
    for reader in (observed.office, lone_stack.api("310000", "CITY_OFFICE")):
        places = found(reader, "kind=AIR_DAY&places=true&standard=HJ633-2012")
        assert places and all(p["object"] is None and p["figures"]["exact"]["pm25"] == "31.333333" for p in places)
        assert all(p["figures"]["counts"]["pm25"] == 3 and p["aqi"] == 50 for p in places)
    observed.put([(stations[0], "pm25", "1H", f"2026-05-04T{h:02}:00+08:00", "AUTO", None, "MISSING")
                  for h in range(24)])
    observed.settle()
    [place] = found(observed.office, "kind=AIR_DAY&places=true&standard=HJ633-2012")
    assert "pm25" in place["figures"]["missing"] and place["revision"] >= 2


def test_a_year_is_evaluated_by_each_edition_of_the_limits(lone_stack):
    observed = Observed(lone_stack)
    station = observed.station()
    observed.fill([station],
                  "(case i.item when 'so2' then 8 when 'no2' then 30 when 'co' then 1 when 'pm10' then 55 when 'pm25' then 33 else 90 end)")
    observed.settle()
    years = {e["standard_version"]: e for e in found(observed.office, f"object_id={station}&kind=AIR_YEAR")}
    assert {code: e["attained"] for code, e in years.items()} == {
        "GB3095-2012": True, "GB3095-2026-TRANSITION": False, "GB3095-2026": False}
    pm25 = years["GB3095-2026-TRANSITION"]["figures"]["items"]["pm25"]
    assert (pm25["attainment"], pm25["days"], pm25["mean"]["value"], pm25["mean"]["limit"],
            pm25["mean"]["multiple"]) == (
        "NOT_ATTAINED", 365, "33", "30", "0.1")
    [days] = found(observed.office, f"object_id={station}&kind=AIR_YEAR_DAYS&standard=HJ633-2026")
    assert days["figures"] == {"days": 365, "valid_days": 365, "good_days": 365, "heavy_days": 0, "good_rate": "100"}
    february = found(observed.office,
                     f"object_id={station}&kind=AIR_MONTH&standard=HJ633-2026&from=2025-02-01&to=2025-02-28")
    assert [m["figures"]["days"] for m in february] == [28] and february[0]["figures"]["means"]["pm25"] == "33"


def test_a_month_has_a_value_beside_each_edition_of_the_limits(lone_stack):
    observed = Observed(lone_stack)
    observed.fill([observed.station()], "30", last="2025-01-31")
    observed.settle()
    months = values(observed.office, "AIR-PM25-Y")
    assert {key[2]: value for key, value in months.items() if key[1] == "2025-01"} == {
        edition: ("30", None, None, "VALID") for edition in ("GB3095-2012", "GB3095-2026-TRANSITION", "GB3095-2026")}


def test_what_is_computed_is_held_against_its_target(lone_stack):
    observed = Observed(lone_stack)
    ok(observed.office.post("/targets", {"indicator": "AIR-HPD-D", "target_type": "COUNT_ZERO",
                                         "standard_version": "HJ633-2026"}), 201)
    station = observed.station()
    observed.day(station, "2026-05-06", **TV14 | {"pm25": 260})
    observed.settle()
    open_ = "/alerts?limit=200&open=true&indicator=AIR-HPD-D"
    assert [(a["tenant"]["code"], a["value"], a["limit_value"])
            for a in ok(observed.office.get(open_))["items"]] == [("310117", "1", "0")]
    observed.day(station, "2026-05-06", **TV14)
    observed.settle()
    assert ok(observed.office.get(open_))["items"] == []


def test_random_days_have_the_index_of_the_reference(observed, office):
    chosen = random.Random(7)
    station = observed.station()
    days = [f"2026-04-{d:02}" for d in range(1, 21)]
    for day in days:
        values = {item: chosen.choice((None, chosen.randint(0, 30) * 10 + chosen.randint(0, 9))) for item in ITEMS}
        observed.day(station, day, **{item: v for item, v in values.items() if v is not None} or {"so2": 1})
    observed.settle()
    for day in days:
        for edition, e in of_day(office, station, day).items():
            expected = air_reference.index(edition, "DAY", e["figures"]["concentrations"])
            assert (e["aqi"], e["level"]) == (expected["aqi"], expected["level"]), (day, e["figures"])
            assert e["figures"]["iaqi"] == {i: x for i, x in expected["iaqi"].items() if x is not None}


# ---- water


def of_section(office, section, kind):
    return found(office, f"object_id={section}&kind={kind}")


def test_a_month_of_a_section_has_a_class(observed, office):
    section = observed.section(target_class=3, baseline_class=4)
    observed.samples(section, "2026-04-10T09:00+08:00", **CLEAN)
    observed.samples(section, "2026-05-10T09:00+08:00", **CLEAN | {"nh3n": "2.35"})
    observed.settle()
    may, april = sorted(of_section(office, section, "WATER_MONTH"), key=lambda e: e["period_start"], reverse=True)
    assert (april["class"], april["attained"], april["figures"]["grade"], april["figures"]["main"]) == (3, True, "良好",
            [])
    assert (may["class"], may["attained"], may["figures"]["main"], may["figures"]["items"]["nh3n"]) == (
        6, False, ["nh3n"], {"value": "2.35", "class": 6, "multiple": "1.35"})
    [year] = of_section(office, section, "WATER_YEAR")
    assert (year["class"], year["attained"], year["valid"]) == (5, False, False)  # of two months, the mean is 1.595
    assert year["figures"]["classes"] == [0, 0, 0, 3, 6, 0, 0, 0, 0, 0, 0,
                                          0] and year["figures"]["attained_months"] == 1
    assert year["figures"]["improved"] is False


def test_a_month_is_the_mean_of_its_samples_and_half_of_what_was_not_detected(observed, office):
    section = observed.section(target_class=2)
    observed.samples(section, "2026-04-03T09:00+08:00", **CLEAN | {"nh3n": "0.9"})
    observed.put([(section, "nh3n", "SAMPLE", "2026-04-17T09:00+08:00", "LAB", "0.05", "BELOW_DETECTION")])
    observed.settle()
    [month] = of_section(office, section, "WATER_MONTH")
    assert month["figures"]["items"]["nh3n"]["value"] == "0.46"  # (0.9 + 0.025) / 2 = 0.4625
    assert (month["class"], month["attained"]) == (3, False)


def test_a_published_month_counts_before_samples_and_these_before_the_station(observed, office):
    section = observed.section(target_class=3)
    observed.put([(section, item, averaging, "2026-04-01T00:00+08:00", "X", value, "VALID")
                  for averaging, values in (("4H", {"nh3n": "1.9", "tp": "0.31", "do": "4"}),
                                            ("SAMPLE", {"nh3n": "1.2", "tp": "0.15"}),
                                            ("MONTH", {"nh3n": "0.4"})) for item, value in values.items()])
    observed.settle()
    [month] = of_section(office, section, "WATER_MONTH")
    assert month["figures"]["exact"] == {"do": "4", "nh3n": "0.4", "tp": "0.15"}


def test_a_lake_is_judged_by_the_limits_of_lakes(observed, office):
    for kind, expected in (("RIVER", 2), ("LAKE", 4)):
        section = observed.section(body_type=kind)
        observed.samples(section, "2026-04-03T09:00+08:00", tp="0.08")
        observed.settle()
        assert [e["class"] for e in of_section(office, section, "WATER_MONTH")] == [expected]


def rivers(office, query):
    return {(e["kind"], e["period_start"]): e for e in found(office, f"standard=GB3838-2002&{query}")
            if e["kind"].startswith("RIVER")}


def test_a_river_of_few_sections_is_judged_by_their_mean(observed, office):
    river = observed.body()
    for nh3n in ("0.9", "2.35"):
        observed.samples(observed.section(body_id=river), "2026-04-10T09:00+08:00", **CLEAN | {"nh3n": nh3n})
    observed.settle()
    month = rivers(office, f"object_id={river}")["RIVER_MONTH", "2026-04-01"]
    assert (month["class"], month["level"], month["figures"]) == (
        5, 4, {"sections": 2, "good": 1, "worst": 1, "grade": "中度污染", "basis": "MEAN"})  # 1.625 is class V


def test_a_river_of_five_sections_is_judged_by_shares(lone_stack):
    observed = Observed(lone_stack)
    river = observed.body()
    sections = [observed.section(body_id=river) for _ in range(5)]
    for section, nh3n in zip(sections, ("0.4", "0.9", "0.9", "0.9", "2.35")):
        observed.samples(section, "2026-04-10T09:00+08:00", **CLEAN | {"nh3n": nh3n})
    observed.settle()
    for query in (f"object_id={river}", "places=true"):
        found_ = rivers(observed.office, query)
        for period in (("RIVER_MONTH", "2026-04-01"), ("RIVER_YEAR", "2026-01-01")):
            assert (found_[period]["class"], found_[period]["level"], found_[period]["figures"]) == (
                None, 2, {"sections": 5, "good": 4, "worst": 1, "grade": "良好", "basis": "SHARES"})
    ok(observed.office.patch(f"/objects/{sections[4]}", {"body_id": observed.body()}, headers=etag(1)))
    observed.settle()
    left = rivers(observed.office, f"object_id={river}")["RIVER_MONTH", "2026-04-01"]
    assert (left["figures"]["sections"], left["figures"]["basis"], left["class"]) == (4, "MEAN", 3)


def test_a_body_is_black_and_odorous_while_its_points_are(observed, office):
    body = observed.body()
    points = [observed.section(body_id=body, assess_level="NONE") for _ in range(3)]
    for point in points:
        observed.samples(point, "2026-04-03T09:00+08:00", transparency="8", do="1", orp="0", nh3n="9")
        observed.samples(point, "2026-05-03T09:00+08:00", transparency="40", do="6", orp="100", nh3n="1")
    observed.settle()
    months = {e["period_start"]: e for e in of_section(office, body, "BLACK_ODOUR")}
    assert (months["2026-04-01"]["level"], months["2026-04-01"]["attained"]) == (2, False)
    assert months["2026-04-01"]["figures"]["points"] == 3 and months["2026-04-01"]["figures"]["severe_points"] == 3
    assert (months["2026-05-01"]["level"], months["2026-05-01"]["attained"]) == (None, True)


# ---- indicators, of districts and the city


def values(office, *codes):
    """{(indicator, period, edition): (value, numerator, denominator, validity)} of the district."""
    items = ok(office.get("/values?limit=200"))["items"]
    return {(v["indicator"]["code"], v["period"], v["standard_version"]): (v["value"], v["numerator"], v["denominator"],
            v["validity"])
            for v in items if v["indicator"]["code"] in codes and v["tenant"]["code"] == "310117"}


def test_places_get_values_of_indicators(lone_stack):
    observed = Observed(lone_stack)
    station = observed.station()
    observed.day(station, "2026-05-04", **TV14)
    observed.day(station, "2026-05-05", **TV14 | {"pm25": 61})
    observed.day(station, "2026-05-06", **TV14 | {"pm25": 260})
    observed.settle()
    of_place = values(observed.office, "AIR-AQIR-Y", "AIR-HPD-D", "AIR-PM25-Y")
    assert of_place["AIR-AQIR-Y", "2026", "HJ633-2026"] == ("33.333333", "1", "3", "VALID")
    assert of_place["AIR-AQIR-Y", "2026", "HJ633-2012"] == ("66.666667", "2", "3", "VALID")
    assert of_place["AIR-HPD-D", "2026", "HJ633-2026"][0] == "1"
    assert of_place["AIR-PM25-Y", "2026", "GB3095-2012"] == (None, None, None, "INSUFFICIENT")
    body = observed.body()
    good = observed.section(target_class=3, baseline_class=3, body_id=body)
    better = observed.section(target_class=3, baseline_class=6, assess_level="MUNICIPAL")
    worst = observed.section(target_class=4, baseline_class=5, assess_level="DISTRICT", body_id=body)
    observed.samples(good, "2026-05-04T09:00+08:00", **CLEAN)
    observed.samples(better, "2026-05-04T09:00+08:00", **CLEAN | {"nh3n": "1.2"})
    observed.samples(worst, "2026-05-04T09:00+08:00", **CLEAN | {"nh3n": "9"})
    observed.settle()
    edition = "GB3838-2002"
    of_place = values(observed.office, "WAT-SEC-ATT-R", "WAT-SEC-UP-N", "WAT-INFV-R", "WAT-INFV-N", "WAT-SMALL-INFV-R",
                      "WAT-BO-N")
    assert of_place == {
        ("WAT-SEC-ATT-R", "2026", edition): ("50", "1", "2", "VALID"),
        ("WAT-SEC-UP-N", "2026", edition): ("2", None, None, "VALID"),
        ("WAT-INFV-R", "2026", edition): ("33.333333", "1", "3", "VALID"),
        ("WAT-INFV-N", "2026", edition): ("1", None, None, "VALID"),
        ("WAT-INFV-R", "2026-05", edition): ("33.333333", "1", "3", "VALID"),
        ("WAT-INFV-N", "2026-05", edition): ("1", None, None, "VALID"),
        ("WAT-SMALL-INFV-R", "2026-Q2", edition): ("100", "1", "1", "VALID"),
        ("WAT-BO-N", "2026-Q2", "BLACK-ODOUR-2015"): ("0", None, None, "VALID")}


def test_a_figure_that_nothing_is_left_of_is_insufficient(lone_stack):
    observed = Observed(lone_stack)
    body, section = observed.body(), observed.section(target_class=3)
    foul = {"transparency": "5", "do": "1", "orp": "0", "nh3n": "9"}
    observed.samples(body, "2026-05-04T09:00+08:00", **foul)
    observed.samples(section, "2026-05-04T09:00+08:00", **CLEAN)
    observed.settle()
    count, attained = ("WAT-BO-N", "2026-Q2", "BLACK-ODOUR-2015"), ("WAT-SEC-ATT-R", "2026", "GB3838-2002")
    found_ = values(observed.office, count[0], attained[0])
    assert found_ == {count: ("1", None, None, "VALID"), attained: ("100", "1", "1", "VALID")}
    observed.put([(body, item, "SAMPLE", "2026-05-04T09:00+08:00", "LAB", value, "INVALID") for item,
                  value in foul.items()])
    observed.settle()
    assert values(observed.office, count[0])[count] == (None, None, None, "INSUFFICIENT")
    lone_stack.clock.move(days=45)  # the year is over, and the section has one month of it
    lone_stack.until(lambda: values(observed.office, attained[0])[attained] == (None, None, None, "INSUFFICIENT"))


# ---- the routes


def test_the_calendar_is_a_year_of_days_in_one_answer(lone_stack):
    observed = Observed(lone_stack)
    station = observed.station()
    for day in ("2025-12-31", "2026-01-01", "2026-03-02"):
        observed.day(station, day, **TV14)
    observed.settle()
    for query in (f"object_id={station}", "tenant=310117", ""):
        calendar = ok(observed.office.get(f"/evaluations/calendar?year=2026&{query}"))
        assert (calendar["year"], calendar["standard_version"]) == (2026, "HJ633-2026")
        assert calendar["days"] == [{"date": d, "aqi": 96, "level": 2, "primary": ["pm25"]}
                                    for d in ("2026-01-01", "2026-03-02")]
        assert (calendar["summary"]["valid_days"], calendar["summary"]["good_days"]) == (2, 2)
    old = ok(observed.office.get(f"/evaluations/calendar?year=2025&object_id={station}"))
    assert (old["standard_version"], [d["aqi"] for d in old["days"]]) == ("HJ633-2012", [85])
    wished = ok(observed.office.get(f"/evaluations/calendar?year=2025&object_id={station}&standard=HJ633-2026"))
    assert [d["aqi"] for d in wished["days"]] == [96]


def test_a_calendar_is_of_something_that_the_caller_sees(stack, observed, office):
    station = observed.station()
    other = stack.api("310104", "DIST_OFFICE")
    refused(other.get(f"/evaluations/calendar?year=2026&object_id={station}"), 404, "not-found")
    refused(other.get("/evaluations/calendar?year=2026&tenant=310117"), 422, "validation")
    refused(office.get(f"/evaluations/calendar?year=2026&object_id={station}&tenant=310117"), 422, "validation")
    refused(office.get("/evaluations/calendar?year=2026&standard=GB3838-2002"), 404, "not-found")
    refused(office.get("/evaluations/calendar"), 400, "bad-query")
    refused(stack.api().get("/evaluations/calendar?year=2026"), 401)


def test_an_object_is_computed_at_once_when_asked_for(stack, observed, office):
    station = observed.station()
    observed.day(station, "2026-06-01", **TV14)
    observed.settle()
    before = observed.revisions()
    items = ok(office.post("/evaluations", {"object_id": station, "from": "2026-06-01", "to": "2026-06-30"}))["items"]
    assert {(e["kind"], e["standard_version"], e["period_start"]) for e in items} == {k[1:] for k in before
            if k[0] == station}
    assert {e["revision"] for e in items} == {1}
    observed.settle()
    assert observed.revisions() == before
    entries = ok(stack.api("310117", "AUDITOR").get(f"/audit-entries?object_kind=object&object_id={station}"))["items"]
    assert "evaluation.compute" in [e["action"] for e in entries]


def test_nothing_is_computed_for_who_may_not(stack, observed, office):
    station = observed.station()
    asked = {"object_id": station, "from": "2026-06-01", "to": "2026-06-30"}
    before = snapshot(stack)
    refused(stack.api("310104", "DIST_OFFICE").post("/evaluations", asked), 404, "not-found")
    refused(stack.api("310117", "GROUP_ACCOUNT").post("/evaluations", asked), 403)
    refused(stack.api().post("/evaluations", asked), 401)
    refused(office.post("/evaluations", asked | {"to": "2026-05-31"}), 422, "validation")
    refused(office.post("/evaluations", asked | {"to": "2027-06-02"}), 422, "validation")
    refused(office.post("/evaluations", {"object_id": station}), 422, "validation")
    assert changes(before, snapshot(stack)) == {}
