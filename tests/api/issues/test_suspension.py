# SPDX-License-Identifier: MIT
"""T24: while an issue is suspended nothing changes by time alone, and afterwards every clock goes on from where it
stood."""
import datetime

import pytest

from support.issues import World, etag, ok, refused


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026, 2027)
    return made


def move(stack, days):
    """Days of work of the time-driven jobs."""
    stack.clock.move(days=days)
    for job in ("suspensions", "missed-reports", "daily"):
        stack.run_job(job)


def suspend(world, issue, days, by=None):
    return world.act(issue, "SUSPEND", by or world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(days))


def reports(world, issue):
    return ok(world.office.get(f"/issues/{issue['id']}/progress-reports"))["items"]


def milestones(world, issue):
    return [m["planned_date"] for m in ok(world.office.get(f"/issues/{issue['id']}/milestones"))["items"]]


def day(text):
    return datetime.date.fromisoformat(text)


def working(day_):
    """The next working day by the days that are loaded (2027: weekends alone)."""
    off = {datetime.date(2026, 10, d) for d in range(1, 8)} | {datetime.date(2027, 1, 1)}
    while day_ in off or day_.weekday() >= 5:
        day_ += datetime.timedelta(days=1)
    return day_


def test_days_that_a_report_covers_are_not_asked_for_again(world, lone_stack):
    """The schedule is laid out anew in the midst of a month whose report was handed in."""
    today = world.now().date()
    move(lone_stack, ((today.replace(day=28) + datetime.timedelta(days=7)).replace(day=3) - today).days)
    issue = world.rectifying()
    first = min(reports(world, issue), key=lambda r: r["period_start"])
    path = f"/issues/{issue['id']}/progress-reports/{first['id']}"
    ok(world.admin.post(path + "/submit", {"progress_pct": "20", "done_text": "完成设计"}, headers=etag(1)))
    move(lone_stack, 4)
    ok(world.leader.post(f"/issues/{issue['id']}/extensions",
                         {"new_due": world.today(220), "reason_code": "ENGINEERING"}), 201)
    world.act(issue, "APPROVE_EXTENSION", world.office)
    periods = sorted((r["period_start"], r["period_end"]) for r in reports(world, issue))
    assert periods[0] == (first["period_start"], first["period_end"])
    assert all(earlier[1] < later[0] for earlier, later in zip(periods, periods[1:]))


def test_no_verdict_changes_by_time_alone(world, lone_stack):
    issue = world.rectifying()
    suspend(world, issue, 150)
    before = world.read(issue)
    move(lone_stack, 100)
    after = world.read(issue)
    same = ("state", "light", "light_reasons", "due_date", "remaining_days", "is_overdue", "row_version")
    assert {k: after[k] for k in same} == {k: before[k] for k in same} and after["light"] == "GREEN"
    assert ok(world.office.get(f"/issues/{issue['id']}/escalations"))["items"] == []
    assert ok(world.office.get(f"/issues/{issue['id']}/history"))["lights"] == []


def test_what_was_late_stays_late_and_grows_no_later(world, lone_stack):
    issue = world.issue(due_date=world.today(1))
    move(lone_stack, 4)
    late = world.read(issue)
    assert late["light"] == "RED" and late["is_overdue"] and late["late_days"] == 3
    suspend(world, issue, 60)
    move(lone_stack, 50)
    still = world.read(issue)
    assert (still["light"], still["is_overdue"], still["late_days"], still["remaining_days"]) == ("RED", True, 3, -3)
    world.act(issue, "RESUME", world.office, reason="已判决")
    again = world.read(issue)
    assert again["late_days"] == 3 and again["light"] == "RED"
    move(lone_stack, 1)
    assert world.read(issue)["late_days"] == 4


