# SPDX-License-Identifier: MIT
"""L5 to L7 are ACCOUNT records (F.1, F.4-5): listed to whom the leading group's powers or the step's address name, a
secret to all others."""
import uuid

import pytest

from support.issues import etag, ok, refused

# tenant, role, the levels that it is shown of an issue whose L3 to L6 were issued and whose L5 to L7 are proposed
READERS = [
    ("310117", "GROUP_HEAD", "3 4 5 5 6 6 7"), ("310117", "GROUP_ACCOUNT", "3 4 5 5 6 6 7"),
    ("310117", "GROUP_DEPUTY", "3 4 5 5"),
    ("310000", "GROUP_HEAD", "3 4 5 5 6 6 7"), ("310000", "GROUP_ACCOUNT", "3 4 5 5 6 6 7"),
    ("310117", "DIST_OFFICE", "3 4"), ("310000", "CITY_OFFICE", "3 4"), ("310117", "GROUP_SUPERVISE", "3 4"),
    ("310117", "GROUP_RECTIFY", "3 4"),
    ("310117", "GROUP_PUBLICITY", "3 4"), ("310117", "AUDITOR", "3 4"),
    # what is issued to it
    ("310117-SW", "UNIT_LEADER", "3 4 5 6"), ("310117-SW", "UNIT_ADMIN", "3 4 5 6"),
    ("310117-SW", "SYSTEM_CLIENT", "3 4"),
    ("310117-CG", "UNIT_LEADER", "3 4"), ("310117-STHJ", "UNIT_LEADER", "3 4"),  # cooperating; supervising
]


def escalate(world, issue, level, role, **fields):
    body = {"level": level, "doc_no": f"督〔2026〕{issue['serial_no']}-{level}号", "reason": "整改不力"} | fields
    return ok(world.who("310117", role).post(f"/issues/{issue['id']}/escalations", body), 201)


def propose(stack, issue, rung):
    """As the daily run leaves it."""
    step = {"id": str(uuid.uuid4()), "row_version": 1}
    stack.psql("insert into bihuan.escalation (id, issue_id, tenant_id, scope, level, rung, state, reason, created_at) "
               f"select '{step['id']}', id, tenant_id, scope, {rung[1]}, '{rung}', 'PROPOSED', '约谈', now() "
               f"from bihuan.issue where id = '{issue['id']}'")
    return step


def refuse(by, issue, step):
    return by.post(f"/issues/{issue['id']}/escalations/{step['id']}/refuse", {"reason": "再观察"},
                   headers=etag(step["row_version"]))


@pytest.fixture(scope="module")
def climbed(world, stack):
    issue = world.assigned()
    steps = {n: escalate(world, issue, n, role) for n,
             role in ((3, "DIST_OFFICE"), (4, "GROUP_HEAD"), (5, "GROUP_HEAD"), (6, "GROUP_HEAD"))}
    for n in (5, 6, 7):
        steps[-n] = propose(stack, issue, f"L{n}-X")
    return issue | {"steps": steps}


def reads(stack, issue):
    return int(stack.psql(f"select count(*) from bihuan.audit_entry where action = 'escalation.read' and object_id = '{issue['id']}'"))


@pytest.mark.parametrize("tenant, role, levels", READERS, ids=lambda v: str(v).replace(" ", ""))
def test_a_list_shows_what_its_reader_may_know(world, stack, climbed, tenant, role, levels):
    before = reads(stack, climbed)
    answer = world.who(tenant, role).get(f"/issues/{climbed['id']}/escalations")
    assert " ".join(sorted(str(s["level"]) for s in ok(answer)["items"])) == levels
    assert reads(stack, climbed) - before == ("5" in levels)  # a read of the restricted leaves one entry (F.4-7)


@pytest.mark.parametrize("level", [5, 6, -5, -6, -7])
def test_what_is_not_shown_is_refused_like_what_is_not_there(world, climbed, level):
    steps = f"/issues/{climbed['id']}/escalations/"

    def words(by, step, action, body, status):
        problem = refused(by.post(f"{steps}{step}/{action}", body, headers=etag(1)), status)
        return {k: v for k, v in problem.items() if k not in ("instance", "request_id")}

    lifting = {"verification_id": str(uuid.uuid4())}
    for by, action, body, status in ((world.office, "issue", {"doc_no": "x"}, 404),
                                     (world.office, "lift", lifting, 404),
                                     (world.who("310117", "GROUP_SUPERVISE"), "issue", {"doc_no": "x"}, 404),
                                     (world.who("310117-CG", "UNIT_LEADER"), "reply", {"reply": "x"}, 404),
                                     (world.who("310117-SW", "SYSTEM_CLIENT"), "reply", {"reply": "x"}, 404)):
        assert words(by, climbed["steps"][level]["id"], action, body, status) == words(by, str(uuid.uuid4()), action,
                body, status)


