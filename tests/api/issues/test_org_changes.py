# SPDX-License-Identifier: MIT
"""What changes of the tenant tree and of calendars do to issues, by way of the queue."""
import io
import json
import zipfile

import pytest

from support.issues import World, etag, ok, refused


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


def zone(world, code, parent="310117", **fields):
    body = {"kind": "DEVZONE", "code": code, "name": f"开发区{code[-2:]}", "parent": parent,
            "valid_from": "2024-01-01"} | fields
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/tenants", body), 201)


def change(world, **body):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/region-changes", {
        "approval_doc": "沪府〔2026〕1号", "effective_date": world.today()} | body), 201)


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


def split(world, code, *heirs):
    share = str(1 / len(heirs))
    change(world, kind="SPLIT", tenant=code, successors=[{"tenant": heir, "share": share} for heir in heirs])


def unallocated(world, code):
    return ok(world.office.get(f"/unallocated-issues?tenant={code}&count=exact"))


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
    assert {i["id"] for i in unallocated(world, "310117-HDY")["items"]} == {supervised["id"], answered["id"]}
    for issue in (supervised, answered):
        roles = {p["role"] for p in world.read(issue)["parties"] if p["tenant"]["code"] == "310117-HDX"}
        assert "SUPERVISE_UNIT" not in roles or not roles & {"LEAD_UNIT", "RESP_UNIT"}


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
    assert {p["tenant"]["code"] for p in new["parties"]
            if p["role"] in ("LEAD_UNIT", "RESP_UNIT", "GOV_LEAD")} == {"310117-HDC"}
    assert {p["role"] for p in new["parties"]} == {p["role"] for p in world.read(issue)["parties"]}
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
