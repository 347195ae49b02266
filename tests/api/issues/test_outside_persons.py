# SPDX-License-Identifier: MIT
"""Whoever logs in by an identity provider works in every service for the bodies that made him a member, and what he
does is his: (issuer, subject), not a name that another may have too."""
import pytest

from support.issues import World, etag, ok, refused
from support.outside import FIRST, SECOND, Outside
from support.stack import Stack


@pytest.fixture(scope="module")
def world():
    with Stack() as stack:
        person = Outside(stack)
        made = World(stack)
        made.calendar(2026, 2027)
        made.person = person
        yield made


def employ(world, issuer, subject, tenant, *roles):
    ok(world.who("310000", "PLATFORM_ADMIN").post("/members", {
        "tenant": tenant, "issuer": issuer, "subject": subject, "name": "某人", "roles": list(roles)}), 201)
    return world.person(issuer, subject)


def test_he_enters_every_service(world):
    office = employ(world, FIRST, "li", "310117", "DIST_OFFICE")
    issue = world.issue(by=office)
    assert ok(office.get(f"/issues/{issue['id']}"))["tenant"]["code"] == "310117"
    for path in ("/boards/rectification", "/indicators", "/targets"):
        assert ok(office.get(path)), path
    assert [e["actor"] for e in ok(world.who("310117", "AUDITOR").get(
        f"/audit-entries?object_id={issue['id']}"))["items"]] == [f"{FIRST}#li"]


def test_he_acts_for_the_body_that_he_names(world):
    both = employ(world, FIRST, "wang", "310117", "DIST_OFFICE")
    employ(world, FIRST, "wang", "310112", "DIST_OFFICE")
    issue = world.issue()
    path = f"/issues/{issue['id']}"
    assert ok(both.get(path, headers={"Bihuan-Tenant": "310117"}))["id"] == issue["id"]
    refused(both.get(path, headers={"Bihuan-Tenant": "310112"}), 404)
    refused(both.get(path, headers={"Bihuan-Tenant": "310118"}), 403)
    refused(world.person(FIRST, "nobody").get(path), 403)


def test_two_persons_of_one_name_are_two_and_one_of_two_offices_is_one(world):
    """He who hands a report in does not judge it, for whichever body he acts; his namesake may."""
    admin = employ(world, FIRST, "zhao", "310117-SW", "UNIT_ADMIN", "UNIT_LEADER")
    same = employ(world, FIRST, "zhao", "310117", "DIST_OFFICE")
    namesake = employ(world, SECOND, "zhao", "310117", "DIST_OFFICE")
    issue = world.rectifying()
    listed = f"/issues/{issue['id']}/progress-reports"
    first = min(ok(world.office.get(listed))["items"], key=lambda r: r["period_start"])
    path = f"{listed}/{first['id']}"
    sent = ok(admin.post(path + "/submit", {"progress_pct": "10", "done_text": "已办"},
                         headers=etag(first["row_version"]) | {"Bihuan-Tenant": "310117-SW"}))
    confirm = etag(sent["row_version"]) | {"Bihuan-Tenant": "310117"}
    refused(same.post(path + "/confirm", {"opinion": "属实"}, headers=confirm), 403, "separation-of-duties")
    assert ok(namesake.post(path + "/confirm", {"opinion": "属实"}, headers=confirm))["state"] == "CONFIRMED"
