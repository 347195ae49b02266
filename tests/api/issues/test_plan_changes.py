# SPDX-License-Identifier: MIT
"""T10: whether the goals of a changed plan are as strong as the finding asks is the deciding office's word, not the
applicant's."""
import datetime

import pytest

from support.issues import UNITS, World, etag, ok, refused


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026, 2027)
    return made


@pytest.fixture
def changing(world):
    """An issue with a change of plan that waits, and that version."""
    issue = world.rectifying()
    plan = world.plan(issue, goals=[{"text": "减轻黑臭"}])
    ok(world.leader.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "工程变更"},
                         headers=etag(plan["row_version"])))
    return issue, plan


def approve(world, issue, **fields):
    return world.try_act(issue, "APPROVE_PLAN_CHANGE", world.office, **fields)


def pointers(problem):
    return [e["pointer"] for e in problem["errors"]]


def test_the_applicant_has_no_word_in_it(world):
    issue = world.planning()
    body = {"due_date": world.today(180), "goals": [{"text": "消除黑臭"}], "measures": []}
    path = f"/issues/{issue['id']}/plans"
    for said in ({"goals_weaker": False}, {"city_consent_no": "沪环〔2026〕1号"}):
        refused(world.leader.post(path, body | said), 422)
    plan = ok(world.leader.post(path, body), 201)
    refused(world.leader.patch(f"{path}/{plan['id']}", {"goals_weaker": False}, headers=etag(plan["row_version"])), 422)


def test_a_change_is_not_approved_without_the_offices_verdict(world, changing):
    issue, plan = changing
    assert "/goals_verdict" in pointers(refused(approve(world, issue), 422))
    approve(world, issue, goals_verdict="MET")
    filed = ok(world.leader.get(f"/issues/{issue['id']}/plans/{plan['id']}"))
    assert (filed["state"], filed["goals_weaker"], filed["city_consent_no"]) == ("FILED", False, None)


def test_weaker_goals_need_the_citys_consent(world, changing):
    issue, plan = changing
    assert pointers(refused(approve(world, issue, goals_verdict="WEAKER"), 422)) == ["/city_consent_no"]
    ok(approve(world, issue, goals_verdict="WEAKER", city_consent_no="沪环督〔2026〕\"7\"号"))
    filed = ok(world.leader.get(f"/issues/{issue['id']}/plans/{plan['id']}"))
    assert (filed["state"], filed["goals_weaker"], filed["city_consent_no"]) == ("FILED", True, "沪环督〔2026〕\"7\"号")
    log = ok(world.office.get(f"/issues/{issue['id']}/history"))["states"]
    said = next(s for s in log if s["action"] == "APPROVE_PLAN_CHANGE")["detail"]
    assert said == {"goals_verdict": "WEAKER", "city_consent_no": "沪环督〔2026〕\"7\"号"}


@pytest.mark.parametrize("chosen,due", [(180, 300), (100, 100)])
def test_a_change_handed_in_before_an_extension_does_not_take_it_back(world, chosen, due):
    issue = world.rectifying()
    plan = world.plan(issue, due_date=world.today(chosen))
    path = f"/issues/{issue['id']}/plans/{plan['id']}"
    ok(world.leader.post(path + "/submit", {"reason": "工程变更"}, headers=etag(plan["row_version"])))
    asked = {"new_due": world.today(300), "reason_code": "ENGINEERING", "reason": "管线搬迁"}
    ok(world.leader.post(f"/issues/{issue['id']}/extensions", asked), 201)
    assert world.act(issue, "APPROVE_EXTENSION", world.office)["due_date"] == world.today(300)
    ok(approve(world, issue, goals_verdict="MET"))
    assert world.read(issue)["due_date"] == ok(world.leader.get(path))["due_date"] == world.today(due)


# ---- what a change takes over

