# SPDX-License-Identifier: MIT
"""Due dates keep to the term and the programme wherever they come from, and approvals look again (B.3 T08, T11,
B.6)."""
import datetime

import pytest

from support import bodies
from support.issues import UNITS, World, derive_unit, etag, ok, refused
from support.moves import change, heard_all, zone


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


def test_a_programme_that_nobody_issued_gives_a_plan_no_more_time(world):
    """It is a draft of the office until the head has issued it (F.1)."""
    feedback = world.feedback()
    draft = programme(world, feedback, 900)
    issue = world.planning(feedback=feedback, due_date=world.today(60), programme_id=draft)
    world.plan(issue, due_date=world.today(150))
    problem = refused(world.try_act(issue, "SUBMIT_PLAN", world.leader), 422)
    assert [e["code"] for e in problem["errors"]] == ["plan_due_in_programme"]
    ok(world.head.post(f"/programmes/{draft}/issue", {"doc_no": "松委办〔2026〕8号"}, headers=etag(1)))
    world.act(issue, "SUBMIT_PLAN", world.leader)


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
    notice = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    stack.clock.move(days=6)
    path = f"/issues/{issue['id']}/publicity/{notice['id']}/objections"
    made = ok(world.who("310117", "GROUP_PUBLICITY").post(path,
                                                          {"received_on": world.today(), "channel": "来信",
                                                           "content": "仍有异味"}), 201)
    ok(world.office.post(f"{path}/{made['id']}/decide", {"decision": "VALID", "opinion": "属实"}, headers=etag(1)))
    world.act(issue, "UPHOLD_OBJECTION", world.office)
    world.verify(issue)
    world.evaluate(issue)
    world.act(issue, "PUBLISH", world.office, channels=["INTRANET"])
    world.materials(issue, "close")
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


def ask_for_more(world, issue):
    body = {"new_due": world.today(400), "reason_code": "ENGINEERING", "reason": "工期"}
    return ok(world.who(UNITS["resp"], "UNIT_LEADER").post(f"/issues/{issue['id']}/extensions", body), 201)


def extensions_of(world, issue):
    return ok(world.office.get(f"/issues/{issue['id']}/extensions"))["items"]


def test_a_request_of_before_does_not_undo_the_day_of_a_return(world):
    """Who applies for acceptance asks for no more time: his request lapses, and the return sets its own day (T14)."""
    issue = world.rectifying()
    ask_for_more(world, issue)
    world.milestones_done(issue)
    world.materials(issue)
    world.act(issue, "APPLY_ACCEPTANCE", world.leader)
    lapsed = extensions_of(world, issue)[0]
    assert (lapsed["decision"], lapsed["decided_by_name"]) == ("LAPSED", None) and lapsed["decided_at"]
    log = ok(world.office.get(f"/issues/{issue['id']}/history"))
    assert [s["detail"] for s in log["states"] if s["action"] == "APPLY_ACCEPTANCE"] == [{"extension": "LAPSED"}]
    world.act(issue, "RETURN", world.office, reason="不实", due_date=world.today(20))
    refused(world.try_act(issue, "APPROVE_EXTENSION", world.office, doc_no="延1"), 409)
    assert world.read(issue)["due_date"] == world.today(20)


def test_a_request_lapses_with_what_is_cancelled(world):
    issue = world.rectifying()
    ask_for_more(world, issue)
    world.act(issue, "CANCEL", world.office, doc_no="沪督撤〔2026〕1号")
    assert extensions_of(world, issue)[0]["decision"] == "LAPSED"


def test_a_plan_that_was_returned_has_its_limit_again(world):
    issue = world.planning()
    assert world.read(issue)["step_due"]
    world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "RETURN_PLAN", world.supervisor, reason="目标不实")
    assert world.today(13) <= world.read(issue)["step_due"] <= world.today(30)


