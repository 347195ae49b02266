# SPDX-License-Identifier: MIT
"""Attainment of targets, projections, red lines and alerts: a verdict by target, a breach at once, taking notice of
it."""
import pytest

from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.values import DISTRICT, Values


@pytest.fixture(scope="module")
def values(stack):
    return Values(stack)


def told(values, name, value):
    """The data of the events of this kind about a value, once the relay has published them."""
    outbox = f"select count(*) from bihuan.outbox where aggregate_id = '{value['id']}'"
    values.stack.until(lambda: values.stack.psql(outbox).strip() == "0")
    return [e["data"] for e in values.stack.events("indicators")
            if e["type"] == f"cn.bihuan.{name}.v1" and e["data"]["value_id"] == value["id"]]


# ---- verdicts


@pytest.mark.parametrize("indicator, target, figure, verdict", [
    # TV-36
    ("WAT-SEC-ATT-R", {"value": "85", "qualifiers": ["ABOUT"]}, {"numerator": "17", "denominator": "20"}, "ATTAINED"),
    ("SOIL-FARM-R", {"value": "95"}, {"numerator": "5700", "denominator": "6000"}, "ATTAINED"),  # TV-39
    # TV-39, shown as 95.0
    ("SOIL-FARM-R", {"value": "95"}, {"numerator": "5697", "denominator": "6000"}, "NOT_ATTAINED"),
    ("INF-SEW-R", {"value": "95"}, {"numerator": "11420", "denominator": "12000"}, "ATTAINED"),  # TV-40
    ("INF-SEW-R", {"value": "95"}, {"numerator": "0", "denominator": "0"}, "NO_DATA"),
    ("INF-SEW-R", {"value": "95"}, None, "NO_DATA"),
    ("INF-SEW-R", {}, {"value": "95"}, "UNSET"),
    ("INF-SEW-R", {"target_type": "UNSET"}, {"value": "95"}, "UNSET"),
    ("INF-SEW-R", {"target_type": "BASELINE_GE", "base_year": 2012}, {"value": "95"}, "UNSET"),
    ("INF-SEW-R", {"target_type": "BASELINE_GE", "base_year": 2012, "base_value": "94"}, {"value": "95"}, "ATTAINED"),
    ("AIR-HPD-D", {"target_type": "COUNT_ZERO"}, {"value": "1"}, "NOT_ATTAINED"),
    ("AIR-PM25-Y", {"target_type": "LE", "value": "30", "standard_version": "GB3095-2012"},
     {"value": "30.5", "standard_version": "GB3095-2012"}, "ATTAINED"),
    # TV-41
    ("AIR-PM25-Y", {"target_type": "LE", "value": "35", "standard_version": "GB3095-2012"}, {"value": "28"},
     "NOT_COMPARABLE"),
])
def test_a_verdict_by_target_and_figure(values, stack, indicator, target, figure, verdict):
    year = test_a_verdict_by_target_and_figure.year = getattr(test_a_verdict_by_target_and_figure, "year", 2000) + 1
    if "GB3095-2012" in target.values():
        stack.api("310000", "PLATFORM_ADMIN").post("/standards/import?mode=commit", data=EDITION.encode(),
                                                   headers={"Content-Type": "text/csv"})
    made = values.target(indicator, **({"target_type": "GE"} | target), year=year)
    if figure:
        values.entered(indicator, str(year), by=values.office, **figure)
    row = values.standing(made, year)
    assert row["verdict"] == verdict and not row["projection"] and row["tenant"]["code"] == DISTRICT and row["year"] == year
    assert row["target_type"] == made["target_type"] and row["target_value"] == made["value"]
    assert (row["value_id"] is None) == (figure is None) and row["periods"] == 0


EDITION = ("edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to\n"
           "GB3095-2012,EDITION,,,,,GB3095,,环境空气质量标准（试验）,2016-01-01,2026-02-28\n")


def test_a_figure_of_the_targets_edition_is_preferred(values):
    target = values.target("WAT-SEC-ATT-R", value="80", year=2014, standard_version="GB3838-2002")
    values.entered("WAT-SEC-ATT-R", "2014", "90", by=values.office)
    assert values.standing(target, 2014)["verdict"] == "NOT_COMPARABLE"
    values.entered("WAT-SEC-ATT-R", "2014", "79", by=values.office, standard_version="GB3838-2002")
    row = values.standing(target, 2014)
    assert (row["verdict"], row["value"], row["value_standard"]) == ("NOT_ATTAINED", "79", "GB3838-2002")


