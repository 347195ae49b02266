# SPDX-License-Identifier: MIT
"""What the units do about a step of the ladder (A14): receipt, replies of which none writes over another, interview and
follow-up."""
import uuid

import pytest

from support import bodies
from support.issues import World, etag, ok, refused
from support.moves import change, heard_all, zone

UNIT = {"code": "310117-SW", "name": "松江区水务局"}


def step(world, level, role, **fields):
    issue = world.assigned()
    body = {"level": level, "doc_no": f"督〔2026〕{issue['serial_no']}号", "reason": "进度滞后"} | fields
    made = ok(world.who("310117", role).post(f"/issues/{issue['id']}/escalations", body), 201)
    return f"/issues/{issue['id']}/escalations/{made['id']}", made


def kinds(seen):
    return [(d["kind"], d["done_at"] is not None) for d in sorted(seen["duties"], key=lambda d: d["kind"])]


def test_a_letter_is_signed_for_once_by_whom_it_is_addressed_to(world):
    path, made = step(world, 3, "DIST_OFFICE")
    assert kinds(made) == [("RECEIPT", False), ("REPLY", False)] and made["duties"][0]["unit"]["code"] == "310117-SW"
    assert {d["kind"]: d["due_on"] for d in made["duties"]}["REPLY"] == made["reply_due"]
    refused(world.who("310117-CG", "UNIT_ADMIN").post(path + "/sign", headers=etag(1)), 403)
    refused(world.admin.post(f"{path[:-36]}{uuid.uuid4()}/sign", headers=etag(1)), 404)
    refused(world.admin.post(path + "/sign", headers=etag(9)), 412)
    signed = ok(world.admin.post(path + "/sign", headers=etag(1)))
    assert kinds(signed) == [("RECEIPT", True), ("REPLY", False)] and signed["row_version"] == 2
    assert signed["duties"][0]["done_by_name"]
    refused(world.leader.post(path + "/sign", headers=etag(2)), 409, "state-conflict")


def test_each_reply_is_kept_with_who_when_and_attachments(world):
    path, made = step(world, 3, "DIST_OFFICE")
    sha = world.file(world.leader)
    file = next(f for f in ok(world.leader.get("/files"))["items"] if f["sha256"] == sha)["id"]
    foreign = ok(world.who("310117-CG", "UNIT_LEADER").get("/files"))["items"]
    unknown = refused(world.leader.post(path + "/reply",
                                        {"reply": "一",
                                         "attachments": [file, str(uuid.uuid4()), *(f["id"] for f in foreign[:1])]},
                                        headers=etag(1)), 422)
    assert "/attachments/1" in {e["pointer"] for e in unknown["errors"]} and "/attachments/0" not in {e["pointer"]
            for e in unknown["errors"]}
    first = ok(world.leader.post(path + "/reply", {"reply": "月底前完成", "attachments": [file]}, headers=etag(1)))
    assert kinds(first) == [("RECEIPT", True), ("REPLY", True)]  # who answers has received it
    second = ok(world.admin.post(path + "/reply", {"reply": "已完成"}, headers=etag(2)))
    assert [(r["reply"], r["kind"], r["due_on"], r["is_late"], r["attachments"]) for r in second["replies"]] == [
        ("月底前完成", "REPLY", made["reply_due"], False, [file]), ("已完成", None, None, False, [])]
    assert all(r["replied_by_name"] and r["replied_at"] and r["unit"]["code"] == "310117-SW" for r in second["replies"])
    for by, status in ((world.office, 200), (world.who("310117-CG", "UNIT_LEADER"), 200),
                       (world.who("310104", "DIST_OFFICE"), 404)):
        assert by.get(f"/files/{file}/content").status_code == status


def test_what_is_attached_to_the_answer_to_an_interview_is_as_restricted(world):
    path, _ = step(world, 5, "GROUP_HEAD")
    sha = world.file(world.leader)
    file = next(f for f in ok(world.leader.get("/files"))["items"] if f["sha256"] == sha)["id"]
    ok(world.leader.post(path + "/reply", {"reply": "检查报告", "attachments": [file]}, headers=etag(1)))
    assert world.who("310117-CG", "UNIT_LEADER").get(f"/files/{file}/content").status_code == 404