DONE = {"name": "主管贯通", "weight": "50"}
REST = {"name": "全线通水", "weight": "50"}
WORK = {"type": "ENG", "text": "雨污分流改造", "unit": UNITS["lead"]}


def filed(world, *measures):
    """A rectifying issue whose plan has these measures; its first milestone was reached."""
    issue = world.planning()
    world.plan(issue, measures=dated(world, measures))
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    world.act(issue, "FILE_PLAN", world.office)
    milestone = next(m for m in ok(world.leader.get(f"/issues/{issue['id']}/milestones"))["items"]
                     if m["name"] == DONE["name"])
    ok(world.leader.patch(f"/issues/{issue['id']}/milestones/{milestone['id']}", {"actual_date": world.today()},
                          headers=etag(milestone["row_version"])))
    return issue


def dated(world, measures):
    return [m | {"milestones": [{"planned_date": world.today(40)} | s for s in m["milestones"]]} for m in measures]


def change(world, issue, *measures, **fields):
    """Another version takes the place of the one in force; what was reached of it, in its order."""
    plan = world.plan(issue, measures=dated(world, measures), **fields)
    path = f"/issues/{issue['id']}/plans/{plan['id']}"
    ok(world.leader.post(path + "/submit", {"reason": "工程变更"}, headers=etag(plan["row_version"])))
    ok(approve(world, issue, goals_verdict="MET"))
    done = ok(world.leader.get(path))
    assert done["state"] == "FILED"
    return [s["actual_date"] is not None for m in done["measures"] for s in m["milestones"]]


@pytest.mark.parametrize("measures,reached", [
    ([WORK | {"milestones": [DONE | {"weight": "30"}, REST | {"weight": "70"}]}], [True, False]),
    ([WORK | {"milestones": [REST, DONE]}], [False, True]),
    ([WORK | {"milestones": [DONE | {"evidence_required": True}, REST]}], [False, False]),
    ([WORK | {"text": "泵站改造", "milestones": [DONE, REST]}], [False, False]),
    ([WORK | {"type": "INST", "milestones": [DONE, REST]}], [False, False]),
    ([WORK | {"unit": UNITS["coop"], "milestones": [DONE, REST]}], [False, False]),
    ([WORK | {"milestones": [DONE | {"weight": "20"}, DONE | {"weight": "30"}, REST]}], [True, False, False]),
    ([WORK | {"text": "泵站改造", "milestones": [DONE]}, WORK | {"milestones": [DONE | {"weight": "50"}]}], [False, True]),
], ids=["dates and weights", "order", "evidence", "work", "kind of work", "unit", "one name twice", "two measures"])
def test_only_the_same_milestone_stays_reached(world, measures, reached):
    issue = filed(world, WORK | {"milestones": [DONE, REST]})
    assert change(world, issue, *measures) == reached


# ---- what goes along with the issue's due date

def submit(world, issue, plan):
    return ok(world.leader.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "工程变更"},
                                headers=etag(plan["row_version"])))


def extend(world, issue, days):
    asked = {"new_due": world.today(days), "reason_code": "ENGINEERING", "reason": "管线搬迁"}
    ok(world.leader.post(f"/issues/{issue['id']}/extensions", asked), 201)
    return world.act(issue, "APPROVE_EXTENSION", world.office)


def due_of(world, issue, plan):
    return ok(world.leader.get(f"/issues/{issue['id']}/plans/{plan['id']}"))["due_date"]


def pause(world, issue, days):
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(days + 5))
    world.stack.clock.move(days=days)
    world.act(issue, "RESUME", world.office, reason="已判决")
    return world.read(issue)


