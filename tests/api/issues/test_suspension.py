# SPDX-License-Identifier: MIT
"""T24: while an issue is suspended nothing changes by time alone, and afterwards every clock goes on from where it
stood."""
import datetime

import pytest

from support import bodies
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


def test_days_before_an_extension_go_into_the_next_report(world, lone_stack):
    issue = world.rectifying()
    began = min(r["period_start"] for r in reports(world, issue))
    move(lone_stack, 12)
    ok(world.leader.post(f"/issues/{issue['id']}/extensions",
                         {"new_due": world.today(220), "reason_code": "ENGINEERING"}), 201)
    world.act(issue, "APPROVE_EXTENSION", world.office)
    periods = sorted((r["period_start"], r["period_end"]) for r in reports(world, issue))
    assert periods[0][0] == began and periods[-1][1] == world.today(220)
    assert all(day(later[0]) - day(earlier[1]) == datetime.timedelta(days=1)
               for earlier, later in zip(periods, periods[1:]))


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
    refused(world.try_act(issue, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(180)),
            422)
    suspend(world, issue, 150)
    lone_stack.clock.move(days=100)
    world.act(issue, "RESUME", world.office, reason="已判决")
    refused(world.try_act(issue, "SUSPEND", world.office, reason="再诉", reason_code="LEGAL", until=world.today(80)), 422)
    world.parameters(world.office, suspension_total_days=300)
    suspend(world, issue, 80)


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
    assert ok(world.leader.get(f"/issues/{issue['id']}/plans/{plan['id']}"))["due_date"] == world.read(issue)["due_date"]


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


def test_a_calendar_makes_the_due_date_that_a_pause_moved_final(lone_stack):
    """0.3: rolled by weekends alone while the year's notice is not there; the reports and an unfiled plan go along."""
    world = World(lone_stack)
    world.calendar(2026)
    issue = world.planning(term_class="LONG_TERM", due_date=world.today(700))
    world.plan(issue, due_date=world.today(700))
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    world.act(issue, "FILE_PLAN", world.office)
    suspend(world, issue, 30)
    lone_stack.clock.move(days=10)
    world.act(issue, "RESUME", world.office, reason="已判决")
    before = world.read(issue)
    assert before["due_provisional"]
    draft = world.plan(issue, due_date=before["due_date"])
    off = before["due_date"]
    world.load(off[:4], "测试", [{"date": off, "is_workday": False, "name": "放假"}])
    lone_stack.until(lambda: world.read(issue)["due_date"] > off)
    after = world.read(issue)
    assert day(after["due_date"]) == working(day(off) + datetime.timedelta(days=1)) and not after["due_provisional"]
    assert after["due_nominal"] == before["due_nominal"]
    assert max(r["period_end"] for r in reports(world, issue)) == after["due_date"]
    assert ok(world.leader.get(f"/issues/{issue['id']}/plans/{draft['id']}"))["due_date"] == after["due_date"]


def test_a_recurrence_before_a_pause_of_a_long_term_issue_opens_it_again(world, lone_stack):
    issue = world.rectifying(term_class="LONG_TERM")
    early = world.evidence(issue, "OTHER", by=world.office)["id"]
    world.verify(issue, goal_no=1)
    move(lone_stack, 1)
    world.act(issue, "KEEP_LONG_TERM", world.office)
    shown = world.evidence(issue, "OTHER", by=world.office)["id"]
    suspend(world, issue, 10)
    move(lone_stack, 2)
    world.act(issue, "RESUME", world.office)
    refused(world.try_act(issue, "REOPEN", world.office, reason="反弹", evidence_ids=[early]), 422)
    world.act(issue, "REOPEN", world.office, reason="反弹", evidence_ids=[shown])


def test_an_interview_held_in_a_pause_moves_by_what_is_left_of_it(world, lone_stack):
    head = world.who("310117", "GROUP_HEAD")
    issue = world.rectifying()
    made = ok(head.post(f"/issues/{issue['id']}/escalations", {"level": 5, "doc_no": "约28", "reason": "不力"}), 201)
    suspend(world, issue, 100)
    lone_stack.clock.move(days=30)
    path = f"/issues/{issue['id']}/escalations/{made['id']}"
    held = ok(head.post(path + "/interview", bodies.interview(world), headers=etag(1)))
    lone_stack.clock.move(days=5)
    world.act(issue, "RESUME", world.office, reason="已判决")
    seen = ok(head.get(f"/issues/{issue['id']}/escalations"))["items"][-1]

    def moved(was, now):
        return (day(now) - day(was)).days

    assert moved(held["interview"]["report_due"], seen["interview"]["report_due"]) == 5
    by_kind = {d["kind"]: d["due_on"] for d in held["duties"]}
    assert {d["kind"]: moved(by_kind[d["kind"]], d["due_on"]) for d in seen["duties"]} == {
        "RECEIPT": 35, "PLAN": 5, "REPORT": 5}