def reply(world, issue, step, sha256):
    """What the leader of the unit answers, with a file of his."""
    file_id = world.file_id(world.leader, sha256)
    path = f"/issues/{issue['id']}/escalations/{step['id']}/reply"
    ok(world.leader.post(path, {"reply": "检查报告", "attachments": [file_id]}, headers=etag(step["row_version"])))
    return file_id


@pytest.fixture(scope="module")
def answered(world):
    """Files that were attached to the answers to an L3, an L5 and an L6, by their level."""
    issue, files = world.assigned(), {}
    for level, role in ((3, "DIST_OFFICE"), (5, "GROUP_HEAD"), (6, "GROUP_HEAD")):
        sha256 = world.file(world.leader)
        files[level] = {"id": reply(world, issue, escalate(world, issue, level, role), sha256), "sha256": sha256}
    return files


@pytest.mark.parametrize("tenant, role, levels", READERS, ids=lambda v: str(v).replace(" ", ""))
def test_a_file_is_opened_by_whom_the_answer_is_shown(world, answered, tenant, role, levels):
    by = world.who(tenant, role)
    for level, file in answered.items():
        shown = str(level) in levels
        assert by.get(f"/files/{file['id']}").status_code == (200 if shown else 404), level
        assert by.get(f"/files/{file['id']}/content").status_code == (200 if shown else 404), level
        listed = by.get("/files", params={"sha256": file["sha256"]}).text
        assert (file["id"] in listed) == (shown and tenant in ("310117-SW", "310117", "310000")), level


def test_a_file_that_an_open_row_uses_too_stays_open(world):
    issue, office = world.assigned(), world.office
    evidence = world.evidence(issue, "OTHER", by=world.leader)
    answer = world.file(world.leader)
    fifth, third = escalate(world, issue, 5, "GROUP_HEAD"), escalate(world, issue, 3, "DIST_OFFICE")
    assert reply(world, issue, third, answer) == reply(world, issue, fifth, answer)
    assert office.get(f"/files/{world.file_id(world.leader, answer)}/content").status_code == 200
    sixth = escalate(world, issue, 6, "GROUP_HEAD")
    assert reply(world, issue, sixth, evidence["sha256"]) == evidence["file_id"]
    assert office.get(f"/files/{evidence['file_id']}/content").status_code == 200
    ok(world.leader.post(f"/issues/{issue['id']}/evidence/{evidence['id']}/remove", {"reason": "传错"},
                         headers=etag(1)), 204)
    refused(office.get(f"/files/{evidence['file_id']}/content"), 404)


def test_a_report_opens_the_file_of_an_answer_only_by_whom_the_answer_is_shown(world):
    issue, office = world.rectifying(), world.office
    file_id = reply(world, issue, escalate(world, issue, 5, "GROUP_HEAD"), world.file(world.leader))
    body = {"period_start": world.today(-7), "period_end": world.today(), "progress_pct": "1", "done_text": "清淤",
            "attachments": [file_id]}
    path = f"/issues/{issue['id']}/progress-reports"
    refused(world.who("310117-SW", "SYSTEM_CLIENT").post(path, body), 422)
    refused(office.get(f"/files/{file_id}/content"), 404)
    ok(world.leader.post(path, body), 201)
    for by in (office, world.supervisor):
        assert by.get(f"/files/{file_id}/content").status_code == 200


def test_a_refusal_downward_names_no_step_that_is_not_shown(world, climbed):
    body = {"level": 2, "doc_no": "松预〔2026〕9号", "reason": "滞后"}
    assert "L4" in refused(world.office.post(f"/issues/{climbed['id']}/escalations", body), 409)["detail"]
    hidden = world.assigned()
    escalate(world, hidden, 5, "GROUP_HEAD")
    assert escalate(world, hidden, 3, "DIST_OFFICE")["level"] == 3  # the fifth stays in force beside it


def test_an_event_of_a_restricted_step_has_no_document(world, stack, climbed):
    told = stack.psql("select data->>'level', data->>'doc_no' is null and data->>'reply_due' is null from (select data from bihuan.outbox where type = "
                      "'issue.escalated' union all select data from bihuan.event_log where type = 'issue.escalated') e "
                      f"where data->>'issue_id' = '{climbed['id']}' order by 1")
    assert [line.split("\t") for line in told.splitlines()] == [["3", "f"], ["4", "f"], ["5", "t"], ["6", "t"]]


