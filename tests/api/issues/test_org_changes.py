# SPDX-License-Identifier: MIT
"""What changes of the tenant tree and of calendars do to issues, by way of the queue."""
import io
import json
import zipfile

import pytest

from support.issues import World, etag, ok, refused
from support.moves import UNHEARD, allocate, change, split, unallocated, zone


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


def test_a_renamed_unit_keeps_its_old_name_where_it_signed(world, lone_stack):
    closed, opened = world.closed(), world.issue()
    world.parties(opened)
    change(world, kind="RENAME", tenant="310117-SW", new_name="水务和海洋局")
    lone_stack.until(lambda: "水务和海洋局" in json.dumps(world.read(opened)["parties"], ensure_ascii=False))
    assert "SIGN" in json.dumps(ok(world.office.get(f"/issues/{closed['id']}/history"))["states"])
    signed = [s for s in ok(world.office.get(f"/issues/{closed['id']}/history"))["states"] if s["action"] == "SIGN"]
    assert signed[0]["actor_tenant"] != "水务和海洋局"


def test_a_transferred_unit_takes_its_place_along(world, lone_stack):
    zone(world, "310117K50")
    issue = world.issue()
    world.parties(issue, lead="310117K50", resp="310117K50")
    change(world, kind="TRANSFER", tenant="310117K50", new_parent="310112", new_code="310112K50")
    unit = world.who("310112K50", "UNIT_ADMIN")
    lone_stack.until(lambda: unit.get(f"/issues/{issue['id']}").status_code == 200)
    assert [i["id"] for i in ok(unit.get("/issues"))["items"]] == [issue["id"]]
    lone_stack.until(lambda: world.who("310112", "DIST_OFFICE").get(f"/issues/{issue['id']}").status_code == 200)


def test_a_merged_unit_hands_over_what_is_open_and_keeps_what_is_closed(world, lone_stack):
    zone(world, "310117K51")
    zone(world, "310117K52")
    issue = world.issue()
    world.parties(issue, lead="310117K51", resp="310117K51")
    change(world, kind="MERGE", tenant="310117K51", successors=[{"tenant": "310117K52"}])
    heir = world.who("310117K52", "UNIT_ADMIN")
    lone_stack.until(lambda: heir.get(f"/issues/{issue['id']}").status_code == 200)
    parties = world.read(issue)["parties"]
    assert {p["tenant"]["code"] for p in parties if p["role"] in ("LEAD_UNIT", "RESP_UNIT")} == {"310117K52"}
    before = ok(world.office.get(f"/issues/{issue['id']}/parties?as_of={world.today(-1)}"))["items"]
    assert before == []  # named today
    history = ok(world.office.get(f"/issues/{issue['id']}/history"))["parties"]
    assert "310117K51" in {p["tenant_code"] for p in history if p["valid_to"]}


def test_the_leaders_of_a_merged_unit_are_none_of_its_heir(world, lone_stack):
    """They stay what they were, listed for the office, which asks the heir for its own before it assigns."""
    for code in ("310117K74", "310117K75"):
        zone(world, code)
    issue = world.issue()
    world.parties(issue, lead="310117K74", resp="310117K74")
    change(world, kind="MERGE", tenant="310117K74", successors=[{"tenant": "310117K75"}])
    heir = world.who("310117K75", "UNIT_ADMIN")
    lone_stack.until(lambda: heir.get(f"/issues/{issue['id']}").status_code == 200)
    persons = {p["role"]: p["tenant"]["code"] for p in world.read(issue)["parties"] if "UNIT" not in p["role"]}
    assert persons == dict.fromkeys(("GOV_LEAD", "PARTY_LEAD", "RESP_PERSON"), "310117K74")
    left, = unallocated(world, "310117K74")["items"]
    assert left["id"] == issue["id"] and left["bodies"][0]["parts"] == ["GOV_LEAD", "PARTY_LEAD", "RESP_PERSON"]
    problem = refused(world.try_act(issue, "ASSIGN", world.office), 409, "guard-failed")
    assert [e["code"] for e in problem["errors"]] == ["leads_named"]
    world.parties(issue, lead="310117K75", resp="310117K75")
    assert unallocated(world, "310117K74")["total"] == 0
    assert world.act(issue, "ASSIGN", world.office)["state"] == "ASSIGNED"


