# SPDX-License-Identifier: MIT
"""Progress reports (B.1, F.4-4): handed in once their time has begun, judged by the level above, whose confirmation is
no last word."""
import datetime

import pytest

from support.issues import World, etag, ok, refused


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026, 2027)
    return made


def scheduled(world, issue):
    """The reports of the schedule, the first period first."""
    found = ok(world.office.get(f"/issues/{issue['id']}/progress-reports"))["items"]
    return sorted(found, key=lambda r: r["period_start"])


def submit(world, issue, report, pct="20"):
    return world.admin.post(f"/issues/{issue['id']}/progress-reports/{report['id']}/submit",
                            {"progress_pct": pct, "done_text": "完成设计"},
                            headers=etag(report["row_version"]))


def judge(world, issue, report, decision, by=None):
    return (by or world.office).post(f"/issues/{issue['id']}/progress-reports/{report['id']}/{decision}",
                                     {"opinion": "与现场不符"},
                                     headers=etag(report["row_version"]))


def test_a_report_is_not_handed_in_before_its_period(world):
    issue = world.rectifying()
    first, *_, last = scheduled(world, issue)
    assert first["period_start"] <= world.today() < last["period_start"]
    refused(submit(world, issue, last), 409, "state-conflict")
    assert ok(submit(world, issue, first))["state"] == "SUBMITTED"


def test_a_confirmed_report_that_turns_out_wrong_is_returned(world):
    issue = world.rectifying()
    report = ok(submit(world, issue, scheduled(world, issue)[0]))
    confirmed = ok(judge(world, issue, report, "confirm"))
    assert world.read(issue)["progress_pct"] == "20.00"
    returned = ok(judge(world, issue, confirmed, "return"))
    assert returned["state"] == "RETURNED" and returned["opinion"] == "与现场不符"
    assert world.read(issue)["progress_pct"] in ("0", "0.00")
    again = ok(submit(world, issue, returned, "10"))
    assert again["state"] == "SUBMITTED"
    refused(judge(world, issue, ok(judge(world, issue, again, "return")), "return"), 409)


@pytest.fixture
def alone(lone_stack):
    """With a clock of its own."""
    made = World(lone_stack)
    made.calendar(2026, 2027)
    return made


def on(world, day):
    """Moves to that day, and lets the jobs that mark reports run."""
    world.stack.clock.move(days=(datetime.date.fromisoformat(day) - world.now().date()).days)
    for job in ("suspensions", "missed-reports"):
        world.stack.run_job(job)


def day_after(day):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def find(world, issue, report):
    return next(r for r in scheduled(world, issue) if r["id"] == report["id"])


def test_a_returned_report_that_does_not_come_again_is_missed(alone):
    issue = alone.rectifying()
    report = ok(submit(alone, issue, scheduled(alone, issue)[0]))
    on(alone, report["due_on"])
    returned = ok(judge(alone, issue, report, "return"))
    assert alone.today() < returned["resubmit_by"] <= alone.today(14)
    on(alone, returned["resubmit_by"])
    assert find(alone, issue, report)["state"] == "RETURNED"
    on(alone, day_after(returned["resubmit_by"]))
    missed = find(alone, issue, report)
    assert (missed["state"], missed["was_missed"]) == ("MISSED", True)
    again = ok(submit(alone, issue, missed))
    assert (again["state"], again["was_missed"], again["resubmit_by"]) == ("SUBMITTED", True, None)


def test_a_report_returned_early_is_owed_by_its_day(alone):
    issue = alone.rectifying()
    last = scheduled(alone, issue)[1]
    on(alone, last["period_start"])
    returned = ok(judge(alone, issue, ok(submit(alone, issue, last)), "return"))
    assert returned["resubmit_by"] == max(returned["due_on"], returned["resubmit_by"])
    on(alone, returned["due_on"])
    assert find(alone, issue, last)["state"] == "RETURNED"