def programme_of(world, feedback):
    """Of one that ends on the day the issue does."""
    body = {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"], "due_date": world.today(180)}
    return ok(world.office.post("/programmes", body), 201)["id"]


def test_a_change_that_waits_is_approved_after_an_extension_beyond_the_programme(world):
    feedback = world.feedback()
    issue = world.rectifying(feedback=feedback, programme_id=programme_of(world, feedback))
    plan = world.plan(issue)
    submit(world, issue, plan)
    extend(world, issue, 300)
    ok(approve(world, issue, goals_verdict="MET"))
    assert world.read(issue)["due_date"] == due_of(world, issue, plan) == world.today(300)


def test_a_first_plan_that_a_pause_moved_beyond_the_programme_is_filed(world):
    issue = world.planning(feedback=(feedback := world.feedback()), programme_id=programme_of(world, feedback))
    plan = world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    after = pause(world, issue, 20)
    world.act(issue, "FILE_PLAN", world.office)
    assert world.read(issue)["due_date"] == due_of(world, issue, plan) == after["due_date"]


@pytest.mark.parametrize("chosen,due", [(180, 300), (100, 100)])
def test_a_draft_goes_along_with_an_extension(world, chosen, due):
    issue = world.rectifying()
    draft = world.plan(issue, due_date=world.today(chosen))
    extend(world, issue, 300)
    assert due_of(world, issue, draft) == world.today(due)


def test_a_returned_change_goes_along_with_an_extension(world, changing):
    issue, plan = changing
    world.act(issue, "REFUSE_PLAN_CHANGE", world.office, reason="依据不足")
    extend(world, issue, 300)
    assert due_of(world, issue, plan) == world.today(300)


def test_a_draft_goes_along_with_a_pause(world):
    issue = world.rectifying()
    draft = world.plan(issue)
    planned = draft["measures"][0]["milestones"][0]["planned_date"]
    after = pause(world, issue, 20)
    moved = ok(world.leader.get(f"/issues/{issue['id']}/plans/{draft['id']}"))
    assert moved["due_date"] == after["due_date"]
    shift = datetime.date.fromisoformat(moved["measures"][0]["milestones"][0]["planned_date"]) \
        - datetime.date.fromisoformat(planned)
    assert shift.days == 20


def test_a_pause_takes_no_change_that_waits_beyond_the_due_date(world):
    """The issue's own date is moved before it is rolled to a working day, the plan's was rolled already."""
    issue = world.rectifying()
    weekday = datetime.date.fromisoformat(world.today(180)).weekday()
    rolled = pause(world, issue, 7 + (5 - weekday) % 7)
    assert rolled["due_date"] > rolled["due_nominal"]  # a Saturday
    plan = world.plan(issue, due_date=rolled["due_date"])
    submit(world, issue, plan)
    after = pause(world, issue, 4)
    assert due_of(world, issue, plan) == after["due_date"]
    ok(approve(world, issue, goals_verdict="MET"))
    assert world.read(issue)["due_date"] == after["due_date"]


def test_a_change_that_waits_goes_along_when_work_is_returned(world, changing):
    issue, plan = changing
    world.milestones_done(issue)
    world.materials(issue)
    world.act(issue, "APPLY_ACCEPTANCE", world.leader)
    world.act(issue, "RETURN", world.office, reason="不到位", due_date=world.today(20))
    assert due_of(world, issue, plan) == world.today(20)
    ok(approve(world, issue, goals_verdict="MET"))
    assert world.read(issue)["due_date"] == world.today(20)


def test_a_plan_names_no_day_that_is_over_when_it_is_filed(world):
    """It lay with its reviewers beyond its own due date: it goes back to name another."""
    issue = world.planning()
    world.plan(issue, due_date=world.today(5))
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.stack.clock.move(days=12)
    world.act(issue, "PASS_REVIEW", world.office)
    errors = refused(world.try_act(issue, "FILE_PLAN", world.office), 422)["errors"]
    assert [(e["pointer"], e["code"]) for e in errors] == [("/due_date", "plan_due_ahead")]
    world.act(issue, "RETURN_PLAN", world.office, reason="期限已过")
    refused(world.try_act(issue, "SUBMIT_PLAN", world.leader), 422)
    plan = ok(world.office.get(f"/issues/{issue['id']}/plans"))["items"][0]
    ok(world.leader.patch(f"/issues/{issue['id']}/plans/{plan['id']}", {"due_date": world.today(60)},
                          headers=etag(plan["row_version"])))
    world.act(issue, "SUBMIT_PLAN", world.leader)


def test_a_late_plan_is_filed_where_no_day_is_left(world):
    """The issue's own due date is over: whatever the plan names is late already."""
    issue = world.planning(due_date=world.today(5))
    world.stack.clock.move(days=12)
    world.plan(issue, due_date=world.today(-7))
    world.act(issue, "SUBMIT_PLAN", world.leader)


def test_no_milestone_lies_behind_the_plans_due_date(world):
    issue = world.planning()
    work = [{"type": "ENG", "text": "改造", "unit": UNITS["lead"],
             "milestones": [{"name": "完工", "planned_date": world.today(91), "weight": "100"}]}]
    world.plan(issue, due_date=world.today(90), measures=work)
    errors = refused(world.try_act(issue, "SUBMIT_PLAN", world.leader), 422)["errors"]
    assert [(e["pointer"], e["code"]) for e in errors] == [("/milestones", "milestones_in_due")]
    issue = world.rectifying()
    plan = world.plan(issue, due_date=world.today(90), measures=work)
    answer = world.leader.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "工程变更"},
                               headers=etag(plan["row_version"]))
    assert pointers(refused(answer, 422)) == ["/milestones"]


