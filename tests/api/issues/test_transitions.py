# SPDX-License-Identifier: MIT
"""The life of an issue over HTTP: to the end, back, aside, and what refuses to move."""
import concurrent.futures
import uuid
import pathlib

import pytest

from support.issues import etag, ok, refused


MIGRATIONS = pathlib.Path(__file__).resolve().parents[3] / "migrations"


def actions(world, issue, by):
    return {a["action"]: a for a in ok(by.get(f"/issues/{issue['id']}/transitions"))["actions"]}


def test_an_issue_goes_through_to_the_end(world, stack):
    issue = world.closed()
    assert issue["state"] == "CLOSED" and issue["closed_at"]
    read = world.read(issue)
    assert read["closure"]["document_no"] == "松整改办〔2026〕1号" and read["closure"]["extended"] is False
    names = stack.psql(f"select string_agg(rule, ' ' order by id) from bihuan.state_log where issue_id = '{issue['id']}'").strip()
    assert names == "T01 T02 T03 T05 T06 T07 T07 T08 T09 T12 T13 T16 T19"
    events = stack.psql("select string_agg(distinct type, ' ') from (select type, aggregate_id from bihuan.outbox union all "
                        f"select type, aggregate_id from bihuan.event_log) e where aggregate_id = '{issue['id']}'")
    assert set(events.split()) >= {"issue.created", "issue.state_changed", "issue.closed"}


def test_what_can_be_done_is_explained(world):
    issue = world.issue()
    listed = actions(world, issue, world.office)
    assert not listed["ASSIGN"]["allowed"] and "parties_complete" in {f["guard"] for f in listed["ASSIGN"]["failed"]}
    assert listed["SUSPEND"]["allowed"] and {g["guard"]
                                             for g in listed["SUSPEND"]["requires"]} >= {"suspension_in_limit"}
    world.parties(issue)
    assert actions(world, issue, world.office)["ASSIGN"]["allowed"]
    assert actions(world, issue, world.leader)["ASSIGN"]["actor_mismatch"] == "level"


def test_a_guard_that_fails_is_named(world):
    issue = world.issue()
    problem = refused(world.try_act(issue, "ASSIGN", world.office), 409, "guard-failed")
    assert {e["code"] for e in problem["errors"]} >= {"parties_complete"}
    refused(world.try_act(issue, "FLY", world.office), 422)
    refused(world.try_act(issue, "SIGN", world.office), 403)
    refused(world.try_act(issue, "REGISTER", world.office), 409)


def test_weights_must_add_up(world):
    issue = world.planning()
    world.plan(issue, weights=("40", "30", "20"))  # BV-9
    problem = refused(world.try_act(issue, "SUBMIT_PLAN", world.leader), 422)
    assert "weights_sum_100" in {e["code"] for e in problem["errors"]}


def test_a_plan_is_returned_and_submitted_again(world):
    issue = world.planning()
    plan = world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    refused(world.try_act(issue, "PASS_REVIEW", world.office), 409)  # the supervising unit comes first
    world.act(issue, "RETURN_PLAN", world.supervisor, reason="措施不具体")
    plan = ok(world.leader.get(f"/issues/{issue['id']}/plans/{plan['id']}"))
    assert plan["state"] == "RETURNED" and plan["review_opinion"] == "措施不具体"
    changed = ok(world.leader.patch(f"/issues/{issue['id']}/plans/{plan['id']}", {"summary": "已细化"},
                                    headers=etag(plan["row_version"])))
    assert changed["summary"] == "已细化" and len(changed["measures"][0]["milestones"]) == 2
    assert world.act(issue, "SUBMIT_PLAN", world.leader)["state"] == "PLAN_REVIEW"


def test_filing_gives_the_due_date_and_the_reports(world):
    issue = world.rectifying()
    assert issue["state"] == "RECTIFYING" and issue["due_date"] == world.today(180)
    reports = ok(world.leader.get(f"/issues/{issue['id']}/progress-reports"))["items"]
    assert len(reports) >= 5 and {r["period_kind"] for r in reports} == {"MONTH"} and {r["state"]
            for r in reports} == {"DUE"}