def test_a_void_figure_is_none(values):
    target = values.target("INF-SLUDGE-R", value="80", year=2015)
    made = values.entered("INF-SLUDGE-R", "2015", "90")
    assert values.standing(target, 2015)["verdict"] == "ATTAINED"
    values.act(made, "VOID", reason="造假")
    assert values.standing(target, 2015)["verdict"] == "NO_DATA"


def test_a_target_of_the_year_goes_before_one_of_no_year(values):
    always = values.target("INF-LEACH-R", value="90")
    assert values.standing(always, 2016)["verdict"] == "NO_DATA"
    this_year = values.target("INF-LEACH-R", value="95", year=2016)
    assert values.standing(always, 2016) is None and values.standing(this_year, 2016)
    assert values.standing(always, 2017)


def test_an_aspirational_miss_is_told_as_such(values):
    target = values.target("INF-SLUDGE-R", value="100", qualifiers=["STRIVE", "FULLY"], year=2017)
    values.entered("INF-SLUDGE-R", "2017", "99")
    row = values.standing(target, 2017)
    assert (row["verdict"], row["is_aspirational"], row["qualifiers"]) == ("NOT_ATTAINED", True, ["STRIVE", "FULLY"])


def test_a_total_is_told_with_its_reduction_and_change(values):
    target = values.target("RES-POL-T-COD", "BASELINE_LE", base_year=2020, base_value="200", year=2022)
    plain = values.target("RES-POL-T-COD", "LE", value="170", year=2023)
    figure = lambda year, value: values.entered("RES-POL-T-COD", year, value,
                                                by=values.who("310117-STHJ", "MONITOR_INPUT"))
    assert values.standing(target, 2022)["reduction"] is None
    figure("2022", "150")
    row = values.standing(target, 2022)
    assert (row["value"], row["reduction"], row["change"]) == ("150", "25", None)
    figure("2021", "160")
    figure("2023", "200.01")
    assert values.standing(target, 2022)["change"] == "-6.25"
    row = values.standing(plain, 2023)
    assert (row["reduction"], row["change"]) == (None, "33.34")
    figure("2024", "0")
    figure("2025", "5")
    # against nothing
    assert values.standing(values.target("RES-POL-T-COD", "LE", value="1", year=2025), 2025)["change"] is None


def test_only_a_total_that_shall_be_low_is_reduced(values):
    target = values.target("INF-STP-CAP", "BASELINE_GE", base_year=2020, base_value="10", year=2022)
    values.entered("INF-STP-CAP", "2022", "20")
    assert values.standing(target, 2022)["reduction"] is None


# ---- the year so far


def test_quarters_make_a_year_and_tell_where_it_goes(values):
    target = values.target("INF-INTERCEPT-R", value="60", year=2026)  # told by quarters
    values.entered("INF-INTERCEPT-R", "2026-Q1", numerator="10", denominator="100")
    row = values.standing(target, 2026)
    assert (row["value"], row["periods"], row["projection"], row["verdict"]) == ("10", 1, None, "NOT_ATTAINED")
    values.entered("INF-INTERCEPT-R", "2026-Q2", numerator="30", denominator="100")
    row = values.standing(target, 2026)
    assert (row["value"], row["periods"], row["projection"], row["verdict"]) == ("30", 2, "70", "AT_RISK")
    values.entered("INF-INTERCEPT-R", "2026-Q3", numerator="31", denominator="100")
    row = values.standing(target, 2026)
    assert (row["projection"], row["verdict"]) == ("41.5", "NOT_ATTAINED")