@pytest.mark.parametrize("path", ["", "/history", "/transitions", "/parties", "/referrals"])
def test_nothing_else_of_an_issue_tells_of_them(world, climbed, path):
    for by in (world.office, world.who("310117-CG", "UNIT_LEADER"), world.leader):
        text = by.get(f"/issues/{climbed['id']}{path}").text
        assert "约谈" not in text and not [s for s in climbed["steps"].values() if s["id"] in text]


def test_an_issue_does_not_tell_that_a_restricted_proposal_was_refused(world, stack):
    issue, account = world.assigned(), world.who("310117", "GROUP_ACCOUNT")
    for rung, by, shows in (("L3-RED-1", world.office, True), ("L5-LISTED-1", world.who("310117", "GROUP_HEAD"), False),
                            ("L7-X", account, False)):
        step, activity = propose(stack, issue, rung), f"select last_activity_at from bihuan.issue where id = '{issue['id']}'"
        before = stack.psql(activity)
        assert ok(refuse(by, issue, step))["state"] == "REFUSED"
        assert (stack.psql(activity) != before) == shows, rung
        assert int(stack.psql("select count(*) from bihuan.audit_entry where action = 'escalation.refuse' "
                              f"and object_id = '{step['id']}'")) == 1


CALLED_FOR = [  # by a finding of this kind and level, or by a return; then whether the district may refuse
    ("L5-FALSE-1", "FALSE", "CITY", False), ("L5-FALSE-1", "FALSE", "DISTRICT", True),
    ("L7-DERELICTION-1", "SLOW", "CITY", False), ("L7-DERELICTION-1", "SLOW", "DISTRICT", True),
    ("L5-RETURNED-2", None, None, False), ("L5-RETURNED-BEFORE-2", None, None, False), ("L5-LISTED-1", None, None, True),
]


@pytest.mark.parametrize("rung, kind, level, district_may", CALLED_FOR, ids=lambda v: str(v))
def test_what_the_city_called_for_the_district_does_not_refuse(world, stack, rung, kind, level, district_may):
    issue, role = world.assigned(), "GROUP_ACCOUNT" if rung.startswith("L7") else "GROUP_HEAD"
    if kind:
        proof = world.evidence(issue, "OTHER", by=world.leader)["id"]
        body = {"kind": kind, "unit": "310117-SW", "facts": "台账不实", "evidence_ids": [proof]}
        finder = world.who({"CITY": "310000", "DISTRICT": "310117"}[level], role)
        ok(finder.post(f"/issues/{issue['id']}/findings", body), 201)
    step = propose(stack, issue, rung)
    answer = refuse(world.who("310117", role), issue, step)
    if district_may:
        assert ok(answer)["state"] == "REFUSED"
    else:
        refused(answer, 403)
        assert ok(refuse(world.who("310000", role), issue, step))["state"] == "REFUSED"


@pytest.mark.parametrize("issued, rung", [(5, "L6-UNHELD-1"), (5, "L6-INTERVIEW-1"), (4, "L5-LISTED-%s")])
@pytest.mark.parametrize("level", ["CITY", "DISTRICT"])
def test_what_follows_a_step_of_the_city_the_district_does_not_refuse(world, stack, issued, rung, level):
    issue = world.assigned()
    head = {"CITY": world.who("310000", "GROUP_HEAD"), "DISTRICT": world.who("310117", "GROUP_HEAD")}
    ok(head[level].post(f"/issues/{issue['id']}/escalations", {"level": issued, "doc_no": f"督〔2026〕{issue['serial_no']}号",
                                                              "reason": "整改不力"}), 201)
    step = propose(stack, issue, rung % world.today() if "%" in rung else rung)
    answer = refuse(head["DISTRICT"], issue, step)
    if level == "DISTRICT":
        assert ok(answer)["state"] == "REFUSED"
    else:
        refused(answer, 403)
        assert ok(refuse(head["CITY"], issue, step))["state"] == "REFUSED"


def test_a_proposal_that_takes_a_finding_of_the_city_along_is_the_city_s(world, stack):
    issue = world.assigned()
    proof = world.evidence(issue, "OTHER", by=world.leader)["id"]
    body = {"kind": "FALSE", "unit": "310117-SW", "facts": "台账不实", "evidence_ids": [proof]}
    found = ok(world.city.post(f"/issues/{issue['id']}/findings", body), 201)
    ok(world.office.post(f"/issues/{issue['id']}/findings", body), 201)
    step, head = propose(stack, issue, "L5-FALSE-2"), world.who("310117", "GROUP_HEAD")
    refused(refuse(head, issue, step), 403)
    ok(world.city.post(f"/issues/{issue['id']}/findings/{found['id']}/clear", {"reason": "查无实据"}, headers=etag(1)))
    assert ok(refuse(head, issue, step))["state"] == "REFUSED"
