# SPDX-License-Identifier: MIT
"""Values of indicators: entered, corrected, reviewed, frozen by another person, put right as errata, voided; and as
they were before."""
import itertools
import json

import pytest

from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.values import DISTRICT, Values

years = itertools.count(1950)


@pytest.fixture(scope="module")
def values(stack):
    return Values(stack)


@pytest.fixture
def year():
    return str(next(years))


# ---- entering


def test_a_ratio_is_entered_by_its_parts_and_shown_rounded(values, stack, year):
    status, made = values.enter("INF-SEW-R", year, numerator="11420", denominator="12000", unit="%")
    assert status == 201 and made["status"] == "PROVISIONAL" and made["revision"] == 1 and made["validity"] == "VALID"
    assert (made["value"], made["value_rounded"], made["numerator"], made["denominator"]) == ("95.166667", "95.2",
            "11420", "12000")
    assert made["tenant"]["code"] == DISTRICT and made["unit"]["code"] == "310117-SW" and made["computed_by"] == "MANUAL"
    assert made["period"] == year and made["period_kind"] == "Y" and made["period_start"] == f"{year}-01-01"
    trail = ok(stack.api("310117-SW", "UNIT_ADMIN").get("/me"))  # the department exists
    assert trail["tenant"]["code"] == "310117-SW"


def test_a_denominator_of_zero_is_not_applicable_and_neither_0_nor_100(values, year):
    made = values.entered("INF-SEW-R", year, numerator="0", denominator="0")
    assert made["validity"] == "NOT_APPLICABLE" and made["value"] is None and made["value_rounded"] is None


@pytest.mark.parametrize("period, start", [("2025-Q3", "2025-07-01"), ("2025-Q4", "2025-10-01")])
def test_a_quarter_begins_with_its_first_month(values, period, start):
    made = values.entered("WAT-BO-N", period, "3")
    assert (made["period"], made["period_start"], made["period_kind"]) == (period, start, "Q")


def test_the_same_figure_again_changes_nothing_and_another_needs_a_reason(values, stack, year):
    made = values.entered("INF-SEW-R", year, numerator="90", denominator="100")
    before = snapshot(stack)
    status, same = values.enter("INF-SEW-R", year, numerator="90.000", denominator="100")
    assert status == 200 and same == made and changes(before, snapshot(stack)) == {}
    body = {"tenant": DISTRICT, "indicator": "INF-SEW-R", "period": year, "numerator": "91", "denominator": "100"}
    said = refused(values.entry.post("/values", body), 422)
    assert [e["code"] for e in said["errors"]] == ["reason_given"] and changes(before, snapshot(stack)) == {}
    status, corrected = values.enter("INF-SEW-R", year, numerator="91", denominator="100", reason="漏报一座厂")
    assert status == 200 and corrected["id"] == made["id"] and corrected["revision"] == 2 and corrected["value"] == "91"
    rows = ok(values.entry.get(f"/values/{made['id']}/revisions"))["items"]
    assert [(r["action"], r["revision"], r["value"], r["reason"]) for r in rows] == [
        ("ENTER", 1, "90", None), ("CORRECT", 2, "91", "漏报一座厂")]
    assert rows[0]["superseded_at"] == rows[1]["recorded_at"] and rows[1]["superseded_at"] is None


