# SPDX-License-Identifier: MIT
"""Invariant 4: Redis down or flushed: writes succeed, events flow after recovery, nobody hears one twice."""
import pytest

from support.issues import World, ok
from support.stack import Stack


@pytest.fixture
def lone_stack():
    """One whose reconciler looks at what is a second old, not a minute: it goes by the database's clock."""
    with Stack(settings={"BIHUAN_RECONCILE_SECONDS": "1"}) as own:
        yield own


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


def waiting(stack, producer):
    return int(stack.psql(f"select count(*) from bihuan.outbox where producer = '{producer}'"))


def on_stream(stack, issues):
    return [e["data"]["issue_id"] if "issue_id" in e["data"] else e["subject"] for e in stack.events("issues")
            if e["type"].endswith("issue.created.v1") and any(i["id"] in str(e) for i in issues)]


def test_writes_go_on_without_redis_and_their_events_follow(world, lone_stack):
    stack = lone_stack
    world.issue()
    stack.until(lambda: waiting(stack, "issues") == 0)
    stack.stop_redis()
    issues = [world.issue() for _ in range(5)]
    world.parties(issues[0])
    assert world.act(issues[0], "ASSIGN", world.office)["state"] == "ASSIGNED"
    assert waiting(stack, "issues") >= 6
    stack.start_redis(wipe=True)
    stack.until(lambda: waiting(stack, "issues") == 0, seconds=30)
    assert len(on_stream(stack, issues)) == 5


def test_an_event_that_redis_lost_reaches_its_consumer(world, lone_stack):
    stack = lone_stack
    feedback = world.feedback(feedback_date="2026-08-31")  # its report is due in a year that has no calendar yet
    assert feedback["due_provisional"]
    stack.service("issues").stop()
    world.load(2027, "测试", [{"date": "2027-03-01", "is_workday": False, "name": "测试假日"}])
    stack.until(lambda: waiting(stack, "directory") == 0)
    stack.stop_redis()
    stack.start_redis(wipe=True)
    stack.start("issues")
    stack.until(lambda: not ok(world.office.get(f"/feedbacks/{feedback['id']}"))["due_provisional"], seconds=30)
    assert ok(world.office.get(f"/feedbacks/{feedback['id']}"))["report_due"] == "2027-03-02"
    assert stack.psql("select count(*) from bihuan.inbox where service = 'issues' and event_id in (select id from bihuan.event_log "
                      "where type = 'calendar.changed' and data->>'year' = '2027')").strip() == "1"
