# SPDX-License-Identifier: MIT
"""Alerts follow what they rest on: a target that is set or changed after its values, a frozen value that others look back at, a day that
is asked for."""
import pytest

from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.values import Values


@pytest.fixture(scope="module")
def values(stack):
    return Values(stack)


def change(values, target, **fields):
    version = ok(values.office.get(f"/targets/{target['id']}"))["row_version"]
    return ok(values.office.patch(f"/targets/{target['id']}", {"reason": "年度调整"} | fields, headers=etag(version)))


def open_ones(values, indicator):
    """(value, limit, kind) of the open alerts by period."""
    found = sorted(values.alerts(indicator=indicator, open="true"), key=lambda a: a["period"])
    return [(a["period"], a["value"], a["limit_value"], a["kind"]) for a in found]


def told(values, value):
    """(kind, limit) of the events about a value, in their order, once the relay has published them."""
    outbox = f"select count(*) from bihuan.outbox where aggregate_id = '{value['id']}'"
    values.stack.until(lambda: values.stack.psql(outbox).strip() == "0")
    names = {"cn.bihuan.indicator.redline_breach.v1": "RED_LINE", "cn.bihuan.indicator.exceed.v1": "EXCEED"}
    return [(names[e["type"]], e["data"]["limit_value"]) for e in values.stack.events("indicators")
            if e["type"] in names and e["data"]["value_id"] == value["id"]]


# ---- targets


def test_a_target_that_comes_after_its_values_is_broken_at_once(values):
    made = values.entered("RES-POL-T-COD", "2024", "110", by=values.office)
    target = values.target("RES-POL-T-COD", "LE", value="100", year=2024)
    alert, = values.alerts(indicator="RES-POL-T-COD")
    assert (alert["kind"], alert["value"], alert["limit_value"], alert["period"]) == ("RED_LINE", "110", "100", "2024")
    assert (alert["value_id"], alert["target_id"], alert["ended_at"]) == (made["id"], target["id"], None)
    assert alert["tenant"]["code"] == "310117" and alert["unit"]["code"] == "310117-STHJ"
    assert told(values, made) == [("RED_LINE", "100")]


def test_a_changed_target_ends_what_it_no_longer_supports_and_raises_what_it_does(values):
    made = values.entered("RES-POL-T-TP", "2024", "9", by=values.office)
    frozen = values.entered("RES-POL-T-TP", "2023", "8", by=values.office)
    review = values.who("310117-STHJ", "MONITOR_REVIEW")
    values.act(frozen, "REVIEW", by=review)
    values.act(frozen, "FREEZE", by=review)
    target = values.target("RES-POL-T-TP", "LE", value="7")  # of every year; a frozen figure is judged as well
    both = [("2023", "8", "7", "RED_LINE"), ("2024", "9", "7", "RED_LINE")]
    assert open_ones(values, "RES-POL-T-TP") == both
    before = {a["id"] for a in values.alerts(indicator="RES-POL-T-TP")}
    change(values, target, text="总磷排放总量")
    change(values, target, value="7.0")
    assert {a["id"] for a in values.alerts(indicator="RES-POL-T-TP")} == before  # says the same: neither ended nor raised again
    change(values, target, value="8.5")
    assert open_ones(values, "RES-POL-T-TP") == [("2024", "9", "8.5", "RED_LINE")]
    change(values, target, value="10")
    assert open_ones(values, "RES-POL-T-TP") == []
    change(values, target, value="8")
    assert open_ones(values, "RES-POL-T-TP") == [("2024", "9", "8", "RED_LINE")]
    change(values, target, target_type="UNSET", value=None)
    assert open_ones(values, "RES-POL-T-TP") == []
    assert told(values, made) == [("RED_LINE", "7"), ("RED_LINE", "8.5"), ("RED_LINE", "8")]
    assert told(values, frozen) == [("RED_LINE", "7")]


def test_a_target_of_the_year_takes_the_place_of_one_of_no_year(values):
    values.target("RES-POL-T-SO2", "LE", value="10")
    for year in ("2023", "2024"):
        values.entered("RES-POL-T-SO2", year, "12", by=values.office)
    always = [("2023", "12", "10", "RED_LINE"), ("2024", "12", "10", "RED_LINE")]
    assert open_ones(values, "RES-POL-T-SO2") == always
    this_year = values.target("RES-POL-T-SO2", "LE", value="11", year=2024)
    assert open_ones(values, "RES-POL-T-SO2") == [always[0], ("2024", "12", "11", "RED_LINE")]
    change(values, this_year, year=2023)  # and when it goes to another year the one of no year is there again
    assert open_ones(values, "RES-POL-T-SO2") == [("2023", "12", "11", "RED_LINE"), always[1]]
    change(values, this_year, year=2025)
    assert open_ones(values, "RES-POL-T-SO2") == always


