# SPDX-License-Identifier: MIT
"""Ways round the rules that readers found: each is a walk that ended well for who is judged."""
import pytest

from support.issues import World, etag, ok, refused

STREET = "310117001"


@pytest.fixture
def own(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


def objection(world, issue, notice):
    path = f"/issues/{issue['id']}/publicity/{notice}/objections"
    return ok(world.office.post(path, {"received_on": world.today(), "channel": "来信", "content": "仍有异味"}), 201)


def decide(world, issue, notice, made, decision):
    other = world.who("310117", "DIST_OFFICE", "AUDITOR")
    return ok(other.post(f"/issues/{issue['id']}/publicity/{notice}/objections/{made['id']}/decide",
                         {"decision": decision, "opinion": "核实"}, headers=etag(made["row_version"])))


def notice_of(world, issue):
    return ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][-1]["id"]


def hindrances(world, issue):
    """What keeps it from being struck off."""
    problem = refused(world.try_act(issue, "CLOSE", world.office, doc_no="松整改办〔2026〕3号"), 409, "guard-failed")
    return {e["code"] for e in problem["errors"]}


def test_an_objection_of_the_notice_before_still_hinders(own):
    issue = own.published()
    first = notice_of(own, issue)
    upheld, waiting = objection(own, issue, first), objection(own, issue, first)
    decide(own, issue, first, upheld, "VALID")
    own.act(issue, "UPHOLD_OBJECTION", own.office, reason="异议成立")
    own.verify(issue)
    own.evaluate(issue)
    own.act(issue, "PUBLISH", own.office, channels=["INTRANET"])
    own.materials(issue, "close")
    own.stack.clock.move(days=8)
    assert hindrances(own, issue) == {"no_open_objection"}
    decide(own, issue, first, waiting, "VALID")
    assert hindrances(own, issue) == {"no_upheld_objection"}
    own.act(issue, "UPHOLD_OBJECTION", own.office, reason="异议成立")


def test_who_does_the_work_names_no_parties_once_it_was_assigned(world):
    street, desk = world.who(STREET, "UNIT_ADMIN"), world.who(STREET, "STREET_ENV_OFFICER")
    issue = world.issue(tenant=STREET)
    world.parties(issue, lead=STREET, resp=STREET)
    parties = {"parties": [{"role": "LEAD_UNIT", "tenant": "310117-SW"}]}
    world.act(issue, "ASSIGN", world.office)
    for by in (street, desk):
        refused(by.put(f"/issues/{issue['id']}/parties", parties, headers=etag(world.read(issue)["row_version"])), 403)
    world.parties(issue, lead=STREET, resp=STREET)  # its district goes on to


def test_a_returned_issue_is_not_a_new_one(world):
    issue = world.issue(tenant=STREET)
    world.parties(issue, lead=STREET, resp=STREET)
    world.act(issue, "ASSIGN", world.office)
    world.act(issue, "BOUNCE", world.who(STREET, "UNIT_ADMIN"), reason="不属本单位")
    desk = world.who(STREET, "STREET_ENV_OFFICER")
    for change in ({"severity": "GENERAL"}, {"term_class": "LONG_TERM"}, {"due_date": None}, {"site_count": 1}):
        refused(desk.patch(f"/issues/{issue['id']}", change, headers=etag(world.read(issue)["row_version"])), 403)
    refused(world.office.patch(f"/issues/{issue['id']}", {"due_date": None},
                               headers=etag(world.read(issue)["row_version"])), 409)


def test_evidence_that_a_finding_rests_on_stays(world):
    issue = world.rectifying()
    photo = world.evidence(issue, "OTHER")
    found = world.office.post(f"/issues/{issue['id']}/findings",
                              {"kind": "FALSE", "unit": "310117-SW", "facts": "照片系摆拍",
                                                                  "evidence_ids": [photo["id"]]})
    ok(found, 201)
    refused(world.admin.post(f"/issues/{issue['id']}/evidence/{photo['id']}/remove", {"reason": "传错"},
                             headers=etag(photo["row_version"])), 409)


def test_nobody_reports_of_days_to_come(world):
    issue = world.rectifying()
    body = {"period_start": world.today(), "period_end": world.today(30), "progress_pct": "95.00", "done_text": "完成"}
    problem = refused(world.admin.post(f"/issues/{issue['id']}/progress-reports", body), 422)
    assert problem["errors"][0]["pointer"] == "/period_end"