def test_while_a_year_runs_its_periods_speak_until_its_figure_is_valid(lone_stack):
    values, stack = Values(lone_stack), lone_stack
    edition = {"standard_version": "GB3095-2026-TRANSITION"}
    target = values.target("AIR-PM25-Y", target_type="LE", value="30", year=2026, **edition)
    for month in ("2026-01", "2026-02"):
        values.entered("AIR-PM25-Y", month, "45", by=values.office, **edition)
    year = values.entered("AIR-PM25-Y", "2026", "29", by=values.office, **edition)
    assert values.standing(target, 2026)["verdict"] == "ATTAINED"
    stack.psql(f"update bihuan.indicator_value set validity = 'INSUFFICIENT', value_raw = null, value_rounded = null where id = '{year['id']}'")
    row = values.standing(target, 2026)
    assert (row["verdict"], row["periods"], row["value"], row["value_id"]) == ("NOT_ATTAINED", 2, "45", None)


def test_a_total_beyond_every_column_stops_nobody(values, stack):
    """Such figures are refused when they are entered; these came otherwise."""
    target = values.target("AIR-COAL-N", target_type="COUNT_ZERO", year=2023)
    for month in range(1, 12):
        values.entered("AIR-COAL-N", f"2023-{month:02}", "1", by=values.office)
    stack.psql("""update bihuan.indicator_value set value_raw = 999999999999.999999
        where indicator_code = 'AIR-COAL-N' and period_start >= '2023-01-01' and period_start < '2024-01-01'""")
    assert values.standing(target, 2023)["verdict"] == "NOT_ATTAINED"
    stack.until(lambda: stack.psql("select count(*) from bihuan.attainment_mark").strip() == "0")
    ok(values.office.get("/attainment/board?year=2023"))


def test_what_is_kept_so_far_may_be_at_risk(values):
    target = values.target("AIR-COAL-N", "LE", value="10", year=2026)
    air = values.who("310117-STHJ", "MONITOR_INPUT")
    for month, count in (("01", "2"), ("02", "1")):
        values.entered("AIR-COAL-N", f"2026-{month}", count, by=air)
    row = values.standing(target, 2026)
    assert (row["value"], row["periods"], row["projection"], row["verdict"]) == ("3", 2, "18", "AT_RISK")


def test_a_year_that_is_over_is_not_projected(values):
    target = values.target("INF-INTERCEPT-R", value="60", year=2025)
    for quarter, done in enumerate((10, 20, 40, 55), 1):
        values.entered("INF-INTERCEPT-R", f"2025-Q{quarter}", numerator=str(done), denominator="100")
    row = values.standing(target, 2025)
    assert (row["value"], row["periods"], row["projection"], row["verdict"]) == ("55", 4, None, "NOT_ATTAINED")


def test_what_was_done_after_the_date_comes_too_late(values):
    target = values.target("INF-STP-UP-R", "COMPLETE_BY", value="100", complete_by="2025-06-30", year=2025)
    values.entered("INF-STP-UP-R", "2025-Q2", "90")
    values.entered("INF-STP-UP-R", "2025-Q3", "100")
    row = values.standing(target, 2025)
    assert (row["value"], row["verdict"]) == ("90", "NOT_ATTAINED")


# ---- reading


def test_attainment_of_areas_filters_and_pages(values, stack):
    street = values.target("INF-STP-CAP", value="1", year=2018, tenant="310117001")
    city = values.target("INF-STP-CAP", value="1", year=2018, tenant="310000", by=values.city)
    district = values.target("INF-STP-CAP", value="1", year=2018)
    forest = values.target("ECO-FOREST-R", value="1", year=2018)

    def ids(caller, query=""):
        return {r["target_id"] for r in ok(caller.get(f"/attainment?year=2018&limit=200{query}"))["items"]
                if r["year"] == 2018}
    assert ids(values.office) == {street["id"], district["id"], forest["id"]}
    assert ids(values.city) == ids(values.office) | {city["id"]}
    assert ids(values.city, "&subtree=310117001") == {street["id"]} and ids(values.who("310112",
            "DIST_OFFICE")) == set()
    assert ids(values.entry) == {district["id"]}  # of its region, what the department answers for
    assert ids(values.entry, "&subtree=310117-SW") == set()
    assert ids(values.office, "&element=ECOLOGY") == {forest["id"]} and ids(values.office,
            "&indicator=ECO-FOREST-R") == {forest["id"]}
    assert ids(values.office, "&red_line_class=ERL") == set() and ids(values.office, "&as_of=2020-01-01") == set()
    page = ok(values.office.get("/attainment?year=2018&limit=2&count=exact"))
    assert page["total"] >= 3 and len(page["items"]) == 2 and page["next_cursor"]
    rest = ok(values.office.get(f"/attainment?year=2018&limit=200&cursor={page['next_cursor']}"))["items"]
    assert len(rest) == page["total"] - 2 and not {r["target_id"] for r in rest} & {r["target_id"]
            for r in page["items"]}
    for query in ("", "?year=0", "?year=x", "?year=2018&verdict=ATTAINED", "?year=2018&red_line_class=X"):
        refused(values.office.get(f"/attainment{query}"), 400, "bad-query")
    refused(values.who("310117001", "GRID_WORKER").get("/attainment?year=2018"), 403)
    refused(stack.api().get("/attainment?year=2018"), 401)


