# SPDX-License-Identifier: MIT
"""What becomes of issues whose bodies move or are merged over a border, or are called otherwise."""
import pytest

from support.issues import World, derive_unit, etag, ok, refused
from support.moves import allocate, change, heard_all, split, unallocated, zone


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


@pytest.mark.parametrize("kind", ["TRANSFER", "MERGE"])
def test_a_holder_in_another_district_is_its_offices(world, lone_stack, kind):
    """Registered by the old district's office, which has no word any more: the new one's assigns and cancels."""
    zone(world, "310117K74")
    zone(world, "310112K75", "310112")
    for code, name in (("310112-HDT", "河道处"), ("310112-HDU", "督查处")):
        zone(world, code, "310112", kind="DEPARTMENT", name=name)
    issue, dropped = (world.issue(tenant="310117K74") for _ in range(2))
    where = {"new_parent": "310112", "new_code": "310112K74"} if kind == "TRANSFER" else {
        "successors": [{"tenant": "310112K75"}]}
    change(world, kind=kind, tenant="310117K74", **where)
    there = world.who("310112", "DIST_OFFICE")
    lone_stack.until(lambda: there.get(f"/issues/{issue['id']}").status_code == 200)
    at, version = f"/issues/{issue['id']}", lambda: etag(world.read(issue, there)["row_version"])
    parties = [{"role": role, "tenant": tenant} for role, tenant in (
        ("LEAD_UNIT", "310112-HDT"), ("RESP_UNIT", "310112-HDT"), ("SUPERVISE_UNIT", "310112-HDU"))]
    ok(there.patch(at, {"severity": "GENERAL"}, headers=version()))
    ok(there.put(f"{at}/parties", {"parties": parties}, headers=version()))
    ok(there.post(f"{at}/transitions", {"action": "ASSIGN"}, headers=version()))
    ok(there.post(f"/issues/{dropped['id']}/transitions", {"action": "CANCEL", "doc_no": "沪闵环督〔2026〕3号"},
                  headers=etag(world.read(dropped, there)["row_version"])))
    refused(world.office.get(at), 404)


def test_a_child_that_went_to_another_district_keeps_its_number(world, lone_stack):
    """The parent's office does not see it any more, and derives further."""
    for code in ("310117K88", "310117K89"):
        zone(world, code)
    for code, name in (("310112-HDV", "河道处"), ("310112-HDW", "督查处")):
        zone(world, code, "310112", kind="DEPARTMENT", name=name)
    parent = world.assigned()

    def derive(code):
        body = {"tenants": [derive_unit(code)], "due_date": world.today(60)}
        return ok(world.office.post(f"/issues/{parent['id']}/derive", body), 201)["items"][0]

    first = derive("310117K88")
    change(world, kind="TRANSFER", tenant="310117K88", new_parent="310112", new_code="310112K88")
    there = world.who("310112", "DIST_OFFICE")
    lone_stack.until(lambda: there.get(f"/issues/{first['id']}").status_code == 200)
    parties = [{"role": role, "tenant": tenant} for role, tenant in (
        ("LEAD_UNIT", "310112-HDV"), ("RESP_UNIT", "310112-HDV"), ("SUPERVISE_UNIT", "310112-HDW"))]
    ok(there.put(f"/issues/{first['id']}/parties", {"parties": parties},
                 headers=etag(world.read(first, there)["row_version"])))
    refused(world.office.get(f"/issues/{first['id']}"), 404)
    stem = world.read(parent)["serial_no"]
    assert world.read(derive("310117K89"))["serial_no"] == f"{stem}-D2"


def test_a_district_takes_no_unit_s_part(world):
    """Nobody of it signs, and as responsible it would lock its own office out: the part waits for the office's
    word."""
    zone(world, "310117K76")
    issue = world.assigned_to("310117K76")
    change(world, kind="ABOLISH", tenant="310117K76", successors=[{"tenant": "310117"}])
    heard_all(world)
    assert "310117" not in {p["tenant"]["code"] for p in world.read(issue)["parties"]}
    assert [i["id"] for i in unallocated(world, "310117K76")["items"]] == [issue["id"]]
    problem = refused(allocate(world, issue, "310117K76", "310117"), 422)
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/to", "cannot-sign")]
    ok(allocate(world, issue, "310117K76", "310117-SW"))
    assert {p["tenant"]["code"] for p in world.read(issue)["parties"]
            if p["role"] not in ("SUPERVISE_UNIT", "COOP_UNIT")} == {"310117-SW"}
    assert world.act(issue, "SIGN", world.admin)["state"] == "PLANNING"


