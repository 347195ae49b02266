# SPDX-License-Identifier: MIT
"""Exceedances of single objects: alerts that come and go with the results, the event of each, and enterprises with
their limits."""
import datetime

import pytest

from support.issues import etag, ok, refused
from support.observed import Observed, alerts, named, told
from support.snapshot import changes, snapshot
from support.stack import today

CLEAN = {"pm25": 20, "pm10": 40, "so2": 8, "no2": 20, "co": "0.9", "o3": 80}
GOOD = {"ph": "7.6", "do": "6.8", "codmn": "3.5", "cod": "12", "nh3n": "0.4", "tp": "0.08"}
TODAY = today()
DAY, YESTERDAY = str(TODAY - datetime.timedelta(2)), str(TODAY - datetime.timedelta(1))
MONTH = (TODAY.replace(day=1) - datetime.timedelta(1)).replace(day=10)


@pytest.fixture(scope="module")
def observed(stack):
    return Observed(stack)


def enterprise(observed, **more):
    return observed.made({"kind": "ENTERPRISE", "is_heavy_metal": True, "discharge_standard": "GB8978-1996"} | more)


# ---- air


def test_a_day_above_its_limits_raises_an_alert_and_tells_of_it(observed):
    station = observed.station(name="超标站")
    observed.day(station, DAY, **CLEAN | {"pm25": 90, "pm10": 130})
    observed.day(station, YESTERDAY, **CLEAN)
    observed.settle()
    alert, = alerts(observed, station)
    expected = {"pm25": ("90", "60", "0.5"), "pm10": ("130", "120", "0.08")}
    assert named(alert) == expected and [i["item"] for i in alert["items"]] == ["pm25", "pm10"]
    assert (alert["kind"], alert["period"], alert["evaluation_kind"], alert["standard_version"], alert["value"],
            alert["limit_value"]) == (
        "OBJECT_EXCEED", DAY, "AIR_DAY", "GB3095-2026-TRANSITION", "90", "60")
    assert alert["object"] == {"id": station, "kind": "AIR_STATION",
                               "name": "超标站"} and alert["tenant"]["code"] == "310117"
    assert {alert[name] for name in ("indicator", "value_id", "target_id", "unit", "level", "ended_at",
                                     "acknowledged_at")} == {None}
    event, = told(observed, station)
    assert named(event) == expected and event | {"items": None} == {
        "alert_id": alert["id"], "object_id": station, "object_kind": "AIR_STATION", "object_name": "超标站",
        "evaluation_kind": "AIR_DAY",
        "period_kind": "D", "period_start": DAY, "period": DAY, "standard_version": "GB3095-2026-TRANSITION",
        "is_heavy_metal": False,
        "on_date": str(TODAY), "items": None}


def test_a_correction_ends_an_alert_and_another_raises_the_next(observed):
    station = observed.station()
    observed.day(station, DAY, **CLEAN | {"pm25": 90})
    observed.settle()
    observed.day(station, DAY, **CLEAN)
    observed.settle()
    first, = alerts(observed, station)
    assert first["ended_at"] and first["row_version"] == 2 and named(first)["pm25"][0] == "90"
    assert alerts(observed, station, "&open=true") == [] and len(told(observed, station)) == 1
    observed.day(station, DAY, **CLEAN | {"pm25": 100})
    observed.settle()
    again, = alerts(observed, station, "&open=true")
    assert named(again)["pm25"][0] == "100" and again["id"] != first["id"] and len(told(observed, station)) == 2


def test_computing_again_raises_nothing_twice(observed):
    station = observed.station()
    observed.day(station, DAY, **CLEAN | {"pm25": 90})
    observed.settle()
    before, tables = alerts(observed, station), snapshot(observed.stack)
    ok(observed.office.post("/evaluations", {"object_id": station, "from": DAY, "to": DAY}))
    observed.settle()
    assert not changes(tables, snapshot(observed.stack)).keys() & {"indicator_alert", "outbox", "event_log"}
    observed.day(station, DAY, **CLEAN | {"pm25": 95})  # worse, but the day's alert is there
    observed.settle()
    assert alerts(observed, station) == before and len(told(observed, station)) == 1


def test_computing_at_once_raises_like_the_job(observed):
    station = observed.station()
    observed.day(station, DAY, **CLEAN | {"so2": 160})
    ok(observed.office.post("/evaluations", {"object_id": station, "from": DAY, "to": DAY}))
    assert [named(a) for a in alerts(observed, station)] == [{"so2": ("160", "150", "0.07")}]
    observed.settle()
    assert len(alerts(observed, station)) == len(told(observed, station)) == 1


def test_the_class_of_the_area_decides(observed):
    strict, usual = observed.station(air_class=1), observed.station()
    for station in (strict, usual):
        observed.day(station, DAY, **CLEAN | {"pm25": 36})
    observed.settle()
    assert named(alerts(observed, strict)[0]) == {"pm25": ("36", "35", "0.03")} and alerts(observed, usual) == []


