# SPDX-License-Identifier: MIT
"""Measures of a plan (整改措施) are of every kind that the reference plan knows: works, study, institutions, bodies,
market, programmes."""
from support.issues import ok, refused

KINDS = ("ENG", "REG", "INST", "CAMPAIGN", "STUDY", "ORGZ", "MARKET", "PROG")


def measure(kind):
    return {"type": kind, "text": f"措施 {kind}", "milestones": [
        {"name": name, "planned_date": day, "weight": weight} for name, day,
        weight in (("启动", "2027-01-15", "5.00"), ("完成", "2027-02-15", "7.50"))]}


def test_a_plan_holds_measures_of_each_kind_with_their_milestones(world):
    issue = world.planning()
    plan = world.plan(issue, measures=[measure(kind) for kind in KINDS])
    kept = ok(world.office.get(f"/issues/{issue['id']}/plans/{plan['id']}"))["measures"]
    assert [m["type"] for m in kept] == list(KINDS)
    assert [[(s["name"], s["weight"]) for s in m["milestones"]]
            for m in kept] == [[("启动", "5.00"), ("完成", "7.50")]] * len(KINDS)


def test_a_kind_that_is_none_is_refused_with_its_place(world):
    issue = world.planning()
    body = {"due_date": world.today(180), "goals": [{"text": "达标"}], "measures": [measure("STUDY"), measure("SLOGAN")]}
    errors = refused(world.leader.post(f"/issues/{issue['id']}/plans", body), 422, "validation")["errors"]
    assert "/measures/1/type" in [e["pointer"] for e in errors]