def test_an_interview_is_recorded_answered_and_followed_up(world):
    world.parameters(world.office, interview_report_days=20)
    head = world.who("310117", "GROUP_HEAD")
    path, made = step(world, 5, "GROUP_HEAD")
    assert made["reply_due"] is None and kinds(made) == [("RECEIPT", False)] and made["interview"] is None
    body = bodies.interview(world)
    refused(world.office.post(path + "/interview", body, headers=etag(1)), 404)
    refused(world.who("310117", "GROUP_ACCOUNT").post(path + "/interview", body, headers=etag(1)), 403)
    wrong = body | {"held_on": world.today(1), "interviewees": [{"name": "李某", "unit": "310117-CG"}]}
    assert {e["pointer"] for e in refused(head.post(path + "/interview", wrong, headers=etag(1)), 422)["errors"]} == {
        "/held_on", "/interviewees/0/unit"}
    refused(head.post(path + "/interview", body, headers=etag(7)), 412)
    refused(head.post(path + "/follow-up", bodies.INTERVIEW_FOLLOW_UP, headers=etag(1)), 409)  # nothing was held
    held = ok(head.post(path + "/interview", body, headers=etag(1)))
    assert kinds(held) == [("PLAN", False), ("RECEIPT", False),
                           ("REPORT", False)] and held["reply_due"] == held["interview"]["plan_due"]
    assert world.today(20) <= held["interview"]["report_due"] <= world.today(29)  # the parameter's, rolled over days off
    assert held["interview"]["interviewees"][0]["unit"]["code"] == "310117-SW"
    refused(head.post(path + "/interview", body, headers=etag(2)), 409)
    refused(head.post(path + "/follow-up", {"result": "EFFECTIVE", "opinion": "好"}, headers=etag(2)), 409,
            "guard-failed")
    ok(world.leader.post(path + "/reply", {"reply": "整改报告", "kind": "REPORT"}, headers=etag(2)))
    answered = ok(world.leader.post(path + "/reply", {"reply": "整改方案"}, headers=etag(3)))
    assert [r["kind"] for r in answered["replies"]] == ["REPORT", "PLAN"] and all(done for _, done in kinds(answered))
    refused(head.post(path + "/follow-up", {"result": "EFFECTIVE", "opinion": "好"}, headers=etag(9)), 412)
    done = ok(world.who("310117", "GROUP_DEPUTY").post(path + "/follow-up", {"result": "EFFECTIVE", "opinion": "水质达标"},
                                                       headers=etag(4)))
    assert done["interview"]["result"] == "EFFECTIVE" and done["interview"]["followed_up_on"] == world.today()
    refused(head.post(path + "/follow-up", bodies.INTERVIEW_FOLLOW_UP, headers=etag(5)), 409)


def test_a_unit_is_interviewed_under_its_code_of_today_and_of_the_summons(world):
    made, head = zone(world, "310117K86"), world.who("310117", "GROUP_HEAD")
    issues = [world.assigned_to("310117K86") for _ in range(3)]
    steps = [f"/issues/{i['id']}/escalations" for i in issues]
    summons = [ok(head.post(s, {"level": 5, "doc_no": f"约〔2026〕{i['serial_no']}号", "reason": "进度滞后"}), 201)
               for s, i in zip(steps, issues)]
    change(world, kind="RECODE", tenant="310117K86", new_code="310117K87")
    heard_all(world)
    for listed, summon, unit in zip(steps, summons, ("310117K87", "310117K86", made["id"])):
        path = f"{listed}/{summon['id']}/interview"
        other = bodies.interview(world, interviewees=[{"name": "李某", "unit": "310117-SW"}])
        refused(head.post(path, other, headers=etag(1)), 422)
        body = bodies.interview(world, interviewees=[{"name": "李某", "unit": unit}])
        person, = ok(head.post(path, body, headers=etag(1)))["interview"]["interviewees"]
        assert person == {"name": "李某", "position": None, "unit": summon["duties"][0]["unit"]}


def test_only_an_l5_calls_for_an_interview(world):
    path, _ = step(world, 4, "GROUP_HEAD")
    refused(world.who("310117", "GROUP_HEAD").post(path + "/interview", bodies.interview(world), headers=etag(1)), 409)
    refused(world.office.post(path + "/interview", bodies.interview(world), headers=etag(1)), 403)
    refused(world.office.post(path + "/follow-up", bodies.INTERVIEW_FOLLOW_UP, headers=etag(1)), 403)
    refused(world.office.post(f"{path[:-36]}{uuid.uuid4()}/follow-up", bodies.INTERVIEW_FOLLOW_UP, headers=etag(1)),
            404)
    invalid = bodies.INTERVIEW_FOLLOW_UP | {"result": "MAYBE"}
    refused(world.who("310117", "GROUP_HEAD").post(path + "/follow-up", invalid, headers=etag(1)), 422)