def test_as_of_tells_how_it_stood_then(lone_stack):
    values = Values(lone_stack)
    target = values.target("INF-SEW-R", value="95", year=2025)
    made = values.entered("INF-SEW-R", "2025", "94")
    first = made["recorded_at"][:10]
    lone_stack.clock.move(days=2)
    values.entered("INF-SEW-R", "2025", "96", reason="更正")
    assert values.standing(target, 2025)["verdict"] == "ATTAINED"
    assert values.standing(target, 2025, as_of=first)["verdict"] == "NOT_ATTAINED"
    assert values.standing(target, 2025, as_of="2025-01-01") is None


# ---- red lines


def test_a_shrinking_water_area_breaks_a_red_line_at_once(values):
    """TV-42."""
    target = values.target("WAT-AREA", "MONOTONE", qualifiers=["MONOTONE"])
    values.frozen("WAT-AREA", "2024", "41.20")
    kept = values.entered("WAT-AREA", "2025", "41.20")
    assert values.alerts(indicator="WAT-AREA") == [] and told(values, "indicator.redline_breach", kept) == []
    values.act(kept, "REVIEW")
    values.act(kept, "FREEZE")
    made = values.entered("WAT-AREA", "2026", "41.19")  # provisional, and the year runs still
    row = values.standing(target, 2026, path="/red-lines")
    assert (row["verdict"], row["is_breach"], row["value"]) == ("NOT_ATTAINED", True, "41.19")
    alert, = values.alerts(indicator="WAT-AREA")
    assert (alert["kind"], alert["value"], alert["limit_value"], alert["period"]) == ("RED_LINE", "41.19", "41.2",
            "2026")
    assert alert["value_id"] == made["id"] and alert["target_id"] == target["id"] and row["alert_id"] == alert["id"]
    event, = told(values, "indicator.redline_breach", made)
    assert (event["value"], event["limit_value"], event["target_type"], event["alert_id"]) == ("41.19", "41.2",
            "MONOTONE", alert["id"])
    # Reviewing it is no other breach; a figure that keeps the line ends it, and the alert stays to be read.
    values.act(made, "REVIEW")
    assert len(told(values, "indicator.redline_breach", made)) == 1
    values.entered("WAT-AREA", "2026", "41.3", reason="复测")
    assert values.alerts(indicator="WAT-AREA", open="true") == []
    assert [a["id"] for a in values.alerts(indicator="WAT-AREA", open="false")] == [alert["id"]]
    row = values.standing(target, 2026, path="/red-lines")
    assert (row["verdict"], row["is_breach"], row["alert_id"]) == ("ATTAINED", False, None)


@pytest.mark.parametrize("indicator, target, figure", [
    ("RES-WATER-T", {"target_type": "LE", "value": "1.2"}, "1.2001"),  # 资源利用上线
    ("ECO-ERL-A", {"target_type": "GE", "value": "100"}, "99.999999"),  # 生态保护红线
    # 环境质量底线, no tolerance
    ("WAT-SEC-ATT-R", {"target_type": "GE", "value": "80", "qualifiers": ["ABOUT"], "tolerance": "5"}, "79.9"),
])
def test_every_class_of_red_line_is_broken_by_the_least(values, indicator, target, figure):
    made = values.target(indicator, **target, year=2026)
    value = values.entered(indicator, "2026", figure, by=values.office)
    row = values.standing(made, 2026, path="/red-lines")
    assert row["is_breach"] and row["indicator"]["red_line_class"]
    event, = told(values, "indicator.redline_breach", value)
    assert event["red_line_class"] == row["indicator"]["red_line_class"] and event["limit_value"] == target["value"]