@pytest.mark.parametrize("start, moved", [(20, 0), (6, 4), (0, 10)])
def test_a_notice_moves_by_the_days_of_the_pause_that_it_ran(world, lone_stack, start, moved):
    """Ten days of pause: before the notice, into its first days, from its first day on."""
    issue = world.verified()
    world.act(issue, "PUBLISH", world.office, channels=world.channels(issue), start_on=world.today(start))
    before = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    suspend(world, issue, 15)
    lone_stack.clock.move(days=10)
    world.act(issue, "RESUME", world.office, reason="恢复")
    after = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    assert after["start_on"] == before["start_on"]
    assert (day(after["end_on"]) - day(before["end_on"])).days == moved


def summon(world, issue, level, **fields):
    """A step of the ladder, by its path and as it was answered."""
    by = world.who("310117", "GROUP_HEAD") if level > 3 else world.office
    body = {"level": level, "doc_no": f"督{issue['serial_no']}", "reason": "整改不力"} | fields
    made = ok(by.post(f"/issues/{issue['id']}/escalations", body), 201)
    return f"/issues/{issue['id']}/escalations/{made['id']}", made


def step(world, path):
    found = ok(world.who("310117", "GROUP_HEAD").get(path.rsplit("/", 1)[0]))["items"]
    return next(s for s in found if s["id"] == path.rsplit("/", 1)[1])


def test_an_interview_entered_after_a_pause_owes_what_one_entered_before_it_does(world, lone_stack):
    """0.3: the order of entry does not matter."""
    head, body = world.who("310117", "GROUP_HEAD"), bodies.interview(world)
    issues = [world.assigned() for _ in range(2)]
    before, after = (summon(world, issue, 5)[0] for issue in issues)
    ok(head.post(before + "/interview", body, headers=etag(1)))
    for issue in issues:
        suspend(world, issue, 60)
    lone_stack.clock.move(days=50)
    for issue in issues:
        world.act(issue, "RESUME", world.office, reason="已判决")
    ok(head.post(after + "/interview", body, headers=etag(1)))
    first, second = ({"duties": {d["kind"]: d["due_on"] for d in seen["duties"]}, "reply": seen["reply_due"],
                      "plan": seen["interview"]["plan_due"], "report": seen["interview"]["report_due"]}
                     for seen in (step(world, before), step(world, after)))
    assert first == second
    assert first["reply"] == first["plan"] == first["duties"]["PLAN"] and first["report"] == first["duties"]["REPORT"]


def test_what_is_done_in_a_pause_is_not_late(world, lone_stack):
    issue = world.rectifying()
    path, made = summon(world, issue, 3)
    suspend(world, issue, 170)
    lone_stack.clock.move(days=160)
    seen = ok(world.leader.post(path + "/reply", {"reply": "已办"}, headers=etag(1)))
    assert [(r["due_on"], r["is_late"]) for r in seen["replies"]] == [(made["reply_due"], False)]
    late = [m["is_late"] for m in ok(world.office.get(f"/issues/{issue['id']}/milestones"))["items"]]
    assert min(milestones(world, issue)) < world.today() and not any(late)


def test_the_day_to_answer_by_that_is_shown_moves_as_the_one_that_is_asked(world, lone_stack):
    issue = world.rectifying()
    path, made = summon(world, issue, 3)
    answered, done = summon(world, issue, 3, doc_no="督再")
    ok(world.leader.post(answered + "/reply", {"reply": "已办"}, headers=etag(1)))
    suspend(world, issue, 60)
    lone_stack.clock.move(days=10)
    world.act(issue, "RESUME", world.office, reason="已判决")
    seen = step(world, path)
    assert seen["reply_due"] == next(d["due_on"] for d in seen["duties"] if d["kind"] == "REPLY")
    assert (day(seen["reply_due"]) - day(made["reply_due"])).days == 10
    assert step(world, answered)["reply_due"] == done["reply_due"]