def derelict(world, times=1):
    """An issue with so many findings of dereliction."""
    issue, account = world.assigned(), world.who("310117", "GROUP_ACCOUNT")
    proof = world.evidence(issue, "OTHER", by=world.leader)["id"]
    for _ in range(times):
        ok(account.post(f"/issues/{issue['id']}/findings", {"kind": "SLOW", "unit": "310117-SW", "facts": "久拖不办",
                                                            "evidence_ids": [proof]}), 201)
    return issue


def test_a_referral_is_the_seventh_step(world, stack):
    issue = derelict(world)
    proposed = str(uuid.uuid4())
    stack.psql("insert into bihuan.escalation (id, issue_id, tenant_id, scope, level, rung, state, reason, created_at) "
               f"select '{proposed}', id, tenant_id, scope, 7, 'L7-DERELICTION-1', 'PROPOSED', '慢作为', now() from bihuan.issue where id = '{issue['id']}'")
    account, path = world.who("310117", "GROUP_ACCOUNT"), f"/issues/{issue['id']}/escalations"
    refused(account.post(f"{path}/{proposed}/issue", {"doc_no": "松问责〔2026〕7号"}, headers=etag(1)), 403)
    for n in (7, 8):
        ok(account.post(f"/issues/{issue['id']}/referrals", bodies.REFERRAL | {"doc_no": f"松问责〔2026〕{n}号"}), 201)
    steps = [(s["rung"], s["state"], s["doc_no"]) for s in ok(account.get(path))["items"] if s["level"] == 7]
    assert sorted(steps) == [("L7-DERELICTION-1", "ISSUED", "松问责〔2026〕7号"), ("L7-松问责〔2026〕8号", "ISSUED", "松问责〔2026〕8号")]


def test_a_referral_takes_the_oldest_of_several_proposals(world, stack):
    issue = derelict(world, 2)
    for n in (1, 2):
        stack.psql("insert into bihuan.escalation (id, issue_id, tenant_id, scope, level, rung, state, reason, created_at)"
                   f" select '{uuid.uuid4()}', id, tenant_id, scope, 7, 'L7-DERELICTION-{n}', 'PROPOSED', '慢作为',"
                   f" now() + interval '{n} hours' from bihuan.issue where id = '{issue['id']}'")
    account, seen = world.who("310117", "GROUP_ACCOUNT"), []
    for n in (17, 18):
        ok(account.post(f"/issues/{issue['id']}/referrals", bodies.REFERRAL | {"doc_no": f"松问责〔2026〕{n}号"}), 201)
        steps = ok(account.get(f"/issues/{issue['id']}/escalations"))["items"]
        seen.append({s["rung"]: s["doc_no"] for s in steps if s["level"] == 7})
    assert seen == [{"L7-DERELICTION-1": "松问责〔2026〕17号", "L7-DERELICTION-2": None},
                    {"L7-DERELICTION-1": "松问责〔2026〕17号", "L7-DERELICTION-2": "松问责〔2026〕18号"}]


def test_a_referral_and_a_circular_hold_no_lower_step_down(world, stack):
    issue = world.assigned()
    proposed = str(uuid.uuid4())
    stack.psql("insert into bihuan.escalation (id, issue_id, tenant_id, scope, level, rung, state, reason, created_at) "
               f"select '{proposed}', id, tenant_id, scope, 6, 'L6-X', 'PROPOSED', '约谈后整改无效', now() "
               f"from bihuan.issue where id = '{issue['id']}'")
    path, number = f"/issues/{issue['id']}/escalations", issue["serial_no"]
    ok(world.head.post(path, {"level": 5, "doc_no": f"松约〔2026〕{number}号", "reason": "整改不力"}), 201)
    ok(world.who("310117", "GROUP_ACCOUNT").post(f"/issues/{issue['id']}/referrals",
                                                 bodies.REFERRAL | {"doc_no": f"松问责〔2026〕{number}-27号"}), 201)
    ok(world.head.post(f"{path}/{proposed}/issue", {"doc_no": f"松通〔2026〕{number}号"}, headers=etag(1)))
    listing = {"level": 4, "doc_no": f"松挂〔2026〕{number}号", "reason": "红灯持续超限"}
    ok(world.head.post(path, listing), 201)
    refused(world.office.post(path, listing | {"level": 3}), 409, "conflict")