@pytest.mark.parametrize("fields, pointer, code", [
    ({"numerator": None, "denominator": None}, "/value", "required"),
    ({"denominator": None}, "/denominator", "required"),
    ({"numerator": None}, "/numerator", "required"),
    ({"value": "95"}, "/value", "not-allowed"),
    ({"numerator": "-1"}, "/numerator", "range"),
    ({"denominator": "-1"}, "/denominator", "range"),
    ({"numerator": "101"}, "/numerator", "range"),
    ({"numerator": "1e1"}, "/numerator", "format"),
    ({"numerator": "Infinity"}, "/numerator", "format"),
    ({"numerator": "NaN"}, "/numerator", "format"),
    ({"numerator": "9" * 40}, "/numerator", "format"),
    ({"numerator": "0.0000001"}, "/numerator", "format"),
    ({"numerator": 90}, "/numerator", "type"),
    ({"unit": "t"}, "/unit", "unit"),
    ({"unit": "％"}, "/unit", "unit"),
    ({"period": "2199"}, "/period", "future"),
    ({"period": "2025-06"}, "/period", "kind"),
    ({"period": "2025-Q5"}, "/period", "format"),
    ({"period": "2025-02-30"}, "/period", "format"),
    ({"indicator": "NO-SUCH"}, "/indicator", "unknown-reference"),
    ({"standard_version": "GB3838-2002"}, "/standard_version", "family"),
    ({"standard_version": "NO-SUCH"}, "/standard_version", "unknown-reference"),
    ({"tenant": "310112"}, "/tenant", "unknown-tenant"),
    ({"tenant": "310000"}, "/tenant", "unknown-tenant"),
    ({"tenant": "310117-STHJ"}, "/tenant", "unknown-tenant"),
    ({"tenant": "310117001"}, "/tenant", "unknown-tenant"),
])
def test_a_figure_that_cannot_be_is_refused_with_its_field(values, stack, fields, pointer, code):
    body = {"tenant": DISTRICT, "indicator": "INF-SEW-R", "period": "2024", "numerator": "90",
            "denominator": "100"} | fields
    before = snapshot(stack)
    said = refused(values.entry.post("/values", {k: v for k, v in body.items() if v is not None}), 422)
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in said["errors"]}, said
    assert changes(before, snapshot(stack)) == {}


@pytest.mark.parametrize("indicator, value, code", [("WAT-AREA", "-1", "range"), ("AIR-COAL-N", "1.5", "whole"),
                                                    ("INF-SEW-R", "100.1", "range")])
def test_a_plain_figure_has_its_bounds(values, indicator, value, code):
    period = {"AIR-COAL-N": "2025-05"}.get(indicator, "2024")
    body = {"indicator": indicator, "period": period, "value": value}
    said = refused(values.office.post("/values", body), 422)
    assert ("/value", code) in {(e["pointer"], e["code"]) for e in said["errors"]}


def test_a_ratio_is_not_taken_for_what_is_none(values):
    said = refused(values.entry.post("/values", {"tenant": DISTRICT, "indicator": "WAT-AREA", "period": "2024",
                                                 "numerator": "1", "denominator": "2"}), 422)
    assert [(e["pointer"], e["code"]) for e in said["errors"]] == [("/numerator", "not-allowed")]


def test_values_of_two_editions_stand_beside_each_other(values):
    air = values.who("310117-STHJ", "MONITOR_INPUT")
    old = values.entered("WAT-SEC-ATT-R", "2019", "80", by=air, standard_version="GB3838-2002")
    bare = values.entered("WAT-SEC-ATT-R", "2019", "81", by=air)
    assert old["id"] != bare["id"]
    listed = ok(air.get("/values?indicator=WAT-SEC-ATT-R&period=2019"))["items"]
    assert {v["standard_version"] for v in listed} == {"GB3838-2002", None}


# ---- who


def test_a_figure_is_told_with_its_change_against_the_year_before(values):
    first = values.entered("INF-INTERCEPT-R", "2021-Q2", numerator="20", denominator="100")
    second = values.entered("INF-INTERCEPT-R", "2022-Q2", numerator="25", denominator="100")
    assert (first["change"], second["change"]) == (None, "25") and values.read(second)["change"] == "25"
    assert values.entered("INF-INTERCEPT-R", "2022-Q3", numerator="30", denominator="100")["change"] is None
    listed = {v["id"]: v for v in ok(values.entry.get("/values?indicator=INF-INTERCEPT-R&limit=200"))["items"]}
    assert listed[second["id"]] == values.read(second)
    values.act(first, "VOID", reason="造假")
    assert values.read(second)["change"] is None


