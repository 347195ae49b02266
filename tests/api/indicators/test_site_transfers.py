# SPDX-License-Identifier: MIT
"""Land of contaminated sites that is transferred without an approved survey: the alert, its end, and the event of
each."""
import pytest

from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.stack import today

TODAY = str(today())
SITE = {"kind": "CONTAMINATED_SITE", "name": "某厂地块", "valid_from": "2020-01-01", "site_stage": "SUSPECTED",
        "stage_since": "2025-01-01",
        "area_m2": "900"}


@pytest.fixture(scope="module")
def bureau(stack):
    return stack.api("310117-STHJ", "MONITOR_INPUT")


def make(caller, **more):
    return ok(caller.post("/objects", SITE | more), 201)


def change(caller, made, **fields):
    return ok(caller.patch(f"/objects/{made['id']}", fields, headers=etag(made["row_version"])))


def alerts(caller, made, query=""):
    return ok(caller.get(f"/alerts?kind=UNSURVEYED_TRANSFER&object_id={made['id']}&limit=200{query}"))["items"]


def told(stack, made):
    """The data of the events about a site, once the relay has published them."""
    stack.until(lambda: stack.psql(f"select count(*) from bihuan.outbox where aggregate_id = '{made['id']}'").strip()
                == "0")
    return [e["data"] for e in stack.events("indicators")
            if e["type"] == "cn.bihuan.site.transferred_unsurveyed.v1" and e["data"]["object_id"] == made["id"]]


@pytest.mark.parametrize("tenant, role, region",
                         [("310117-STHJ", "MONITOR_INPUT", "310117"), ("310117", "DIST_OFFICE", "310117")])
def test_a_transfer_without_an_approved_survey_raises_an_alert_and_tells_of_it(stack, tenant, role, region):
    caller = stack.api(tenant, role)
    made = make(caller, transferred_on="2026-03-01")
    alert, = alerts(caller, made)
    assert alert["object"] == {"id": made["id"], "kind": "CONTAMINATED_SITE", "name": "某厂地块"}
    assert (alert["tenant"]["code"], alert["period"], alert["row_version"]) == (tenant, "2026-03-01", 1)
    assert {alert[name] for name in ("indicator", "unit", "evaluation_kind", "standard_version", "items", "value",
                                     "limit_value", "ended_at")} == {None}
    event, = told(stack, made)
    assert event == {"alert_id": alert["id"], "object_id": made["id"], "object_name": "某厂地块", "tenant": tenant,
                     "region": region,
                     "transferred_on": "2026-03-01", "survey_approved_on": None, "on_date": TODAY}


def test_a_survey_that_was_approved_in_time_raises_none(stack, bureau):
    for survey, transfer in (("2026-03-01", "2026-03-01"), ("2026-02-01", None), (None, None)):
        made = make(bureau, **{k: v for k, v in (("survey_approved_on", survey), ("transferred_on", transfer)) if v})
        assert alerts(bureau, made) == [] and told(stack, made) == []


def test_a_survey_after_the_transfer_is_too_late(stack, bureau):
    made = change(bureau, make(bureau, survey_approved_on="2026-03-02"), transferred_on="2026-03-01")
    assert len(alerts(bureau, made, "&open=true")) == 1
    assert told(stack, made)[0]["survey_approved_on"] == "2026-03-02"


@pytest.mark.parametrize("correction", [{"survey_approved_on": "2026-02-28"}, {"transferred_on": None}])
def test_a_correction_of_the_record_ends_the_alert(stack, bureau, correction):
    made = make(bureau, transferred_on="2026-03-01")
    right = change(bureau, made, **correction)
    alert, = alerts(bureau, made)
    assert alert["ended_at"] and alert["row_version"] == 2
    change(bureau, right, survey_approved_on=None, transferred_on="2026-03-01")
    assert len(alerts(bureau, made)) == len(told(stack, made)) == 2 and len(alerts(bureau, made, "&open=true")) == 1


def test_another_change_of_the_site_raises_none(stack, bureau):
    made = make(bureau, transferred_on="2026-03-01")
    before = alerts(bureau, made)
    later = change(bureau, change(bureau, made, name="改名地块"), site_stage="INVESTIGATION",
                   survey_approved_on="2026-04-01")
    assert later["row_version"] == 3 and len(told(stack, made)) == 1
    assert [a | {"object": None} for a in alerts(bureau, made)] == [a | {"object": None} for a in before]


def test_a_transfer_on_another_day_is_another_one(stack, bureau):
    made = change(bureau, make(bureau, transferred_on="2026-03-01"), transferred_on="2026-03-05")
    assert [(a["period"], a["ended_at"] is None) for a in alerts(bureau, made)] == [("2026-03-05", True),
            ("2026-03-01", False)]
    assert [e["transferred_on"] for e in told(stack, made)] == ["2026-03-01", "2026-03-05"]


def test_an_import_raises_and_ends_like_a_change(stack, bureau):
    def load(transferred, mode="commit"):
        text = ("kind,source,external_id,name,valid_from,site_stage,stage_since,area_m2,survey_approved_on,transferred_on\n"
                f"CONTAMINATED_SITE,land,L-1,出让地块,2020-01-01,SUSPECTED,2025-01-01,900,,{transferred}\n")
        return ok(bureau.post(f"/objects/import?mode={mode}", data=text.encode(), headers={"Content-Type": "text/csv"}))
    before = snapshot(stack)
    load("2026-03-01", "validate")
    assert changes(before, snapshot(stack)) == {}
    load("2026-03-01")
    load("2026-03-01")
    made = ok(bureau.get("/objects?q=L-1"))["items"][0]
    assert len(alerts(bureau, made, "&open=true")) == len(told(stack, made)) == 1
    load("")
    assert alerts(bureau, made, "&open=true") == [] and len(alerts(bureau, made)) == 1


def test_the_alert_is_the_tenant_s_and_those_above(stack, bureau):
    made = make(bureau, transferred_on="2026-03-01")
    alert, = alerts(stack.api("310000", "CITY_OFFICE"), made)
    refused(stack.api("310112", "DIST_OFFICE").get(f"/alerts/{alert['id']}"), 404)
    assert alerts(stack.api("310117-SW", "MONITOR_INPUT"), made) == []
