# SPDX-License-Identifier: MIT
"""What changes of the tenant tree and of calendars do to issues, by way of the queue."""
import io
import json
import zipfile

import pytest

from support.issues import World, ok, refused


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


def zone(world, code, parent="310117", **fields):
    body = {"kind": "DEVZONE", "code": code, "name": f"开发区{code[-2:]}", "parent": parent, "valid_from": "2024-01-01"} | fields
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


def test_a_calendar_makes_provisional_limits_final(world, lone_stack):
    feedback = world.feedback(feedback_date="2026-08-31")
    assert feedback["due_provisional"]
    days = [{"date": "2027-03-01", "is_workday": False, "name": "假定放假"}]
    ok(world.who("310000", "PLATFORM_ADMIN").put("/calendars/2027", {"source": "测试", "days": days}))
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