def test_an_old_period_raises_none_and_is_only_read(observed):
    station = observed.station()
    edge, before = (TODAY - datetime.timedelta(days) for days in (60, 61))
    for day in (edge, before):
        observed.day(station, day, **CLEAN | {"pm25": 90})
    observed.settle()
    assert [a["period"] for a in alerts(observed, station)] == [str(edge)] and [e["period"]
            for e in told(observed, station)] == [str(edge)]
    results = ok(observed.office.get(f"/evaluations?object_id={station}&kind=AIR_DAY&to={before}"))["items"]
    assert {e["figures"]["concentrations"]["pm25"] for e in results} == {"90"}


def test_an_alert_ends_however_old_it_is(lone_stack):
    observed = Observed(lone_stack)
    station = observed.station()
    observed.day(station, DAY, **CLEAN | {"pm25": 90})
    observed.settle()
    lone_stack.clock.move(days=100)
    observed.day(station, DAY, **CLEAN)
    observed.settle()
    alert, = alerts(observed, station)
    assert alert["ended_at"]


# ---- water


def test_a_month_worse_than_its_target_raises_an_alert(observed):
    section = observed.section(target_class=3)
    observed.samples(section, f"{MONTH}T09:00+08:00", **GOOD | {"nh3n": "1.8", "do": "4"})
    observed.settle()
    alert, = alerts(observed, section)
    assert (alert["evaluation_kind"], alert["period"], alert["level"], alert["level_limit"]) == ("WATER_MONTH",
            f"{MONTH:%Y-%m}", 5, 3)
    assert named(alert) == {"nh3n": ("1.8", "1", "0.8"), "do": ("4", "5", None)}
    event, = told(observed, section)
    assert (event["level"], event["level_limit"], event["period_kind"]) == (5, 3, "M")
    made = ok(observed.office.get(f"/objects/{section}"))
    ok(observed.office.patch(f"/objects/{section}", {"target_class": 5}, headers=etag(made["row_version"])))
    observed.settle()
    assert alerts(observed, section, "&open=true") == []


def test_a_black_and_odorous_body_raises_one_until_it_is_clean(observed):
    body = observed.body()
    point = observed.section(body_id=body, assess_level="NONE")
    observed.samples(point, f"{MONTH}T09:00+08:00", transparency="20", do="1.5", orp="0", nh3n="9")
    observed.settle()
    alert, = alerts(observed, body)
    assert (alert["evaluation_kind"], alert["level"], alert["level_limit"],
            alert["standard_version"]) == ("BLACK_ODOUR", 1, None, "BLACK-ODOUR-2015")
    assert named(alert)["nh3n"] == ("9", "8", None) and set(named(alert)) == {"transparency", "do", "orp", "nh3n"}
    observed.samples(point, f"{MONTH}T09:00+08:00", transparency="40", do="6", orp="100", nh3n="1")
    observed.settle()
    assert alerts(observed, body)[0]["ended_at"]


# ---- discharges


def test_the_day_of_an_outfall_is_held_against_its_standard(observed):
    made = enterprise(observed, name="试验电镀厂")
    observed.put([(made, item, "SAMPLE", f"{DAY}T{hour:02}:00+08:00", "LAB", value, flag) for item, hour, value,
                  flag in (
        ("cr6", 8, "0.9", "VALID"), ("cr6", 12, "0.5", "VALID"), ("cr6", 16, "0.2", "BELOW_DETECTION"),
        ("ni", 8, "0.4", "VALID"),
        ("pb", 8, "5", "INVALID"))])
    observed.settle()
    result, = ok(observed.office.get(f"/evaluations?object_id={made}&kind=DISCHARGE_DAY"))["items"]
    assert (result["standard_version"], result["valid"], result["attained"], result["level"]) == ("GB8978-1996", True,
            True, None)
    assert result["figures"] == {"exact": {"cr6": "0.5", "ni": "0.4"}, "exceeding": [],
                                 "items": {"cr6": {"value": "0.5", "n": 3}, "ni": {"value": "0.4", "n": 1}}}
    assert alerts(observed, made) == []
    observed.put([(made, "cr6", "SAMPLE", f"{DAY}T16:00+08:00", "LAB", "0.46", "VALID")])  # (0.9 + 0.5 + 0.46) / 3
    observed.settle()
    result, = ok(observed.office.get(f"/evaluations?object_id={made}&kind=DISCHARGE_DAY&attained=false"))["items"]
    assert result["figures"]["items"]["cr6"] == {"value": "0.62", "n": 3, "limit": "0.5", "multiple": "0.24"}
    alert, = alerts(observed, made, "&kind=OBJECT_EXCEED")
    assert named(alert) == {"cr6": ("0.62", "0.5", "0.24")} and alert["is_heavy_metal"] and alert["period"] == DAY
    event, = told(observed, made)
    assert (event["object_kind"], event["object_name"], event["is_heavy_metal"], event["standard_version"]) == (
        "ENTERPRISE", "试验电镀厂", True, "GB8978-1996")


