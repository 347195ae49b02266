# SPDX-License-Identifier: MIT
"""Conduct is judged by the level above with evidence, and cleared by it only (B.4, B.8): rows, no flag on the issue."""
import hashlib
import uuid

import pytest

from support.issues import etag, ok, refused
from support.moments import meanwhile

STREET = "310117001"


@pytest.fixture(scope="module")
def issue(world):
    made = world.assigned()
    return made | {"proof": world.evidence(made, "OTHER")["id"]}


def body(issue, kind="FALSE", **fields):
    return {"kind": kind, "unit": "310117-SW", "facts": "台账与现场不符", "evidence_ids": [issue["proof"]]} | fields


def test_a_finding_needs_evidence_of_the_issue_and_a_unit_that_answers(world, issue):
    path, other = f"/issues/{issue['id']}/findings", world.assigned()
    foreign = world.evidence(other, "OTHER")["id"]
    wrong = body(issue, evidence_ids=[issue["proof"], foreign, str(uuid.uuid4())], unit="310117-CG")
    assert {e["pointer"] for e in refused(world.office.post(path, wrong), 422)["errors"]} == {"/unit",
            "/evidence_ids/1", "/evidence_ids/2"}
    refused(world.office.post(path, body(issue, evidence_ids=[])), 422)
    refused(world.office.patch(f"/issues/{issue['id']}", {"false_rectification": None},
                               headers=etag(world.read(issue)["row_version"])), 422)
    assert world.read(issue)["false_rectification"] is None


def test_what_the_city_found_the_district_does_not_clear(world):
    made = world.assigned()
    made |= {"proof": world.evidence(made, "OTHER")["id"]}
    path = f"/issues/{made['id']}/findings"
    found = ok(world.city.post(path, body(made)), 201)
    lesser = ok(world.office.post(path, body(made, "BLANKET_SHUTDOWN")), 201)
    read = world.read(made)
    assert (read["light"], read["light_reasons"], read["false_rectification"]) == ("RED", ["FALSE_RECTIFICATION"],
            "BLANKET_SHUTDOWN")
    clear = {"reason": "复核整改到位"}
    refused(world.office.post(f"{path}/{found['id']}/clear", clear, headers=etag(1)), 403)
    refused(world.leader.post(f"{path}/{lesser['id']}/clear", clear, headers=etag(1)), 403)
    refused(world.office.post(f"{path}/{lesser['id']}/clear", clear, headers=etag(9)), 412)
    refused(world.office.post(f"{path}/{uuid.uuid4()}/clear", clear, headers=etag(1)), 404)
    refused(world.office.post(f"{path}/{lesser['id']}/clear", {}, headers=etag(1)), 422)
    ok(world.office.post(f"{path}/{lesser['id']}/clear", clear, headers=etag(1)))
    refused(world.office.post(f"{path}/{lesser['id']}/clear", clear, headers=etag(2)), 409)
    assert world.read(made)["false_rectification"] == "FALSE" and world.read(made)["light"] == "RED"
    cleared = ok(world.city.post(f"{path}/{found['id']}/clear", clear, headers=etag(1)))
    assert cleared["clear_reason"] == clear["reason"] and cleared["cleared_at"]
    read = world.read(made)
    assert read["false_rectification"] is None and read["light"] != "RED"
    assert len(ok(world.office.get(path))["items"]) == 2  # they stay on record


def test_who_answers_judges_nobody(world):
    desk = world.who(STREET, "STREET_ENV_OFFICER")
    made = world.issue(world.feedback(by=desk, source_level="STREET", source_kind="SELF"), by=desk)
    world.parties(made, by=desk, lead=STREET, resp=STREET)
    world.act(made, "ASSIGN", desk)
    proof = world.evidence(made, "OTHER", by=world.who(STREET, "UNIT_ADMIN"))["id"]
    refused(world.who(STREET, "UNIT_LEADER").post(f"/issues/{made['id']}/findings",
                                                  body({"proof": proof}, unit=STREET)), 403)
    ok(world.office.post(f"/issues/{made['id']}/findings", body({"proof": proof}, unit=STREET)), 201)
    assert world.read(made)["light"] == "RED"


