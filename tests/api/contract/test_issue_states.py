# SPDX-License-Identifier: MIT
"""Answers that need an issue in a certain state: stale versions, refused states, and what the other tests leave out."""
import uuid

import pytest

from support.issues import etag, ok, refused

STALE = etag(999)


@pytest.fixture(scope="module")
def working(world):
    """An issue that is being rectified."""
    return world.rectifying()


@pytest.fixture(scope="module")
def published(world):
    """An issue under public notice."""
    return world.published()


@pytest.fixture(scope="module")
def path(working):
    return "/issues/" + working["id"]


# ---- feedback and programme

def test_an_external_id_is_taken_once(world):
    world.feedback(source="oa", external_id="F-1")
    body = {"source_level": "DISTRICT", "source_kind": "SPECIAL", "title": "再来一次", "feedback_date": "2026-10-12",
            "source": "oa", "external_id": "F-1"}
    refused(world.office.post("/feedbacks", body), 409, "duplicate")


def test_a_programme_from_draft_to_force(world):
    feedback = world.feedback()
    body = {"kind": "RECTIFICATION", "feedback_id": feedback["id"], "title": "整改方案", "due_date": "2027-12-31",
            "chapters": [
        {"no": "三(二)1", "title": "碧水", "clauses": [{"clause": "S-082", "text": "雨污分流"},
                                                   {"clause": "S-080", "text": "连通管"}]}]}
    made = ok(world.office.post("/programmes", body), 201)
    place = "/programmes/" + made["id"]
    refused(world.office.patch(place, {"title": "改"}, headers=STALE), 412)
    changed = ok(world.office.patch(place, {"title": "改"}, headers=etag(made["row_version"])))
    refused(world.city.patch(place, {"title": "市改"}, headers=etag(changed["row_version"])), 403)
    refused(world.head.post(place + "/issue", {"doc_no": "1号"}, headers=STALE), 412)
    assert ok(world.head.post(place + "/issue", {"doc_no": "1号"},
                              headers=etag(changed["row_version"])))["state"] == "ISSUED"
    world.issue(feedback, programme_id=made["id"], clause="S-082")
    coverage = ok(world.office.get(place + "/coverage"))
    assert [len(c["issues"]) for c in coverage["clauses"]] == [1, 0] and coverage["uncovered"] == 1
    assert ok(world.office.get(place))["chapters"][0]["clauses"][1]["clause"] == "S-080"
    assert [p["id"] for p in ok(world.office.get("/programmes",
                                                 params={"feedback_id": feedback["id"]}))["items"]] == [made["id"]]
    assert feedback["id"] in {f["id"] for f in ok(world.office.get("/feedbacks"))["items"]}


# ---- parties and plan

def test_parties_are_replaced_by_who_read_them_and_in_time(world, published):
    issue = world.issue()
    parties = {"parties": [{"role": "LEAD_UNIT", "tenant": "310117-SW"}, {"role": "RESP_UNIT", "tenant": "310117-SW"},
                           {"role": "SUPERVISE_UNIT", "tenant": "310117-STHJ"}]}
    refused(world.office.put("/issues/%s/parties" % issue["id"], parties, headers=STALE), 412)
    refused(world.office.put("/issues/%s/parties" % published["id"], parties, headers=etag(1)), 409)


def test_a_plan_is_written_once_at_a_time(world):
    issue = world.planning()
    plan = world.plan(issue)
    place = "/issues/%s/plans" % issue["id"]
    again = {"due_date": plan["due_date"], "goals": [{"text": "又一份"}], "measures": []}
    refused(world.leader.post(place, again), 409)
    refused(world.leader.patch("%s/%s" % (place, plan["id"]), {"summary": "改"}, headers=STALE), 412)
    changed = ok(world.leader.patch("%s/%s" % (place, plan["id"]), {"summary": "改"}, headers=etag(plan["row_version"])))
    refused(world.leader.post("%s/%s/submit" % (place, plan["id"]), {"reason": "变更"},
                              headers=etag(changed["row_version"])), 409)


def test_a_change_of_plan_is_submitted_with_its_version(world, path, working):
    plan = world.plan(working)
    place = "%s/plans/%s" % (path, plan["id"])
    refused(world.leader.post(place + "/submit", {"reason": "变更"}, headers=STALE), 412)
    sent = ok(world.leader.post(place + "/submit", {"reason": "选址调整"}, headers=etag(plan["row_version"])))
    assert sent["state"] == "SUBMITTED"
    world.act(working, "APPROVE_PLAN_CHANGE", world.office, reason="同意", goals_verdict="MET")


# ---- work

def test_a_milestone_waits_for_its_evidence(world):
    issue = world.planning()
    stone = {"name": "完工", "planned_date": world.today(30), "weight": "100", "evidence_required": True}
    world.plan(issue, measures=[{"type": "REG", "text": "整治", "milestones": [stone]}])
    for by, action in ((world.leader, "SUBMIT_PLAN"), (world.supervisor, "PASS_REVIEW"), (world.office, "PASS_REVIEW"),
                       (world.office, "FILE_PLAN")):
        world.act(issue, action, by)
    stone = ok(world.leader.get("/issues/%s/milestones" % issue["id"]))["items"][0]
    place = "/issues/%s/milestones/%s" % (issue["id"], stone["id"])
    done = {"actual_date": world.today()}
    refused(world.leader.patch(place, done, headers=etag(stone["row_version"])), 409, "guard-failed")
    world.evidence(issue, "OTHER", by=world.leader, milestone_id=stone["id"])
    refused(world.leader.patch(place, done, headers=STALE), 412)
    refused(world.office.patch(place, done, headers=etag(stone["row_version"])), 403)
    assert ok(world.leader.patch(place, done, headers=etag(stone["row_version"])))["actual_date"] == done["actual_date"]


