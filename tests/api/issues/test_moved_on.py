# SPDX-License-Identifier: MIT
"""What waits for the issue is judged by what stands when its turn has come: the state, its part, what it rests on."""
import pytest

from support.issues import derive_unit, etag, ok, refused
from support.moments import meanwhile


def parts(world, issue, name):
    return ok(world.leader.get(f"/issues/{issue['id']}/{name}"))["items"]


def add_plan(world):
    issue = world.planning()
    return issue, lambda: world.leader.post(f"/issues/{issue['id']}/plans", {
        "due_date": world.today(90), "goals": [{"text": "消除黑臭"}],
        "measures": [{"type": "ENG", "text": "雨污分流改造", "unit": "310117-SW", "milestones": []}]})


def change_plan(world):
    issue = world.planning()
    plan = world.plan(issue)
    return issue, lambda: world.leader.patch(f"/issues/{issue['id']}/plans/{plan['id']}", {"summary": "调整"},
                                             headers=etag(plan["row_version"]))


def reach_milestone(world):
    issue = world.rectifying()
    first = parts(world, issue, "milestones")[0]
    return issue, lambda: world.leader.patch(f"/issues/{issue['id']}/milestones/{first['id']}",
                                             {"actual_date": world.today()}, headers=etag(first["row_version"]))


def report_body(world, progress, end):
    return {"period_start": world.today(end - 7), "period_end": world.today(end), "progress_pct": progress,
            "done_text": "清淤"}


def report(world, issue, progress="30", end=0):
    return ok(world.admin.post(f"/issues/{issue['id']}/progress-reports", report_body(world, progress, end)), 201)


def confirm(world, issue, made):
    return world.supervisor.post(f"/issues/{issue['id']}/progress-reports/{made['id']}/confirm", {"opinion": "属实"},
                                 headers=etag(made["row_version"]))


def hand_in_report(world):
    issue = world.rectifying()
    return issue, lambda: world.admin.post(f"/issues/{issue['id']}/progress-reports", report_body(world, "30", 0))


def confirm_report(world):
    issue = world.rectifying()
    made = report(world, issue)
    return issue, lambda: confirm(world, issue, made)


def add_evidence(world):
    issue, sha256 = world.rectifying(), world.file(world.admin)
    return issue, lambda: world.admin.post(f"/issues/{issue['id']}/evidence", {"kind": "OTHER", "sha256": sha256})


def remove_evidence(world):
    issue = world.rectifying()
    piece = world.evidence(issue, "OTHER")
    return issue, lambda: world.admin.post(f"/issues/{issue['id']}/evidence/{piece['id']}/remove", {"reason": "传错"},
                                           headers=etag(1))


def prolong_notice(world):
    issue = world.published()
    notice = parts(world, issue, "publicity")[0]
    return issue, lambda: world.office.patch(f"/issues/{issue['id']}/publicity/{notice['id']}",
                                             {"end_on": world.today(20)}, headers=etag(notice["row_version"]))


def find_against(world):
    issue = world.rectifying()
    piece = world.evidence(issue, "OTHER")
    return issue, lambda: world.office.post(f"/issues/{issue['id']}/findings", {
        "kind": "FALSE", "unit": "310117-SW", "facts": "台账与现场不符", "evidence_ids": [piece["id"]]})


def derive(world):
    issue = world.rectifying()
    return issue, lambda: world.office.post(f"/issues/{issue['id']}/derive", {
        "tenants": [derive_unit("310117001")], "due_date": world.today(60)})


@pytest.mark.parametrize("act, state", [
    (add_plan, "CANCELLED"), (change_plan, "PLAN_REVIEW"), (reach_milestone, "ACCEPT_APPLIED"),
    (hand_in_report, "CLOSED"), (confirm_report, "CLOSED"), (add_evidence, "CLOSED"), (remove_evidence, "CLOSED"),
    (prolong_notice, "CLOSED"), (find_against, "CANCELLED"), (derive, "CANCELLED")],
                         ids=lambda v: getattr(v, "__name__", v))
def test_what_the_new_state_does_not_allow_is_refused(world, stack, act, state):
    issue, send = act(world)
    moved = f"update bihuan.issue set state = '{state}' where id = '{issue['id']}'"
    refused(meanwhile(stack, issue, send, moved), 409, "state-conflict")


def test_a_milestone_is_not_reached_on_evidence_that_goes_at_the_same_moment(world, stack):
    issue = world.planning()
    world.rectify(issue, measures=[{"type": "ENG", "text": "雨污分流改造", "unit": "310117-SW", "milestones": [
        {"name": "完工", "weight": "100", "planned_date": world.today(30), "evidence_required": True}]}])
    first = parts(world, issue, "milestones")[0]
    piece = world.evidence(issue, "OTHER", milestone_id=first["id"])
    gone = f"""update bihuan.evidence set deleted_at = now(), deleted_by = 'x', delete_reason = '传错'
                where id = '{piece['id']}'"""
    refused(meanwhile(stack, issue, lambda: world.leader.patch(
        f"/issues/{issue['id']}/milestones/{first['id']}", {"actual_date": world.today()},
        headers=etag(first["row_version"])), gone), 409, "guard-failed")
    assert parts(world, issue, "milestones")[0]["actual_date"] is None


def test_of_two_reports_confirmed_at_the_same_moment_the_later_one_tells_the_progress(world, stack):
    issue = world.rectifying()
    first, last = report(world, issue, "30", -7), report(world, issue, "60", 0)
    other = f"""update bihuan.progress_report set state = 'CONFIRMED' where id = '{last['id']}';
                update bihuan.issue set progress_pct = 60 where id = '{issue['id']}'"""
    ok(meanwhile(stack, issue, lambda: confirm(world, issue, first), other))
    assert float(world.read(issue)["progress_pct"]) == 60