def test_dereliction_is_found_by_the_accountability_group_and_shown_to_few(world, stack, issue):
    path, account = f"/issues/{issue['id']}/findings", world.who("310117", "GROUP_ACCOUNT")
    refused(world.office.post(path, body(issue, "SLOW")), 403)
    refused(account.post(path, body(issue, "FALSE")), 403)
    light = world.read(issue)["light"]
    made = ok(account.post(path, body(issue, "SLOW")), 201)
    assert world.read(issue)["light"] == light
    for by, seen in ((account, True), (world.who("310117", "GROUP_HEAD"), True), (world.office, False),
                     (world.city, False), (world.leader, False),
                     (world.who("310117", "GROUP_DEPUTY"), False)):
        assert (made["id"] in by.get(path).text) == seen
    refused(world.office.post(f"{path}/{made['id']}/clear", {"reason": "x"}, headers=etag(1)), 404)
    assert stack.psql(f"select count(*) from bihuan.audit_entry where action = 'finding.read' and object_id = '{issue['id']}'").strip() == "2"


@pytest.fixture
def account(world):
    return world.who("310117", "GROUP_ACCOUNT")


def test_proof_of_dereliction_is_kept_by_the_accountability_group(world, account):
    made = world.assigned()
    path = f"/issues/{made['id']}/evidence"
    for by in (world.office, world.leader, world.city):
        refused(by.post(path, {"kind": "CONDUCT_PROOF", "sha256": world.file(by)}), 403)
    proof = world.evidence(made, "CONDUCT_PROOF", by=account)
    shown = {"account": account, "head": world.head}
    hidden = {"unit": world.leader, "desk": world.admin, "office": world.office, "deputy": world.deputy,
              "city": world.city,
              "supervisor": world.supervisor}
    for who, by in (shown | hidden).items():
        listed = ok(by.get(path + "?count=exact"))
        assert (proof["id"] in str(listed["items"]), listed["total"]) == (who in shown, int(who in shown)), who
    roles = ("AUDITOR", "GROUP_PUBLICITY")
    hidden |= {role: world.who("310117", role) for role in roles} | {"other": world.who("310117-CG", "UNIT_LEADER")}
    for who, by in (shown | hidden).items():
        assert by.get(f"/files/{proof['file_id']}/content").status_code == (200 if who in shown else 404), who
        listed = by.get("/files", params={"sha256": proof["sha256"]})
        assert (proof["file_id"] in listed.text) == (who in shown), who


def test_a_file_that_is_open_evidence_too_stays_open(world, account):
    made = world.assigned()
    opened = world.evidence(made, "OTHER", by=world.admin)
    ok(account.post(f"/issues/{made['id']}/evidence", {"kind": "CONDUCT_PROOF", "sha256": opened["sha256"]}), 201)
    assert world.admin.get(f"/files/{opened['file_id']}/content").status_code == 200


def test_a_closure_tells_nothing_of_a_proof_of_dereliction(world, stack, account):
    made = world.published()
    proof = world.evidence(made, "CONDUCT_PROOF", by=account)
    opened = world.evidence(made, "OTHER", by=world.office)
    world.materials(made, "close")
    stack.clock.move(days=7)
    both = stack.api("310117", "DIST_OFFICE", "GROUP_ACCOUNT")  # sees it
    world.act(made, "CLOSE", both, doc_no="松整改办〔2026〕8号")
    facts = stack.psql(f"select facts ->> 'evidence' from bihuan.issue_closure where issue_id = '{made['id']}'")
    assert opened["sha256"] in facts and proof["sha256"] not in facts