def test_a_report_is_judged_by_another_and_sets_the_progress(world):
    issue = world.rectifying()
    report = ok(world.leader.get(f"/issues/{issue['id']}/progress-reports"))["items"][-1]
    path = f"/issues/{issue['id']}/progress-reports/{report['id']}"
    sent = ok(world.admin.post(path + "/submit", {"progress_pct": "35.5", "done_text": "完成设计"}, headers=etag(1)))
    assert sent["state"] == "SUBMITTED"
    refused(world.admin.post(path + "/confirm", {"opinion": "同意"}, headers=etag(2)), 403)
    refused(world.who("310117-CG", "UNIT_LEADER").post(path + "/confirm", {"opinion": "同意"}, headers=etag(2)), 403)
    back = ok(world.office.post(path + "/return", {"opinion": "补充"}, headers=etag(2)))
    assert back["state"] == "RETURNED"
    ok(world.admin.post(path + "/submit", {"progress_pct": "40", "done_text": "完成设计"}, headers=etag(3)))
    ok(world.office.post(path + "/confirm", {"opinion": "同意"}, headers=etag(4)))
    assert world.read(issue)["progress_pct"] == "40.00"


def test_an_extension_moves_the_due_date_and_is_remembered(world):
    issue = world.rectifying()
    path = f"/issues/{issue['id']}/extensions"
    body = {"new_due": world.today(210), "reason_code": "ENGINEERING", "reason": "汛期停工"}
    refused(world.admin.post(path, body), 403)
    refused(world.leader.post(path, body | {"new_due": world.today(100)}), 422)
    ok(world.leader.post(path, body), 201)
    refused(world.leader.post(path, body), 409)
    after = world.act(issue, "APPROVE_EXTENSION", world.office, doc_no="松整改办〔2026〕9号")
    assert after["due_date"] == world.today(210) and after["is_extended"]
    kept = ok(world.office.get(path))["items"][0]
    assert (kept["old_due"], kept["decision"]) == (world.today(180), "APPROVED")
    for days in (240, 270):
        answer = world.leader.post(path, body | {"new_due": world.today(days)})
        if days == 240:
            ok(answer, 201)
            world.act(issue, "APPROVE_EXTENSION", world.office)
    refused(answer, 409)  # two at most


def test_a_change_of_plan_takes_the_place_of_the_old_one(world):
    issue = world.rectifying()
    plan = world.plan(issue, due_date=world.today(170))
    ok(world.leader.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "线路调整"}, headers=etag(1)))
    assert world.act(issue, "APPROVE_PLAN_CHANGE", world.office, goals_verdict="MET")["due_date"] == world.today(170)
    plans = ok(world.office.get(f"/issues/{issue['id']}/plans"))["items"]
    assert [(p["version"], p["state"], p["is_active"]) for p in plans] == [(2, "FILED", True), (1, "SUPERSEDED", False)]


def change_due(world, issue, due):
    """An attempt to move the due date by a change of plan."""
    plan = world.plan(issue, due_date=due)
    return world.leader.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "线路调整"}, headers=etag(1))


def test_a_change_of_plan_moves_the_due_date_no_later(world):
    issue = world.rectifying()
    problem = refused(change_due(world, issue, world.today(181)), 422)
    assert [(e["code"], e["pointer"]) for e in problem["errors"]] == [("plan_due_in_programme", "/due_date")]
    assert world.read(issue)["due_date"] == world.today(180)


def test_a_change_that_waits_moves_no_due_date_that_was_brought_forward(world, stack):
    issue = world.rectifying()
    ok(change_due(world, issue, world.today(180)))
    stack.psql(f"update bihuan.issue set due_date = due_date - 20 where id = '{issue['id']}'")
    refused(world.try_act(issue, "APPROVE_PLAN_CHANGE", world.office, goals_verdict="MET"), 422)