def test_no_person_passes_the_reviews_of_two(world):
    """The district supervises itself: its office has two persons for the two reviews."""
    issue = world.issue()
    world.parties(issue, supervise="310117")
    world.act(issue, "ASSIGN", world.office)
    world.act(issue, "SIGN", world.admin)
    world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.office)
    refused(world.try_act(issue, "PASS_REVIEW", world.office), 403, "separation-of-duties")
    world.act(issue, "PASS_REVIEW", world.who("310117", "DIST_OFFICE", "AUDITOR"))
    world.act(issue, "FILE_PLAN", world.office)


def test_who_comes_to_supervise_reviews_the_plan_himself(world):
    issue = world.planning()
    world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.parties(issue, coop="310117-LHSR")  # the same one supervises: his review stands
    world.act(issue, "PASS_REVIEW", world.office)
    world.parties(issue, supervise="310117-CG", coop="310117-STHJ")
    errors = refused(world.try_act(issue, "FILE_PLAN", world.office), 409, "guard-failed")["errors"]
    assert [e["code"] for e in errors] == ["reviews_passed"]
    refused(world.try_act(issue, "PASS_REVIEW", world.supervisor), 403)
    world.act(issue, "PASS_REVIEW", world.who("310117-CG", "UNIT_LEADER"))
    world.act(issue, "PASS_REVIEW", world.office)
    world.act(issue, "FILE_PLAN", world.office)


def test_a_plan_gives_no_work_to_who_has_no_part_any_more(world):
    issue = world.planning()
    plan, other = world.plan(issue), world.who("310117-LHSR", "UNIT_LEADER")
    world.parties(issue, lead="310117-LHSR", resp="310117-LHSR")
    errors = refused(world.try_act(issue, "SUBMIT_PLAN", other), 422)["errors"]
    assert [(e["pointer"], e["code"]) for e in errors] == [("/measures", "measure_units_are_parties")]
    work = [{"type": "ENG", "text": "改造", "unit": "310117-LHSR",
             "milestones": [{"name": "完工", "planned_date": world.today(60), "weight": "100"}]}]
    path = f"/issues/{issue['id']}/plans/{plan['id']}"
    ok(other.patch(path, {"measures": work}, headers=etag(plan["row_version"])))
    world.act(issue, "SUBMIT_PLAN", other)
    world.parties(issue)  # before it is filed
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    assert pointers(refused(world.try_act(issue, "FILE_PLAN", world.office), 422)) == ["/measures"]
