# SPDX-License-Identifier: MIT
"""Alerts follow what they rest on: a target that is set or changed after its values, a frozen value that others look
back at, a day that
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


# ---- the bottom line of quality


def test_a_frozen_year_worse_than_the_one_before_is_a_breach_without_a_target(values):
    review = values.who("310117-STHJ", "MONITOR_REVIEW")

    def freeze(period, numerator, denominator):
        made = values.entered("SOIL-NCP-R", period, by=values.office, numerator=numerator, denominator=denominator)
        values.act(made, "REVIEW", by=review)
        return values.act(made, "FREEZE", by=review)

    freeze("2021", "2", "3")
    freeze("2022", "4", "6")
    assert values.alerts(indicator="SOIL-NCP-R") == []
    worse = freeze("2023", "3", "5")
    alert, = values.alerts(indicator="SOIL-NCP-R", open="true")
    assert (alert["kind"], alert["period"], alert["value"], alert["limit_value"], alert["target_id"]) == ("RED_LINE",
            "2023", "60", "66.666667", None)
    assert told(values, worse) == [("RED_LINE", "66.666667")]
    before = next(v for v in ok(values.office.get("/values?limit=200&indicator=SOIL-NCP-R"))["items"]
                  if v["period"] == "2022")
    ok(values.office.post(f"/values/{before['id']}/errata", {"reason": "校准后更正", "numerator": "3", "denominator": "6"},
                          headers=etag(before["row_version"])))
    below = [("2022", "50", "66.666667", "RED_LINE")]
    assert open_ones(values, "SOIL-NCP-R") == below  # and nothing of 2023: the figure before it is not frozen any more
    values.act(before, "REVIEW", by=review)
    values.act(before, "FREEZE", by=review)
    assert open_ones(values, "SOIL-NCP-R") == below


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
    # says the same: neither ended nor raised again
    assert {a["id"] for a in values.alerts(indicator="RES-POL-T-TP")} == before
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
    months = [values.entered("AIR-COAL-N", f"2024-0{month}", count, by=values.office) for month,
              count in ((1, "3"), (2, "1"))]
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
    assert open_ones(values, "RES-WATER-E1") == [("2024", "30", "28", "RED_LINE")] and told(values,
            made) == [("RED_LINE", "28")]
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
    refused(values.office.post("/targets", {"indicator": "RES-WATER-E3", "target_type": "GE", "value": "0.6",
                                            "base_year": 2020}), 422)
    assert changes(before, snapshot(stack)) == {}


# ---- what others look back at


def put_right(values, made, figure):
    version = values.read(made)["row_version"]
    return ok(values.entry.post(f"/values/{made['id']}/errata", {"value": figure, "reason": "校准后更正"},
                                headers=etag(version)))


def frozen(values, made):
    values.act(made, "REVIEW")
    return values.act(made, "FREEZE")


def test_a_figure_that_is_frozen_later_is_looked_back_at(values):
    values.target("WAT-AREA", "MONOTONE")
    later = values.entered("WAT-AREA", "2024", "41.19")
    earlier = values.entered("WAT-AREA", "2023", "41.20")
    values.act(earlier, "REVIEW")
    assert open_ones(values, "WAT-AREA") == []  # nothing is frozen yet
    values.act(earlier, "FREEZE")
    assert open_ones(values, "WAT-AREA") == [("2024", "41.19", "41.2", "RED_LINE")]
    # The one between is nearer; the one behind it is judged against it, and so on.
    assert values.entered("WAT-AREA", "2025", "41.18")["status"] == "PROVISIONAL"
    frozen(values, later)
    assert open_ones(values, "WAT-AREA") == [("2024", "41.19", "41.2", "RED_LINE"),
                                             ("2025", "41.18", "41.19", "RED_LINE")]
    # An erratum takes the frozen figure away until it is frozen again.
    put_right(values, earlier, "41.17")
    assert open_ones(values, "WAT-AREA") == [("2025", "41.18", "41.19", "RED_LINE")]
    frozen(values, earlier)
    assert open_ones(values, "WAT-AREA") == [("2025", "41.18", "41.19", "RED_LINE")]
    put_right(values, earlier, "41.50")
    frozen(values, earlier)
    assert open_ones(values, "WAT-AREA") == [("2024", "41.19", "41.5", "RED_LINE"),
                                             ("2025", "41.18", "41.19", "RED_LINE")]
    # And so does voiding it: 2025 looks back at 2023 now.
    values.act(later, "VOID", reason="造假")
    assert [a for a in open_ones(values, "WAT-AREA") if a[3] == "RED_LINE"] == [("2025", "41.18", "41.5", "RED_LINE")]
    assert told(values, later) == [("RED_LINE", "41.2"), ("RED_LINE", "41.5")]


def test_an_improvement_is_judged_against_the_two_before(values):
    """Entered in the wrong order: the trend of each is known when those before it are frozen."""
    values.target("RES-WFZ-R", "TREND_IMPROVE")
    made = {year: values.entered("RES-WFZ-R", str(year), str(share)) for year,
            share in ((2025, 82), (2024, 80), (2023, 90), (2022, 85))}
    frozen(values, made[2024])
    assert open_ones(values, "RES-WFZ-R") == []
    frozen(values, made[2023])  # better than the year before, and worse than the one before that
    assert [(a[0], a[2]) for a in open_ones(values, "RES-WFZ-R")] == [("2024", "90"), ("2025", "80")]
    frozen(values, made[2022])
    assert [(a[0], a[2]) for a in open_ones(values, "RES-WFZ-R")] == [("2024", "90"), ("2025", "80")]
    assert told(values, made[2025]) == [("RED_LINE", "80")]


def test_a_void_figure_that_is_entered_anew_is_judged_anew(values):
    target = values.target("RES-LAND-T", "LE", value="5", year=2024)
    made = values.entered("RES-LAND-T", "2024", "6", by=values.office)
    values.act(made, "VOID", by=values.office, reason="造假")
    assert [a[3] for a in open_ones(values, "RES-LAND-T")] == ["MANIPULATED"]
    change(values, target, value="4")  # a void figure breaks nothing
    assert [a[3] for a in open_ones(values, "RES-LAND-T")] == ["MANIPULATED"]
    values.entered("RES-LAND-T", "2024", "6", by=values.office, reason="重新调查")
    assert open_ones(values, "RES-LAND-T") == [("2024", "6", "4", "RED_LINE")]
    values.entered("RES-LAND-T", "2024", "3", by=values.office, reason="再核")
    assert open_ones(values, "RES-LAND-T") == [] and told(values, made) == [("RED_LINE", "5"), ("RED_LINE", "4")]


# ---- as it was


def test_as_of_tells_what_was_open_and_acknowledged_then(lone_stack):
    values = Values(lone_stack)
    target = values.target("WAT-AREA", "GE", value="40", year=2024)
    change(values, target, target_type="MONOTONE", value=None)
    frozen(values, values.entered("WAT-AREA", "2023", "41"))
    values.entered("WAT-AREA", "2024", "40.5")
    alert, = values.alerts(indicator="WAT-AREA")
    lone_stack.clock.move(days=2)
    noted = ok(values.office.post(f"/alerts/{alert['id']}/acknowledge", {"note": "已组织核查"}, headers=etag(1)))
    lone_stack.clock.move(days=2)
    values.entered("WAT-AREA", "2024", "41.5", reason="复测")
    over, = values.alerts(indicator="WAT-AREA")
    first, second, third = (moment[:10] for moment in (alert["raised_at"], noted["acknowledged_at"], over["ended_at"]))

    def at(day, **query):
        return [(a["acknowledged_at"], a["acknowledged_by_name"], a["note"], a["ended_at"])
                for a in values.alerts(as_of=day, **query)]
    seen = (noted["acknowledged_at"], noted["acknowledged_by_name"], "已组织核查")
    assert at(first) == at(first, open="true") == at(first, acknowledged="false") == [(None, None, None, None)]
    assert at(second) == at(second, open="true") == at(second, acknowledged="true") == [(*seen, None)]
    assert at(third) == at(third, open="false") == [(*seen, over["ended_at"])]
    assert at(first, open="false") == at(first, acknowledged="true") == at(second, open="false") == at(third,
            open="true") == []
    assert ok(values.office.get(f"/alerts?as_of={second}&open=true&count=exact"))["total"] == 1
    assert at("2020-01-01") == [] and ok(values.office.get(f"/alerts/{alert['id']}")) == over
    standing = [values.standing(target, 2024, as_of=day)["alert_id"] for day in (first, second, third)]
    assert standing == [alert["id"], alert["id"], None] and values.standing(target, 2024)["alert_id"] is None


def test_what_another_department_froze_is_looked_back_at(values):
    """Two departments answer for the area; neither sees the other's figures."""
    farm, land = (values.who(f"310117-{dept}", "MONITOR_INPUT") for dept in ("NYNC", "GHZY"))
    values.target("RES-PBF-A", "MONOTONE")
    def frozen_by(made, dept):
        for action in ("REVIEW", "FREEZE"):
            values.act(made, action, by=values.who(f"310117-{dept}", "MONITOR_REVIEW"))
    frozen_by(values.entered("RES-PBF-A", "2022", "100", by=land), "GHZY")
    made = values.entered("RES-PBF-A", "2024", "99", by=farm)
    assert made["unit"]["code"] == "310117-NYNC" and farm.get("/values?indicator=RES-PBF-A&year=2022").json()["items"] == []
    assert open_ones(values, "RES-PBF-A") == [("2024", "99", "100", "RED_LINE")]
    between = values.entered("RES-PBF-A", "2023", "100.5", by=land)
    frozen_by(between, "GHZY")
    assert open_ones(values, "RES-PBF-A") == [("2024", "99", "100.5", "RED_LINE")]
    assert [a["limit_value"] for a in values.alerts(by=farm, indicator="RES-PBF-A", open="true")] == ["100.5"]
    assert values.alerts(by=land, indicator="RES-PBF-A") == []
    refused(land.get(f"/values/{made['id']}"), 404)
    # Judging for the region widens nothing else: the next row of a file stands where the caller does.
    rows = "tenant,indicator,period,value\n310117,RES-PBF-A,2021,101\n310117,RES-PBF-A,2022,100\n"
    answer = farm.post("/values/import?mode=commit&atomic=row", data=rows.encode(),
                       headers={"Content-Type": "text/csv"})
    assert [(c["object"], c["code"]) for c in ok(answer)["conflicts"]] == [("310117 RES-PBF-A 2022 ", "duplicate")]
