# SPDX-License-Identifier: MIT
"""B.6: an open issue is asked for reports as long as work goes on or a stage is kept up (T21), be it years, and not
where none is owed."""
import datetime

import pytest

from support.issues import World, etag, ok

MONTH = datetime.timedelta(days=31)


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026, 2027)
    return made


def day(text):
    return datetime.date.fromisoformat(text)


def go(world, days):
    """So many days of work of the time-driven jobs."""
    world.stack.clock.move(days=days)
    world.await_walk()
    for job in ("suspensions", "missed-reports"):
        world.stack.run_job(job)


def schedule(world, issue):
    found = ok(world.office.get(f"/issues/{issue['id']}/progress-reports"))["items"]
    return sorted((r for r in found if r["period_kind"] != "ADHOC"), key=lambda r: r["period_start"])


def assert_unbroken(reports):
    """Each day is asked for once."""
    for earlier, later in zip(reports, reports[1:]):
        assert day(later["period_start"]) - day(earlier["period_end"]) == datetime.timedelta(days=1)


def assert_owed(world, reports):
    """What fell due was missed, for nobody handed in a thing; what comes is there in time for its reminder."""
    today = world.today()
    assert all(r["state"] == ("MISSED" if r["due_on"] < today else "DUE") for r in reports if r["due_on"] != today)
    assert day(reports[-1]["due_on"]) > day(today) + MONTH


def keep_long_term(world):
    issue = world.planning(term_class="LONG_TERM")
    world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    world.act(issue, "FILE_PLAN", world.office)
    world.verify(issue, goal_no=1)
    return world.act(issue, "KEEP_LONG_TERM", world.office)


def test_reports_are_asked_for_over_three_years(world, lone_stack):
    kept, late, waiting = keep_long_term(world), world.rectifying(), world.applied()
    due, begun, not_owed = world.read(late)["due_date"], world.today(), schedule(world, waiting)
    for _ in range(19):
        go(world, 60)
    quarters = schedule(world, kept)
    assert {r["period_kind"] for r in quarters} == {"QUARTER"} and quarters[0]["period_start"] == begun
    assert {day(r["due_on"]).day for r in quarters} == {25}
    assert {day(r["period_end"]).month % 3 for r in quarters} == {0}
    months = schedule(world, late)
    assert {r["period_kind"] for r in months} == {"MONTH"} and due in [r["period_end"] for r in months]
    behind = [r for r in months if r["period_start"] > due]
    assert len(behind) > 24 and {day(r["due_on"]).day for r in behind} == {25}
    for reports in (quarters, months):
        assert_unbroken(reports)
        assert_owed(world, reports)
    assert schedule(world, waiting) == not_owed
    # the same day walked again asks for nothing twice
    lone_stack.psql("update bihuan.job_run set watermark = null where service = 'issues' and job = 'daily'")
    lone_stack.run_job("daily")
    world.await_walk()
    assert [schedule(world, kept), schedule(world, late)] == [quarters, months]


def test_reports_behind_the_due_date_stand_still_in_a_pause(world):
    issue = world.rectifying()
    go(world, 200)
    asked = schedule(world, issue)
    began = world.today()
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(120))
    go(world, 100)
    missed = {r["id"] for r in asked if r["due_on"] < began}
    assert {r["id"] for r in schedule(world, issue) if r["state"] == "MISSED"} == missed
    resumed = world.today()
    world.act(issue, "RESUME", world.office, reason="已判决")
    go(world, 40)
    after = schedule(world, issue)
    assert not [r for r in after if began <= r["due_on"] < resumed]
    again = [r for r in after if r["due_on"] >= resumed]
    assert again[0]["period_start"] <= world.today() and day(again[-1]["period_end"]) > day(world.today())
    assert {day(r["due_on"]).day for r in again
            if r["period_end"] >= resumed and r["period_end"] != world.read(issue)["due_date"]} == {25}
    worked = [r for r in again if r["period_end"] < resumed]  # what was begun before, and came to be due in the pause
    assert all(day(r["period_end"]) == day(began) - datetime.timedelta(days=1) for r in worked)


def test_a_late_issue_whose_schedule_is_laid_out_anew_keeps_reporting(world):
    """A change of plan is approved, which lays the schedule out, when no day is left."""
    issue = world.rectifying()
    plan = world.plan(issue)
    ok(world.leader.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "工程变更"},
                         headers=etag(plan["row_version"])))
    go(world, 190)
    world.act(issue, "APPROVE_PLAN_CHANGE", world.office, goals_verdict="MET")
    assert world.read(issue)["is_overdue"]
    reports = schedule(world, issue)
    assert_unbroken(reports)
    assert day(reports[-1]["due_on"]) > day(world.today()) + MONTH