def test_a_split_unit_leaves_a_list_that_the_office_works_off(world, lone_stack):
    for code in ("310117K53", "310117K54", "310117K55"):
        zone(world, code)
    held = [world.issue() for _ in range(2)]
    own = world.issue(tenant="310117K53")
    for issue in held:
        world.parties(issue, lead="310117K53", resp="310117K53")
    split(world, "310117K53", "310117K54", "310117K55")
    left = unallocated(world, "310117K53")
    assert left["total"] == 3 and {i["id"] for i in left["items"]} == {i["id"] for i in (*held, own)}
    body = next(i for i in left["items"] if i["id"] == held[0]["id"])["bodies"][0]
    assert "LEAD_UNIT" in body["parts"] and [h["code"] for h in body["successors"]] == ["310117K54", "310117K55"]
    assert next(i for i in left["items"] if i["id"] == own["id"])["bodies"][0]["parts"] == ["OWNER"]
    other = world.office.post(f"/issues/{own['id']}/allocation", {"from": "310117K53", "to": "310117-SW"},
                              headers=etag(world.read(own)["row_version"]))
    assert refused(other, 422)["errors"][0]["code"] == "not-a-successor"
    refused(world.office.post(f"/issues/{own['id']}/allocation", {"from": "310117K53", "to": "310117K54"},
                              headers=etag(1000)), 412)
    for issue, heir in ((held[0], "310117K54"), (held[1], "310117K55"), (own, "310117K55")):
        ok(world.office.post(f"/issues/{issue['id']}/allocation", {"from": "310117K53", "to": heir},
                             headers=etag(world.read(issue)["row_version"])))
        ok(world.who(heir, "UNIT_ADMIN").get(f"/issues/{issue['id']}"))
    assert unallocated(world, "310117K53")["total"] == 0
    refused(world.who("310117K54", "UNIT_ADMIN").get(f"/issues/{held[1]['id']}"), 404)
    assert world.read(own)["tenant"]["code"] == "310117K55"
    audit = lone_stack.psql("select count(*) from bihuan.audit_entry where action = 'issue.allocate'")
    assert audit.strip() == "3"


def test_an_abolished_unit_leaves_nothing_either(world):
    zone(world, "310117K56")
    issue = world.issue()
    world.parties(issue, lead="310117K56", resp="310117K56")
    change(world, kind="ABOLISH", tenant="310117K56")
    assert [i["id"] for i in unallocated(world, "310117K56")["items"]] == [issue["id"]]
    ok(world.office.post(f"/issues/{issue['id']}/allocation", {"from": "310117K56", "to": "310117-SW"},
                         headers=etag(world.read(issue)["row_version"])))
    assert unallocated(world, "310117K56")["total"] == 0
    assert "310117K56" not in json.dumps(world.read(issue)["parties"])


def test_what_is_over_is_allocated_to_nobody(world, lone_stack):
    zone(world, "310117K68")
    issue = world.closed(tenant="310117K68")
    change(world, kind="ABOLISH", tenant="310117K68")
    refused(allocate(world, issue, "310117K68", "310117-SW"), 409, "state-conflict")


