# SPDX-License-Identifier: MIT
"""T10: whether the goals of a changed plan are as strong as the finding asks is the deciding office's word, not the
applicant's."""
import pytest

from support.issues import World, etag, ok, refused


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