def test_a_plant_without_a_standard_is_not_judged(observed):
    plant = observed.made({"kind": "PLANT", "has_water_line": True, "has_sludge_line": False, "has_odour_line": False})
    text = f"object,item,averaging,observed_at,value,flag\n{plant},cd,24H,{DAY}T00:00+08:00,0.4,VALID".encode()
    load = "/observations/import?mode=commit&source=AUTO"
    problem = refused(observed.client.post(load, data=text, headers={"Content-Type": "text/csv"}), 422,
                      "import-rejected")
    assert [c["code"] for c in problem["report"]["conflicts"]] == ["unknown-item"]
    version = ok(observed.office.get(f"/objects/{plant}"))["row_version"]
    ok(observed.office.patch(f"/objects/{plant}", {"discharge_standard": "GB8978-1996"}, headers=etag(version)))
    ok(observed.client.post(load, data=text, headers={"Content-Type": "text/csv"}))
    observed.settle()
    alert, = alerts(observed, plant)
    assert named(alert) == {"cd": ("0.4", "0.1", "3")} and not alert["is_heavy_metal"]
    ok(observed.office.patch(f"/objects/{plant}", {"discharge_standard": None}, headers=etag(version + 1)))
    observed.settle()
    result, = ok(observed.office.get(f"/evaluations?object_id={plant}"))["items"]
    assert alerts(observed, plant)[0]["ended_at"] and (result["valid"], result["attained"],
                                                       result["figures"]["items"]) == (False, None, {})
    ok(observed.office.patch(f"/objects/{plant}", {"discharge_standard": "GB8978-1996"}, headers=etag(version + 2)))
    observed.settle()
    assert len(alerts(observed, plant, "&open=true")) == 1


@pytest.mark.parametrize("standard", ["GB3838-2002", "GB9999-2099"])
def test_a_discharge_standard_is_one_for_discharges(observed, standard):
    sent = {"kind": "ENTERPRISE", "name": "某厂", "valid_from": "2020-01-01", "is_heavy_metal": False,
            "discharge_standard": standard}
    before = snapshot(observed.stack)
    problem = refused(observed.office.post("/objects", sent), 422)
    assert [(f["pointer"], f["code"]) for f in problem["errors"]] == [("/discharge_standard", "unknown-reference")]
    assert changes(before, snapshot(observed.stack)) == {}


def test_what_its_standard_does_not_name_is_not_observed(observed):
    made = enterprise(observed)
    text = f"object,item,averaging,observed_at,value,flag\n{made},nh3n,SAMPLE,{DAY}T09:00+08:00,1,VALID\n{made},cd,8H,{DAY}T09:00+08:00,1,VALID"
    problem = refused(observed.client.post("/observations/import?mode=commit&source=AUTO", data=text.encode(),
                                           headers={"Content-Type": "text/csv"}), 422, "import-rejected")
    assert {c["code"] for c in problem["report"]["conflicts"]} == {"unknown-item", "enum"}


# ---- whose they are


def test_alerts_of_an_object_are_its_tenant_s_and_those_above(observed, stack):
    made = enterprise(observed)
    observed.put([(made, "hg", "1H", f"{DAY}T{hour:02}:00+08:00", "AUTO", "0.2", "VALID") for hour in range(24)])
    observed.settle()
    alert, = alerts(observed, made)
    city, other, unit = stack.api("310000", "CITY_OFFICE"), stack.api("310112", "DIST_OFFICE"), stack.api("310117-SW",
            "UNIT_LEADER")
    assert [a["id"] for a in alerts(observed, made, by=city)] == [alert["id"]]
    for caller in (other, unit):
        assert alerts(observed, made, by=caller) == []
        refused(caller.get(f"/alerts/{alert['id']}"), 404)
    path, note = f"/alerts/{alert['id']}", {"note": "已责令停产整改"}
    before = snapshot(stack)
    refused(city.post(f"{path}/acknowledge", note, headers=etag(1)), 403, "forbidden")
    refused(other.post(f"{path}/acknowledge", note, headers=etag(1)), 404)
    assert changes(before, snapshot(stack)) == {}
    done = ok(observed.office.post(f"{path}/acknowledge", note, headers=etag(1)))
    assert done["note"] == note["note"] and done["acknowledged_at"] and done["row_version"] == 2
    assert ok(observed.office.get(path)) == done
    refused(observed.office.get("/alerts?object_id=x"), 400, "bad-query")


def test_an_edition_that_an_object_names_stays_as_it_is(observed, stack):
    enterprise(observed)
    rows = ("edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to\n"
            "GB8978-1996,EDITION,,,,,GB8978,,污水综合排放标准,1998-01-01,\nGB8978-1996,LIMIT,hg,,1,LE,,5,,,\n")
    before = snapshot(stack)
    refused(stack.api("310000", "PLATFORM_ADMIN").post("/standards/import?mode=commit", data=rows.encode(),
                                                       headers={"Content-Type": "text/csv"}),
            409, "in-use")
    assert changes(before, snapshot(stack)) == {}
