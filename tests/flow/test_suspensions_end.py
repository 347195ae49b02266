# SPDX-License-Identifier: MIT
"""T24: a suspension lasts as long as was said and not a day longer, whether somebody ends it or the system has to."""
import pytest

from support.issues import World, ok


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026, 2027)
    return made


def suspended(world, days=30):
    issue = world.planning(due_date=world.today(180))
    return world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(days))


def resumed(world, issue):
    return world.read(issue)["state"] == "PLANNING"


def look(stack):
    """One run of the job to its end."""
    runs = "select runs from bihuan.job_run where job = 'suspensions'"
    before = stack.psql(runs)
    stack.ctl("jobs", "run", "issues", "suspensions")
    stack.until(lambda: stack.psql(runs) != before)


def last_step(world, issue):
    return ok(world.office.get(f"/issues/{issue['id']}/history"))["states"][-1]


def test_the_system_resumes_on_the_day_after_the_last_one(world, lone_stack):
    issue = suspended(world)
    due, last, before = world.today(180 + 31), world.today(30), world.read(issue)
    lone_stack.clock.move(days=30)
    look(lone_stack)
    assert world.read(issue)["state"] == "SUSPENDED" and world.read(issue)["suspended_until"] == last
    lone_stack.clock.move(days=1)
    lone_stack.until(lambda: resumed(world, issue))
    after = world.read(issue)
    assert after["due_date"] == due and after["suspended_until"] is None and after["suspended_on"] is None
    assert after["row_version"] == before["row_version"] + 1
    step = last_step(world, issue)
    assert {k: step[k] for k in ("rule", "action", "from_state", "to_state", "actor_name", "actor_tenant", "reason",
                                 "detail", "workflow_version")} == {
        "rule": "T24", "action": "RESUME", "from_state": "SUSPENDED", "to_state": "PLANNING",
        "actor_name": "system:issues", "actor_tenant": "system",
        "reason": "暂缓期限届满", "detail": {"clocks_run_from": world.today()}, "workflow_version": 2}
    trail = lone_stack.psql("select e.actor, i.tenant_code, e.detail ->> 'from' from bihuan.audit_entry e join bihuan.issue i on i.id::text = "
                            f"e.object_id and i.tenant_id = e.tenant_id where e.action = 'issue.RESUME' and i.id = '{issue['id']}'")
    assert trail.split() == ["system:issues", "310117", "SUSPENDED"]
    told = lone_stack.wait_for(lambda: [e for e in lone_stack.events("issues")
                                        if e["type"] == "cn.bihuan.issue.state_changed.v1"
                                        and e["subject"] == issue["id"] and e["data"]["action"] == "RESUME"])
    assert [e["data"]["actor"] for e in told] == ["system:issues"]


def test_days_beyond_the_last_one_count_however_late_it_is_ended(world, lone_stack):
    by_system, by_office = suspended(world), suspended(world)
    due = world.today(180 + 31)
    lone_stack.psql("update bihuan.job_run set due_at = 'infinity' where job = 'suspensions'")
    lone_stack.clock.move(days=50)
    after = world.act(by_office, "RESUME", world.office, reason="已判决")
    assert after["due_date"] == due and after["remaining_days"] == 180 + 31 - 50
    lone_stack.psql("update bihuan.job_run set due_at = '-infinity' where job = 'suspensions'")
    lone_stack.until(lambda: resumed(world, by_system))
    assert world.read(by_system)["due_date"] == due
    assert last_step(world, by_system)["detail"] == last_step(world,
                                                              by_office)["detail"] == {"clocks_run_from":
                                                                      world.today(31 - 50)}


def test_one_that_cannot_be_resumed_keeps_no_other_and_is_told(world, lone_stack):
    broken, sound = suspended(world), suspended(world)
    lone_stack.psql(f"update bihuan.issue set workflow_version = 99 where id = '{broken['id']}'")
    lone_stack.clock.move(days=31)
    lone_stack.until(lambda: resumed(world, sound))
    lone_stack.until(lambda: "unknown workflow version" in lone_stack.ctl("jobs", "list"))
    assert world.read(broken)["state"] == "SUSPENDED"
