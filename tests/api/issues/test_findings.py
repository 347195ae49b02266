# SPDX-License-Identifier: MIT
"""Conduct is judged by the level above with evidence, and cleared by it only (B.4, B.8): rows, no flag on the issue."""
import hashlib
import uuid

import pytest

from support.issues import etag, ok, refused

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


def test_nothing_is_found_in_an_issue_that_is_over(world):
    made = world.assigned()
    proof = world.evidence(made, "OTHER")["id"]
    world.act(made, "CANCEL", world.office, reason="重复", doc_no="松整改办〔2026〕9号")
    refused(world.office.post(f"/issues/{made['id']}/findings", body({"proof": proof})), 409)
