# SPDX-License-Identifier: MIT
"""Black and odorous bodies (domain C.6): shallow water, stretches, sampling, residents, gone and back."""
import datetime as dt

import pytest

from support import bodies
from support.issues import etag, ok, refused
from support.observed import Observed, alerts, named, told
from support.stack import today

CLEAN = {"transparency": "40", "do": "6", "orp": "100", "nh3n": "1"}
FOUL = {"transparency": "20", "do": "1.5", "orp": "0", "nh3n": "9"}
TODAY = today()
SEVERE = {"transparency": "5", "do": "0.1", "orp": "-250", "nh3n": "18"}


@pytest.fixture(scope="module")
def observed(stack):
    return Observed(stack)


def month(number):
    """First day of the month that many before the last one."""
    first = TODAY.replace(day=1)
    for _ in range(number + 1):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return first


def results(observed, body, kind="BLACK_ODOUR"):
    return {e["period_start"]: e
            for e in ok(observed.office.get(f"/evaluations?object_id={body}&kind={kind}&limit=200"))["items"]}


def body_with(observed, *chainages):
    body = observed.body()
    return body, [observed.section(body_id=body, assess_level="NONE", **({} if c is None else {"chainage_m": c}))
                  for c in chainages]


# ---- a month


def test_shallow_water_need_not_be_as_clear(observed):
    body, (point,) = body_with(observed, 0)
    observed.samples(point, "2026-05-03T09:00+08:00", **CLEAN | {"transparency": "9", "depth": "20"})
    observed.samples(point, "2026-06-03T09:00+08:00", **CLEAN | {"transparency": "8", "depth": "20"})
    observed.samples(point, "2026-07-03T09:00+08:00", **CLEAN | {"transparency": "9"})
    observed.samples(point, "2026-07-03T11:00+08:00", depth="20")
    observed.settle()
    got = results(observed, body)
    assert [(got[f"2026-0{m}-01"]["attained"], got[f"2026-0{m}-01"]["figures"].get("depth")) for m in (5, 6, 7)] == [
        (True, "20"), (False, "20"), (False, None)]


def test_stretches_are_named_in_the_order_of_the_stream(observed):
    body, points = body_with(observed, 2400, 0, 400, 800, 1600, 2000, 1200)
    by_chainage = [points[i] for i in (1, 2, 3, 6, 4, 5, 0)]
    for point, values in zip(by_chainage, (FOUL, SEVERE, SEVERE, SEVERE, FOUL, SEVERE, FOUL)):
        for day in ("03", "08", "13"):
            observed.samples(point, f"2026-05-{day}T09:00+08:00", **values)
    observed.settle()
    figures = results(observed, body)["2026-05-01"]["figures"]
    assert (figures["points"], figures["severe_points"], figures["rounds"], figures["sampling_lacks"]) == (7, 4, 3, [])
    assert figures["severe_stretches"] == [{"from": by_chainage[1], "to": by_chainage[3], "points": 3}]
    moved = ok(observed.office.get(f"/objects/{by_chainage[3]}"))
    ok(observed.office.patch(f"/objects/{by_chainage[3]}", {"chainage_m": 2600}, headers=etag(moved["row_version"])))
    observed.settle()
    figures = results(observed, body)["2026-05-01"]["figures"]
    assert figures["severe_stretches"] == [] and figures["sampling_lacks"] == ["SPACING"]


def test_without_places_there_are_no_stretches(observed):
    body, points = body_with(observed, 0, 400, 800, 1200, 1600, None)
    for point, values in zip(points, (SEVERE, SEVERE, SEVERE, FOUL, FOUL, FOUL)):
        observed.samples(point, "2026-05-03T09:00+08:00", **values)
    observed.settle()
    figures = results(observed, body)["2026-05-01"]["figures"]
    assert (figures["severe_points"], figures["severe_stretches"], figures["sampling_lacks"]) == (3, [],
            ["FEW_ROUNDS", "SPACING"])


def test_residents_find_what_nothing_measured(observed):
    body = observed.body()
    observed.samples(body, f"{month(0)}T09:00+08:00", survey_black_odour="75")
    observed.samples(body, f"{month(0)}T10:00+08:00", survey_black_odour="60")
    observed.settle()
    found = results(observed, body)[f"{month(0)}"]
    assert (found["valid"], found["level"], found["attained"], found["figures"]["points"]) == (True, 1, False, 0)
    alert, = alerts(observed, body)
    assert named(alert) == {"survey_black_odour": ("60", "60", None)}
    observed.samples(body, f"{month(0)}T11:00+08:00", survey_black_odour="59.9")
    observed.settle()
    assert results(observed, body)[f"{month(0)}"]["valid"] is False
    assert alerts(observed, body)[0]["ended_at"]


@pytest.mark.parametrize("value", ["100.1", "-1"])
def test_a_share_is_a_share(observed, value):
    body = observed.body()
    text = f"object,item,averaging,observed_at,value,flag\n{body},survey_satisfaction,SAMPLE,2026-05-03T09:00,{value},VALID"
    answer = observed.client.post("/observations/import?mode=commit&source=LAB", data=text.encode(), headers=bodies.CSV)
    conflict, = refused(answer, 422, "import-rejected")["report"]["conflicts"]
    assert (conflict["property"], conflict["code"]) == ("value", "range")


# ---- months in a row


def fill(observed, point, *numbers, values=None):
    for number in numbers:
        observed.samples(point, f"{month(number)}T09:00+08:00", **values or CLEAN)