def test_days_that_an_issue_stood_still_are_none_of_its_term(world, stack):
    """The limit moves with the due date: five days nearer is no later than what stands."""
    feedback = world.feedback()
    by_term, by_programme = world.assigned(), world.assigned(feedback=feedback, due_date=world.today(120),
                                                             programme_id=programme(world, feedback, 120))
    for issue in (by_term, by_programme):
        world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(100))
    stack.clock.move(days=90)
    for issue in (by_term, by_programme):
        world.act(issue, "RESUME", world.office, reason="恢复")
        due = datetime.date.fromisoformat(world.read(issue)["due_date"])
        too_late(patch(world, issue, term_class="IMMEDIATE"), "/term_class")
        nearer = (due - datetime.timedelta(days=5)).isoformat()
        assert ok(patch(world, issue, due_date=nearer))["due_date"] == nearer
    assert ok(patch(world, by_programme, programme_id=world.read(by_programme)["programme_id"]))


def test_a_pause_before_a_limit_began_gives_no_more_time(world, stack):
    """A term runs from the assignment, a programme from its issue; what stood still before is over."""
    feedback = world.feedback()
    by_term, by_programme = ok(create(world, feedback), 201), world.planning(feedback=feedback, term_class="LONG_TERM")
    for issue in (by_term, by_programme):
        world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(100))
    stack.clock.move(days=90)
    for issue in (by_term, by_programme):
        world.act(issue, "RESUME", world.office, reason="恢复")
    asked = programme(world, feedback, 300)
    ok(world.head.post(f"/programmes/{asked}/issue", {"doc_no": "松委办〔2026〕9号"}, headers=etag(1)))
    ok(patch(world, by_programme, programme_id=asked))
    world.parties(by_term)
    world.act(by_term, "ASSIGN", world.office)
    world.act(by_term, "SIGN", world.admin)
    for issue, days in ((by_term, 30), (by_programme, 300)):
        world.plan(issue, due_date=world.today(days + 1))
        problem = refused(world.try_act(issue, "SUBMIT_PLAN", world.leader), 422)
        assert [e["code"] for e in problem["errors"]] == ["plan_due_in_programme"]
    too_late(patch(world, by_term, due_date=world.today(31)))
    assert ok(patch(world, by_term, due_date=world.today(30)))["due_date"] == world.today(30)
    too_late(patch(world, by_programme, programme_id=programme(world, feedback, 100)), "/programme_id")


def test_a_corrected_calendar_moves_the_limits_that_run(lone_stack):
    """Also those that were computed by the calendar of the year as it was."""
    world = World(lone_stack)
    world.calendar(2026, 2027)
    feedback, issue = world.feedback(feedback_date=world.today()), world.assigned()

    def limits(of, at):
        return ok(world.office.get(f"/feedbacks/{of['id']}"))["plan_due"], world.read(at)["step_due"]

    before = limits(feedback, issue)
    for year in {day[:4] for day in before}:
        world.load(year, "更正通知", [{"date": day, "is_workday": False, "name": "放假"} for day in before
                                      if day[:4] == year])
    fresh = limits(world.feedback(feedback_date=world.today()), world.assigned())
    assert fresh[0] != before[0] and fresh[1] != before[1]
    lone_stack.until(lambda: limits(feedback, issue) == fresh)


def unnamed(world, **fields):
    """Assigned without a day that anybody named."""
    issue = ok(create(world, fields.pop("feedback", None) or world.feedback(), **fields), 201)
    world.parties(issue)
    world.act(issue, "ASSIGN", world.office)
    return issue


def day_of(world, issue):
    return world.read(issue)["due_date"]