def test_two_targets_of_one_figure_are_told_apart(values):
    made = values.entered("RES-POL-T-NOX", "2024", "12", by=values.office)
    upper = values.target("RES-POL-T-NOX", "LE", value="10", year=2024)
    values.target("RES-POL-T-NOX", "BASELINE_LE", base_year=2020, base_value="11", year=2024)
    assert open_ones(values, "RES-POL-T-NOX") == [("2024", "12", "11", "RED_LINE"), ("2024", "12", "10", "RED_LINE")]
    change(values, upper, value="13")
    assert open_ones(values, "RES-POL-T-NOX") == [("2024", "12", "11", "RED_LINE")]
    assert told(values, made) == [("RED_LINE", "10"), ("RED_LINE", "11")]


def test_another_upper_limit_that_comes_later_is_exceeded_and_no_other_limit_is(values):
    months = [values.entered("AIR-COAL-N", f"2024-0{month}", count, by=values.office) for month, count in ((1, "3"), (2, "1"))]
    values.entered("AIR-COAL-N", "2023-01", "9", by=values.office)
    values.target("AIR-COAL-N", "LE", value="2", year=2024)
    assert open_ones(values, "AIR-COAL-N") == [("2024-01", "3", "2", "EXCEED")]
    assert [told(values, m) for m in months] == [[("EXCEED", "2")], []]
    values.entered("INF-LEACH-R", "2024-01", "80", by=values.office)
    values.target("INF-LEACH-R", value="90", year=2024)
    assert values.alerts(indicator="INF-LEACH-R") == []


def test_void_figures_and_those_of_another_edition_or_tenant_are_left_alone(values):
    void = values.entered("RES-POL-T-VOC", "2024", "12", by=values.office)
    values.act(void, "VOID", by=values.office, reason="造假")
    values.entered("RES-POL-T-VOC", "2023", "12", by=values.city, tenant="310112")
    values.target("RES-POL-T-VOC", "LE", value="10")
    assert [a["kind"] for a in values.alerts(by=values.city, indicator="RES-POL-T-VOC")] == ["MANIPULATED"]
    values.entered("WAT-SEC-ATT-R", "2011", "70", by=values.office)
    values.target("WAT-SEC-ATT-R", value="80", year=2011, standard_version="GB3838-2002")
    assert [a for a in values.alerts(indicator="WAT-SEC-ATT-R") if a["period"] == "2011"] == []


def test_the_city_sets_a_target_for_a_district(values):
    made = values.entered("RES-WATER-E1", "2024", "30")
    values.target("RES-WATER-E1", "LE", value="28", year=2024, tenant="310117", by=values.city)
    assert open_ones(values, "RES-WATER-E1") == [("2024", "30", "28", "RED_LINE")] and told(values, made) == [("RED_LINE", "28")]
    assert [a["value_id"] for a in values.alerts(by=values.entry, indicator="RES-WATER-E1")] == [made["id"]]


def test_a_target_sent_again_raises_nothing_again(values, stack):
    made = values.entered("RES-WATER-E2", "2024", "30")
    sent = {"indicator": "RES-WATER-E2", "target_type": "LE", "value": "28", "year": 2024}
    key = {"Idempotency-Key": "target-sent-twice"}
    first = ok(values.office.post("/targets", sent, headers=key), 201)
    before = snapshot(stack)
    assert ok(values.office.post("/targets", sent, headers=key), 201) == first
    refused(values.office.post("/targets", sent), 409, "duplicate")
    assert changes(before, snapshot(stack)) == {} and told(values, made) == [("RED_LINE", "28")]


def test_nothing_of_a_refused_target_is_left(values, stack):
    values.entered("RES-WATER-E3", "2024", "0.5")
    before = snapshot(stack)
    refused(values.office.post("/targets", {"indicator": "RES-WATER-E3", "target_type": "GE", "value": "0.6", "base_year": 2020}), 422)
    assert changes(before, snapshot(stack)) == {}