def test_another_district_s_heir_takes_no_part(world):
    """A merger brings no other district into an issue: its office never sees it, and the holder's names another
    unit."""
    zone(world, "310117K77")
    zone(world, "310112K77", "310112")
    issue = world.assigned_to("310117K77")
    change(world, kind="MERGE", tenant="310117K77", successors=[{"tenant": "310112K77"}])
    heard_all(world)
    for caller in (world.who("310112", "DIST_OFFICE"), world.who("310112K77", "UNIT_ADMIN")):
        refused(caller.get(f"/issues/{issue['id']}"), 404)
    for to in ("310112K77", "310112"):
        problem = refused(allocate(world, issue, "310117K77", to, world.city), 422)
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/to", "unknown-tenant")]
    ok(allocate(world, issue, "310117K77", "310117-SW"))
    assert unallocated(world, "310117K77")["total"] == 0


def test_a_recoded_body_is_found_by_each_of_its_codes(world):
    """What was closed under the old code by the new one, and what is open by the old (F.6)."""
    zone(world, "310117K78")
    closed, opened = world.closed(tenant="310117K78"), world.assigned(tenant="310117K78")
    change(world, kind="RECODE", tenant="310117K78", new_code="310117K79")
    change(world, kind="RECODE", tenant="310117-SW", new_code="310117-SWHY")
    heard_all(world)
    for asked in ("tenant=310117K78", "tenant=310117K79", "subtree=310117K78", "subtree=310117K79",
                  "tenant=310117K78&party=310117-SW", "tenant=310117K79&party=310117-SWHY",
                  "tenant=310117K79&role=LEAD_UNIT&party=310117-SW", f"tenant=310117K78&as_of={world.today()}"):
        found = ok(world.office.get(f"/issues?{asked}&count=exact"))
        assert ({i["id"] for i in found["items"]}, found["total"]) == ({closed["id"], opened["id"]}, 2), asked


def test_a_moved_issue_keeps_its_feedback_and_programme_in_sight(world):
    """They are the old district's, and limit the dates that the new one gives."""
    zone(world, "310117K80")
    feedback = world.feedback()
    programme = ok(world.office.post("/programmes", {
        "kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"], "due_date": world.today(100)}), 201)
    issue = world.issue(feedback, tenant="310117K80", programme_id=programme["id"], due_date=world.today(60))
    change(world, kind="TRANSFER", tenant="310117K80", new_parent="310112", new_code="310112K80")
    heard_all(world)
    there, at = world.who("310112", "DIST_OFFICE"), f"/issues/{issue['id']}"
    for days, status in ((101, 422), (90, 200)):
        answer = there.patch(at, {"due_date": world.today(days)}, headers=etag(world.read(issue, there)["row_version"]))
        assert answer.status_code == status, answer.text
    assert ok(there.get(f"/feedbacks/{feedback['id']}"))["doc_no"] == feedback["doc_no"]
    assert ok(there.get(f"/programmes/{programme['id']}"))["title"] == "整改方案"
    assert feedback["doc_no"] in there.get("/issues/export?format=csv").text
    assert ok(there.get("/feedbacks"))["items"] == []
    refused(world.who("310104", "DIST_OFFICE").get(f"/feedbacks/{feedback['id']}"), 404)


def test_a_part_in_an_issue_shows_no_feedback_of_another_district(world):
    """A unit that moved away keeps its part and sees the issue; what the inspection told the district it does not."""
    zone(world, "310117K85")
    feedback = world.feedback()
    programme = ok(world.office.post("/programmes", {
        "kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"], "due_date": world.today(100)}), 201)
    issue = world.assigned_to("310117K85", feedback=feedback, programme_id=programme["id"], due_date=world.today(60))
    change(world, kind="TRANSFER", tenant="310117K85", new_parent="310112", new_code="310112K85")
    heard_all(world)
    for caller in (world.who("310112", "DIST_OFFICE"), world.who("310112K85", "UNIT_ADMIN")):
        assert world.read(issue, caller)["code"] == issue["code"]
        refused(caller.get(f"/feedbacks/{feedback['id']}"), 404)
        refused(caller.get(f"/programmes/{programme['id']}"), 404)


def test_a_feedback_goes_with_the_last_issue_that_a_closed_body_holds_of_it(world):
    for code in ("310117K82", "310117K83", "310117K84"):
        zone(world, code)
    feedback = world.feedback(tenant="310117K82")
    issues = [world.issue(feedback, tenant="310117K82") for _ in range(2)]
    split(world, "310117K82", "310117K83", "310117K84")
    for issue, heir, holder in zip(issues, ("310117K83", "310117K84"), ("310117K82", "310117K84")):
        ok(allocate(world, issue, "310117K82", heir))
        assert ok(world.office.get(f"/feedbacks/{feedback['id']}"))["tenant"]["code"] == holder