def test_a_change_is_against_the_same_edition(values):
    values.entered("WAT-SEC-ATT-R", "1998", "80", by=values.office)
    assert values.entered("WAT-SEC-ATT-R", "1999", "70", by=values.office,
                          standard_version="GB3838-2002")["change"] is None
    assert values.entered("WAT-SEC-ATT-R", "1999", "70", by=values.office)["change"] == "-12.5"


def test_a_department_enters_what_it_answers_for_and_no_more(values, stack):
    body = {"tenant": DISTRICT, "indicator": "ECO-FOREST-R", "period": "2024", "value": "18.2"}
    before = snapshot(stack)
    refused(values.entry.post("/values", body), 403, "forbidden")  # 绿化市容局的指标
    refused(values.who("310117-SW", "UNIT_ADMIN").post("/values", body), 403)
    refused(values.who("310112", "DIST_OFFICE").post("/values", body), 422)
    refused(values.who("310117001", "STREET_ENV_OFFICER").post("/values", body), 403)
    refused(stack.api().post("/values", body), 401)
    assert changes(before, snapshot(stack)) == {}
    assert values.entered("ECO-FOREST-R", "2024", "18.2",
                          by=values.who("310117-LHSR", "MONITOR_INPUT"))["unit"]["code"] == "310117-LHSR"


def test_an_office_enters_for_what_lies_below_and_the_department_answers(values, year):
    made = values.entered("INF-SEW-R", year, numerator="1", denominator="2", by=values.city)
    assert made["unit"]["code"] == "310117-SW"
    assert values.read(made)["id"] == made["id"]  # the department sees it


def test_a_correction_from_above_leaves_it_with_the_department_that_answers(values):
    second = values.who("310117-ZJ", "MONITOR_INPUT")
    made = values.entered("INF-MIX-R", "2023-03", by=second, numerator="1", denominator="4")
    assert made["unit"]["code"] == "310117-ZJ"
    corrected = values.entered("INF-MIX-R", "2023-03", by=values.office, numerator="2", denominator="4", reason="漏报一处")
    assert (corrected["id"], corrected["unit"]["code"]) == (made["id"], "310117-ZJ")
    assert values.read(made, second)["value"] == "50"


def test_a_tenant_has_values_of_its_own(values, year):
    made = ok(values.office.post("/values", {"tenant": "310117001", "indicator": "WAT-AREA", "period": year,
                                             "value": "1.5"}), 201)
    assert made["tenant"]["code"] == "310117001" and made["unit"]["code"] == "310117001-SW"
    own = ok(values.entry.post("/values", {"indicator": "WAT-AREA", "period": year, "value": "0.5"}), 201)
    assert own["tenant"]["code"] == "310117-SW" and own["unit"] is None


def test_who_may_see_a_value(values, year):
    made = values.entered("WAT-AREA", year, "41.2")
    for tenant, role, seen in [("310117-SW", "UNIT_ADMIN", True), (DISTRICT, "AUDITOR", True),
                               ("310000", "CITY_OFFICE", True),
                               ("310117-STHJ", "MONITOR_REVIEW", False), ("310117001", "UNIT_ADMIN", False),
                               ("310112", "DIST_OFFICE", False)]:
        caller = values.who(tenant, role)
        assert caller.get(f"/values/{made['id']}").status_code == (200 if seen else 404), tenant
        assert caller.get(f"/values/{made['id']}/revisions").status_code == (200 if seen else 404)
        assert caller.get(f"/values/{made['id']}/transitions").status_code == (200 if seen else 404)
        listed = {v["id"] for v in ok(caller.get(f"/values?indicator=WAT-AREA&year={year}"))["items"]}
        assert (made["id"] in listed) == seen, tenant
        assert caller.post(f"/values/{made['id']}/transitions", {"action": "REVIEW"},
                           headers=etag(9)).status_code in ((412, 403) if seen else (404, 403))
    refused(values.who("310117001", "GRID_WORKER").get("/values"), 403)