@pytest.mark.parametrize("result", ["EFFECTIVE", "NO_EFFECT"])
def test_an_interview_holds_lower_steps_down_until_it_is_followed_up(world, result):
    """Also where it was held upon a later summons."""
    path, made = step(world, 5, "GROUP_HEAD")
    steps, listing = path[:-37], {"level": 4, "doc_no": made["doc_no"] + "挂", "reason": "红灯持续超限"}
    again = ok(world.head.post(steps, {"level": 5, "doc_no": made["doc_no"] + "再", "reason": "未到场"}), 201)
    refused(world.deputy.post(steps, listing), 409, "conflict")
    path = f"{steps}/{again['id']}"
    ok(world.head.post(path + "/interview", bodies.interview(world), headers=etag(1)))
    for n, kind in ((2, "PLAN"), (3, "REPORT")):
        ok(world.leader.post(path + "/reply", {"reply": "已办", "kind": kind}, headers=etag(n)))
    refused(world.deputy.post(steps, listing), 409, "conflict")
    ok(world.head.post(path + "/follow-up", {"result": result, "opinion": "已核实"}, headers=etag(4)))
    ok(world.deputy.post(steps, listing), 201)


@pytest.mark.parametrize("action", ["reply", "sign"])
def test_a_step_that_was_lifted_asks_for_nothing(world, stack, action):
    path, made = step(world, 3, "DIST_OFFICE")
    stack.psql(f"update bihuan.escalation set state = 'LIFTED' where id = '{made['id']}'")
    refused(world.leader.post(f"{path}/{action}", {"reply": "x"} if action == "reply" else None, headers=etag(1)), 409)


def replace(world, path, unit="310117-CG"):
    """The unit that leads and answers is another one."""
    world.parties({"id": path.split("/")[2]}, lead=unit, resp=unit, coop="310117-LHSR")


def asked(world, path):
    head = world.who("310117", "GROUP_HEAD")
    found = ok(head.get(path.rsplit("/", 1)[0]))["items"]
    return next(s for s in found if s["id"] == path.rsplit("/", 1)[1])["duties"]


def duties_of(world, path):
    return [(d["unit"]["code"], d["kind"], d["done_at"] is not None)
            for d in sorted(asked(world, path), key=lambda d: (d["unit"]["code"], d["kind"]))]


def due_on(world, path, unit, kind):
    return next(d["due_on"] for d in asked(world, path) if (d["unit"]["code"], d["kind"]) == (unit, kind))


def test_what_an_interview_asks_passes_to_the_unit_that_takes_over(world):
    head = world.who("310117", "GROUP_HEAD")
    path, _ = step(world, 5, "GROUP_HEAD")
    ok(world.admin.post(path + "/sign", headers=etag(1)))
    ok(head.post(path + "/interview", bodies.interview(world), headers=etag(2)))
    replace(world, path)
    assert duties_of(world, path) == [("310117-CG", "PLAN", False), ("310117-CG", "RECEIPT", False),
                                      ("310117-CG", "REPORT", False), ("310117-SW", "RECEIPT", True)]
    refused(world.leader.post(path + "/reply", {"reply": "方案"}, headers=etag(3)), 404)
    new = world.who("310117-CG", "UNIT_LEADER")
    ok(new.post(path + "/reply", {"reply": "整改方案"}, headers=etag(3)))
    ok(new.post(path + "/reply", {"reply": "整改报告"}, headers=etag(4)))
    done = ok(head.post(path + "/follow-up", {"result": "EFFECTIVE", "opinion": "水质达标"}, headers=etag(5)))
    assert done["interview"]["result"] == "EFFECTIVE"


def test_an_interview_is_answered_by_the_units_that_lead_now(world):
    head = world.who("310117", "GROUP_HEAD")
    path, _ = step(world, 5, "GROUP_HEAD")
    ok(world.admin.post(path + "/sign", headers=etag(1)))
    replace(world, path)
    body = bodies.interview(world)
    body["interviewees"] = [p | {"unit": "310117-CG"} for p in body["interviewees"]]
    ok(head.post(path + "/interview", body, headers=etag(2)))
    assert [d for d in duties_of(world, path) if d[1] in ("PLAN", "REPORT")] == [("310117-CG", "PLAN", False),
                                                                                ("310117-CG", "REPORT", False)]