def test_reading_proof_of_dereliction_is_logged(world, stack, account):
    made = world.assigned()
    read = f"select count(*) from bihuan.audit_entry where action = 'evidence.read' and object_id = '{made['id']}'"
    world.evidence(made, "OTHER")
    ok(account.get(f"/issues/{made['id']}/evidence"))
    assert stack.psql(read).strip() == "0"
    world.evidence(made, "CONDUCT_PROOF", by=account)
    ok(account.get(f"/issues/{made['id']}/evidence"))
    assert stack.psql(read).strip() == "1"
    ok(world.office.get(f"/issues/{made['id']}/evidence"))
    assert stack.psql(read).strip() == "1"


def test_dereliction_rests_on_what_the_others_do_not_see(world, account):
    made = world.assigned()
    path = f"/issues/{made['id']}/findings"
    opened, theirs = world.evidence(made, "OTHER", by=world.office), world.evidence(made, "OTHER", by=world.admin)
    proof = world.evidence(made, "CONDUCT_PROOF", by=account)
    problem = refused(account.post(path, body(made | {"proof": ""}, "SLOW",
                                              evidence_ids=[theirs["id"], opened["id"], proof["id"]])), 422)
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/evidence_ids/1", "open-proof")]
    ok(account.post(path, body(made | {"proof": ""}, "SLOW", evidence_ids=[theirs["id"], proof["id"]])), 201)
    ok(world.office.post(path, body(made | {"proof": opened["id"]})), 201)  # of how it was rectified everybody reads


def test_an_issue_shows_nothing_of_a_finding_of_dereliction(world, stack, account):
    made = world.assigned()
    theirs = world.evidence(made, "OTHER", by=world.admin)

    def seen():
        read = world.read(made, by=world.leader)
        return {k: read[k] for k in ("last_activity_at", "updated_at", "row_version", "light", "false_rectification")}

    before = seen()
    proof = world.evidence(made, "CONDUCT_PROOF", by=account)
    found = ok(account.post(f"/issues/{made['id']}/findings", body(made | {"proof": proof["id"]}, "SLOW")), 201)
    ok(account.post(f"/issues/{made['id']}/findings/{found['id']}/clear", {"reason": "查无实据"}, headers=etag(1)))
    assert seen() == before
    audit = f"select string_agg(action, ' ' order by action) from bihuan.audit_entry where object_id in ('{found['id']}', '{proof['id']}')"
    assert stack.psql(audit).split() == ["evidence.add", "finding.clear", "finding.create"]
    assert ok(world.leader.get(f"/issues/{made['id']}/evidence"))["items"][0]["id"] == theirs["id"]


def test_pieces_that_few_see_do_not_break_the_chain_of_the_others(world, stack, account):
    made = world.assigned()
    first = world.evidence(made, "OTHER", by=world.admin)
    world.evidence(made, "CONDUCT_PROOF", by=account)
    second = world.evidence(made, "OTHER", by=world.admin)
    chained = hashlib.sha256((first["chain_hash"] + second["sha256"]).encode()).hexdigest()
    assert second["chain_hash"] == chained
    third = world.evidence(made, "OTHER", by=world.office)
    assert third["chain_hash"] == hashlib.sha256((second["chain_hash"] + third["sha256"]).encode()).hexdigest()


def lacking(answer):
    return [e["code"] for e in refused(answer, 409, "guard-failed")["errors"]]


def test_nothing_goes_on_to_its_end_over_a_finding_that_stands(world, stack):
    made = world.verified()
    made |= {"proof": world.evidence(made, "OTHER", by=world.office)["id"]}
    path, channels = f"/issues/{made['id']}/findings", world.channels(made)

    def found(by, kind="FALSE"):
        return ok(by.post(path, body(made, kind)), 201)

    def clear(finding, by):
        return ok(by.post(f"{path}/{finding['id']}/clear", {"reason": "复核整改到位"}, headers=etag(1)))

    first, second = found(world.office, "BLANKET_SHUTDOWN"), found(world.city)
    assert lacking(world.try_act(made, "PUBLISH", world.office, channels=channels)) == ["no_false_rectification"]
    clear(first, world.office)
    assert lacking(world.try_act(made, "PUBLISH", world.office, channels=channels)) == ["no_false_rectification"]
    clear(second, world.city)
    world.act(made, "PUBLISH", world.office, channels=channels)
    world.materials(made, "close")
    stack.clock.move(days=7)
    third = found(world.office, "SUPERFICIAL")
    assert lacking(world.try_act(made, "CLOSE", world.office)) == ["no_false_rectification"]
    clear(third, world.office)
    world.act(made, "CLOSE", world.office, doc_no="松整改办〔2026〕8号")