# ---- reading


def test_filters_and_pages(values):
    year = next(years)
    made = [values.entered(code, str(year), value) for code,
            value in (("WAT-AREA", "1"), ("INF-STP-CAP", "2"), ("RES-WATER-T", "3"))]
    values.act(made[0], "REVIEW")
    def ids(query):
        return [v["id"] for v in ok(values.office.get(f"/values?year={year}&{query}"))["items"]]
    assert ids("") == [v["id"] for v in reversed(made)]
    assert ids("status=REVIEWED") == [made[0]["id"]] and ids("indicator=INF-STP-CAP") == [made[1]["id"]]
    assert ids(f"period={year}&period_kind=M") == ids("") and ids("period_kind=M") == [] and ids("computed_by=ENGINE") == []
    assert ids("element=AIR") == [] and ids("subtree=310117-SW") == ids("") and ids("subtree=310117001") == []
    page = ok(values.office.get(f"/values?year={year}&limit=2&count=exact"))
    assert page["total"] == 3 and len(page["items"]) == 2
    rest = ok(values.office.get(f"/values?year={year}&limit=2&cursor={page['next_cursor']}"))
    assert [v["id"] for v in page["items"] + rest["items"]] == ids("") and rest["next_cursor"] is None
    refused(values.city.get(f"/values?year={year}&limit=2&cursor={page['next_cursor']}"), 400, "bad-cursor")
    for query in ("period=2026-Q9", "period=last", "status=DONE", "period_kind=W", "year=1", "nothing=1",
                  "indicator=a%20b", "as_of=2026-02-30"):
        refused(values.office.get(f"/values?{query}"), 400, "bad-query")
    refused(values.office.get("/values?subtree=310112"), 404)
    refused(values.office.get("/values/019b0000-0000-7000-8000-000000000000"), 404)


def test_as_of_reads_what_was_current_then(lone_stack):
    values = Values(lone_stack)
    made = values.entered("WAT-AREA", "2025", "41.20")
    lone_stack.clock.move(days=2)
    values.entered("WAT-AREA", "2025", "41.10", reason="复核面积")
    values.act(made, "REVIEW")
    lone_stack.clock.move(days=2)
    values.act(made, "FREEZE")
    rows = ok(values.office.get(f"/values/{made['id']}/revisions"))["items"]
    assert [(r["action"], r["revision"], r["value"]) for r in rows] == [
        ("ENTER", 1, "41.2"), ("CORRECT", 2, "41.1"), ("REVIEW", 2, "41.1"), ("FREEZE", 2, "41.1")]
    days = [r["recorded_at"][:10] for r in rows]
    def at(day):
        found = ok(values.office.get(f"/values?indicator=WAT-AREA&period=2025&as_of={day}"))["items"]
        return [(v["value"], v["status"]) for v in found]
    assert at("2020-01-01") == []
    assert (at(days[0]), at(days[1]), at(days[3])) == ([("41.2", "PROVISIONAL")], [("41.1", "REVIEWED")],
                                                       [("41.1", "FROZEN")])


# ---- the life of a value


