# SPDX-License-Identifier: MIT
"""Invariant 2: prefix siblings never match, moved and merged units keep their history, and as_of tells what was told then."""
import pytest

from support.issues import World, ok, refused


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    platform = made.who("310000", "PLATFORM_ADMIN")
    for code in ("310117K01", "310117K02"):
        ok(platform.post("/tenants", {"code": code, "kind": "DEVZONE", "parent": "310117", "name": f"测试开发区{code[-1]}",
                                      "valid_from": "2024-01-01"}), 201)
    return made


def change(world, **body):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/region-changes", {"approval_doc": "沪府〔2026〕2号"} | body), 201)


def listed(caller, **query):
    page = ok(caller.get("/issues", params={"limit": 200} | query))
    return [{k: i[k] for k in ("id", "code", "title", "state", "due_date", "tenant")} for i in page["items"]]


def counted(caller, **query):
    board = ok(caller.get("/boards/rectification", params=query))
    return {k: board[k] for k in ("total", "states", "categories")}


def test_codes_and_scopes_that_continue_each_other_are_strangers(world):
    """310117, 310117001 and 310117001-SW, 310117K01 and 310117K02: each sees its own subtree and nothing that looks alike."""
    own = {}
    for unit in ("310117K01", "310117K02", "310117001", "310117002"):
        issue = world.issue()
        world.parties(issue, lead=unit, resp=unit)
        own[unit] = issue["id"]
    for unit, issue in own.items():
        assert [i["id"] for i in listed(world.who(unit, "UNIT_ADMIN"))] == [issue]
        for other in set(own.values()) - {issue}:
            refused(world.who(unit, "UNIT_ADMIN").get(f"/issues/{other}"), 404)
    assert listed(world.who("310117001-SW", "UNIT_ADMIN")) == []
    assert listed(world.who("310101", "DIST_OFFICE")) == []


def test_last_years_answer_is_given_again(world):
    stack, day = world.stack, world.today()
    first, second = world.issue(), world.issue()
    world.parties(first)
    world.act(first, "ASSIGN", world.office)
    told = listed(world.office, as_of=day), counted(world.office, as_of=day), counted(world.city, as_of=day)
    assert told[1]["states"] == {"ASSIGNED": 1, "REGISTERED": 1}
    stack.clock.move(days=400)
    world.act(first, "SIGN", world.admin)
    world.act(second, "CANCEL", world.office, reason="重复登记", doc_no="撤〔2027〕1号")
    world.issue()
    assert (listed(world.office, as_of=day), counted(world.office, as_of=day), counted(world.city, as_of=day)) == told
    assert counted(world.office) != told[1]


def test_a_moved_unit_takes_its_issues_along_and_a_merged_one_keeps_its_name(world):
    issue = world.issue()
    world.parties(issue, lead="310117K01", resp="310117K01")
    change(world, kind="TRANSFER", tenant="310117K01", new_parent="310112", new_code="310112K01", effective_date="2026-01-01")
    moved = world.who("310112K01", "UNIT_ADMIN")
    world.stack.until(lambda: [i["id"] for i in listed(moved)] == [issue["id"]])
    assert [i["id"] for i in listed(world.office)] == [issue["id"]]  # the district that holds it still does
    assert listed(world.who("310101", "DIST_OFFICE")) == []

    ended = world.issue()
    world.parties(ended, lead="310117K02", resp="310117K02")
    change(world, kind="MERGE", tenant="310117K02", effective_date="2026-01-01", successors=[{"tenant": "310117001"}])
    tenants = world.who("310000", "PLATFORM_ADMIN")
    was = ok(tenants.get("/tenants", params={"code": "310117K02", "as_of": "2025-06-30"}))["items"]
    assert [t["name"] for t in was] == ["测试开发区2"]
    assert ok(tenants.get(f"/tenants/{was[0]['id']}"))["superseded_by"]
