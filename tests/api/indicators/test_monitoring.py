# SPDX-License-Identifier: MIT
"""Monitoring that is ordered: of a department of the tenant, at an object or a place, until it is reported on or called
off."""
import json

import pytest

from support.issues import World, etag, ok, refused
from support.snapshot import changes, snapshot
from support.values import DISTRICT, Values

KINDS = ["ENFORCEMENT", "SUPERVISORY", "EMERGENCY", "SURVEY", "QUALITY"]
STATION = {"tenant": DISTRICT, "kind": "AIR_STATION", "name": "某空气站", "valid_from": "2020-01-01",
           "station_type": "EVALUATION", "air_class": 2}
NOBODY = "019b0000-0000-7000-8000-000000000000"


class Monitoring(Values):
    """Tasks of the district's office, which the water department carries out."""

    def body(self, **fields):
        body = {"kind": "SUPERVISORY", "performer": "310117-SW", "place": "总排口", "text": "监测化学需氧量",
                "due_date": World(self.stack).today(30)} | fields
        return {k: v for k, v in body.items() if v is not None}

    def order(self, by=None, **fields):
        return ok((by or self.office).post("/monitoring-tasks", self.body(**fields)), 201)

    def try_report(self, task, by=None, version=None, key=None, **fields):
        body = {"sha256": self.file(by), "summary": "达标"} | fields
        headers = etag(version or task["row_version"]) | ({"Idempotency-Key": key} if key else {})
        return (by or self.entry).post(f"/monitoring-tasks/{task['id']}/report", body, headers=headers)

    def try_cancel(self, task, by=None, version=None, **fields):
        return (by or self.office).post(f"/monitoring-tasks/{task['id']}/cancel", {"reason": "企业已停产"} | fields,
                                        headers=etag(version or task["row_version"]))

    def listed(self, query="", by=None):
        return [t["id"] for t in ok((by or self.office).get(f"/monitoring-tasks?limit=200&{query}"))["items"]]


@pytest.fixture(scope="module")
def tasks(stack):
    return Monitoring(stack)


# ---- ordering


@pytest.mark.parametrize("kind", KINDS)
def test_an_office_orders_monitoring_of_every_kind(tasks, kind):
    made = tasks.order(kind=kind)
    assert (made["kind"], made["state"], made["place"], made["text"]) == (kind, "ORDERED", "总排口", "监测化学需氧量")
    assert made["tenant"]["code"] == DISTRICT and made["performer"]["code"] == "310117-SW" and made["ordered_by_name"]
    assert made["report"] is made["summary"] is made["reported_at"] is made["cancel_reason"] is made["object_id"] is None
    assert ok(tasks.entry.get(f"/monitoring-tasks/{made['id']}")) == made


def test_a_task_at_an_object_says_what_it_was_called_then(tasks):
    station = ok(tasks.office.post("/objects", STATION), 201)
    made = tasks.order(place=None, object_id=station["id"])
    ok(tasks.office.patch(f"/objects/{station['id']}", {"name": "改名空气站"}, headers=etag(station["row_version"])))
    seen = ok(tasks.entry.get(f"/monitoring-tasks/{made['id']}"))  # who does not see the object
    assert (seen["object_id"], seen["object_name"], seen["place"]) == (station["id"], "某空气站", None)
    refused(tasks.entry.get(f"/objects/{station['id']}"), 404)
    assert tasks.listed(f"object_id={station['id']}") == [made["id"]]


def test_a_tenant_may_carry_out_itself_what_it_orders(tasks):
    own = tasks.order(performer=None)
    assert own["performer"]["code"] == DISTRICT
    assert ok(tasks.try_report(own, by=tasks.office))["state"] == "REPORTED"
    department = tasks.order(by=tasks.review, performer=None)
    assert department["tenant"]["code"] == department["performer"]["code"] == "310117-SW"
    assert ok(tasks.try_report(department))["state"] == "REPORTED"