def test_a_first_plan_keeps_to_the_registered_date(world):
    issue = world.planning(due_date=world.today(90))
    world.plan(issue, due_date=world.today(91))
    assert "plan_due_in_programme" in {e["code"] for e in refused(world.try_act(issue, "SUBMIT_PLAN", world.leader),
                                                                  422)["errors"]}


def test_a_first_plan_keeps_to_the_term_where_no_date_was_registered(world):
    issue = world.issue(term_class="IMMEDIATE", due_date=world.today(30))
    ok(world.office.patch(f"/issues/{issue['id']}", {"due_date": None}, headers=etag(issue["row_version"])))
    world.parties(issue)
    world.act(issue, "ASSIGN", world.office)
    world.act(issue, "SIGN", world.admin)
    world.plan(issue, due_date=world.today(31))
    refused(world.try_act(issue, "SUBMIT_PLAN", world.leader), 422)


def test_the_registered_date_moves_no_later_once_it_was_assigned(world):
    issue = world.issue()
    path = f"/issues/{issue['id']}"

    def patch(due):
        return world.office.patch(path, {"due_date": due}, headers=etag(world.read(issue)["row_version"]))

    assert ok(patch(world.today(150)))["due_date"] == world.today(150)
    world.parties(issue)
    world.act(issue, "ASSIGN", world.office)
    refused(patch(world.today(151)), 409)
    refused(patch(None), 409)
    assert ok(patch(world.today(140)))["due_date"] == world.today(140)


def test_days_late_stay_when_a_return_sets_a_new_date(world, stack):
    issue = world.applied()
    stack.psql(f"update bihuan.issue set due_date = due_date - 185, due_nominal = due_nominal - 185 where id = '{issue['id']}'")
    assert world.read(issue)["late_days"] == 5
    world.act(issue, "RETURN", world.office, reason="材料不实", due_date=world.today(20))
    after = world.read(issue)
    assert after["late_days"] == 5 and not after["is_overdue"]
    spell = stack.psql(f"select days, action from bihuan.issue_late_spell where issue_id = '{issue['id']}'").split()
    assert spell == ["5", "RETURN"]
    refused(change_due(world, issue, world.today(21)), 422)


def test_what_was_late_reaches_the_closing_and_who_assesses(world, stack):
    issue = world.published()
    world.materials(issue, "close")
    stack.psql(f"update bihuan.issue set due_date = due_date - 182, due_nominal = due_nominal - 182 where id = '{issue['id']}'")
    stack.clock.move(days=7)
    world.act(issue, "CLOSE", world.office, doc_no="松整改办〔2026〕3号")
    read = world.read(issue)
    assert read["late_days"] == read["closure"]["facts"]["late_days"] == 9 and not read["is_overdue"]
    told = stack.wait_for(lambda: [e for e in stack.events("issues") if e["type"] == "cn.bihuan.issue.closed.v1"
                                   and e["subject"] == issue["id"]])
    assert (told[0]["data"]["late_days"], told[0]["data"]["late_steps"]) == (9, 0)


def test_a_change_of_plan_clears_no_lateness(world, stack):
    issue = world.rectifying()
    stack.psql(f"update bihuan.issue set due_date = due_date - 185, due_nominal = due_nominal - 185 where id = '{issue['id']}'")
    refused(change_due(world, issue, world.today(90)), 422)
    assert world.read(issue)["late_days"] == 5 and world.read(issue)["is_overdue"]


def test_a_return_sets_a_new_due_date_within_the_limit(world):
    issue = world.applied()
    refused(world.try_act(issue, "RETURN", world.office, reason="材料不实", due_date=world.today(60)), 422)
    back = world.act(issue, "RETURN", world.office, reason="材料不实", due_date=world.today(20))
    assert back["state"] == "RECTIFYING" and back["due_date"] == world.today(20)


def test_acceptance_needs_milestones_and_materials(world):
    issue = world.rectifying()
    problem = refused(world.try_act(issue, "APPLY_ACCEPTANCE", world.leader), 409)
    assert {e["code"] for e in problem["errors"]} >= {"milestones_done", "materials_complete", "self_check_done"}


