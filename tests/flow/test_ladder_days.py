# SPDX-License-Identifier: MIT
"""By which day what a step of the ladder asks for is owed, over years: a calendar that comes later or is corrected, an
interval that is changed, a day that a person named, a unit that is replaced."""
import datetime

import pytest

from support import bodies
from support.issues import World, etag, ok
from support.moves import allocate, change, heard_all, split, zone


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.begin_at_noon()
    made.weekdays()
    return made


def summon(world, level, issue=None, **fields):
    issue = issue or world.assigned(due_date=world.today(180))
    body = {"level": level, "doc_no": f"督〔2026〕{issue['serial_no']}-{level}号", "reason": "整改不力"} | fields
    by = world.office if level == 3 else world.who("310117", "GROUP_HEAD")
    made = ok(by.post(f"/issues/{issue['id']}/escalations", body), 201)
    return issue, f"/issues/{issue['id']}/escalations/{made['id']}"


def found(world, path):
    """One of the list that it is in."""
    listed, _, one = path.rpartition("/")
    return next(r for r in ok(world.who("310117", "GROUP_HEAD").get(listed))["items"] if r["id"] == one)


def owed(world, path, kind):
    return sorted(d["due_on"] for d in found(world, path)["duties"] if d["kind"] == kind)


def reply(world, path, version=1, by=None):
    return ok((by or world.leader).post(path + "/reply", {"reply": "已办"}, headers=etag(version)))["replies"][-1]


def days_to(world, day):
    return (datetime.date.fromisoformat(day) - datetime.date.fromisoformat(world.today())).days


def returned_report(world):
    listed = f"/issues/{world.rectifying()['id']}/progress-reports"
    first = min(ok(world.office.get(listed))["items"], key=lambda r: r["period_start"])
    path = f"{listed}/{first['id']}"
    world.stack.clock.move(days=days_to(world, first["due_on"]))  # else it would have until then to come again
    sent = ok(world.admin.post(path + "/submit", {"progress_pct": "10", "done_text": "已办"},
                               headers=etag(first["row_version"])))
    ok(world.office.post(path + "/return", {"opinion": "不实"}, headers=etag(sent["row_version"])))
    return path


def test_a_corrected_calendar_moves_what_is_owed(world):
    """As one that comes later does; who answered by the new day was not late, and nobody becomes late by it."""
    _, late = summon(world, 3)
    day = owed(world, late, "REPLY")[0]
    world.stack.clock.move(days=days_to(world, day) + 1)
    assert reply(world, late)["is_late"]
    report = returned_report(world)
    _, letter = summon(world, 3)
    _, summons = summon(world, 5)
    ok(world.who("310117", "GROUP_HEAD").post(summons + "/interview", bodies.interview(world), headers=etag(1)))
    asked = [(letter, "RECEIPT"), (letter, "REPLY"), (summons, "PLAN"), (summons, "REPORT")]
    before = [owed(world, *a)[0] for a in asked]
    again_by = found(world, report)["resubmit_by"]

    world.weekdays(day, again_by, *before)
    world.stack.until(lambda: not found(world, late)["replies"][0]["is_late"])
    world.stack.until(lambda: found(world, report)["resubmit_by"] > again_by)
    after = [owed(world, *a)[0] for a in asked]
    assert all(new > old and datetime.date.fromisoformat(new).weekday() < 5 and new not in before
               for new, old in zip(after, before)), (before, after)
    assert found(world, late)["replies"][0]["due_on"] == owed(world, late, "REPLY")[0] > day
    held = found(world, summons)
    assert (found(world, letter)["reply_due"], held["reply_due"]) == (after[1], after[2])
    assert (held["interview"]["plan_due"], held["interview"]["report_due"]) == (after[2], after[3])

    world.weekdays()  # and back
    world.stack.until(lambda: [owed(world, *a)[0] for a in asked] == before)
    assert not found(world, late)["replies"][0]["is_late"]