@pytest.mark.parametrize("fields, pointer, code", [
    ({"place": None}, "/place", "required"),
    ({"object_id": NOBODY}, "/place", "not-allowed"),
    ({"object_id": NOBODY, "place": None}, "/object_id", "unknown-reference"),
    ({"due_date": "2020-01-01"}, "/due_date", "past"),
    ({"due_date": "2026-02-30"}, "/due_date", "format"),
    ({"kind": "ROUTINE"}, "/kind", "enum"),
    ({"text": None}, "/text", "required"),
    ({"performer": "310112-SW"}, "/performer", "unknown-tenant"),
    ({"performer": "310117001"}, "/performer", "unknown-tenant"),
    ({"performer": "310117001-SW"}, "/performer", "unknown-tenant"),
    ({"performer": "310000"}, "/performer", "unknown-tenant"),
    ({"tenant": "310117"}, "/tenant", "unknown"),
])
def test_an_order_that_cannot_be_is_refused_with_its_field(tasks, stack, fields, pointer, code):
    before = snapshot(stack)
    said = refused(tasks.office.post("/monitoring-tasks", tasks.body(**fields)), 422)
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in said["errors"]}, said
    assert changes(before, snapshot(stack)) == {}


def test_who_may_not_order(tasks, stack):
    before = snapshot(stack)
    for tenant, role in (("310117-SW", "MONITOR_INPUT"), ("310117-SW", "UNIT_LEADER"), (DISTRICT, "AUDITOR")):
        refused(tasks.who(tenant, role).post("/monitoring-tasks", tasks.body(performer=None)), 403)
    refused(stack.api().post("/monitoring-tasks", tasks.body()), 401)
    foreign = ok(tasks.city.post("/objects", STATION | {"tenant": "310112"}), 201)
    assert "monitoring_task" not in changes(before, snapshot(stack))
    said = refused(tasks.office.post("/monitoring-tasks", tasks.body(place=None, object_id=foreign["id"])), 422)
    assert [e["pointer"] for e in said["errors"]] == ["/object_id"]


def test_an_order_sent_twice_is_one_order(tasks, stack):
    key, body = {"Idempotency-Key": "task-once"}, tasks.body()
    made = ok(tasks.office.post("/monitoring-tasks", body, headers=key), 201)
    before = snapshot(stack)
    assert ok(tasks.office.post("/monitoring-tasks", body, headers=key), 201) == made and changes(before,
            snapshot(stack)) == {}
    refused(tasks.office.post("/monitoring-tasks", body | {"text": "另一项"}, headers=key), 422)


# ---- reporting


def test_a_report_ends_a_task_and_is_told(tasks, stack):
    made = tasks.order(kind="ENFORCEMENT")
    sha256 = tasks.file()
    done = ok(tasks.try_report(made, sha256=sha256, summary="化学需氧量超标 0.4 倍"))
    assert (done["state"], done["summary"], done["row_version"]) == ("REPORTED", "化学需氧量超标 0.4 倍", 2)
    assert done["report"]["sha256"] == sha256 and done["report"]["name"] == "a.pdf" and done["reported_by_name"] and done["reported_at"]
    event = stack.wait_for(lambda: next((e for e in stack.events("indicators")
                                         if e["type"] == "cn.bihuan.monitoring.reported.v1"
                                         and e["data"]["task_id"] == made["id"]), None))
    assert (event["data"]["kind"], event["data"]["report_sha256"], event["data"]["place"]) == ("ENFORCEMENT", sha256,
            "总排口")
    assert event["data"]["object_id"] is None and event["data"]["performer_id"] == made["performer"]["id"]
    refused(tasks.try_report(done), 409, "state-conflict")
    refused(tasks.try_cancel(done), 409, "state-conflict")


def test_a_report_is_refused_unless_all_of_it_holds(tasks, stack):
    made = tasks.order()
    foreign = tasks.file(tasks.who("310112", "DIST_OFFICE"))
    before = snapshot(stack)
    for sha256, code in (("0" * 64, "unknown"), (foreign, "unknown"), ("0" * 63, "length")):
        said = refused(tasks.entry.post(f"/monitoring-tasks/{made['id']}/report", {"sha256": sha256, "summary": "达标"},
                                        headers=etag(1)), 422)
        assert [(e["pointer"], e["code"]) for e in said["errors"]] == [("/sha256", code)]
    refused(tasks.entry.post(f"/monitoring-tasks/{made['id']}/report", {"sha256": foreign}, headers=etag(1)), 422)
    refused(tasks.entry.post(f"/monitoring-tasks/{made['id']}/report", {"sha256": foreign, "summary": "达标"}), 428)
    assert changes(before, snapshot(stack)) == {}
    refused(tasks.try_report(made, by=tasks.office), 403, "forbidden")
    refused(tasks.try_report(made, by=tasks.who("310117-SW", "UNIT_LEADER")), 403)
    refused(tasks.try_report(made, by=tasks.who("310117-STHJ", "MONITOR_INPUT")), 404)
    refused(tasks.try_report(made, version=2), 412)
    assert ok(tasks.office.get(f"/monitoring-tasks/{made['id']}")) == made