def test_a_notice_runs_seven_days_and_an_objection_stops_it(world, stack):
    issue = world.published()
    world.materials(issue, "close")
    notice = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    assert (notice["start_on"], notice["end_on"]) == (world.today(), world.today(6))
    refused(world.try_act(issue, "CLOSE", world.office), 409)
    path = f"/issues/{issue['id']}/publicity/{notice['id']}/objections"
    objection = ok(world.who("310117", "GROUP_PUBLICITY").post(
        path, {"received_on": world.today(), "channel": "来信", "content": "仍有异味"}), 201)
    stack.clock.move(days=7)
    refused(world.try_act(issue, "CLOSE", world.office), 409)
    ok(world.office.post(f"{path}/{objection['id']}/decide", {"decision": "VALID", "opinion": "属实"}, headers=etag(1)))
    assert world.act(issue, "UPHOLD_OBJECTION", world.office)["state"] == "DIST_VERIFY"
    refused(world.try_act(issue, "PUBLISH", world.office), 409)  # nothing of before the objection counts
    world.verify(issue)
    world.evaluate(issue)
    assert world.act(issue, "PUBLISH", world.office, channels=["INTRANET"])["state"] == "PUBLICITY"


def test_a_rebound_opens_a_new_issue_beside_the_closed_one(world):
    issue = world.closed(severity="SERIOUS")
    before = ok(world.office.get(f"/issues/{issue['id']}/evidence"))["items"][0]["id"]
    refused(world.try_act(issue, "REOPEN", world.office, reason="黑臭反弹"), 422)
    other = world.evidence(world.assigned(), "OTHER")["id"]
    for invented in (before, other, str(uuid.uuid4())):  # of before the closing, of another issue, of nothing
        problem = refused(world.try_act(issue, "REOPEN", world.office, reason="黑臭反弹", evidence_ids=[invented]), 422)
        assert problem["errors"][0]["pointer"] == "/evidence_ids/0"
    refused(world.admin.post(f"/issues/{issue['id']}/evidence", {"kind": "OTHER", "sha256": world.file(world.admin)}),
            409)
    evidence = world.evidence(issue, "OTHER", by=world.office)["id"]
    after = world.act(issue, "REOPEN", world.office, reason="黑臭反弹", evidence_ids=[evidence])
    assert after["state"] == "REOPENED" and after["new_issue"]["severity"] == "MAJOR"
    new, old = world.read(after["new_issue"]["id"]), world.read(issue)
    assert new["reopened_from"] == issue["id"] and new["state"] == "REGISTERED" and new["due_date"] == world.today(60)
    assert old["closure"] is not None and old["reopened_as"] == new["id"]
    assert {p["role"] for p in new["parties"]} >= {"LEAD_UNIT", "RESP_UNIT", "SUPERVISE_UNIT"}
    ok(world.leader.get(f"/issues/{new['id']}"))


def test_a_suspension_stops_the_clock(world, stack):
    issue = world.rectifying()
    due = issue["due_date"]
    refused(world.try_act(issue, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(300)),
            422)
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(30))
    stack.clock.move(days=10)
    after = world.act(issue, "RESUME", world.office, reason="已判决")
    assert after["state"] == "RECTIFYING" and after["remaining_days"] == 180 and after["due_date"] > due