def test_days_of_a_pause_do_not_make_a_returned_report_missed(alone):
    issue = alone.rectifying()
    report = ok(submit(alone, issue, scheduled(alone, issue)[0]))
    on(alone, report["due_on"])
    returned = ok(judge(alone, issue, report, "return"))
    alone.act(issue, "SUSPEND", alone.office, reason="诉讼中止", reason_code="LEGAL", until=alone.today(60))
    on(alone, alone.today(50))
    alone.act(issue, "RESUME", alone.office, reason="已判决")
    on(alone, alone.today())
    still = find(alone, issue, report)
    assert still["state"] == "RETURNED" and still["resubmit_by"] > alone.today() > returned["resubmit_by"]


def test_what_cannot_come_again_is_not_returned(world):
    paused, noticed = world.rectifying(), world.rectifying()
    reports = [ok(judge(world, i, ok(submit(world, i, scheduled(world, i)[0])), "confirm")) for i in (paused, noticed)]
    world.act(paused, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(30))
    world.milestones_done(noticed)
    world.materials(noticed)
    world.act(noticed, "APPLY_ACCEPTANCE", world.leader)
    world.act(noticed, "ACCEPT_MATERIALS", world.office)
    world.verify(noticed)
    world.evaluate(noticed)
    world.act(noticed, "PUBLISH", world.office, channels=world.channels(noticed))
    for issue, report in zip((paused, noticed), reports):
        refused(judge(world, issue, report, "return"), 409, "state-conflict")
        assert find(world, issue, report)["state"] == "CONFIRMED"


@pytest.mark.parametrize("first", ["quarter", "adhoc"])
def test_the_progress_is_what_was_told_last(alone, first):
    """Of a quarter that is not over as much is known as was told: a later report beside the schedule goes before it,
    whichever is confirmed first."""
    issue = alone.rectifying(term_class="LONG_TERM")
    told = {"quarter": ok(submit(alone, issue, scheduled(alone, issue)[0], "20"))}
    assert told["quarter"]["period_kind"] == "QUARTER"
    on(alone, alone.today(3))
    body = {"period_start": alone.today(-2), "period_end": alone.today(), "progress_pct": "45", "done_text": "主体完工"}
    told["adhoc"] = ok(alone.admin.post(f"/issues/{issue['id']}/progress-reports", body), 201)
    assert told["quarter"]["period_end"] > alone.today()
    for kind in sorted(told, key=lambda kind: kind != first):
        ok(judge(alone, issue, told[kind], "confirm"))
    assert alone.read(issue)["progress_pct"] == "45.00"


def first_of_next_month(world):
    today = world.now().date()
    on(world, (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1).isoformat())


def to_day(world, n):
    """That day of this month or, when it is over, of the next."""
    today = world.now().date()
    base = today if today.day < n else today.replace(day=1) + datetime.timedelta(days=32)
    on(world, base.replace(day=n).isoformat())


def test_who_leaves_over_the_day_of_a_report_owes_it_when_he_is_back(alone):
    """What was worked before is asked for within the days of a returned report, and what follows by itself; not the
    days in between."""
    first_of_next_month(alone)
    issue = alone.rectifying()
    began = alone.today()
    alone.milestones_done(issue)
    alone.materials(issue)
    for _ in range(2):
        to_day(alone, 24)
        left = alone.today(-1)
        alone.act(issue, "APPLY_ACCEPTANCE", alone.leader)
        on(alone, alone.today(2))
        alone.act(issue, "RETURN", alone.office, reason="材料不实", due_date=alone.today(30))
        worked, after = [r for r in scheduled(alone, issue) if r["state"] == "DUE"][:2]
        assert (worked["period_start"], worked["period_end"]) == (began, left)
        assert alone.today() < worked["due_on"] <= alone.today(14)
        assert after["period_start"] == alone.today()
        began = after["period_start"]
    kept = [r["state"] for r in scheduled(alone, issue)]
    assert kept[0] == "MISSED" and ok(submit(alone, issue, worked))["state"] == "SUBMITTED"