def test_a_report_sent_twice_is_one_report(tasks, stack):
    made, sha256 = tasks.order(), tasks.file()
    done = ok(tasks.try_report(made, key="report-once", sha256=sha256))
    assert ok(tasks.try_report(made, key="report-once", sha256=sha256)) == done
    assert json.loads(stack.psql(f"select count(*) from bihuan.audit_entry where object_id = '{made['id']}' and action = 'monitoring.report'")) == 1


# ---- calling off


def test_who_ordered_a_task_calls_it_off_with_a_reason(tasks):
    made = tasks.order()
    refused(tasks.try_cancel(made, by=tasks.review), 403, "forbidden")
    refused(tasks.try_cancel(made, by=tasks.city), 403, "forbidden")
    refused(tasks.try_cancel(made, by=tasks.who("310112", "DIST_OFFICE")), 404)
    refused(tasks.try_cancel(made, version=2), 412)
    refused(tasks.try_cancel(made, reason=""), 422)
    over = ok(tasks.try_cancel(made))
    assert (over["state"], over["cancel_reason"], over["report"]) == ("CANCELLED", "企业已停产",
                                                                      None) and over["cancelled_by_name"]
    refused(tasks.try_cancel(over), 409, "state-conflict")
    refused(tasks.try_report(over), 409, "state-conflict")


# ---- reading


def test_who_may_see_a_task(tasks):
    made = tasks.order()
    for tenant, role, seen in [("310117-SW", "UNIT_ADMIN", True), (DISTRICT, "AUDITOR", True),
                               ("310000", "CITY_OFFICE", True),
                               ("310117-STHJ", "MONITOR_REVIEW", False), ("310117001", "UNIT_ADMIN", False),
                               ("310112", "DIST_OFFICE", False)]:
        caller = tasks.who(tenant, role)
        assert caller.get(f"/monitoring-tasks/{made['id']}").status_code == (200 if seen else 404), tenant
        assert (made["id"] in tasks.listed(by=caller)) == seen, tenant


def test_tasks_are_found_by_kind_state_and_subtree_in_pages(tasks):
    made = [tasks.order(kind="QUALITY", text="比对监测") for _ in range(3)]
    ok(tasks.try_report(made[0]))
    ok(tasks.try_cancel(made[1]))
    def found(query):
        wanted = {t["id"] for t in made}
        return [i for i in tasks.listed(query) if i in wanted]
    assert found("kind=QUALITY") == found("subtree=310117-SW") == [t["id"] for t in reversed(made)]
    assert [found(f"state={s}") for s in ("REPORTED", "CANCELLED", "ORDERED")] == [[t["id"]] for t in made]
    assert found("kind=SURVEY") == found("subtree=310117-STHJ") == found(f"object_id={NOBODY}") == []
    page = ok(tasks.office.get("/monitoring-tasks?kind=QUALITY&limit=2&count=exact"))
    rest = ok(tasks.office.get(f"/monitoring-tasks?kind=QUALITY&limit=2&cursor={page['next_cursor']}"))
    assert page["total"] >= 3 and len(page["items"]) == 2 and rest["items"][0]["id"] < page["items"][1]["id"]
    for query in ("kind=ROUTINE", "state=DONE", "object_id=1", "nothing=1", "as_of=2026-02-30"):
        refused(tasks.office.get(f"/monitoring-tasks?{query}"), 400, "bad-query")
    refused(tasks.office.get(f"/monitoring-tasks/{NOBODY}"), 404)


def test_as_of_reads_the_state_of_then(lone_stack):
    tasks = Monitoring(lone_stack)
    made = tasks.order()
    day = made["ordered_at"]
    lone_stack.clock.move(days=2)
    done = ok(tasks.try_report(made))
    def at(moment):
        shown = ok(tasks.office.get(f"/monitoring-tasks?as_of={moment[:10]}"))["items"]
        return [(t["state"], t["summary"]) for t in shown]
    assert at("2020-01-01") == [] and at(day) == [("ORDERED", None)] and at(done["reported_at"]) == [("REPORTED", "达标")]
    assert ok(tasks.office.get(f"/monitoring-tasks?as_of={day[:10]}&state=REPORTED"))["items"] == []