def test_the_citys_own_steps_are_the_citys(world):
    feedback = world.feedback(by=world.city, source_level="MUNICIPAL", tenant="310117")
    issue = world.issue(feedback, by=world.city, tenant="310117")
    assert issue["closing_level"] == "CITY"
    world.parties(issue)
    world.act(issue, "ASSIGN", world.office)
    world.act(issue, "SIGN", world.admin)
    world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    refused(world.try_act(issue, "FILE_PLAN", world.office), 422)
    world.act(issue, "FILE_PLAN", world.office, filing_receipt_no="沪整改备〔2026〕3号")
    world.milestones_done(issue)
    world.materials(issue)
    world.act(issue, "APPLY_ACCEPTANCE", world.leader)
    world.act(issue, "ACCEPT_MATERIALS", world.office)
    world.verify(issue)
    world.evaluate(issue)
    refused(world.try_act(issue, "PUBLISH", world.office), 409)
    world.act(issue, "SUBMIT_TO_CITY", world.office)
    refused(world.try_act(issue, "PASS_CITY_REVIEW", world.office), 403)  # BV-8
    refused(world.try_act(issue, "CANCEL", world.office, doc_no="x"), 403)
    world.verify(issue, by=world.city, level="CITY", method="DOC")
    assert world.act(issue, "PASS_CITY_REVIEW", world.city, channels=["INTRANET"])["state"] == "PUBLICITY"


def test_of_two_steps_at_once_one_wins(world, stack):
    issue = world.issue()
    world.parties(issue)
    version = world.read(issue)["row_version"]
    callers = [stack.api("310117", "DIST_OFFICE") for _ in range(4)]

    def go(by):
        return by.post(f"/issues/{issue['id']}/transitions", {"action": "ASSIGN"}, headers=etag(version)).status_code

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(go, callers))
    assert statuses[0] == 200 and set(statuses[1:]) <= {409, 412}
    assert stack.psql(f"select count(*) from bihuan.state_log where issue_id = '{issue['id']}' and action = 'ASSIGN'").strip() == "1"


def test_a_stale_version_or_state_moves_nothing(world):
    issue = world.issue()
    world.parties(issue)
    path = f"/issues/{issue['id']}/transitions"
    refused(world.office.post(path, {"action": "ASSIGN"}), 428)
    refused(world.office.post(path, {"action": "ASSIGN"}, headers=etag(1)), 412)
    version = world.read(issue)["row_version"]
    refused(world.office.post(path, {"action": "ASSIGN", "expected_state": "SIGNED"}, headers=etag(version)), 409)


def test_a_closed_issue_keeps_its_record(world, stack):
    issue = world.closed()
    refused(world.office.patch(f"/issues/{issue['id']}", {"title": "x"},
                               headers=etag(world.read(issue)["row_version"])), 409)
    with pytest.raises(Exception, match="immutable"):
        stack.psql(f"update bihuan.issue set closed_at = null where id = '{issue['id']}'")
    with pytest.raises(Exception, match="permission denied"):
        stack.psql(f"update bihuan.issue_closure set opinion = 'x' where issue_id = '{issue['id']}'",
                   role="bihuan_issues")


def test_the_table_is_served_as_data(world):
    table = ok(world.office.get("/workflows/issue"))
    assert {t["rule"] for t in table["transitions"]} == {f"T{n:02}" for n in range(1, 26)}
    refused(world.office.get("/workflows/other"), 404)


def test_open_issues_go_on_under_the_newest_version_and_their_log_says_so(world, stack):
    open_one, over = world.planning(), world.issue()
    world.act(over, "CANCEL", world.office, doc_no="松整改办〔2026〕8号")
    stack.psql(f"update bihuan.issue set workflow_version = 1 where id in ('{open_one['id']}', '{over['id']}')")
    before = world.read(open_one)
    for _ in range(2):  # twice is once
        stack.psql((MIGRATIONS / "0220_issues_workflow_2.sql").read_text())
    assert stack.psql(f"select workflow_version from bihuan.issue where id = '{open_one['id']}'").strip() == "2"
    assert stack.psql(f"select workflow_version from bihuan.issue where id = '{over['id']}'").strip() == "1"
    logged = [s for s in ok(world.office.get(f"/issues/{open_one['id']}/history"))["states"]
              if s["action"] == "MOVE_TO_VERSION"]
    assert [(s["from_state"], s["to_state"], s["detail"], s["workflow_version"]) for s in logged] == \
        [("PLANNING", "PLANNING", {"from": 1, "to": 2}, 2)]
    assert world.read(open_one) == before | {"workflow_version": 2}