def test_who_entered_a_figure_does_not_freeze_it(values, year, stack):
    both = values.who("310117-SW", "MONITOR_INPUT", "MONITOR_REVIEW", subject="one-person")
    made = values.entered("WAT-AREA", year, "41.2", by=both)
    values.act(made, "REVIEW", by=both)
    said = refused(values.try_act(made, "FREEZE", by=both), 403, "separation-of-duties")
    assert [e["code"] for e in said["errors"]] == ["freezer_not_enterer"]
    explained = ok(both.get(f"/values/{made['id']}/transitions"))
    freeze = next(a for a in explained["actions"] if a["action"] == "FREEZE")
    assert not freeze["allowed"] and [g["guard"]
                                      for g in freeze["failed"]] == ["freezer_not_enterer"] and freeze["rule"] == "V05"
    assert next(a for a in explained["actions"] if a["action"] == "CORRECT")["via"] == "values"
    assert next(a for a in explained["actions"] if a["action"] == "VOID")["requires"][0]["guard"] == "reason_given"
    frozen = values.act(made, "FREEZE")
    assert frozen["status"] == "FROZEN" and frozen["frozen_by_name"] and frozen["reviewed_by_name"] and frozen["revision"] == 1
    event = stack.wait_for(lambda: next((e for e in stack.events("indicators")
                                         if e["type"] == "cn.bihuan.indicator.frozen.v1"
                                         and e["data"]["value_id"] == made["id"]), None))
    assert event["data"]["value"] == "41.2" and event["data"]["is_erratum"] is False and event["data"]["entered_by"] == "one-person"


def test_only_reviewers_review_and_only_over_periods_are_frozen(values):
    made = values.entered("WAT-AREA", "2026", "41.2")
    refused(values.try_act(made, "REVIEW", by=values.entry), 403, "forbidden")
    refused(values.try_act(made, "FREEZE"), 409, "state-conflict")
    values.act(made, "REVIEW")
    said = refused(values.try_act(made, "FREEZE"), 409, "guard-failed")
    assert [e["code"] for e in said["errors"]] == ["period_is_over"]
    refused(values.try_act(made, "RETURN"), 422)
    assert values.act(made, "RETURN", reason="缺附件")["status"] == "PROVISIONAL"
    refused(values.try_act(made, "ENTER"), 409, "conflict")
    refused(values.try_act(made, "THAW"), 422)
    refused(values.try_act(made, "REVIEW", expected_state="FROZEN"), 409, "state-conflict")
    refused(values.review.post(f"/values/{made['id']}/transitions", {"action": "REVIEW"}, headers=etag(1)), 412)
    refused(values.review.post(f"/values/{made['id']}/transitions", {"action": "REVIEW"}), 428)


def test_a_frozen_figure_changes_only_as_an_erratum_and_is_told_again(values, stack, year):
    made = values.frozen("INF-SEW-R", year, numerator="95", denominator="100")
    before = snapshot(stack)
    body = {"tenant": DISTRICT, "indicator": "INF-SEW-R", "period": year, "numerator": "94", "denominator": "100",
            "reason": "更正"}
    refused(values.entry.post("/values", body), 409, "state-conflict")
    refused(values.erratum(made, by=values.who("310117-SW", "UNIT_ADMIN"), numerator="94", denominator="100"), 403)
    said = refused(values.erratum(made, numerator="94"), 422)
    assert ("/denominator", "required") in {(e["pointer"], e["code"]) for e in said["errors"]}
    refused(values.entry.post(f"/values/{made['id']}/errata", {"reason": "x", "value": "94"}, headers=etag(1)), 412)
    refused(values.entry.post(f"/values/{made['id']}/errata", {"reason": "x", "value": "94"}), 428)
    assert changes(before, snapshot(stack)) == {}
    status, same = values.enter("INF-SEW-R", year, numerator="95", denominator="100")
    assert status == 200 and same["status"] == "FROZEN"
    put_right = ok(values.erratum(made, numerator="94", denominator="100"))
    assert put_right["status"] == "PROVISIONAL" and put_right["revision"] == 2 and put_right["frozen_at"] is None
    refused(values.erratum(made, numerator="93", denominator="100"), 409, "state-conflict")  # it is not frozen now
    values.act(made, "REVIEW")
    values.act(made, "FREEZE")
    told = stack.wait_for(lambda: found if len(found := [e["data"] for e in stack.events("indicators")
                                                         if e["data"].get("value_id") == made["id"]
                                                         and e["type"].endswith("frozen.v1")]) == 2 else None)
    assert [(d["value"], d["revision"], d["is_erratum"]) for d in told] == [("95", 1, False), ("94", 2, True)]