def test_an_issue_is_not_dropped_over_a_finding_that_stands(world):
    made, into = world.rectifying(), world.rectifying()
    proof = world.evidence(made, "OTHER", by=world.leader)["id"]
    path = f"/issues/{made['id']}/findings"
    found = ok(world.city.post(path, body({"proof": proof})), 201)
    ends = {"MERGE": {"merged_into": into["id"]}, "CANCEL": {}}
    for action, fields in ends.items():
        answer = world.try_act(made, action, world.office, doc_no="撤〔2026〕8号", **fields)
        assert lacking(answer) == ["no_false_rectification"], action
    assert world.read(made)["light"] == "RED"
    ok(world.city.post(f"{path}/{found['id']}/clear", {"reason": "复核整改到位"}, headers=etag(1)))
    world.act(made, "MERGE", world.office, doc_no="撤〔2026〕8号", **ends["MERGE"])


def test_a_false_rectification_is_found_after_closing_and_opens_the_issue_again(world):
    made = world.closed()
    path, clear = f"/issues/{made['id']}/findings", {"reason": "复核整改到位"}
    proof = world.evidence(made, "OTHER", by=world.office)["id"]
    found = ok(world.office.post(path, body({"proof": proof})), 201)
    read = world.read(made)
    assert (read["state"], read["false_rectification"]) == ("CLOSED", "FALSE")
    new = world.act(made, "REOPEN", world.office, reason="虚假整改", evidence_ids=found["evidence_ids"])["new_issue"]
    assert new["state"] == "REGISTERED" and world.read(made)["state"] == "REOPENED"
    assert world.read(new)["light"] == "RED"  # what stands goes over
    late = world.evidence(made, "OTHER", by=world.city)["id"]
    later = ok(world.city.post(path, body({"proof": late}, "SUPERFICIAL")), 201)
    refused(world.office.post(f"{path}/{later['id']}/clear", clear, headers=etag(1)), 403)
    ok(world.city.post(f"{path}/{later['id']}/clear", clear, headers=etag(1)))
    assert world.read(made)["false_rectification"] == "FALSE"


def test_a_file_that_is_closed_takes_only_what_came_out_later_from_above(world, account):
    made = world.closed()
    path = f"/issues/{made['id']}/evidence"

    def add(by, kind):
        return by.post(path, {"kind": kind, "sha256": world.file(by)})

    def only_from_above():
        for by, kind in ((world.admin, "OTHER"), (world.admin, "APPLICATION_FORM"), (world.supervisor, "OTHER"),
                         (world.office, "APPLICATION_FORM")):
            refused(add(by, kind), 409, "state-conflict")
        shown, proof = ok(add(world.office, "OTHER"), 201), ok(add(account, "CONDUCT_PROOF"), 201)
        ok(account.post(f"/issues/{made['id']}/findings", body({"proof": proof["id"]}, "SLOW")), 201)
        return shown

    shown = only_from_above()
    world.act(made, "REOPEN", world.office, reason="反弹", evidence_ids=[shown["id"]])
    only_from_above()


