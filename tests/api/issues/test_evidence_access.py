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


def test_an_id_that_somebody_names_opens_no_file(world, stack):
    """Ids of files in reports and verifications opened nothing when they were not looked up yet, and do not now."""
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