def test_a_long_term_issue_keeps_nothing_of_a_closed_body(world, lone_stack):
    """The part of a closed body is allocated, whatever state the issue is in."""
    for code, name in (("310117-HDV", "河道新处"), ("310117-HDW", "河道旧处")):
        zone(world, code, kind="DEPARTMENT", name=name)
    issue = world.rectifying(term_class="LONG_TERM")
    world.parties(issue, supervise="310117-HDW", lead="310117-HDV", resp="310117-HDV")
    world.verify(issue, goal_no=1, verifiers=world.verifiers("310117-HDW", "310117"))
    world.act(issue, "KEEP_LONG_TERM", world.office)
    change(world, kind="MERGE", tenant="310117-HDW", successors=[{"tenant": "310117-HDV"}])
    lone_stack.until(lambda: unallocated(world, "310117-HDW")["total"] == 1)
    problem = refused(allocate(world, issue, "310117-HDW", "310117-HDV"), 422)
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/to", "supervise-is-resp")]
    ok(allocate(world, issue, "310117-HDW", "310117-STHJ"))
    assert unallocated(world, "310117-HDW")["total"] == 0
    assert {p["tenant"]["code"] for p in world.read(issue)["parties"]} == {"310117-HDV", "310117-STHJ", "310117-CG"}
    read = world.read(issue, by=world.supervisor)
    assert world.act(read, "REOPEN", world.office, reason="反弹",
                     evidence_ids=[world.evidence(issue, "OTHER", by=world.office)["id"]])["state"] == "REOPENED"


def test_nobody_comes_to_supervise_his_own_work(world, lone_stack):
    """The heir answers already where the closed body supervised, or the other way round: an office allocates the
    part."""
    for code, name in (("310117-HDX", "河道新处"), ("310117-HDY", "河道旧处")):
        zone(world, code, kind="DEPARTMENT", name=name)
    supervised, answered, plain = (world.issue() for _ in range(3))
    world.parties(plain, lead="310117-HDY", resp="310117-HDY")
    world.parties(supervised, lead="310117-HDX", resp="310117-HDX", supervise="310117-HDY")
    world.parties(answered, lead="310117-HDY", resp="310117-HDY", supervise="310117-HDX")
    change(world, kind="MERGE", tenant="310117-HDY", successors=[{"tenant": "310117-HDX"}])
    heir = world.who("310117-HDX", "UNIT_ADMIN")
    lone_stack.until(lambda: heir.get(f"/issues/{plain['id']}").status_code == 200)  # the succession has been told
    left = unallocated(world, "310117-HDY")["items"]
    assert {i["id"] for i in left if any("UNIT" in part for part in i["bodies"][0]["parts"])} == {
        supervised["id"], answered["id"]}
    world.parties(plain, lead="310117-HDX", resp="310117-HDX")
    for issue in (supervised, answered):
        roles = {p["role"] for p in world.read(issue)["parties"] if p["tenant"]["code"] == "310117-HDX"}
        assert "SUPERVISE_UNIT" not in roles or roles == {"SUPERVISE_UNIT"}
        assert refused(allocate(world, issue, "310117-HDY", "310117-HDX"), 422)["errors"][0]["code"] == "supervise-is-resp"
        ok(allocate(world, issue, "310117-HDY", "310117-NYNC"))
        assert "310117-HDY" not in json.dumps(world.read(issue)["parties"])
        ok(world.who("310117-NYNC", "UNIT_ADMIN").get(f"/issues/{issue['id']}"))
    assert unallocated(world, "310117-HDY")["total"] == 0


def rebound(world, issue):
    evidence = world.evidence(issue, "OTHER", by=world.office)["id"]
    return world.read(world.act(issue, "REOPEN", world.office, reason="黑臭反弹",
                                evidence_ids=[evidence])["new_issue"]["id"])