def test_the_next_month_of_a_listed_issue_is_the_present_units(lone_stack):
    world = World(lone_stack)
    world.calendar(2026, 2027)
    path, _ = step(world, 4, "GROUP_HEAD")
    ok(world.leader.post(path + "/reply", {"reply": "月报"}, headers=etag(1)))
    replace(world, path)
    replace(world, path, "310117-SW")
    replace(world, path)
    assert duties_of(world, path) == [("310117-CG", "RECEIPT", False), ("310117-SW", "RECEIPT", True),
                                      ("310117-SW", "REPLY", True)]
    world.begin_at_noon()
    world.night(days=40)
    assert [d for d in duties_of(world, path) if not d[2]] == [("310117-CG", "RECEIPT", False),
                                                               ("310117-CG", "REPLY", False)]
    ok(world.who("310117-CG", "UNIT_LEADER").post(path + "/reply", {"reply": "月报"}, headers=etag(2)))


def test_who_stays_answers_for_himself_alone(world):
    """Of two that answer one goes, and nobody comes: what he owed is owed no more."""
    path, _ = step(world, 2, "DIST_OFFICE")
    world.parties({"id": path.split("/")[2]}, lead="310117-CG", resp="310117-LHSR", coop="310117-SW")
    both = [(unit, kind, False) for unit in ("310117-CG", "310117-LHSR") for kind in ("RECEIPT", "REPLY")]
    assert duties_of(world, path) == both
    replace(world, path)
    assert duties_of(world, path) == both[:2]


def test_who_takes_over_has_days_of_his_own_to_answer(lone_stack):
    world = World(lone_stack)
    world.calendar(2026, 2027)
    path, made = step(world, 3, "DIST_OFFICE")
    replace(world, path)
    assert due_on(world, path, "310117-CG", "REPLY") == made["reply_due"]
    lone_stack.clock.move(days=30)
    replace(world, path, "310117-LHSR")
    assert due_on(world, path, "310117-LHSR", "REPLY") > world.today()
    seen = ok(world.who("310117-LHSR", "UNIT_LEADER").post(path + "/reply", {"reply": "已接手"}, headers=etag(1)))
    assert [r["is_late"] for r in seen["replies"]] == [False]


def test_a_merged_unit_owes_nothing_that_its_heir_owes_too(lone_stack):
    world = World(lone_stack)
    world.calendar(2026, 2027)
    platform, head = world.who("310000", "PLATFORM_ADMIN"), world.who("310117", "GROUP_HEAD")
    for code in ("310117-HDA", "310117-HDB"):
        ok(platform.post("/tenants", {"kind": "DEPARTMENT", "code": code, "name": f"河道{code[-1]}处",
                                      "parent": "310117", "valid_from": "2024-01-01"}), 201)
    path, _ = step(world, 5, "GROUP_HEAD")
    world.parties({"id": path.split("/")[2]}, lead="310117-HDA", resp="310117-HDB")
    body = bodies.interview(world)
    body["interviewees"] = [p | {"unit": "310117-HDB"} for p in body["interviewees"]]
    ok(head.post(path + "/interview", body, headers=etag(1)))
    unit = world.who("310117-HDB", "UNIT_LEADER")
    ok(unit.post(path + "/reply", {"reply": "整改方案"}, headers=etag(2)))
    ok(platform.post("/region-changes", {"kind": "MERGE", "tenant": "310117-HDA", "approval_doc": "沪府〔2026〕1号",
                                         "successors": [{"tenant": "310117-HDB"}],
                                         "effective_date": world.today()}), 201)
    lone_stack.until(lambda: "310117-HDA" not in str(world.read(path.split("/")[2])["parties"]))
    assert duties_of(world, path) == [("310117-HDB", "PLAN", True), ("310117-HDB", "RECEIPT", True),
                                      ("310117-HDB", "REPORT", False)]
    ok(unit.post(path + "/reply", {"reply": "整改报告"}, headers=etag(3)))
    ok(head.post(path + "/follow-up", {"result": "EFFECTIVE", "opinion": "水质达标"}, headers=etag(4)))
