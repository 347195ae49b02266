# SPDX-License-Identifier: MIT
"""Ecological measures name the protected area that they are for (S-129), which stands in another department's
register."""
import uuid

import pytest

from support.issues import ok, refused

AREA = {"kind": "PROTECTED_AREA", "tenant": "310117-GHZY", "area_kind": "FOREST_PARK", "area_level": "DISTRICT",
        "valid_from": "2020-01-01"}


@pytest.fixture
def park(world):
    return ok(world.office.post("/objects", AREA | {"name": "佘北森林公园"}), 201)


def measure(**fields):
    return {"measures": [{"type": "ENG", "text": "涵养林建设", "milestones": []} | fields]}


def test_a_measure_names_the_protected_area_that_it_is_for(world, park):
    issue = world.planning()
    assert world.leader.get(f"/objects/{park['id']}").status_code == 404  # the register is the land department's
    plan = world.plan(issue, **measure(area_id=park["id"]))
    assert [m["area"] for m in plan["measures"]] == [{"id": park["id"], "name": "佘北森林公园"}]
    path = f"/issues/{issue['id']}/plans/{plan['id']}"
    assert ok(world.office.get(path))["measures"][0]["area"]["id"] == park["id"]
    changed = ok(world.leader.patch(path, measure(), headers={"If-Match": f'"{plan["row_version"]}"'}))
    assert changed["measures"][0]["area"] is None


def test_an_area_that_is_none_is_refused_with_its_place(world, park):
    issue = world.planning()
    station = ok(world.office.post("/objects", {"kind": "AIR_STATION", "name": "空气站", "valid_from": "2020-01-01",
                                                "station_type": "EVALUATION",
                                                "air_class": 2}), 201)
    ended = ok(world.office.post("/objects", AREA | {"name": "旧园", "valid_to": "2025-12-31"}), 201)
    for area in (str(uuid.uuid4()), station["id"], ended["id"]):
        body = {"due_date": world.today(180), "goals": [{"text": "恢复生态"}]} | measure(area_id=area)
        errors = refused(world.leader.post(f"/issues/{issue['id']}/plans", body), 422, "validation")["errors"]
        assert [(e["pointer"], e["code"]) for e in errors] == [("/measures/0/area_id", "unknown-reference")]