def test_milestones_and_due_date_move_by_the_pause(world, lone_stack):
    issue = world.rectifying()
    planned, due = milestones(world, issue), world.read(issue)["due_date"]
    suspend(world, issue, 100)
    move(lone_stack, 40)
    world.act(issue, "RESUME", world.office, reason="已判决")
    forty = datetime.timedelta(days=40)
    assert [day(p) for p in milestones(world, issue)] == [day(p) + forty for p in planned]
    after = world.read(issue)
    assert day(after["due_date"]) == working(day(due) + forty) and day(after["due_nominal"]) == day(due) + forty
    assert after["light"] == "GREEN"


def test_the_reason_of_a_pause_is_kept_and_shown(world):
    issue = world.rectifying()
    assert world.read(issue)["suspended_reason"] is None
    suspend(world, issue, 30)
    assert world.read(issue)["suspended_reason"] == "LEGAL"
    told = ok(world.office.get(f"/issues/{issue['id']}/history"))
    assert told["states"][-1]["detail"] == {"reason_code": "LEGAL", "until": world.today(30)}
    pause = {"from_on": world.today(), "until_on": world.today(30), "resumed_on": None, "reason_code": "LEGAL"}
    assert told["pauses"] == [pause]
    world.act(issue, "RESUME", world.office, reason="已判决")
    assert world.read(issue)["suspended_reason"] is None
    world.act(issue, "SUSPEND", world.office, reason="台风", reason_code="FORCE_MAJEURE", until=world.today(5))
    assert world.read(issue)["suspended_reason"] == "FORCE_MAJEURE"
    told = ok(world.office.get(f"/issues/{issue['id']}/history"))["pauses"]
    assert told == [pause | {"resumed_on": world.today()},
                    pause | {"until_on": world.today(5), "reason_code": "FORCE_MAJEURE"}]


def test_a_pause_that_ends_on_its_first_day_changes_nothing(world):
    for issue in (world.rectifying(), world.assigned()):
        before, planned, due = world.read(issue), milestones(world, issue), reports(world, issue)
        suspend(world, issue, 30)
        world.act(issue, "RESUME", world.office, reason="误操作")
        after = world.read(issue)
        same = ("state", "due_date", "due_nominal", "step_due", "light", "late_days", "late_steps")
        assert {k: after[k] for k in same} == {k: before[k] for k in same}
        assert milestones(world, issue) == planned
        keys = ("period_kind", "period_end", "due_on", "state")
        assert [[r[k] for k in keys] for r in reports(world, issue)] == [[r[k] for k in keys] for r in due]


def test_reports_are_laid_out_anew_and_none_is_owed_for_the_pause(world, lone_stack):
    issue = world.rectifying()
    suspend(world, issue, 150)
    move(lone_stack, 120)
    world.act(issue, "RESUME", world.office, reason="已判决")
    move(lone_stack, 0)
    found = reports(world, issue)
    assert {r["state"] for r in found} == {"DUE"}
    assert min(r["due_on"] for r in found) >= world.today()
    monthly = [r["due_on"] for r in found if r["due_on"] < world.read(issue)["due_date"][:8]]
    assert monthly and {d[-2:] for d in monthly} <= {"25"} | {world.today()[-2:]} | {r["period_end"][-2:]
            for r in found}
    assert max(r["period_end"] for r in found) == world.read(issue)["due_date"]


def test_what_was_due_before_the_pause_is_missed_all_the_same(world, lone_stack):
    issue = world.rectifying()
    first = min(r["due_on"] for r in reports(world, issue))
    lone_stack.psql("update bihuan.job_run set due_at = 'infinity' where job = 'missed-reports'")
    lone_stack.clock.move(days=(day(first) - day(world.today())).days + 1)
    suspend(world, issue, 30)
    assert [r["state"] for r in reports(world, issue) if r["due_on"] == first] == ["MISSED"]


def test_the_right_to_return_and_the_step_outlive_a_pause(world, lone_stack):
    issue = world.assigned()
    before = world.read(issue)
    suspend(world, issue, 60)
    assert world.read(issue)["step_due"] == before["step_due"]
    move(lone_stack, 30)
    world.act(issue, "RESUME", world.office, reason="已判决")
    after = world.read(issue)
    assert after["step_due"] > world.today() and after["light"] == "GREEN" and after["late_steps"] == 0
    assert world.act(issue, "BOUNCE", world.admin, reason="不属本单位")["state"] == "REGISTERED"


