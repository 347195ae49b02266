# SPDX-License-Identifier: MIT
"""Derived issues (B.4): registered and assigned by the rows of everything else, answered one by one."""
import pytest

from support.issues import UNITS, derive_unit, etag, ok, refused

STREETS = ("310117001", "310117002", "310117003")


def derive(world, parent, *units, by=None):
    body = {"tenants": list(units), "due_date": world.today(60)}
    return (by or world.office).post(f"/issues/{parent['id']}/derive", body)


def test_children_are_derived_and_hold_the_parent_back(world):
    parent = world.assigned()
    children = ok(derive(world, parent, *map(derive_unit, STREETS)), 201)["items"]
    assert [c["tenant_code"] for c in children] == list(STREETS)
    child = world.read(children[0]["id"])
    assert child["state"] == "ASSIGNED" and child["source_kind"] == "SELF" and child["derived_from"] == parent["id"]
    ok(world.who(STREETS[0], "UNIT_ADMIN").get(f"/issues/{child['id']}"))
    assert len(ok(world.office.get(f"/issues?derived_from={parent['id']}"))["items"]) == 3
    refused(derive(world, parent, derive_unit("310117004"), by=world.leader), 403)
    refused(derive(world, parent, derive_unit("310117004"), by=world.who("310117", "SYSTEM_CLIENT")), 403)


def test_nothing_is_derived_before_the_parent_is_assigned_nor_after_it_was_dropped(world):
    parent = world.issue()
    refused(derive(world, parent, derive_unit(STREETS[0])), 409, "state-conflict")
    dropped = world.assigned()
    world.act(dropped, "CANCEL", world.office, reason="重复登记", doc_no="沪环督〔2026〕9号")
    refused(derive(world, dropped, derive_unit(STREETS[0])), 409, "state-conflict")


def test_a_child_has_the_clocks_leads_and_log_of_an_assignment(world, stack):
    parent = world.assigned()
    child = ok(derive(world, parent, derive_unit(STREETS[0])), 201)["items"][0]
    read, own = world.read(child["id"]), world.read(parent)
    assert (read["assigned_on"], read["step_due"]) == (own["assigned_on"], own["step_due"]) and read["step_due"]
    assert stack.psql(f"select bounce_by is not null from bihuan.issue where id = '{child['id']}'").strip() == "t"
    assert {p["role"]: p["person_name"] for p in read["parties"] if p["person_name"]} == \
        {"PARTY_LEAD": "党委负责人", "GOV_LEAD": "行政负责人"}
    assert {p["role"]: p["tenant"]["code"] for p in read["parties"] if not p["person_name"]} == \
        {"LEAD_UNIT": STREETS[0], "RESP_UNIT": STREETS[0], "SUPERVISE_UNIT": UNITS["supervise"]}
    states = ok(world.office.get(f"/issues/{child['id']}/history"))["states"]
    assert [(s["rule"], s["to_state"]) for s in states] == [("T01", "REGISTERED"), ("T02", "ASSIGNED")]


def test_a_child_is_returned_and_assigned_again(world):
    parent = world.assigned()
    child = ok(derive(world, parent, derive_unit(STREETS[0])), 201)["items"][0]
    street = world.who(STREETS[0], "UNIT_ADMIN")
    assert world.act(child, "BOUNCE", street, reason="本街道无此类河道")["state"] == "REGISTERED"
    assert world.act(child, "ASSIGN", world.office)["state"] == "ASSIGNED"
    assert world.act(child, "SIGN", street)["state"] == "PLANNING"


def test_a_department_has_its_child_assigned_again_by_who_registered_it(world):
    parent = world.assigned()
    child = ok(derive(world, parent, {"tenant": "310117-CG"}), 201)["items"][0]
    world.act(child, "BOUNCE", world.who("310117-CG", "UNIT_ADMIN"), reason="不属本单位")
    refused(world.try_act(child, "ASSIGN", world.who("310117-CG", "UNIT_LEADER")), 403)
    assert world.act(child, "ASSIGN", world.office)["state"] == "ASSIGNED"


BAD = {
    "a street without leaders": ({"tenant": STREETS[1]}, 422, "/tenants/1/party_lead", "party-and-gov-lead"),
    "a street with one leader": ({"tenant": STREETS[1], "gov_lead": "行政负责人"}, 422, "/tenants/1/party_lead",
                                 "party-and-gov-lead"),
    "nobody": (derive_unit("310117999"), 422, "/tenants/1/tenant", "unknown-tenant"),
    "another district's street": (derive_unit("310104001"), 422, "/tenants/1/tenant", "unknown-tenant"),
    "a district": (derive_unit("310117"), 422, "/tenants/1/tenant", "cannot-sign"),
    "who supervises": ({"tenant": UNITS["supervise"]}, 422, "/tenants/1/supervise_unit", "supervise-is-resp"),
    "a supervisor of elsewhere": (derive_unit(STREETS[1], supervise_unit="310104-STHJ"), 422,
                                  "/tenants/1/supervise_unit", "unknown-tenant"),
    "the same again": (derive_unit(STREETS[0]), 422, "/tenants/1/tenant", "duplicate"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_child_refuses_itself_alone(world, stack, case):
    unit, status, pointer, code = BAD[case]
    parent = world.assigned()
    last = derive_unit(STREETS[2], supervise_unit="310117-CG")
    answer = ok(derive(world, parent, derive_unit(STREETS[0]), unit, last), 201)
    assert [c["tenant_code"] for c in answer["items"]] == [STREETS[0], STREETS[2]]
    assert [r["tenant"] for r in answer["refused"]] == [unit["tenant"]]
    problem = answer["refused"][0]["problem"]
    assert problem["status"] == status and (pointer, code) in {(e["pointer"], e["code"]) for e in problem["errors"]}
    children = stack.psql(f"select serial_no from bihuan.issue where derived_from = '{parent['id']}' order by serial_no").split()
    assert children == [f"{parent['serial_no']}-D1", f"{parent['serial_no']}-D2"]


def test_when_every_child_is_refused_nothing_is_done(world, stack):
    parent = world.assigned()
    before = stack.psql("select count(*) from bihuan.issue").strip()
    problem = refused(derive(world, parent, {"tenant": STREETS[0]}, derive_unit("310117999")), 422)
    assert [e["pointer"] for e in problem["errors"]] == ["/tenants/0/party_lead", "/tenants/1/tenant"]
    assert stack.psql("select count(*) from bihuan.issue").strip() == before


def test_a_tenant_has_one_child_of_a_parent_until_that_is_cancelled(world):
    parent = world.assigned()
    child = ok(derive(world, parent, derive_unit(STREETS[0])), 201)["items"][0]
    refused(derive(world, parent, derive_unit(STREETS[0])), 422)
    world.act(child, "CANCEL", world.office, doc_no="松整改办〔2026〕5号")
    assert ok(derive(world, parent, derive_unit(STREETS[0])), 201)["items"]


def test_the_office_that_registered_for_a_unit_below_assigns_there(world):
    feedback = world.feedback()
    issue = world.issue(feedback, tenant="310117-SW")
    ok(world.office.put(f"/issues/{issue['id']}/parties", {"parties": [
        {"role": "LEAD_UNIT", "tenant": "310117-SW"}, {"role": "RESP_UNIT", "tenant": "310117-SW"},
        {"role": "SUPERVISE_UNIT", "tenant": "310117-STHJ"}]}, headers=etag(issue["row_version"])))
    assert world.act(issue, "ASSIGN", world.office)["state"] == "ASSIGNED"
