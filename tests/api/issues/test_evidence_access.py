# SPDX-License-Identifier: MIT
"""Files of an issue: who has to judge it opens them while being a party, and nobody else does (I10)."""
from support.issues import etag, ok, refused


def content(who, file_id):
    return who.get(f"/files/{file_id}/content")


def readings(stack, file_id):
    return int(stack.psql(f"select count(*) from bihuan.audit_entry where action = 'file.read' and object_id = '{file_id}'"))


def test_who_supervises_opens_the_evidence_while_a_party(world, stack):
    issue = world.assigned()
    file_id = world.evidence(issue, "SELF_CHECK_REPORT")["file_id"]
    stranger = world.who("310117-GHZY", "UNIT_LEADER")
    assert content(world.supervisor, file_id).status_code == 200
    assert content(world.who("310117-CG", "UNIT_LEADER"), file_id).status_code == 200
    assert ok(world.supervisor.get(f"/files/{file_id}"))["sha256"]
    gone, absent = refused(content(stranger, file_id), 404), refused(content(stranger, issue["id"]), 404)
    assert gone["detail"] == absent["detail"]
    assert file_id not in {f["id"] for f in ok(world.supervisor.get("/files"))["items"]}
    assert readings(stack, file_id) == 2  # those of the two parties that did not hand it in
    assert content(world.admin, file_id).status_code == 200 and readings(stack, file_id) == 2
    assert content(world.office, file_id).status_code == 200 and readings(stack, file_id) == 3
    world.parties(issue, supervise="310117-GHZY")
    refused(content(world.supervisor, file_id), 404)
    assert content(stranger, file_id).status_code == 200


def test_each_reading_of_what_is_restricted_leaves_a_trace(world, stack):
    """Also of who handed it in, and of others of his tenant: the proof is opened by its file as well as by its issue."""
    issue, account, head = world.assigned(), world.who("310117", "GROUP_ACCOUNT"), world.who("310117", "GROUP_HEAD")
    proof = world.evidence(issue, "CONDUCT_PROOF", by=account)["file_id"]
    plain = world.evidence(issue, "OTHER", by=world.office)["file_id"]
    assert content(head, proof).status_code == 200 and readings(stack, proof) == 1
    assert content(account, proof).status_code == 200 and readings(stack, proof) == 2
    assert content(head, plain).status_code == 200 and readings(stack, plain) == 0


def test_evidence_that_was_withdrawn_is_shown_to_its_uploader_only(world):
    issue = world.assigned()
    evidence = world.evidence(issue, "SELF_CHECK_REPORT")
    assert content(world.supervisor, evidence["file_id"]).status_code == 200
    assert world.admin.post(f"/issues/{issue['id']}/evidence/{evidence['id']}/remove", {"reason": "传错"},
                            headers=etag(1)).status_code == 204
    refused(content(world.supervisor, evidence["file_id"]), 404)
    assert content(world.admin, evidence["file_id"]).status_code == 200


def test_a_level_below_opens_what_the_level_above_attached_to_its_issue(world):
    issue = world.assigned()
    evidence = world.evidence(issue, "ONSITE_SHEET", by=world.city)
    assert content(world.office, evidence["file_id"]).status_code == 200
    assert content(world.admin, evidence["file_id"]).status_code == 200
    refused(content(world.who("310104", "DIST_OFFICE"), evidence["file_id"]), 404)


def report(world, issue, by, *file_ids):
    return ok(by.post(f"/issues/{issue['id']}/progress-reports", {
        "period_start": world.today(-7), "period_end": world.today(), "progress_pct": "10", "done_text": "清淤",
        "attachments": list(file_ids)}), 201)


def test_who_judges_a_report_opens_its_files_while_a_party(world, stack):
    issue, stranger = world.rectifying(), world.who("310117-GHZY", "UNIT_LEADER")
    file_id = world.file_id(world.admin, world.file(world.admin))
    refused(content(world.supervisor, file_id), 404)
    made = report(world, issue, world.admin, file_id)
    seen = ok(world.supervisor.get(f"/issues/{issue['id']}/progress-reports"))["items"]
    assert [r["attachments"] for r in seen if r["id"] == made["id"]] == [[file_id]]
    assert content(world.supervisor, file_id).status_code == 200 and readings(stack, file_id) == 1
    assert content(world.who("310117-CG", "UNIT_LEADER"), file_id).status_code == 200
    for by in (stranger, world.who("310104", "DIST_OFFICE")):
        refused(content(by, file_id), 404)
    assert file_id not in {f["id"] for f in ok(world.supervisor.get("/files"))["items"]}
    world.parties(issue, supervise="310117-GHZY")
    refused(content(world.supervisor, file_id), 404)
    assert content(stranger, file_id).status_code == 200


def test_a_report_that_is_handed_in_anew_opens_what_it_names_now(world):
    issue = world.rectifying()
    first, second = (world.file_id(world.admin, world.file(world.admin)) for _ in range(2))
    made = report(world, issue, world.admin, first)
    path = f"/issues/{issue['id']}/progress-reports/{made['id']}"
    back = ok(world.supervisor.post(path + "/return", {"opinion": "照片不清"}, headers=etag(made["row_version"])))
    ok(world.admin.post(path + "/submit", {"progress_pct": "10", "done_text": "清淤", "attachments": [second]},
                        headers=etag(back["row_version"])))
    refused(content(world.supervisor, first), 404)
    assert content(world.supervisor, second).status_code == 200


def test_who_is_judged_opens_the_files_of_a_verification(world):
    issue = world.applied()
    world.act(issue, "ACCEPT_MATERIALS", world.office)
    file_id = world.file_id(world.office, world.file(world.office))
    refused(content(world.leader, file_id), 404)
    world.verify(issue, file_ids=[file_id])
    for by in (world.leader, world.supervisor, world.city):
        assert content(by, file_id).status_code == 200
    refused(content(world.who("310117-GHZY", "UNIT_LEADER"), file_id), 404)


def test_an_id_that_somebody_names_opens_no_file(world, stack):
    """A report and a verification open what is of the tenant that handed them in, whatever they name."""
    foreign = world.who("310104", "DIST_OFFICE")
    world.file(foreign)
    file_id = ok(foreign.get("/files"))["items"][0]["id"]
    issue = world.applied()
    world.act(issue, "ACCEPT_MATERIALS", world.office)
    refused(world.try_verify(issue, file_ids=[file_id]), 422)
    made = world.verify(issue)
    stack.psql(f"update bihuan.verification set file_ids = '[\"{file_id}\"]' where id = '{made['id']}'")
    refused(content(world.office, file_id), 404)
    refused(content(world.supervisor, file_id), 404)
    told = report(world, world.rectifying(), world.admin)
    stack.psql(f"update bihuan.progress_report set attachments = '[\"{file_id}\"]' where id = '{told['id']}'")
    for by in (world.office, world.supervisor, world.admin):
        refused(content(by, file_id), 404)


def test_a_report_opens_no_proof_of_dereliction(world):
    issue, account = world.rectifying(), world.who("310117", "GROUP_ACCOUNT")
    told = world.file_id(world.admin, sha256 := world.file(world.admin))
    report(world, issue, world.admin, told)
    ok(account.post(f"/issues/{issue['id']}/evidence", {"kind": "CONDUCT_PROOF", "sha256": sha256}), 201)
    for by in (world.supervisor, world.office, world.city):
        refused(content(by, told), 404)
    assert content(account, told).status_code == 200
