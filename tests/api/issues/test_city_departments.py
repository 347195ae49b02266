# SPDX-License-Identifier: MIT
"""I9: an issue that the city holds and a department of the city leads has no district that handles it; the city's
office does."""
import pytest

from support import issues
from support.issues import World, derive_unit, ok, refused
from support.moves import change, heard_all, zone


class CityWorld(World):
    """The same work in the hands of the city's departments."""
    office = property(lambda self: self.city)
    leader = property(lambda self: self.who("310000-SW", "UNIT_LEADER"))
    admin = property(lambda self: self.who("310000-SW", "UNIT_ADMIN"))
    supervisor = property(lambda self: self.who("310000-STHJ", "UNIT_LEADER"))

    def act(self, issue, action, by, **fields):
        receipt = {"filing_receipt_no": "市备〔2026〕1号"} if action == "FILE_PLAN" else {}
        return super().act(issue, action, by, **receipt, **fields)


@pytest.fixture
def world(stack, monkeypatch):
    units = {"lead": "310000-SW", "resp": "310000-SW", "supervise": "310000-STHJ", "coop": "310000-CG"}
    monkeypatch.setattr(issues, "UNITS", units)
    made = CityWorld(stack)
    made.calendar(2026, 2027)
    return made


@pytest.mark.parametrize("source", ["MUNICIPAL", "DISTRICT"])
def test_it_is_struck_off_by_roles_that_exist(world, source):
    issue = world.verified(feedback=world.feedback(source_level=source, source_kind="ROUTINE"))
    if source == "MUNICIPAL":
        world.act(issue, "SUBMIT_TO_CITY", world.city)
        world.verify(issue, by=world.city, level="CITY", method="DOC")
        world.act(issue, "PASS_CITY_REVIEW", world.city, channels=["INTRANET"])
    else:
        world.act(issue, "PUBLISH", world.city, channels=["INTRANET"])
    world.materials(issue, "close")
    world.stack.clock.move(days=7)
    assert world.act(issue, "CLOSE", world.city, doc_no="沪整改办〔2026〕1号")["state"] == "CLOSED"


def test_where_a_district_handles_it_the_city_does_not(world, monkeypatch):
    monkeypatch.setitem(issues.UNITS, "lead", "310117-SW")
    monkeypatch.setitem(issues.UNITS, "resp", "310117-SW")
    issue = world.issue(world.feedback(source_level="MUNICIPAL", source_kind="ROUTINE"))
    world.parties(issue)
    world.act(issue, "ASSIGN", world.city)
    world.act(issue, "SIGN", world.who("310117-SW", "UNIT_ADMIN"))
    leader = world.who("310117-SW", "UNIT_LEADER")
    world.plan(issue, by=leader)
    world.act(issue, "SUBMIT_PLAN", leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    refused(world.try_act(issue, "PASS_REVIEW", world.city), 403)
    district = world.who("310117", "DIST_OFFICE")
    ok(world.try_act(issue, "PASS_REVIEW", district))
    refused(world.try_act(issue, "FILE_PLAN", world.city, filing_receipt_no="市备〔2026〕2号"), 403)
    assert world.act(issue, "FILE_PLAN", district)["state"] == "RECTIFYING"


def test_what_its_own_department_holds_is_struck_off_too(world):
    issue = world.verified(feedback=world.feedback(source_level="DISTRICT"), tenant="310000-SW")
    world.act(issue, "PUBLISH", world.city, channels=["INTRANET"])
    world.materials(issue, "close")
    world.stack.clock.move(days=7)
    assert world.act(issue, "CLOSE", world.city, doc_no="沪整改办〔2026〕3号")["state"] == "CLOSED"


def test_what_is_derived_to_its_own_department_is_in_its_hands(world):
    parent = world.assigned(feedback=world.feedback(source_level="MUNICIPAL", source_kind="ROUTINE"))
    body = {"tenants": [derive_unit("310000-LHSR")], "due_date": world.today(60)}
    child = ok(world.city.post(f"/issues/{parent['id']}/derive", body), 201)["items"][0]
    world.act(child, "SIGN", world.who("310000-LHSR", "UNIT_ADMIN"))
    pause = {"reason": "诉讼中止", "reason_code": "LEGAL", "until": world.today(30)}
    refused(world.try_act(child, "SUSPEND", world.who("310000-LHSR", "UNIT_LEADER"), **pause), 403)
    assert world.act(child, "SUSPEND", world.city, **pause)["state"] == "SUSPENDED"


def zone_with_departments(world, code, parent):
    zone(world, code, parent)
    for dept in ("SW", "STHJ", "CG"):
        ok(world.who("310000", "PLATFORM_ADMIN").post("/tenants", {
            "kind": "DEPARTMENT", "code": f"{code}-{dept}", "dept_code": dept, "name": f"开发区{dept}", "parent": code,
            "valid_from": "2024-01-01"}), 201)
    return {"lead": f"{code}-SW", "resp": f"{code}-SW", "supervise": f"{code}-STHJ", "coop": f"{code}-CG"}


def test_what_a_department_of_its_zone_holds_is_struck_off_too(world, monkeypatch):
    for part, unit in zone_with_departments(world, "310000K64", "310000").items():
        monkeypatch.setitem(issues.UNITS, part, unit)
    for role, by in (("leader", "UNIT_LEADER"), ("admin", "UNIT_ADMIN")):
        monkeypatch.setattr(CityWorld, role, world.who("310000K64-SW", by))
    monkeypatch.setattr(CityWorld, "supervisor", world.who("310000K64-STHJ", "UNIT_LEADER"))
    issue = world.verified(feedback=world.feedback(source_level="DISTRICT"), tenant="310000K64-SW")
    world.act(issue, "PUBLISH", world.city, channels=["INTRANET"])
    world.materials(issue, "close")
    world.stack.clock.move(days=7)
    assert world.act(issue, "CLOSE", world.city, doc_no="沪整改办〔2026〕4号")["state"] == "CLOSED"


def test_what_it_held_in_a_district_comes_along_with_its_zone(world):
    units, district = zone_with_departments(world, "310117K64", "310117"), world.who("310117", "DIST_OFFICE")
    issue = world.issue(world.feedback(by=district), by=district, tenant="310117K64-SW")
    world.parties(issue, by=district, **units)
    world.act(issue, "ASSIGN", district)
    world.act(issue, "SIGN", world.who("310117K64-SW", "UNIT_ADMIN"))
    change(world, kind="TRANSFER", tenant="310117K64", new_parent="310000", new_code="310000K65")
    heard_all(world)
    pause = {"reason": "诉讼中止", "reason_code": "LEGAL", "until": world.today(30)}
    refused(world.try_act(issue, "SUSPEND", district, **pause), 404)
    assert world.act(issue, "SUSPEND", world.city, **pause)["state"] == "SUSPENDED"