def test_tasks_follow_a_body_that_moves(lone_stack):
    tasks, platform = Monitoring(lone_stack), lone_stack.api("310000", "PLATFORM_ADMIN")
    made = tasks.order(by=tasks.who("310117001-SW", "MONITOR_REVIEW"), performer=None)
    assert made["id"] in tasks.listed()
    ok(platform.post("/region-changes", {"kind": "TRANSFER", "tenant": "310117001", "new_parent": "310112",
                                         "new_code": "310112399",
                                         "effective_date": "2026-01-01", "approval_doc": "沪府〔2026〕1号"}), 201)
    there = tasks.who("310112", "DIST_OFFICE")
    lone_stack.until(lambda: there.get(f"/monitoring-tasks/{made['id']}").status_code == 200)
    refused(tasks.office.get(f"/monitoring-tasks/{made['id']}"), 404)
    assert tasks.listed() == [] and tasks.listed(by=there) == [made["id"]]


# ---- of bodies that have ended


def department(tasks, code):
    body = {"kind": "DEPARTMENT", "code": f"310117-{code}", "name": f"部门{code}", "dept_code": code, "parent": "310117",
            "valid_from": "2024-01-01"}
    ok(tasks.stack.api("310000", "PLATFORM_ADMIN").post("/tenants", body), 201)
    return body["code"]


def end(tasks, code, kind, *heirs):
    body = {"kind": kind, "tenant": code, "approval_doc": "沪编〔2026〕1号", "effective_date": World(tasks.stack).today(),
            "successors": [{"tenant": heir, "share": str(1 / len(heirs))} for heir in heirs]}
    ok(tasks.stack.api("310000", "PLATFORM_ADMIN").post("/region-changes", {k: v for k, v in body.items() if v}), 201)


def test_a_merged_department_hands_its_tasks_over(tasks):
    gone, heir = department(tasks, "XMA"), department(tasks, "XMB")
    task = tasks.order(performer=gone)
    end(tasks, gone, "MERGE", heir)
    tasks.stack.until(lambda: ok(tasks.office.get(f"/monitoring-tasks/{task['id']}"))["performer"]["code"] == heir)
    ok(tasks.stack.api(heir, "MONITOR_INPUT").get(f"/monitoring-tasks/{task['id']}"))
    assert task["id"] not in tasks.listed("unallocated=true")
    trail = f"/audit-entries?action=monitoring.allocate&object_id={task['id']}"
    assert len(ok(tasks.who("310117", "AUDITOR").get(trail))["items"]) == 1


def test_a_line_of_mergers_is_followed_to_its_end(lone_stack):
    tasks = Monitoring(lone_stack)
    gone, between, heir = department(tasks, "XLA"), department(tasks, "XLB"), department(tasks, "XLC")
    task = tasks.order(performer=gone)
    lone_stack.stop_redis()
    end(tasks, gone, "MERGE", between)
    end(tasks, between, "MERGE", heir)
    # The later end is heard of first.
    lone_stack.psql(f"""update bihuan.outbox set position = default where tenant_id =
        (select id from bihuan.api_tenant where code = '{gone}') and data ->> 'change' = 'CLOSED'""")
    lone_stack.start_redis()
    lone_stack.until(lambda: ok(tasks.office.get(f"/monitoring-tasks/{task['id']}"))["performer"]["code"] == heir)


def test_tasks_of_a_split_department_are_listed_until_allocated(tasks):
    gone, one, two = department(tasks, "XSA"), department(tasks, "XSB"), department(tasks, "XSC")
    task = tasks.order(performer=gone)
    end(tasks, gone, "SPLIT", one, two)
    assert task["id"] in tasks.listed("unallocated=true") and task["id"] not in tasks.listed("unallocated=false")
    path, headers = f"/monitoring-tasks/{task['id']}/allocation", etag(task["row_version"])
    assert refused(tasks.office.post(path, {"to": "310117-SW"}, headers=headers),
                   422)["errors"][0]["code"] == "not-a-successor"
    refused(tasks.office.post(path, {"to": two}, headers=etag(task["row_version"] + 7)), 412)
    assert ok(tasks.office.post(path, {"to": two}, headers=headers))["performer"]["code"] == two
    assert task["id"] not in tasks.listed("unallocated=true")
    refused(tasks.office.post(path, {"to": two}, headers=etag(task["row_version"] + 1)), 409)