def test_a_late_job_ends_the_pause_on_its_last_day(world, lone_stack):
    issue = world.rectifying()
    planned = milestones(world, issue)
    suspend(world, issue, 10)
    lone_stack.psql("update bihuan.job_run set due_at = 'infinity' where job = 'suspensions'")
    lone_stack.clock.move(days=40)
    lone_stack.run_job("suspensions")
    moved = datetime.timedelta(days=11)
    assert [day(p) for p in milestones(world, issue)] == [day(p) + moved for p in planned]
    assert world.read(issue)["remaining_days"] >= 180 + 11 - 40
    assert lone_stack.psql(f"select resumed_on - from_on from bihuan.issue_pause where issue_id = '{issue['id']}'").strip() == "11"


def test_pauses_are_limited_alone_and_together(world, lone_stack):
    issue = world.rectifying()
    refused(world.try_act(issue, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(181)),
            422)
    suspend(world, issue, 150)
    lone_stack.clock.move(days=100)
    world.act(issue, "RESUME", world.office, reason="已判决")
    refused(world.try_act(issue, "SUSPEND", world.office, reason="再诉", reason_code="LEGAL", until=world.today(81)), 422)
    world.parameters(world.office, suspension_total_days=300)
    suspend(world, issue, 81)


def test_a_pause_ended_by_cancelling_counts_no_step_late(world, lone_stack):
    issue = world.assigned()
    suspend(world, issue, 60)
    lone_stack.clock.move(days=30)
    world.act(issue, "CANCEL", world.office, doc_no="松整改办〔2026〕8号")
    assert world.read(issue)["late_steps"] == 0
    rows = lone_stack.psql(f"select bool_and(ended_on <= due_on), count(*) from bihuan.issue_clock where issue_id = '{issue['id']}'")
    assert rows.split() == ["t", "2"]
    assert lone_stack.psql(f"select count(*) from bihuan.issue_pause where issue_id = '{issue['id']}' and resumed_on is null").strip() == "0"


def test_an_extension_that_waits_moves_with_the_pause(world, lone_stack):
    issue = world.rectifying()
    body = {"new_due": world.today(210), "reason_code": "ENGINEERING", "reason": "汛期停工"}
    ok(world.leader.post(f"/issues/{issue['id']}/extensions", body), 201)
    suspend(world, issue, 60)
    lone_stack.clock.move(days=50)
    world.act(issue, "RESUME", world.office, reason="已判决")
    assert world.act(issue, "APPROVE_EXTENSION", world.office)["due_date"] == world.today(210)


def test_a_plan_under_review_moves_with_the_pause(world, lone_stack):
    issue = world.planning()
    plan = world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    suspend(world, issue, 60)
    lone_stack.clock.move(days=20)
    world.act(issue, "RESUME", world.office, reason="已判决")
    assert ok(world.leader.get(f"/issues/{issue['id']}/plans/{plan['id']}"))["due_date"] == world.today(180)


def test_a_calendar_makes_the_limit_of_a_step_final(lone_stack):
    world = World(lone_stack)
    world.calendar(2026)
    lone_stack.clock.move(days=max(0, (datetime.date(2026, 12, 30) - world.now().date()).days))
    running, paused = world.assigned(), world.assigned()
    suspend(world, paused, 30)
    before = world.read(running)["step_due"]
    off = (datetime.date.fromisoformat(before)).isoformat()
    world.load(off[:4], "测试", [{"date": off, "is_workday": False, "name": "放假"}])
    lone_stack.until(lambda: world.read(running)["step_due"] > before)
    assert world.read(paused)["state"] == "SUSPENDED" and world.read(paused)["light"] == "GREEN"