def test_a_rebound_is_begun_by_who_answers_for_it_now(world, lone_stack):
    """Struck off, then the unit and the holder merged, twice over: what was closed stays theirs, what begins again is
    the heirs'."""
    zone(world, "310117-HDC", kind="DEPARTMENT", name="河道处")
    for code in ("310117K62", "310117K63", "310117K64", "310117K65", "310117K66", "310117K67"):
        zone(world, code)
    issue, abolished, split_up = (world.closed(tenant=code) for code in ("310117K62", "310117K65", "310117K66"))
    change(world, kind="MERGE", tenant="310117-SW", successors=[{"tenant": "310117-HDC"}])
    change(world, kind="MERGE", tenant="310117K62", successors=[{"tenant": "310117K63"}])
    change(world, kind="MERGE", tenant="310117K63", successors=[{"tenant": "310117K64"}])
    change(world, kind="ABOLISH", tenant="310117K65")
    split(world, "310117K66", "310117K64", "310117K67")
    new = rebound(world, issue)
    assert new["tenant"]["code"] == "310117K64" and world.read(issue)["tenant"]["code"] == "310117K62"
    assert {p["tenant"]["code"] for p in new["parties"] if p["role"] in ("LEAD_UNIT", "RESP_UNIT")} == {"310117-HDC"}
    assert {p["role"] for p in new["parties"]} == {p["role"] for p in world.read(issue)["parties"] if "UNIT" in p["role"]}
    ok(world.who("310117-HDC", "UNIT_ADMIN").get(f"/issues/{new['id']}"))
    for gone in (abolished, split_up):  # nobody took over, or several: whoever opens it again holds it
        assert rebound(world, gone)["tenant"]["code"] == "310117"


def test_a_planned_succession_hands_nothing_over(world, lone_stack):
    """Entered for later, and overtaken: only what was applied speaks."""
    for code in ("310117K57", "310117K58", "310117K59"):
        zone(world, code)
    issue = world.issue()
    world.parties(issue, lead="310117K57", resp="310117K57")
    change(world, kind="MERGE", tenant="310117K57", successors=[{"tenant": "310117K58"}],
           effective_date=world.today(30))
    change(world, kind="MERGE", tenant="310117K57", successors=[{"tenant": "310117K59"}])
    lone_stack.until(lambda: world.who("310117K59", "UNIT_ADMIN").get(f"/issues/{issue['id']}").status_code == 200)


def test_colliding_keys_are_kept_and_found(world, lone_stack):
    zone(world, "310117K60")
    zone(world, "310117K61")
    key = {"source": "oa", "external_id": "case-1"}
    first, second = world.issue(tenant="310117K60", **key), world.issue(tenant="310117K61", **key)
    change(world, kind="MERGE", tenant="310117K60", successors=[{"tenant": "310117K61"}])
    lone_stack.until(lambda: world.read(first)["tenant"]["code"] == "310117K61")
    assert world.read(second)["external_id"] == "case-1"
    moved = world.read(first)
    assert moved["external_id"] == f"case-1@{first['code']}"
    assert [(k["tenant"], k["external_id"]) for k in moved["former_keys"]] == [("310117K60", "case-1")]
    found = ok(world.office.get("/issues?external_id=case-1"))["items"]
    assert {i["id"] for i in found} == {first["id"], second["id"]}
    assert lone_stack.psql("select count(*) from bihuan.event_failure").strip() == "0"


def test_a_line_of_mergers_is_followed_to_its_end(world, lone_stack):
    """Whoever hears late hears of A, when B has gone to C already."""
    for code in ("310117K62", "310117K63", "310117K64"):
        zone(world, code)
    own, held = world.issue(tenant="310117K62"), world.issue()
    feedback = world.feedback(tenant="310117K62")
    world.parties(held, lead="310117K62", resp="310117K62")
    lone_stack.kill("issues")
    change(world, kind="MERGE", tenant="310117K62", successors=[{"tenant": "310117K63"}])
    change(world, kind="MERGE", tenant="310117K63", successors=[{"tenant": "310117K64"}])
    lone_stack.start("issues")
    lone_stack.until(lambda: world.read(own)["tenant"]["code"] == "310117K64")
    units = {p["tenant"]["code"] for p in world.read(held)["parties"] if p["role"] in ("LEAD_UNIT", "RESP_UNIT")}
    assert units == {"310117K64"}
    assert ok(world.office.get(f"/feedbacks/{feedback['id']}"))["tenant"]["code"] == "310117K64"
    assert lone_stack.psql("select count(*) from bihuan.event_failure").strip() == "0"