def test_a_long_term_issue_is_not_struck_off_over_a_finding(world):
    made = world.rectifying(term_class="LONG_TERM")
    proof = world.evidence(made, "OTHER", by=world.office)["id"]
    path = f"/issues/{made['id']}/findings"
    world.verify(made, goal_no=1)
    before = ok(world.office.post(path, body({"proof": proof}, "PERFUNCTORY")), 201)
    assert lacking(world.try_act(made, "KEEP_LONG_TERM", world.office)) == ["no_false_rectification"]
    ok(world.office.post(f"{path}/{before['id']}/clear", {"reason": "复核整改到位"}, headers=etag(1)))
    world.act(made, "KEEP_LONG_TERM", world.office)
    world.verify(made, goal_no=1)
    world.evaluate(made)
    world.materials(made)
    found = ok(world.office.post(path, body({"proof": proof})), 201)
    close = {"by": world.office, "doc_no": "松整改办〔2026〕9号"}
    assert lacking(world.try_act(made, "CLOSE_LONG_TERM", **close)) == ["no_false_rectification"]
    ok(world.office.post(f"{path}/{found['id']}/clear", {"reason": "复核整改到位"}, headers=etag(1)))
    world.act(made, "CLOSE_LONG_TERM", **close)


def test_a_long_term_issue_that_is_opened_again_hands_on_what_was_found_and_the_ladder(world):
    made = world.rectifying(term_class="LONG_TERM")
    world.verify(made, goal_no=1)
    world.act(made, "KEEP_LONG_TERM", world.office)

    def steps(issue):
        """From L4 on; a duty that goes on is not reminded of again."""
        listed = ok(world.head.get(f"/issues/{issue['id']}/escalations"))["items"]
        return {s["rung"]: s for s in listed if s["level"] > 3}

    body_of_l4 = {"level": 4, "doc_no": "松挂〔2026〕23号", "reason": "进展缓慢"}
    ok(world.head.post(f"/issues/{made['id']}/escalations", body_of_l4), 201)
    proof = world.evidence(made, "OTHER", by=world.city)["id"]
    ok(world.city.post(f"/issues/{made['id']}/findings", body({"proof": proof})), 201)
    world.begin_at_noon()
    world.night()
    before = steps(made)
    assert {r: s["state"] for r, s in before.items()} == {"L4-松挂〔2026〕23号": "ISSUED", "L5-FALSE-1": "PROPOSED"}
    new = world.act(made, "REOPEN", world.office, reason="虚假整改", evidence_ids=[proof])["new_issue"]
    read = world.read(new)
    assert (read["light"], read["light_reasons"], read["false_rectification"]) == ("RED", ["FALSE_RECTIFICATION"],
            "FALSE")
    after = steps(new)
    assert {r: s["id"] for r, s in after.items()} == {r: s["id"] for r, s in before.items()} and not steps(made)
    assert after["L4-松挂〔2026〕23号"]["duties"] == before["L4-松挂〔2026〕23号"]["duties"] != []
    ok(world.head.post(f"/issues/{new['id']}/escalations/{after['L5-FALSE-1']['id']}/issue",
                       {"doc_no": "松约〔2026〕23号"}, headers=etag(1)))
    world.night()
    assert steps(new).keys() == after.keys()  # one cause leads to one step
    path, clear = f"/issues/{new['id']}/findings", {"reason": "复核整改到位"}
    found = ok(world.office.get(path))["items"]
    assert [(f["kind"], f["evidence_ids"]) for f in found] == [("FALSE", [proof])]
    refused(world.office.post(f"{path}/{found[0]['id']}/clear", clear, headers=etag(1)), 403)
    ok(world.city.post(f"{path}/{found[0]['id']}/clear", clear, headers=etag(1)))
    assert world.read(new)["false_rectification"] is None
    assert world.read(made)["false_rectification"] == "FALSE"  # the old one's record stays


def test_who_led_before_is_found_against_too(world, stack):
    made = world.issue()
    world.parties(made, lead="310117-JT", resp="310117-JT")  # never assigned to it
    stack.clock.move(days=1)
    world.parties(made)
    stack.clock.move(days=1)
    world.act(made, "ASSIGN", world.office)
    world.parties(made, lead="310117-LHSR", resp="310117-LHSR")
    path, proof = f"/issues/{made['id']}/findings", world.evidence(made, "OTHER", by=world.office)["id"]
    for unit in ("310117-SW", "310117-LHSR"):
        assert ok(world.office.post(path, body({"proof": proof}, unit=unit)), 201)["unit"]["code"] == unit
    for unit in ("310117-JT", "310117-CG"):
        assert refused(world.office.post(path, body({"proof": proof}, unit=unit)), 422)["errors"][0]["pointer"] == "/unit"