def test_what_nobody_plans_for_is_late_some_day(world, stack):
    """Without a registered day the last that the term allows; days late that ran stay when the term is another."""
    issue, open_ended = unnamed(world), unnamed(world, term_class="LONG_TERM")
    assert (day_of(world, issue), day_of(world, open_ended)) == (world.today(30), None)
    stack.clock.move(days=33)
    world.await_walk()
    late = world.read(issue)
    assert (late["light"], late["remaining_days"], day_of(world, open_ended)) == ("RED", -3, None)
    assert ok(patch(world, issue, term_class="SHORT"))["due_date"] > world.today(100)
    spells = stack.psql(f"select days from bihuan.issue_late_spell where issue_id = '{issue['id']}'").split()
    assert (spells, world.read(issue)["late_days"]) == (["3"], 3)
    refused(patch(world, issue, due_date=world.today(-1)), 422)
    assert ok(patch(world, issue, due_date=world.today(60)))["due_date"] == world.today(60)
    assert ok(patch(world, issue, term_class="LONG_TERM"))["due_date"] == world.today(60)


def test_days_late_by_a_day_that_nobody_named_stay_whatever_is_named_then(world, stack):
    """In one request too; and what changes speaks from today on."""
    taken, later, sooner = unnamed(world), unnamed(world), unnamed(world, term_class="LONG_TERM")
    late = day_of(world, taken)
    stack.clock.move(days=40)
    world.await_walk()
    assert ok(patch(world, taken, due_date=None))["due_date"] == late  # nobody has named one: nothing is said
    assert ok(patch(world, taken, term_class="IMMEDIATE"))["due_date"] == late
    assert ok(patch(world, taken, term_class="LONG_TERM", due_date=None))["due_date"] is None
    assert ok(patch(world, later, term_class="SHORT", due_date=world.today(90)))["due_date"] == world.today(90)
    for issue in (taken, later):
        now = world.read(issue)
        assert (now["late_days"], now["light"] != "RED") == (10, True)
    assert ok(patch(world, sooner, term_class="IMMEDIATE"))["due_date"] == world.today(30)
    assert ok(patch(world, sooner, term_class="LONG_TERM"))["due_date"] is None
    world.act(sooner, "SIGN", world.admin)
    world.plan(sooner, due_date=world.today(900))
    assert world.try_act(sooner, "SUBMIT_PLAN", world.leader).status_code == 200


def test_a_programme_that_came_during_a_pause_or_a_move_reaches_what_nobody_named(lone_stack):
    world = World(lone_stack)
    world.calendar(2026)
    zone(world, "310117K90")
    feedback = world.feedback()
    paused = unnamed(world, feedback=feedback, serial_no="d1")
    moved = ok(create(world, feedback, serial_no="d2", tenant="310117K90"), 201)
    world.parties(moved)
    world.act(moved, "ASSIGN", world.office)
    first, second = (programme(world, feedback, days) for days in (100, 300))
    for issue in (paused, moved):
        ok(patch(world, issue, programme_id=first))
    ok(world.head.post(f"/programmes/{first}/issue", {"doc_no": "松委办〔2026〕14号"}, headers=etag(1)))
    assert day_of(world, paused) == day_of(world, moved) == world.today(100)
    world.act(paused, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(50))
    change(world, kind="TRANSFER", tenant="310117K90", new_parent="310112", new_code="310112K90")
    heard_all(world)
    there = world.who("310112", "DIST_OFFICE")
    for code, name in (("310112-HDX", "河道所"), ("310112-HDZ", "河道站")):
        zone(world, code, parent="310112", kind="DEPARTMENT", name=name)
    own = {"lead": "310112-HDX", "resp": "310112-HDX", "coop": "310112-HDX", "supervise": "310112-HDZ"}
    world.parties(moved, by=there, **own)  # nobody's of the old district any more
    ok(world.head.post(f"/programmes/{second}/issue", {"doc_no": "松委办〔2026〕15号"}, headers=etag(1)))
    assert day_of(world, paused) == world.today(100)  # it stands still
    world.act(paused, "RESUME", world.office, reason="恢复")
    assert day_of(world, paused) == world.today(300)
    assert world.read(moved, there)["programme_id"] == second
    world.stack.run_job("due-dates", "issues")
    world.stack.until(lambda: world.read(moved, there)["due_date"] == world.today(300))