def test_what_is_no_red_line_is_not_listed_as_one(values):
    made = values.target("INF-SLUDGE-R", value="80", year=2026)
    assert values.standing(made, 2026) and values.standing(made, 2026, path="/red-lines") is None


def test_a_month_does_not_break_the_line_of_a_year_that_has_figures(values):
    values.target("AIR-PM25-Y", "LE", value="30", year=2026)
    made = values.entered("AIR-PM25-Y", "2026-01", "90", by=values.office)
    assert told(values, "indicator.redline_breach", made) == [] and values.alerts(indicator="AIR-PM25-Y") == []


def test_another_upper_limit_is_exceeded(values):
    target = values.target("AIR-HPD-D", "COUNT_ZERO", year=2026)
    made = values.entered("AIR-HPD-D", "2026", "2", by=values.office)
    alert, = (a for a in values.alerts(indicator="AIR-HPD-D") if a["period"] == "2026")
    assert (alert["kind"], alert["limit_value"], alert["target_id"], alert["red_line_class"]) == ("EXCEED", "0",
            target["id"], None)
    event, = told(values, "indicator.exceed", made)
    assert event["alert_id"] == alert["id"] and told(values, "indicator.redline_breach", made) == []
    values.act(made, "VOID", by=values.office, reason="误报")
    assert alert["id"] not in {a["id"] for a in values.alerts(indicator="AIR-HPD-D", kind="EXCEED", open="true")}


def test_nothing_of_a_refused_entry_is_left(values, stack):
    """Alert and event are of the value's own transaction."""
    values.target("RES-CARB-T", "LE", value="1", year=2026)
    before = snapshot(stack)
    rows = "tenant,indicator,period,value\n310117,RES-CARB-T,2026,2\n310117,RES-CARB-T,2026,-1\n"
    refused(values.office.post("/values/import?mode=commit", data=rows.encode(), headers={"Content-Type": "text/csv"}),
            422)
    assert changes(before, snapshot(stack)) == {}


# ---- taking notice


def test_the_body_that_answers_acknowledges_once(values, stack):
    values.target("RES-WATER-E3", value="0.7", year=2026)
    values.entered("RES-WATER-E3", "2026", "0.6")
    alert, = values.alerts(indicator="RES-WATER-E3")
    path, note = f"/alerts/{alert['id']}", {"note": "已组织核查"}
    leader = values.who("310117-SW", "UNIT_LEADER")
    assert ok(leader.get(path)) == alert and alert["unit"]["code"] == "310117-SW"
    assert alert["id"] in {a["id"] for a in ok(leader.get("/alerts?acknowledged=false"))["items"]}
    before = snapshot(stack)
    refused(values.city.post(f"{path}/acknowledge", note, headers=etag(1)), 403, "forbidden")
    refused(values.who("310117-STHJ", "UNIT_LEADER").post(f"{path}/acknowledge", note, headers=etag(1)), 404)
    refused(values.who("310112", "DIST_OFFICE").post(f"{path}/acknowledge", note, headers=etag(1)), 404)
    refused(values.who("310117", "AUDITOR").post(f"{path}/acknowledge", note, headers=etag(1)), 403)
    refused(leader.post(f"{path}/acknowledge", note), 428)
    refused(leader.post(f"{path}/acknowledge", note, headers=etag(7)), 412)
    refused(leader.post(f"{path}/acknowledge", {}, headers=etag(1)), 422)
    refused(leader.get("/alerts?kind=OTHER"), 400, "bad-query")
    assert changes(before, snapshot(stack)) == {}
    done = ok(leader.post(f"{path}/acknowledge", note, headers=etag(1)))
    assert done["note"] == "已组织核查" and done["acknowledged_by_name"] and done["row_version"] == 2
    refused(leader.post(f"{path}/acknowledge", note, headers=etag(2)), 409, "state-conflict")
    assert alert["id"] in {a["id"] for a in values.alerts(acknowledged="true")}
    page = ok(values.office.get("/alerts?limit=1&count=exact"))
    assert page["total"] >= 1 and len(page["items"]) == 1
    assert values.alerts(as_of="2020-01-01") == []