def test_an_heir_that_was_split_leaves_a_list_of_its_heirs(world, lone_stack):
    for code in ("310117K65", "310117K66", "310117K67", "310117K68"):
        zone(world, code)
    own = world.issue(tenant="310117K65")
    world.parties(own, lead="310117K65", resp="310117K65")
    lone_stack.kill("issues")
    change(world, kind="MERGE", tenant="310117K65", successors=[{"tenant": "310117K66"}])
    split(world, "310117K66", "310117K67", "310117K68")
    lone_stack.start("issues")
    lone_stack.until(lambda: lone_stack.psql(UNHEARD).strip() == "0")
    left, = unallocated(world, "310117K65")["items"]
    assert [h["code"] for h in left["bodies"][0]["successors"]] == ["310117K67", "310117K68"]
    assert refused(allocate(world, own, "310117K65", "310117-SW"), 422)["errors"][0]["code"] == "not-a-successor"
    ok(allocate(world, own, "310117K65", "310117K68"))
    assert world.read(own)["tenant"]["code"] == "310117K68"


def tell(stack, producer, type_, tenant, scope, data):
    """An event that comes late."""
    data = json.dumps(data, ensure_ascii=False)
    return stack.psql(f"""insert into bihuan.outbox (id, producer, type, version, aggregate_id, sequence, tenant_id,
        scope, at, data) values (gen_random_uuid(), '{producer}', '{type_}', 1, gen_random_uuid(), 1, '{tenant}',
        '{scope}', now(), '{data}') returning id""").split()[0]


def heard(stack, event):
    stack.until(lambda: stack.psql(f"select count(*) from bihuan.inbox where event_id = '{event}' and service = 'issues'")
                .strip() == "1")


def test_a_change_that_is_told_again_brings_no_old_name_back(world, lone_stack):
    """A dead event is tried again when later ones have been heard: what is true now is what the directory says."""
    made = zone(world, "310117K69")
    issue = world.issue(tenant="310117K69")
    scope = lone_stack.psql(f"select scope from bihuan.tenant where id = '{made['id']}'").strip()
    change(world, kind="RENAME", tenant="310117K69", new_name="今名开发区")
    lone_stack.until(lambda: world.read(issue)["tenant"]["name"] == "今名开发区")
    heard(lone_stack, tell(lone_stack, "directory", "org.changed", made["id"], scope, {
        "tenant_id": made["id"], "kind": "DEVZONE", "change": "UPDATED", "code": "310117K69", "name": "旧名开发区",
        "scope": scope, "old_scope": None, "effective_date": world.today()}))
    assert world.read(issue)["tenant"]["name"] == "今名开发区"


def test_a_breach_finds_the_issues_of_a_body_that_has_moved(world, lone_stack):
    made = zone(world, "310117K70")
    issue = world.issue(tenant="310117K70")
    ok(world.office.put(f"/issues/{issue['id']}/indicators", {"indicators": ["WAT-AREA"]},
                        headers=etag(issue["row_version"])))
    scope = lone_stack.psql(f"select scope from bihuan.tenant where id = '{made['id']}'").strip()
    change(world, kind="TRANSFER", tenant="310117K70", new_parent="310112", new_code="310112K70")
    there = world.who("310112", "DIST_OFFICE")
    lone_stack.until(lambda: there.get(f"/issues/{issue['id']}").status_code == 200)
    heard(lone_stack, tell(lone_stack, "indicators", "indicator.redline_breach", made["id"], scope, {
        "value_id": made["id"], "alert_id": made["id"], "indicator": "WAT-AREA", "period_kind": "M",
        "period_start": "2026-10-01", "period": "2026-10", "revision": 1, "target_type": "LE",
        "red_line_class": None, "value": "1", "limit_value": "2", "on_date": world.today()}))
    breach, = world.read(issue, there)["breaches"]
    assert breach["tenant"]["code"] == "310112K70"


def test_a_calendar_makes_provisional_limits_final(world, lone_stack):
    feedback = world.feedback(feedback_date="2026-08-31")
    assert feedback["due_provisional"]
    days = [{"date": "2027-03-01", "is_workday": False, "name": "假定放假"}]
    world.load(2027, "测试", days)
    lone_stack.until(lambda: ok(world.office.get(f"/feedbacks/{feedback['id']}"))["report_due"] == "2027-03-02")
    assert not ok(world.office.get(f"/feedbacks/{feedback['id']}"))["due_provisional"]