def test_a_report_is_handed_in_returned_and_confirmed(world, path):
    report = {"progress_pct": "10.00", "done_text": "已进场"}
    period = {"period_start": world.today(-7), "period_end": world.today()}
    made = ok(world.admin.post(path + "/progress-reports", report | period), 201)
    place = "%s/progress-reports/%s" % (path, made["id"])
    for action in ("return", "confirm"):
        refused(world.office.post("%s/%s" % (place, action), {"opinion": "…"}, headers=STALE), 412)
    back = ok(world.office.post(place + "/return", {"opinion": "请补充"}, headers=etag(made["row_version"])))
    refused(world.admin.post(place + "/submit", report, headers=STALE), 412)
    sent = ok(world.admin.post(place + "/submit", report | {"progress_pct": "12.50"},
                               headers=etag(back["row_version"])))
    ok(world.office.post(place + "/confirm", {"opinion": "属实"}, headers=etag(sent["row_version"])))
    assert world.read({"id": made["issue_id"]})["progress_pct"] == "12.50"


def test_nothing_is_reported_before_the_work_begins(world):
    issue = world.assigned()
    body = {"period_start": world.today(), "period_end": world.today(), "progress_pct": "1.00", "done_text": "早"}
    refused(world.admin.post("/issues/%s/progress-reports" % issue["id"], body), 409, "state-conflict")
    some = "/issues/%s/progress-reports/%s" % (issue["id"], uuid.uuid4())
    refused(world.admin.post(some + "/submit", {"progress_pct": "1.00", "done_text": "早"}, headers=etag(1)), 409)


def test_evidence_is_withdrawn_by_who_gave_it_while_the_work_goes_on(world, path, working, published):
    given = world.evidence(working, "OTHER")
    place = "%s/evidence/%s/remove" % (path, given["id"])
    refused(world.admin.post(place, {"reason": "错"}, headers=STALE), 412)
    refused(world.office.post(place, {"reason": "错"}, headers=etag(given["row_version"])), 403)
    assert world.admin.post(place, {"reason": "错"}, headers=etag(given["row_version"])).status_code == 204
    kept = ok(world.admin.get("/issues/%s/evidence" % published["id"]))["items"][0]
    late = "/issues/%s/evidence/%s/remove" % (published["id"], kept["id"])
    refused(world.admin.post(late, {"reason": "迟"}, headers=etag(kept["row_version"])), 409)


# ---- closing

def test_a_verification_comes_when_there_is_something_to_verify(world, published):
    issue = world.assigned()
    body = {"level": "DISTRICT", "method": "DOC", "result": "PASS", "verified_on": world.today(), "opinion": "好",
            "verifiers": world.verifiers()}
    refused(world.office.post("/issues/%s/verifications" % issue["id"], body), 409)
    assert ok(world.office.get("/issues/%s/verifications" % published["id"]))["items"][0]["result"] == "PASS"


def test_a_notice_is_completed_and_objections_are_decided(world, published):
    place = "/issues/%s/publicity" % published["id"]
    notice = ok(world.office.get(place))["items"][0]
    one = "%s/%s" % (place, notice["id"])
    refused(world.office.patch(one, {"url": "https://www.example.gov.cn/1"}, headers=STALE), 412)
    ok(world.office.patch(one, {"url": "https://www.example.gov.cn/1"}, headers=etag(notice["row_version"])))
    body = {"received_on": world.today(), "channel": "电话", "content": "夜间仍有异味"}
    objection = ok(world.office.post(one + "/objections", body), 201)
    decide = "%s/objections/%s/decide" % (one, objection["id"])
    verdict = {"decision": "INVALID", "opinion": "为其他来源"}
    refused(world.office.post(decide, verdict, headers=etag(objection["row_version"])), 403, "separation-of-duties")
    # T20: the office
    refused(world.press.post(decide, verdict, headers=etag(objection["row_version"])), 403, "forbidden")
    other = world.who("310117", "DIST_OFFICE", "GROUP_RECTIFY")
    refused(other.post(decide, verdict, headers=STALE), 412)
    assert ok(other.post(decide, verdict, headers=etag(objection["row_version"])))["decision"] == "INVALID"


def test_a_notice_belongs_to_its_state_and_a_closed_file_is_closed(world):
    issue = world.closed()
    notice = ok(world.office.get("/issues/%s/publicity" % issue["id"]))["items"][0]
    one = "/issues/%s/publicity/%s" % (issue["id"], notice["id"])
    refused(world.office.patch(one, {"url": "https://www.example.gov.cn/2"}, headers=etag(notice["row_version"])), 409)
    body = {"received_on": world.today(), "channel": "电话", "content": "迟到的异议"}
    refused(world.office.post(one + "/objections", body), 409)
    refused(world.office.post("%s/objections/%s/decide" % (one, uuid.uuid4()), {"decision": "VALID", "opinion": "…"},
                              headers=etag(1)), 409)
    body = {"kind": "OTHER", "sha256": world.file(world.admin)}
    refused(world.admin.post("/issues/%s/evidence" % issue["id"], body), 409)