def test_manipulated_data_are_void_and_told(values, stack, year):
    made = values.frozen("WAT-AREA", year, "50")
    refused(values.try_act(made, "VOID"), 422)
    refused(values.try_act(made, "VOID", by=values.entry, reason="造假"), 403)
    void = values.act(made, "VOID", by=values.office, reason="监测设备被人为干扰")
    assert void["status"] == "VOID"
    alert = next(a for a in values.alerts(kind="MANIPULATED") if a["value_id"] == made["id"])
    assert alert["reason"] == "监测设备被人为干扰" and alert["target_id"] is None and alert["ended_at"] is None
    event = stack.wait_for(lambda: next((e for e in stack.events("indicators")
                                         if e["type"] == "cn.bihuan.data.manipulated.v1"
                                         and e["data"]["value_id"] == made["id"]), None))
    assert event["data"]["reason"] == "监测设备被人为干扰" and event["data"]["alert_id"] == alert["id"]
    refused(values.try_act(made, "VOID", reason="再次"), 409, "state-conflict")
    again = values.entered("WAT-AREA", year, "50", reason="重新调查")  # even the same figure is another one now
    assert again["status"] == "PROVISIONAL" and again["revision"] == 2


def test_every_step_is_in_the_audit_trail(values, year):
    made = values.frozen("WAT-AREA", year, "41")
    auditor = values.who("310000", "AUDITOR")
    values.stack.until(lambda: len(ok(auditor.get(f"/audit-entries?object_kind=value&object_id={made['id']}"))["items"])
                       == 3)
    trail = ok(auditor.get(f"/audit-entries?object_kind=value&object_id={made['id']}"))["items"]
    assert {e["action"] for e in trail} == {"value.ENTER", "value.REVIEW", "value.FREEZE"}


# ---- files


HEADER = "tenant,indicator,period,value,numerator,denominator,unit,standard_version,reason\n"


def load(caller, *rows, mode="commit", atomic="all"):
    return caller.post(f"/values/import?mode={mode}&atomic={atomic}",
                       data=(HEADER + "".join(r + "\n" for r in rows)).encode(), headers={"Content-Type": "text/csv"})


def test_a_file_is_taken_whole_or_not_at_all(values, stack):
    good = ["310117,INF-SEW-R,1940,,11420,12000,%,,".replace("1940", "1990"), "310117,WAT-AREA,1990,41.20,,,km²,,"]
    before = snapshot(stack)
    report = refused(load(values.entry, *good, "310117,WAT-AREA,1991,-1,,,,,", "310112,WAT-AREA,1990,1,,,,,",
                          "310117,ECO-FOREST-R,1990,1,,,,,"),
                     422, "import-rejected")["report"]
    assert {(c["property"], c["code"]) for c in report["conflicts"]} >= {("value", "range"),
            ("tenant", "unknown-tenant")}, json.dumps(report)
    assert report["stats"]["rejected"] == 3 and changes(before, snapshot(stack)) == {}
    assert ok(load(values.entry, *good, mode="validate"))["stats"]["created"] == 2 and changes(before,
            snapshot(stack)) == {}
    assert ok(load(values.entry, *good))["stats"]["created"] == 2
    after = snapshot(stack)
    assert ok(load(values.entry, *good))["stats"]["unchanged"] == 2 and changes(after, snapshot(stack)) == {}
    stats = ok(load(values.entry, "310117,INF-SEW-R,1990,,11421,12000,%,,核实后更正", "310117,WAT-AREA,1990,41.3,,,km²,,",
                    atomic="row"))["stats"]
    assert (stats["updated"], stats["rejected"]) == (1, 1)


def test_a_row_may_stand_once(values):
    row = "310117,WAT-AREA,1992,41.20,,,km²,,"
    report = refused(load(values.entry, row, row), 422, "import-rejected")["report"]
    assert "duplicate" in {c["code"] for c in report["conflicts"]}