def test_it_is_gone_after_six_clean_months_and_content_residents(observed):
    body, (point,) = body_with(observed, 0)
    fill(observed, point, 12, values=FOUL)
    fill(observed, point, *range(3, 12))
    observed.settle()
    gone = results(observed, body, "BLACK_ODOUR_ELIMINATION")
    assert {e["attained"] for e in gone.values()} == {False} and gone[f"{month(3)}"]["figures"] == {"clean_months": 6,
            "is_rebound": False}
    observed.samples(body, f"{month(8)}T12:00+08:00", survey_satisfaction="93.5")
    observed.settle()
    gone = results(observed, body, "BLACK_ODOUR_ELIMINATION")
    assert [number for number in range(3, 13) if gone[f"{month(number)}"]["attained"]] == [3, 4, 5, 6]
    assert gone[f"{month(6)}"]["figures"] == {"clean_months": 6, "survey_satisfaction": "93.5", "is_rebound": False}


def test_a_month_is_clean_when_every_indicator_was_measured(observed):
    body, (point,) = body_with(observed, 0)
    fill(observed, point, *range(2, 8))
    fill(observed, point, 1, values={"do": "6", "nh3n": "1"})
    observed.settle()
    gone = results(observed, body, "BLACK_ODOUR_ELIMINATION")
    assert (gone[f"{month(2)}"]["figures"]["clean_months"], gone[f"{month(1)}"]["valid"]) == (6, False)
    assert results(observed, body)[f"{month(1)}"]["attained"] is True


def test_a_sample_goes_before_what_a_station_measures(observed):
    body, (point,) = body_with(observed, 0)
    observed.put([(point, "do", "1H", f"2026-05-03T{hour:02}:00+08:00", "AUTO", "2.5", "VALID") for hour in range(24)])
    observed.samples(point, "2026-05-03T09:00+08:00", do="1")
    observed.settle()
    assert results(observed, body)["2026-05-01"]["figures"]["means"] == {"do": "1"}


def test_one_that_is_back_says_so(observed):
    body, (point,) = body_with(observed, 0)
    fill(observed, point, *range(1, 8))
    observed.samples(body, f"{month(3)}T12:00+08:00", survey_satisfaction="90")
    fill(observed, point, 0, values=FOUL)
    observed.settle()
    by_kind = {a["evaluation_kind"]: a for a in alerts(observed, body)}
    back = by_kind["BLACK_ODOUR_ELIMINATION"]
    assert set(by_kind) == {"BLACK_ODOUR", "BLACK_ODOUR_ELIMINATION"}
    assert (back["kind"], back["level"], back["items"], back["period"]) == ("OBJECT_EXCEED", 1, [], f"{month(0):%Y-%m}")
    event, = told(observed, body, "water_body.rebound.v1")
    assert event == {"alert_id": back["id"], "object_id": body, "object_name": back["object"]["name"],
                     "period_start": f"{month(0)}",
                     "period": back["period"], "standard_version": "BLACK-ODOUR-2015", "level": 1,
                     "on_date": f"{TODAY}"}
    exceed, = told(observed, body)
    assert exceed["evaluation_kind"] == "BLACK_ODOUR"
    fill(observed, point, 0)
    observed.settle()
    assert all(a["ended_at"] for a in alerts(observed, body))


def test_it_is_back_in_whatever_order_the_months_come(observed):
    body, (point,) = body_with(observed, 0)
    fill(observed, point, 0, values=FOUL)
    observed.settle()
    assert [a["evaluation_kind"] for a in alerts(observed, body)] == ["BLACK_ODOUR"]
    observed.samples(body, f"{month(10)}T12:00+08:00", survey_satisfaction="100")
    fill(observed, point, *range(13, 7, -1))
    observed.settle()
    assert {a["evaluation_kind"] for a in alerts(observed, body, "&open=true")} == {"BLACK_ODOUR",
            "BLACK_ODOUR_ELIMINATION"}
    fill(observed, point, 1, values=FOUL)
    observed.settle()
    months = {a["evaluation_kind"]: a["period"] for a in alerts(observed, body, "&open=true")
              if a["period"] == f"{month(0):%Y-%m}"}
    assert set(months) == {"BLACK_ODOUR"}


def test_one_that_never_was_gone_is_not_back(observed):
    body, (point,) = body_with(observed, 0)
    fill(observed, point, *range(1, 8))
    fill(observed, point, 0, values=FOUL)
    observed.settle()
    assert [a["evaluation_kind"] for a in alerts(observed, body)] == ["BLACK_ODOUR"]
    assert told(observed, body, "water_body.rebound.v1") == []


def test_late_data_take_an_elimination_back(observed):
    body, (point,) = body_with(observed, 0)
    fill(observed, point, *range(1, 8))
    observed.samples(body, f"{month(3)}T12:00+08:00", survey_satisfaction="90")
    observed.settle()
    before = {k: e["revision"] for k, e in results(observed, body, "BLACK_ODOUR_ELIMINATION").items()}
    fill(observed, point, 5, values=FOUL)
    observed.settle()
    gone = results(observed, body, "BLACK_ODOUR_ELIMINATION")
    assert {e["attained"] for e in gone.values()} == {False}
    assert {k for k, e in gone.items() if e["revision"] > before[k]} == {f"{month(n)}" for n in range(1, 6)}
    observed.put([(point, item, "SAMPLE", f"{month(2)}T09:00+08:00", "LAB", value, "INVALID") for item,
                  value in CLEAN.items()])
    observed.settle()
    left = results(observed, body, "BLACK_ODOUR_ELIMINATION")[f"{month(2)}"]
    assert (left["valid"], left["attained"]) == (False, None)