def test_nothing_is_found_in_an_issue_that_is_cancelled(world):
    made = world.assigned()
    proof = world.evidence(made, "OTHER")["id"]
    world.act(made, "CANCEL", world.office, reason="重复", doc_no="松整改办〔2026〕9号")
    refused(world.office.post(f"/issues/{made['id']}/findings", body({"proof": proof})), 409)


def test_a_former_unit_is_found_against_under_its_code_of_today_and_of_then(world):
    platform, unit = world.who("310000", "PLATFORM_ADMIN"), "310117K81"
    ok(platform.post("/tenants", {"kind": "DEVZONE", "code": unit, "name": "开发区81", "parent": "310117",
                                  "valid_from": "2024-01-01"}), 201)
    issue = world.issue()
    world.parties(issue, lead=unit, resp=unit)
    world.act(issue, "ASSIGN", world.office)
    world.parties(issue)
    issue |= {"proof": world.evidence(issue, "OTHER", by=world.office)["id"]}
    ok(platform.post("/region-changes", {"approval_doc": "沪府〔2026〕2号", "effective_date": world.today(),
                                         "kind": "RECODE", "tenant": unit, "new_code": "310117K82"}), 201)
    for code in ("310117K82", unit):
        ok(world.office.post(f"/issues/{issue['id']}/findings", body(issue, unit=code)), 201)
    refused(world.office.post(f"/issues/{issue['id']}/findings", body(issue, unit="310117-LHSR")), 422)


@pytest.mark.parametrize("kind, role", [("FALSE", "DIST_OFFICE"), ("SLOW", "GROUP_ACCOUNT")])
def test_no_finding_rests_on_what_is_removed_at_the_same_moment(world, stack, kind, role):
    made = world.assigned()
    proof = world.evidence(made, "OTHER", by=world.leader)["id"]
    path, by = f"/issues/{made['id']}/findings", world.who("310117", role)
    removal = f"update bihuan.evidence set deleted_at = now(), deleted_by = 'x', delete_reason = '传错' where id = '{proof}'"
    refused(meanwhile(stack, made, lambda: by.post(path, body({"proof": proof}, kind)), removal), 422)
    assert ok(by.get(path))["items"] == []


def test_nothing_is_removed_that_a_finding_rests_on_since_that_moment(world, stack):
    made = world.assigned()
    other, proof = (world.evidence(made, "OTHER", by=world.leader)["id"] for _ in range(2))
    found = ok(world.office.post(f"/issues/{made['id']}/findings", body({"proof": other})), 201)
    naming = f"update bihuan.conduct_finding set evidence_ids = '[\"{proof}\"]' where id = '{found['id']}'"
    refused(meanwhile(stack, made, lambda: world.leader.post(f"/issues/{made['id']}/evidence/{proof}/remove",
                                                             {"reason": "传错"}, headers=etag(1)), naming), 409)


def test_of_two_findings_cleared_at_the_same_moment_neither_shows(world, stack):
    made = world.assigned()
    path, issue = f"/issues/{made['id']}/findings", {"proof": world.evidence(made, "OTHER")["id"]}
    first, second = (ok(world.office.post(path, body(issue, kind)), 201) for kind in ("PERFUNCTORY", "FALSE"))
    other = f"""update bihuan.conduct_finding set cleared_by = 'x', cleared_by_name = 'x', cleared_at = now(),
                       clear_reason = '复核' where id = '{second['id']}';
                update bihuan.issue set false_rectification = 'PERFUNCTORY' where id = '{made['id']}'"""
    ok(meanwhile(stack, made, lambda: world.office.post(f"{path}/{first['id']}/clear", {"reason": "复核"},
                                                        headers=etag(1)), other))
    assert world.read(made)["false_rectification"] is None