def test_one_case_is_one_file(world):
    issue = world.rectifying()
    content = b"%PDF-1.4\nthe only one\n%%EOF\n"
    sha256 = world.file(world.admin, content)
    ok(world.admin.post(f"/issues/{issue['id']}/evidence", {"kind": "SELF_CHECK_REPORT", "sha256": sha256}), 201)
    answer = world.office.get(f"/issues/{issue['id']}/archive")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    record = zipfile.ZipFile(io.BytesIO(answer.content))
    assert record.testzip() is None
    manifest = json.loads(record.read("manifest.json"))
    assert [f["sha256"] for f in manifest["files"]] == [sha256] and record.read(manifest["files"][0]["file"]) == content
    assert json.loads(record.read("issue.json"))["code"] == issue["code"]
    assert json.loads(record.read("history.json"))["states"][0]["rule"] == "T01"
    refused(world.who("310104", "DIST_OFFICE").get(f"/issues/{issue['id']}/archive"), 404)


def work_of(world, unit):
    return [{"type": "ENG", "text": "雨污分流改造", "unit": unit, "milestones": [
        {"name": name, "planned_date": world.today(days), "weight": weight}
        for name, days, weight in (("开工", 20, "60"), ("完工", 150, "40"))]}]


def worked_by(world, unit):
    """An issue that the unit leads, under a filed plan of which it has reached the first milestone."""
    issue, leader = world.issue(), world.who(unit, "UNIT_LEADER")
    world.parties(issue, lead=unit, resp=unit)
    for action, by in (("ASSIGN", world.office), ("SIGN", world.who(unit, "UNIT_ADMIN"))):
        world.act(issue, action, by)
    world.plan(issue, by=leader, measures=work_of(world, unit))
    for action, by in (("SUBMIT_PLAN", leader), ("PASS_REVIEW", world.supervisor), ("PASS_REVIEW", world.office),
                       ("FILE_PLAN", world.office)):
        world.act(issue, action, by)
    first = next(m for m in milestones(world, issue) if m["name"] == "开工")
    ok(leader.patch(f"/issues/{issue['id']}/milestones/{first['id']}", {"actual_date": world.today()},
                    headers=etag(first["row_version"])))
    return issue


def milestones(world, issue):
    return ok(world.office.get(f"/issues/{issue['id']}/milestones"))["items"]


def replanned(world, issue, unit):
    """What the milestones say after a change of plan by another unit."""
    by = world.who(unit, "UNIT_LEADER")
    plan = world.plan(issue, by=by, measures=work_of(world, unit))
    ok(by.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "单位变更"},
               headers=etag(plan["row_version"])))
    world.act(issue, "APPROVE_PLAN_CHANGE", world.office, goals_verdict="MET")
    return {m["name"]: m["actual_date"] for m in milestones(world, issue)}


def test_what_a_unit_reached_is_its_heirs(world, lone_stack):
    """By the succession of a merged body, and of one that ended by the office's word."""
    for code in ("310117K71", "310117K72", "310117K73"):
        zone(world, code)
    merged, ended = worked_by(world, "310117K71"), worked_by(world, "310117K73")
    change(world, kind="MERGE", tenant="310117K71", successors=[{"tenant": "310117K72"}])
    change(world, kind="ABOLISH", tenant="310117K73")
    ok(allocate(world, ended, "310117K73", "310117-ZJ"))
    heir = world.who("310117K72", "UNIT_LEADER")
    lone_stack.until(lambda: heir.get(f"/issues/{merged['id']}").status_code == 200)
    for issue, unit in ((merged, "310117K72"), (ended, "310117-ZJ")):
        world.parties(issue, lead=unit, resp=unit)  # its own persons, whom a plan names
        assert replanned(world, issue, unit) == {"开工": world.today(), "完工": None}, unit