def test_a_day_that_nobody_named_follows_the_programme(world):
    """Also into its next version, wherever the issue lies by then; an older draft is not issued behind it."""
    feedback = world.feedback()
    issue = unnamed(world, feedback=feedback, term_class="LONG_TERM")
    first, second, third = (programme(world, feedback, days) for days in (200, 90, 300))
    ok(patch(world, issue, programme_id=first))
    assert day_of(world, issue) is None  # a draft is nobody's word
    ok(world.head.post(f"/programmes/{second}/issue", {"doc_no": "松委办〔2026〕10号"}, headers=etag(1)))
    assert (day_of(world, issue), world.read(issue)["programme_id"]) == (world.today(90), second)
    refused(world.head.post(f"/programmes/{first}/issue", {"doc_no": "松委办〔2026〕11号"}, headers=etag(1)), 409)
    ok(world.head.post(f"/programmes/{third}/issue", {"doc_no": "松委办〔2026〕12号"}, headers=etag(1)))
    assert day_of(world, issue) == world.today(300)


def test_a_job_gives_a_day_to_those_of_before(world, stack):
    issue = unnamed(world)
    stack.psql("update bihuan.issue set due_date = null, due_nominal = null, due_by_term = false "
               f"where id = '{issue['id']}'")
    stack.run_job("due-dates", "issues")
    stack.until(lambda: day_of(world, issue) == world.today(30))


def test_what_came_back_keeps_its_days_under_a_programme(lone_stack):
    """A programme that reaches further gives a rebound no more of them (T23)."""
    world = World(lone_stack)
    old = world.closed()
    shown = world.evidence(old, "OTHER", by=world.office)["id"]
    again = world.act(old, "REOPEN", world.office, reason="反弹", evidence_ids=[shown])["new_issue"]
    far = programme(world, {"id": world.read(old)["feedback_id"]}, 900)
    ok(world.head.post(f"/programmes/{far}/issue", {"doc_no": "松委办〔2026〕13号"}, headers=etag(1)))
    ok(patch(world, again, programme_id=far))
    world.parties(again)
    world.act(again, "ASSIGN", world.office)
    world.act(again, "SIGN", world.admin)
    late = datetime.date.fromisoformat(day_of(world, again)) + datetime.timedelta(days=1)
    world.plan(again, due_date=late.isoformat())
    problem = refused(world.try_act(again, "SUBMIT_PLAN", world.leader), 422)
    assert [e["code"] for e in problem["errors"]] == ["plan_due_in_programme"]


def test_the_heirs_programme_carries_out_what_the_closed_districts_was_to(lone_stack):
    """Both answered one feedback of the city; the heir's own stands."""
    world = World(lone_stack)
    feedback = world.feedback(by=world.city, source_level="MUNICIPAL", source_kind="ROUTINE")
    zone(world, "310190", kind="DISTRICT", parent="310000")
    made = {}
    for code, days in (("310190", 100), ("310112", 200)):
        made[code] = ok(world.who(code, "DIST_OFFICE").post("/programmes", {
            "kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"], "due_date": world.today(days)}),
            201)["id"]
        head = world.who(code, "GROUP_HEAD")
        ok(head.post(f"/programmes/{made[code]}/issue", {"doc_no": f"委办〔2026〕{days}号"}, headers=etag(1)))
    issue = ok(world.city.post("/issues", {
        "feedback_id": feedback["id"], "serial_no": "d1", "title": "x", "original_text": "x", "category": "DUST",
        "element": "AIR", "severity": "GENERAL", "term_class": "LONG_TERM", "tenant": "310190",
        "programme_id": made["310190"]}), 201)
    change(world, kind="MERGE", tenant="310190", successors=[{"tenant": "310112"}])
    heard_all(world)
    assert world.read(issue, world.city)["programme_id"] == made["310112"]
