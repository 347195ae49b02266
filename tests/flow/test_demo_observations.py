# SPDX-License-Identifier: MIT
"""The invented observations of the demo: always the same, dirty as real ones, and enough for a calendar, classes and
values."""
import collections
import datetime
import hashlib

import load_demo
import observations
from client import Tokens
from support.issues import ok
from support.observed import Observed
from support.stack import BUILD, Stack

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)


def station(office):
    return next(o["id"] for o in ok(office.get("/objects?limit=200"))["items"] if o["external_id"] == "AIR-01")


def test_they_are_the_same_every_time_and_everywhere():
    text = repr(list(observations.rows(FIRST, datetime.date(2026, 1, 31)))).encode()
    assert hashlib.sha256(text).hexdigest() == "7518bff3c974a86bf5cdb11b0bdc97059f7c12d0df39cde017ca4123ff2f3dc0"


def test_they_have_gaps_and_flags_and_no_time_twice():
    rows = list(observations.rows(FIRST, LAST))
    flags = collections.Counter(row[5] for row in rows)
    assert set(flags) == {"VALID", "MAINTENANCE", "BELOW_DETECTION"} and flags["VALID"] > 50 * flags["MAINTENANCE"]
    hours = 24 * 181 * len(observations.AIR) * len(observations.ITEMS)
    there = sum(row[2] == "1H" for row in rows)
    assert 0.95 * hours < there < 0.995 * hours and len({row[:4] for row in rows}) == len(rows)


def test_they_make_a_calendar_classes_and_values():
    with Stack("demo", services=("directory", "indicators", "issues")) as stack:
        loader = load_demo.Loader(stack.base_of, Tokens(BUILD / "bin" / "bihuanctl", stack.environment),
                                  say=lambda line: None)
        loader.today = lambda: (LAST + datetime.timedelta(1)).isoformat()
        assert loader.load_observations() == len(list(observations.rows(FIRST, LAST)))
        assert loader.load_observations() == 0
        Observed(stack).settle(120)
        office = stack.api("310117", "DIST_OFFICE")
        for query in ("tenant=310117", f"object_id={station(office)}"):
            calendar = ok(office.get(f"/evaluations/calendar?year=2026&{query}"))
            indices = [day["aqi"] for day in calendar["days"]]
            assert len(indices) == 181 and None in indices and sum(i is not None for i in indices) > 120
            assert {day["level"] for day in calendar["days"]} >= {1, 2, 3}
            assert 50 < float(calendar["summary"]["good_rate"]) < 99
        classes = {e["class"] for e in ok(office.get("/evaluations?kind=WATER_MONTH&limit=200"))["items"]}
        assert len(classes) >= 4 and 6 in classes
        spills = ok(office.get("/evaluations?kind=DISCHARGE_DAY&attained=false&limit=200"))["items"]
        assert {e["period_start"][:7] for e in spills} == {f"2026-0{month}"
                                                           for month in range(1, 7)} and len(spills) == 6
        assert all(e["figures"]["exceeding"] == ["cr6"] and e["object"]["kind"] == "ENTERPRISE" for e in spills)
        values = {v["indicator"]["code"]: v["value"] for v in ok(office.get("/values?limit=200"))["items"]}
        assert values["AIR-AQIR-Y"] and values["WAT-SEC-ATT-R"] and values["WAT-INFV-N"]
        attained = {a["indicator"]["code"]: a["value"]
                    for a in ok(office.get("/attainment?year=2026&limit=200"))["items"]}
        assert attained["AIR-AQIR-Y"] == values["AIR-AQIR-Y"]
        assert stack.psql("select count(*) from bihuan.evaluation where object_id is null and length(scope) = 4 and kind = 'AIR_DAY'") > "0"
