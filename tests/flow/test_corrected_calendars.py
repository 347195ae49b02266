# SPDX-License-Identifier: MIT
"""What a calendar that comes later, or is corrected, does to the days of issues."""
import contextlib
import datetime

import psycopg2
import pytest

from support.issues import ISSUE_LOCK, World, etag, ok


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.begin_at_noon()
    made.weekdays()
    return made


@contextlib.contextmanager
def standing(world, issue):
    """Whatever changes this issue waits."""
    with psycopg2.connect(f"{world.stack.postgres.conninfo} user=postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select from bihuan.issue where id = %s for update", (issue["id"],))
        yield
        connection.rollback()


def test_the_limit_of_a_step_that_was_taken_meanwhile_is_none_of_the_next(world):
    first, second = world.assigned(), world.assigned()
    before = world.read(first)["step_due"]
    with standing(world, first):
        world.weekdays(before)
        world.stack.held_up(ISSUE_LOCK)
        signed = world.read(world.act(second, "SIGN", world.admin))
    world.stack.until(lambda: world.read(first)["step_due"] > before)
    assert world.read(second)["step_due"] == signed["step_due"] > world.read(first)["step_due"]
    ended = world.stack.psql("select due_on from bihuan.issue_clock where kind = 'SIGN' and issue_id = '%s'" % second["id"])
    assert ended.strip() == before


def to_weekday(world, days):
    """That many days, or so many more that they end on a weekday."""
    return next(n for n in range(days, days + 3) if datetime.date.fromisoformat(world.today(n)).weekday() < 5)


def test_a_corrected_calendar_rolls_what_a_pause_moved_anew_and_nothing_that_was_named(world):
    until = to_weekday(world, 167)
    due = world.today(until)
    moved, again, named = (world.assigned(due_date=world.today(until - days)) for days in (7, 7, 0))
    for issue in (moved, again):
        world.act(issue, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(30))
    world.stack.clock.move(days=7)
    moved, again = (world.read(world.act(i, "RESUME", world.office, reason="已判决")) for i in (moved, again))
    assert (moved["due_date"], again["due_date"]) == (due, due)
    ok(world.office.patch(f"/issues/{again['id']}", {"due_date": due}, headers=etag(again["row_version"])))

    world.weekdays(due)
    world.stack.until(lambda: world.read(moved)["due_date"] > due)
    assert world.read(moved)["due_nominal"] == due
    assert [world.read(i)["due_date"] for i in (named, again)] == [due, due]
    world.weekdays()  # and back
    world.stack.until(lambda: world.read(moved)["due_date"] == due)
    assert [world.read(i)["due_date"] for i in (named, again)] == [due, due]


def test_a_corrected_calendar_rolls_no_day_that_a_plan_names(world):
    """Also where a pause had moved the issue to just that day, which the plan then named."""
    until = to_weekday(world, 167)
    due = world.today(until)
    issue = world.planning(due_date=world.today(until - 7))
    world.act(issue, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(30))
    world.stack.clock.move(days=7)
    assert world.read(world.act(issue, "RESUME", world.office, reason="已判决"))["due_date"] == due
    world.rectify(issue, due_date=due)
    moved = world.assigned(due_date=world.today(until - 14))
    world.act(moved, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(30))
    world.stack.clock.move(days=7)
    assert world.read(world.act(moved, "RESUME", world.office, reason="已判决"))["due_date"] == due
    world.weekdays(due)
    world.stack.until(lambda: world.read(moved)["due_date"] > due)  # it was heard of
    assert world.read(issue)["due_date"] == due