def test_a_step_is_lifted_by_the_latest_word(world):
    issue = world.rectifying()
    made = ok(world.office.post(f"/issues/{issue['id']}/escalations",
                                {"level": 2, "doc_no": "松督〔2026〕88号", "reason": "滞后"}), 201)
    passed = world.verify(issue)
    world.verify(issue, result="FAIL")
    refused(world.office.post(f"/issues/{issue['id']}/escalations/{made['id']}/lift", {"verification_id": passed["id"]},
                              headers=etag(made["row_version"])), 409)


def test_a_step_is_lifted_by_what_was_verified_after_it(world):
    """Of the same day too: what was recorded before it was issued does not lift it."""
    issue = world.rectifying()
    before = world.verify(issue)
    made = ok(world.head.post(f"/issues/{issue['id']}/escalations",
                              {"level": 4, "doc_no": "松挂〔2026〕1号", "reason": "滞后"}), 201)
    path = f"/issues/{issue['id']}/escalations/{made['id']}/lift"
    refused(world.head.post(path, {"verification_id": before["id"]}, headers=etag(made["row_version"])), 409)
    after = world.verify(issue)
    ok(world.head.post(path, {"verification_id": after["id"]}, headers=etag(made["row_version"])))


def test_a_step_is_lifted_by_a_word_that_counts(world):
    """Not by one of the responsible unit, nor past what the city found since."""
    issue = world.rectifying()
    made = ok(world.head.post(f"/issues/{issue['id']}/escalations",
                              {"level": 4, "doc_no": "松挂〔2026〕2号", "reason": "滞后"}), 201)
    path, tag = f"/issues/{issue['id']}/escalations/{made['id']}/lift", etag(made["row_version"])
    own = world.verify(issue, verifiers=[{"member_id": world.member("310117-SW", "责任单位的人")}])
    problem = refused(world.head.post(path, {"verification_id": own["id"]}, headers=tag), 409, "guard-failed")
    assert "responsible unit" in problem["detail"]
    world.verify(issue, by=world.who("310000", "CITY_OFFICE"), level="CITY", result="FAIL")
    outside = world.verify(issue)
    refused(world.head.post(path, {"verification_id": outside["id"]}, headers=tag), 409, "guard-failed")
    city = world.verify(issue, by=world.who("310000", "CITY_OFFICE"), level="CITY")
    assert ok(world.head.post(path, {"verification_id": outside["id"]}, headers=tag))["state"] == "LIFTED" and city


def test_who_accepts_a_table_is_told_of_the_job(world):
    """Small ones are tables; 406 for a job that was made would leave it running with nobody who knows of it."""
    made = ok(world.office.get("/issues/export", headers={"Prefer": "respond-async", "Accept": "text/csv"}), 202)
    ok(world.office.get(f"/jobs/{made['id']}"))


def test_a_draft_whose_milestone_evidence_was_offered_can_be_written_anew(world):
    issue = world.planning()
    plan = world.plan(issue)
    milestone = ok(world.leader.get(f"/issues/{issue['id']}/plans/{plan['id']}"))["measures"][0]["milestones"][0]["id"]
    body = {"kind": "OTHER", "sha256": world.file(world.admin), "milestone_id": milestone}
    problem = refused(world.admin.post(f"/issues/{issue['id']}/evidence", body), 422)
    assert problem["errors"][0]["pointer"] == "/milestone_id"
    anew = {"measures": [{"type": "ENG", "text": "重新编制", "unit": "310117-SW", "milestones": [
        {"name": "节点", "planned_date": world.today(30), "weight": "100"}]}]}
    ok(world.leader.patch(f"/issues/{issue['id']}/plans/{plan['id']}", anew, headers=etag(plan["row_version"])))


def test_a_rebound_keeps_its_sixty_days_whatever_programme_there_was(own):
    feedback = own.feedback()
    programme = ok(own.office.post("/programmes",
                                   {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"],
                                                   "due_date": own.today(400)}), 201)
    issue = own.closed(feedback=feedback, programme_id=programme["id"])
    evidence = own.evidence(issue, "OTHER", by=own.office)["id"]
    new = own.act(issue, "REOPEN", own.office, reason="反弹", evidence_ids=[evidence])["new_issue"]
    kept = own.read(new["id"])
    assert kept["programme_id"] is None and kept["due_date"] == own.today(60)
    own.act(kept, "ASSIGN", own.office)
    own.act(kept, "SIGN", own.admin)
    own.plan(kept, due_date=own.today(200))
    problem = refused(own.try_act(kept, "SUBMIT_PLAN", own.leader), 422)
    assert "due" in str(problem)