def months_behind(world, path, days):
    """The days of the reports of a listing, `days` later, walked through in steps of a few days."""
    for _ in range(days // 5):
        world.night(5)
    return owed(world, path, "REPLY")


def gaps(days):
    dates = [datetime.date.fromisoformat(day) for day in days]
    return [round((b - a).days / 30.4) for a, b in zip(dates, dates[1:])]


@pytest.mark.parametrize("first, then, days, expected", [(3, 1, 135, [1, 1]), (1, 3, 70, [3]), (3, 2, 165, [2])])
def test_another_interval_counts_from_the_last_month(world, first, then, days, expected):
    """And stops no other issue's daily run."""
    world.parameters(world.office, listed_reply_months=first)
    _, path = summon(world, 4)
    assert len(owed(world, path, "REPLY")) == 1
    world.parameters(world.office, listed_reply_months=then)
    months = months_behind(world, path, days)
    assert gaps(months)[:len(expected)] == expected, months
    assert len(months) == len(set(months)) and months[-1] > world.today()


def test_a_day_that_a_person_named_stops_no_daily_run(world):
    """Two months away: the next report is asked for by the month behind it."""
    _, path = summon(world, 4, reply_due=world.today(61))
    months = months_behind(world, path, 70)
    assert len(months) == 2 and months[0] < months[1] and months[1] > world.today()


def test_a_listing_of_ten_years_stops_no_daily_run(world):
    """Its months are more than a limit counts."""
    issue, path = summon(world, 4)
    _, young = summon(world, 4)
    old = path.rpartition("/")[2]
    world.stack.psql("update bihuan.escalation set issued_on = issued_on - interval '120 months' where id = '%s'; "
                     "update bihuan.escalation_duty set amount = 120, due_on = '%s', began_on = began_on - 3650 "
                     "where escalation_id = '%s' and kind = 'REPLY'" % (old, world.today(), old))
    world.night(days=40)
    assert (len(owed(world, path, "REPLY")), len(owed(world, young, "REPLY"))) == (1, 2)


def test_two_months_that_nobody_answered_pass_to_who_takes_over(world):
    issue, path = summon(world, 4)
    months_behind(world, path, 65)
    assert len(owed(world, path, "REPLY")) == 3
    world.parties(issue, lead="310117-CG", resp="310117-CG")
    mine = [d for d in found(world, path)["duties"] if d["unit"]["code"] == "310117-CG" and d["kind"] == "REPLY"]
    assert len(mine) == 3 and all(d["due_on"] > world.today() for d in mine)


def open_days(world, path, unit):
    return {d["kind"]: d["due_on"] for d in found(world, path)["duties"]
            if d["unit"]["code"] == unit and not d["done_at"]}


def test_who_takes_over_after_an_interview_has_days_of_his_own(world):
    issue, path = summon(world, 5)
    ok(world.who("310117", "GROUP_HEAD").post(path + "/interview", bodies.interview(world), headers=etag(1)))
    world.stack.clock.move(days=days_to(world, owed(world, path, "PLAN")[0]) + 3)
    world.parties(issue, lead="310117-CG", resp="310117-CG")
    days, held = open_days(world, path, "310117-CG"), found(world, path)["interview"]
    assert world.today(10) < days["PLAN"] < days["REPORT"]
    assert (held["plan_due"], held["report_due"]) == (days["PLAN"], days["REPORT"])


def test_who_is_given_what_a_divided_body_left_has_days_of_his_own(world):
    for code in ("310117K91", "310117K92", "310117K93"):
        zone(world, code)
    issue = world.assigned_to("310117K91", due_date=world.today(180))
    _, path = summon(world, 3, issue)
    split(world, "310117K91", "310117K92", "310117K93")
    heard_all(world)
    world.stack.clock.move(days=days_to(world, owed(world, path, "REPLY")[0]) + 20)
    ok(allocate(world, issue, "310117K91", "310117K92"))
    days = open_days(world, path, "310117K92")
    assert days["RECEIPT"] > world.today() and days["REPLY"] > world.today()
    assert not reply(world, path, by=world.who("310117K92", "UNIT_LEADER"))["is_late"]


def test_the_heir_of_a_merged_body_has_days_of_its_own(world):
    """For what it takes over; what it owed itself it still owes since then."""
    for code in ("310117K94", "310117K95"):
        zone(world, code)
    taken, shared = world.assigned_to("310117K94", due_date=world.today(180)), world.issue(due_date=world.today(180))
    world.parties(shared, lead="310117K94", resp="310117K95")
    world.act(shared, "ASSIGN", world.office)
    letters = [summon(world, 3, issue)[1] for issue in (taken, shared)]
    listed = summon(world, 4, taken)[1]
    own = open_days(world, letters[1], "310117K95")
    world.stack.clock.move(days=days_to(world, owed(world, listed, "REPLY")[0]) + 20)
    change(world, kind="MERGE", tenant="310117K94", successors=[{"tenant": "310117K95"}])
    heard_all(world)
    heir = world.who("310117K95", "UNIT_LEADER")
    for path in (letters[0], listed):
        assert not open_days(world, path, "310117K94")
        days = open_days(world, path, "310117K95")
        assert sorted(days) == ["RECEIPT", "REPLY"] and min(days.values()) > world.today()
        assert not reply(world, path, by=heir)["is_late"]
    assert open_days(world, letters[1], "310117K95") == own and not open_days(world, letters[1], "310117K94")
    assert reply(world, letters[1], by=heir)["is_late"]
