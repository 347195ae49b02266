# SPDX-License-Identifier: MIT
"""Due dates keep to the term and the programme wherever they come from, and approvals look again (B.3 T08, T11,
B.6)."""
import pytest

from support import bodies
from support.issues import UNITS, derive_unit, etag, ok, refused


def create(world, feedback, **fields):
    body = {"feedback_id": feedback["id"], "serial_no": "d1", "title": "x", "original_text": "x", "category": "DUST",
            "element": "AIR", "severity": "GENERAL", "term_class": "IMMEDIATE"} | fields
    return world.office.post("/issues", body)


def too_late(answer, pointer="/due_date"):
    errors = refused(answer, 422, "validation")["errors"]
    assert [(e["pointer"], e["code"]) for e in errors] == [(pointer, "too-late")]


def programme(world, feedback, days):
    return ok(world.office.post("/programmes", {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"],
                                                "due_date": world.today(days)}), 201)["id"]


def patch(world, issue, **fields):
    return world.office.patch(f"/issues/{issue['id']}", fields, headers=etag(world.read(issue)["row_version"]))


def test_an_issue_is_registered_within_its_term(world):
    feedback = world.feedback()
    too_late(create(world, feedback, due_date=world.today(31)))
    made = ok(create(world, feedback, due_date=world.today(30)), 201)
    too_late(patch(world, made, due_date=world.today(31)))
    assert ok(patch(world, made, term_class="SHORT", due_date=world.today(150)))["due_date"] == world.today(150)
    too_late(patch(world, made, term_class="IMMEDIATE"), "/term_class")
    assert ok(patch(world, made, term_class="LONG_TERM", due_date=world.today(900)))["term_class"] == "LONG_TERM"


def test_an_issue_is_registered_within_its_programme(world):
    feedback = world.feedback()
    asked = programme(world, feedback, 20)
    too_late(create(world, feedback, programme_id=asked, due_date=world.today(21)))
    too_late(create(world, feedback, programme_id=asked, due_date=world.today(21), term_class="LONG_TERM"))
    made = ok(create(world, feedback, due_date=world.today(21)), 201)
    too_late(patch(world, made, programme_id=asked), "/programme_id")
    assert ok(patch(world, made, programme_id=asked, due_date=world.today(20)))["programme_id"] == asked


def test_a_term_runs_from_a_feedback_that_is_still_to_come(world):
    feedback = world.feedback(feedback_date=world.today(5))
    too_late(create(world, feedback, due_date=world.today(36)))
    ok(create(world, feedback, due_date=world.today(35)), 201)


def test_a_row_of_an_import_keeps_to_its_term(world):
    feedback = world.feedback()
    rows = "".join(f"{n},扬尘,工地扬尘。,DUST,AIR,GENERAL,IMMEDIATE,{world.today(days)}\n" for n, days in ((1, 30), (2, 31)))
    text = "serial_no,title,original_text,category,element,severity,term_class,due_date\n" + rows
    report = ok(world.office.request("POST", f"/issues/import?mode=commit&atomic=row&feedback_id={feedback['id']}",
                                     data=text.encode(), headers=bodies.CSV))
    assert report["stats"]["created"] == 1 and report["stats"]["rejected"] == 1
    assert "too-late" in str(report["conflicts"]) and "due_date" in str(report["conflicts"])


def test_derived_issues_keep_to_the_term_of_their_parent(world):
    parent = world.assigned(term_class="IMMEDIATE", due_date=world.today(20))
    body = {"tenants": [derive_unit("310117001")], "due_date": world.today(31)}
    too_late(world.office.post(f"/issues/{parent['id']}/derive", body))
    assert ok(world.office.post(f"/issues/{parent['id']}/derive", body | {"due_date": world.today(30)}), 201)["items"]


def test_a_plan_is_filed_by_what_holds_then(world):
    """Who is directly responsible was there when the plan was handed in, and is not when it is filed."""
    issue = world.planning()
    world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    kept = [{"role": role, "tenant": UNITS[unit]} for role,
            unit in (("LEAD_UNIT", "lead"), ("RESP_UNIT", "resp"), ("SUPERVISE_UNIT", "supervise"))]
    ok(world.office.put(f"/issues/{issue['id']}/parties", {"parties": kept},
                        headers=etag(world.read(issue)["row_version"])))
    problem = refused(world.try_act(issue, "FILE_PLAN", world.office), 422)
    assert {e["code"] for e in problem["errors"]} == {"plan_has_person"}


def test_an_extension_is_granted_by_what_holds_then(world, stack):
    """A due date that came to lie behind the one applied for: granting would bring it forward."""
    issue = world.rectifying()
    ok(world.leader.post(f"/issues/{issue['id']}/extensions",
                         {"new_due": world.today(200), "reason_code": "ENGINEERING"}), 201)
    stack.psql(f"update bihuan.issue set due_date = due_date + 30, due_nominal = due_nominal + 30 where id = '{issue['id']}'")
    problem = refused(world.try_act(issue, "APPROVE_EXTENSION", world.office), 409)
    assert {e["code"] for e in problem["errors"]} == {"extension_still_later"}
    world.act(issue, "REFUSE_EXTENSION", world.office, reason="期限已顺延")


@pytest.fixture
def again(world, stack):
    """Under public notice for the second time: an objection to the first was upheld on its last day."""
    issue = world.published()
    world.materials(issue, "close")
    notice = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    stack.clock.move(days=6)
    path = f"/issues/{issue['id']}/publicity/{notice['id']}/objections"
    made = ok(world.who("310117", "GROUP_PUBLICITY").post(path,
                                                          {"received_on": world.today(), "channel": "来信",
                                                           "content": "仍有异味"}), 201)
    ok(world.office.post(f"{path}/{made['id']}/decide", {"decision": "VALID", "opinion": "属实"}, headers=etag(1)))
    world.act(issue, "UPHOLD_OBJECTION", world.office)
    world.verify(issue)
    world.act(issue, "PUBLISH", world.office, channels=["INTRANET"])
    return issue


def test_only_the_notice_of_this_round_counts(world, stack, again):
    stack.clock.move(days=6)
    problem = refused(world.try_act(again, "CLOSE", world.office, doc_no="x"), 409)
    assert {e["code"] for e in problem["errors"]} == {"publicity_over"}
    stack.clock.move(days=1)
    assert world.act(again, "CLOSE", world.office, doc_no="松整改办〔2026〕11号")["state"] == "CLOSED"


def test_days_of_a_pause_are_none_of_the_notice(world, stack):
    """Also where the notice is to run longer than it was laid out for."""
    issue = world.published()
    world.materials(issue, "close")
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(20))
    stack.clock.move(days=10)
    world.act(issue, "RESUME", world.office, reason="已判决")
    stack.psql("insert into bihuan.issue_parameter (tenant_id, scope, name, value, updated_by, updated_at) select tenant_id, scope, "
               f"'publicity_days', 15, 'x', now() from bihuan.issue where id = '{issue['id']}'")
    stack.clock.move(days=14)
    problem = refused(world.try_act(issue, "CLOSE", world.office, doc_no="x"), 409)
    assert {e["code"] for e in problem["errors"]} == {"publicity_over"}
    stack.clock.move(days=1)
    assert world.act(issue, "CLOSE", world.office, doc_no="松整改办〔2026〕12号")["state"] == "CLOSED"
