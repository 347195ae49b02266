# SPDX-License-Identifier: MIT
"""Indicators that an issue is about: said by its office, read by who reads the issue."""
import pytest

from support.issues import World, etag, ok, refused
from support.snapshot import changes, snapshot


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026)
    return made


def put(world, issue, *codes, by=None, version=None):
    return (by or world.office).put(f"/issues/{issue['id']}/indicators", {"indicators": list(codes)},
                                    headers=etag(version or world.read(issue)["row_version"]))


def test_the_set_is_replaced_and_what_stays_stays(world):
    issue = world.assigned()
    answer = put(world, issue, "WAT-AREA", "WAT-BO-N", "WAT-AREA")
    first = ok(answer)["items"]
    assert [(x["indicator"], x["unit"], x["breaches"]) for x in first] == [("WAT-AREA", "km²", 0),
            ("WAT-BO-N", "条段", 0)]
    assert answer.headers["ETag"] == f'"{world.read(issue)["row_version"]}"' and first[0]["linked_by_name"]
    second = ok(put(world, issue, "WAT-AREA", "ECO-ERL-A"))["items"]
    assert [x["indicator"] for x in second] == ["ECO-ERL-A", "WAT-AREA"]
    assert second[1]["linked_at"] == first[0]["linked_at"] and second[0]["red_line_class"] == "ERL"
    assert ok(world.admin.get(f"/issues/{issue['id']}/indicators"))["items"] == second  # a party reads it
    assert ok(put(world, issue))["items"] == []
    assert world.read(issue)["breaches"] == [] and ok(world.office.get(f"/issues/{issue['id']}/history"))["breaches"] == []


def test_who_may_and_what_must_hold(world, stack):
    issue = world.assigned()
    before = snapshot(stack)
    said = refused(put(world, issue, "WAT-AREA", "NO-SUCH"), 422)
    assert [(e["pointer"], e["code"]) for e in said["errors"]] == [("/indicators/1", "unknown-reference")]
    refused(put(world, issue, "a b c"), 422)
    refused(put(world, issue, *["WAT-AREA"] * 61), 422)
    refused(put(world, issue, "WAT-AREA", version=99), 412)
    refused(world.office.put(f"/issues/{issue['id']}/indicators", {"indicators": []}), 428)
    refused(put(world, issue, "WAT-AREA", by=world.leader), 403)
    refused(put(world, issue, "WAT-AREA", by=world.city), 403)
    sibling = world.who("310112", "DIST_OFFICE")
    refused(sibling.put(f"/issues/{issue['id']}/indicators", {"indicators": []}, headers=etag(1)), 404)
    refused(sibling.get(f"/issues/{issue['id']}/indicators"), 404)
    assert changes(before, snapshot(stack)) == {}


def test_a_closed_issue_keeps_its_record(world):
    issue = world.issue()
    world.act(issue, "CANCEL", world.office, doc_no="1号")
    refused(put(world, issue, "WAT-AREA"), 409, "state-conflict")