@pytest.mark.parametrize("days, whole", [(2, False), (5, True)])
def test_days_before_a_pause_go_into_the_next_report(alone, days, whole):
    first_of_next_month(alone)
    issue = alone.rectifying()
    began = alone.today()
    to_day(alone, 22)
    alone.act(issue, "SUSPEND", alone.office, reason="诉讼中止", reason_code="LEGAL", until=alone.today(60))
    on(alone, alone.today(days))
    alone.act(issue, "RESUME", alone.office, reason="已判决")
    first, second, *_ = scheduled(alone, issue)
    assert first["period_start"] == began
    if whole:  # its day passed meanwhile
        assert first["period_end"] == alone.today(-days - 1) and second["period_start"] == alone.today()
    else:
        assert first["period_end"] > alone.today() and second["period_start"] == day_after(first["period_end"])


def test_no_report_is_asked_of_days_that_were_not_worked(alone):
    """Suspended on the day after the last one that a report covers."""
    first_of_next_month(alone)
    issue = alone.rectifying()
    first = scheduled(alone, issue)[0]
    ok(submit(alone, issue, first))
    on(alone, day_after(first["period_end"]))
    alone.act(issue, "SUSPEND", alone.office, reason="诉讼中止", reason_code="LEGAL", until=alone.today(60))
    on(alone, alone.today(3))
    alone.act(issue, "RESUME", alone.office, reason="已判决")
    assert scheduled(alone, issue)[1]["period_start"] == alone.today()


def noticed_after(world, days):
    """An issue in public notice that was worked at for so many days."""
    issue = world.rectifying()
    on(world, world.today(days))
    world.milestones_done(issue)
    world.materials(issue)
    world.act(issue, "APPLY_ACCEPTANCE", world.leader)
    world.act(issue, "ACCEPT_MATERIALS", world.office)
    world.verify(issue)
    world.evaluate(issue)
    return world.act(issue, "PUBLISH", world.office, channels=world.channels(issue))


def test_a_missed_report_is_handed_in_during_the_notice(alone):
    issue = noticed_after(alone, 40)
    missed, due = (next(r for r in scheduled(alone, issue) if r["state"] == state) for state in ("MISSED", "DUE"))
    refused(submit(alone, issue, scheduled(alone, issue)[-1]), 409, "state-conflict")  # it has not begun
    assert ok(submit(alone, issue, missed, "100"))["state"] == "SUBMITTED"
    assert ok(submit(alone, issue, due, "100"))["state"] == "SUBMITTED"
    assert ok(judge(alone, issue, find(alone, issue, missed), "confirm"))["state"] == "CONFIRMED"


def test_nobody_is_reminded_of_a_report_that_is_not_owed(alone):
    alone.begin_at_noon()
    issue = noticed_after(alone, 0)
    due = min(r["due_on"] for r in scheduled(alone, issue) if r["due_on"] > alone.today(1))
    alone.night(days=(datetime.date.fromisoformat(due) - alone.now().date()).days - 1)
    assert [s["rung"] for s in ok(alone.office.get(f"/issues/{issue['id']}/escalations"))["items"]
            if "REPORT" in s["rung"]] == []


def test_a_graver_issue_reports_more_often_from_then_on(world):
    """B.6: weekly when it is major; the days before go into the first week's."""
    issue = world.rectifying()
    began = scheduled(world, issue)[0]["period_start"]

    def judged(severity, by):
        ok(by.patch(f"/issues/{issue['id']}", {"severity": severity},
                    headers=etag(world.read(issue)["row_version"])))
        return scheduled(world, issue)

    weekly = judged("MAJOR", world.office)
    assert {r["period_kind"] for r in weekly} == {"WEEK"} and weekly[0]["period_start"] == began
    handed_in = ok(submit(world, issue, weekly[0]))
    monthly = judged("GENERAL", world.city)
    assert [r["period_kind"] for r in monthly[:2]] == ["WEEK", "MONTH"]
    assert monthly[1]["period_start"] == day_after(handed_in["period_end"])
