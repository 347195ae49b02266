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


def lacking(answer):
    return {e["code"] for e in refused(answer, 409, "guard-failed")["errors"]}


def test_a_long_term_parent_waits_for_its_children_too(world):
    parent = world.rectifying(term_class="LONG_TERM")
    child = ok(derive(world, parent, derive_unit(STREETS[0])), 201)["items"][0]
    world.verify(parent, goal_no=1)
    assert lacking(world.try_act(parent, "KEEP_LONG_TERM", world.office)) == {"children_rectifying"}
    world.act(child, "CANCEL", world.office, doc_no="松整改办〔2026〕6号")
    world.act(parent, "KEEP_LONG_TERM", world.office)
    ok(derive(world, parent, derive_unit(STREETS[1])), 201)
    assert "children_rectifying" in lacking(world.try_act(parent, "CLOSE_LONG_TERM", world.office, doc_no="销〔2026〕2号"))


def ready_to_apply(world, *tenants):
    """A parent with children of those, that lacks nothing of its own but the screening report."""
    parent = world.rectifying()
    world.milestones_done(parent)
    world.materials(parent)
    children = ok(derive(world, parent, *map(derive_unit, tenants)), 201)["items"] if tenants else []
    return parent, children


def test_a_child_that_was_merged_or_opened_again_is_followed(world):
    parent, (merged, again) = ready_to_apply(world, *STREETS[:2])
    world.evidence(parent, "SCREENING_REPORT")
    into = world.issue()
    world.act(merged, "MERGE", world.office, doc_no="并〔2026〕1号", merged_into=into["id"])
    world.act(again, "CANCEL", world.office, doc_no="撤〔2026〕1号")
    assert lacking(world.try_act(parent, "APPLY_ACCEPTANCE", world.leader)) == {"children_rectifying"}
    world.act(into, "CANCEL", world.office, doc_no="撤〔2026〕2号")
    world.act(parent, "APPLY_ACCEPTANCE", world.leader)


def test_a_rebound_of_a_child_holds_the_parent_back(world, stack):
    parent, (child,) = ready_to_apply(world, STREETS[0])
    world.evidence(parent, "SCREENING_REPORT")
    again = world.issue()
    stack.psql(f"update bihuan.issue set state = 'REOPENED' where id = '{child['id']}';"
               f"update bihuan.issue set reopened_from = '{child['id']}' where id = '{again['id']}'")
    assert lacking(world.try_act(parent, "APPLY_ACCEPTANCE", world.leader)) == {"children_rectifying"}
    world.act(again, "CANCEL", world.office, doc_no="撤〔2026〕4号")
    world.act(parent, "APPLY_ACCEPTANCE", world.leader)


def test_a_child_that_is_suspended_is_where_it_goes_on_from(world):
    parent, (child,) = ready_to_apply(world, STREETS[0])
    world.evidence(parent, "SCREENING_REPORT")
    world.act(child, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(30))
    assert lacking(world.try_act(parent, "APPLY_ACCEPTANCE", world.leader)) == {"children_rectifying"}


def test_who_takes_an_issue_over_waits_for_its_children(world):
    parent, (child,) = ready_to_apply(world, STREETS[0])
    between, _ = ready_to_apply(world)
    into, _ = ready_to_apply(world)
    world.act(parent, "MERGE", world.office, doc_no="并〔2026〕2号", merged_into=between["id"])
    world.act(between, "MERGE", world.office, doc_no="并〔2026〕3号", merged_into=into["id"])
    assert lacking(world.try_act(into, "APPLY_ACCEPTANCE", world.leader)) == {"materials_complete",
                                                                              "children_rectifying"}
    world.evidence(into, "SCREENING_REPORT")
    world.act(child, "MERGE", world.office, doc_no="并〔2026〕4号", merged_into=into["id"])  # waits for itself no more
    world.act(into, "APPLY_ACCEPTANCE", world.leader)


def test_a_rebound_waits_for_the_children_of_the_issue_before(world):
    before = world.rectifying(term_class="LONG_TERM", severity="GENERAL")
    world.verify(before, goal_no=1)
    world.act(before, "KEEP_LONG_TERM", world.office)
    child = ok(derive(world, before, derive_unit(STREETS[0])), 201)["items"][0]
    proof = world.evidence(before, "OTHER")["id"]
    again = world.act(before, "REOPEN", world.office, reason="黑臭反弹", evidence_ids=[proof])["new_issue"]
    world.act(again, "ASSIGN", world.office)
    world.act(again, "SIGN", world.admin)
    world.rectify(again, due_date=world.today(60))
    world.milestones_done(again)
    world.materials(again)
    world.evidence(again, "SCREENING_REPORT")
    assert lacking(world.try_act(again, "APPLY_ACCEPTANCE", world.leader)) == {"children_rectifying"}
    cancel(world, child)
    world.act(again, "APPLY_ACCEPTANCE", world.leader)


def derive_late(world, parent):
    child = ok(derive(world, parent, derive_unit(STREETS[0])), 201)["items"][0]
    world.evidence(parent, "SCREENING_REPORT")
    return child


def cancel(world, child):
    world.act(child, "CANCEL", world.office, doc_no="撤〔2026〕5号")


def test_what_is_derived_after_the_application_is_waited_for(world):
    parent = world.applied()
    child = derive_late(world, parent)
    assert lacking(world.try_act(parent, "ACCEPT_MATERIALS", world.office)) == {"children_rectifying"}
    cancel(world, child)
    world.act(parent, "ACCEPT_MATERIALS", world.office)


def test_what_is_derived_while_it_is_verified_is_waited_for(world, stack):
    parent = world.verified()
    child, notice = derive_late(world, parent), {"channels": world.channels(parent)}
    assert lacking(world.try_act(parent, "PUBLISH", world.office, **notice)) == {"children_rectifying"}
    cancel(world, child)
    world.act(parent, "PUBLISH", world.office, **notice)
    child = derive_late(world, parent)
    world.materials(parent, "close")
    stack.clock.move(days=7)
    assert lacking(world.try_act(parent, "CLOSE", world.office, doc_no="销〔2026〕3号")) == {"children_rectifying"}
    cancel(world, child)
    world.act(parent, "CLOSE", world.office, doc_no="销〔2026〕3号")


def test_the_screening_is_reported_if_any_issue_was_ever_derived(world):
    parent, (child,) = ready_to_apply(world, STREETS[0])
    world.act(child, "CANCEL", world.office, doc_no="撤〔2026〕3号")
    assert lacking(world.try_act(parent, "APPLY_ACCEPTANCE", world.leader)) == {"materials_complete"}
    world.evidence(parent, "SCREENING_REPORT")
    world.act(parent, "APPLY_ACCEPTANCE", world.leader)


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
