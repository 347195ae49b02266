# SPDX-License-Identifier: MIT
"""Nothing is written over unread, and only by who the domain names (A20): parameters, petitioners, feedbacks,
programmes."""
import concurrent.futures

import pytest

from support.bodies import PETITIONER
from support.issues import NEW, etag, ok, refused

STREET, ZONE = "310117001", "310117K01"


def figures(value):
    return {"parameters": [{"name": "sign_days", "value": value}]}


def test_parameters_are_set_by_who_read_them(world):
    version = ok(world.office.get("/issue-parameters"))["row_version"]
    refused(world.office.put("/issue-parameters", figures(3)), 428)
    set_ = world.office.put("/issue-parameters", figures(3), headers=etag(version))
    assert ok(set_)["row_version"] == version + 1
    for stale in (version, version + 2):
        refused(world.office.put("/issue-parameters", figures(4), headers=etag(stale)), 412)
    assert {p["name"]: p["value"] for p in ok(world.office.get("/issue-parameters"))["items"]}["sign_days"] == 3
    assert ok(world.leader.get("/issue-parameters"))["row_version"] == 1  # of the unit's own settings, of which there are none
    world.parameters(world.office, sign_days=None)
    # what is taken back leaves a version behind
    assert ok(world.office.get("/issue-parameters"))["row_version"] == version + 2


@pytest.mark.parametrize("again", range(3))
def test_of_two_who_set_at_once_one_wins(world, again):
    district = world.who(("310104", "310105", "310106")[again], "DIST_OFFICE")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: district.put("/issue-parameters", figures(n), headers=etag(1)).status_code,
                                range(2, 6)))
    assert sorted(answers) == [200, 412, 412, 412]


@pytest.mark.parametrize("tenant, role", [(STREET, "STREET_ENV_OFFICER"), (STREET, "UNIT_LEADER"),
                                          ("310117", "SYSTEM_CLIENT"),
                                          ("310117", "GROUP_RECTIFY"), ("310000", "PLATFORM_ADMIN")])
def test_figures_are_the_offices_to_set(world, tenant, role):
    """F.3: DIST_OFFICE has the configuration of lights."""
    refused(world.who(tenant, role).put("/issue-parameters", figures(3), headers=etag(1)), 403)


def test_a_petitioner_is_not_written_over_unread(world):
    issue = world.issue()
    place = f"/issues/{issue['id']}/petitioner"
    refused(world.office.put(place, PETITIONER), 428)
    refused(world.office.put(place, PETITIONER, headers=etag(1)), 412)
    made = world.office.put(place, PETITIONER, headers=NEW)
    assert ok(made)["row_version"] == 1 and made.headers["ETag"] == '"1"'
    refused(world.office.put(place, PETITIONER | {"name": "别人"}, headers=NEW), 412)
    assert ok(world.office.put(place, PETITIONER | {"phone": "021"}, headers=etag(1)))["row_version"] == 2
    refused(world.office.put(place, PETITIONER | {"name": "别人"}, headers=etag(1)), 412)
    kept = world.office.get(place)
    assert ok(kept)["name"] == PETITIONER["name"] and kept.headers["ETag"] == '"2"'
    refused(world.who("310117", "SYSTEM_CLIENT").get(place), 403)


@pytest.mark.parametrize("tenant, role, level", [
    (STREET, "STREET_ENV_OFFICER", "CENTRAL"), (STREET, "STREET_ENV_OFFICER", "MUNICIPAL"),
    (STREET, "STREET_ENV_OFFICER", "DISTRICT"),
    ("310117", "DIST_OFFICE", "CENTRAL"), ("310117", "DIST_OFFICE", "MUNICIPAL"),
    ("310117-SW", "SYSTEM_CLIENT", "MUNICIPAL")])
def test_a_feedback_is_not_of_a_level_above_who_registers_it(world, tenant, role, level):
    body = {"source_level": level, "source_kind": "ROUTINE", "title": "督察反馈", "feedback_date": world.today(-3)}
    problem = refused(world.who(tenant, role).post("/feedbacks", body), 422)
    assert [e["pointer"] for e in problem["errors"]] == ["/source_level"]


def test_the_level_above_registers_for_those_below(world):
    assert ok(world.city.get("/feedbacks/" + world.feedback(by=world.city, source_level="CENTRAL",
                                                            tenant="310117")["id"]))["tenant"]["code"] == "310117"
    world.feedback(by=world.office, source_level="STREET", source_kind="SELF", tenant=STREET)
    world.feedback(by=world.who(STREET, "STREET_ENV_OFFICER"), source_level="STREET", source_kind="SELF")


# ---- programmes

def draft(world, by=None):
    body = {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": world.feedback()["id"]}
    return ok((by or world.office).post("/programmes", body), 201)


def issue_it(world, programme, by, version=1):
    return by.post(f"/programmes/{programme['id']}/issue", {"doc_no": "松委办〔2026〕9号"}, headers=etag(version))


def test_a_programme_is_issued_by_the_head(world):
    made = draft(world)
    for role in ("DIST_OFFICE", "GROUP_DEPUTY", "GROUP_RECTIFY", "SYSTEM_CLIENT"):
        refused(issue_it(world, made, world.who("310117", role)), 403)
    refused(issue_it(world, made, world.who("310000", "GROUP_HEAD")), 403)  # the city's head issues the city's
    assert ok(issue_it(world, made, world.head))["state"] == "ISSUED"


def test_a_version_takes_over_what_the_one_before_it_was_to_carry_out(world):
    """And its last day with it."""
    feedback = world.feedback()
    body = {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"], "due_date": world.today(100)}
    first, second = (ok(world.office.post("/programmes", body | fields), 201)
                     for fields in ({}, {"due_date": world.today(200)}))
    ok(issue_it(world, first, world.head))
    issue = world.issue(feedback, programme_id=first["id"], due_date=world.today(100), term_class="LONG_TERM")
    ok(issue_it(world, second, world.head))
    now = world.read(issue)
    assert now["programme_id"] == second["id"] and now["row_version"] > issue["row_version"]
    assert ok(world.office.get(f"/programmes/{second['id']}/coverage"))["issue_count"] == 1
    ok(world.office.patch(f"/issues/{issue['id']}", {"due_date": world.today(200)}, headers=etag(now["row_version"])))


def test_who_drafted_a_programme_does_not_issue_it(world):
    both = world.who("310117", "DIST_OFFICE", "GROUP_HEAD")
    refused(issue_it(world, draft(world, both), both), 403, "separation-of-duties")
    made = draft(world)
    ok(both.patch(f"/programmes/{made['id']}", {"title": "修订"}, headers=etag(1)))
    refused(issue_it(world, made, both, 2), 403, "separation-of-duties")
    assert ok(issue_it(world, made, world.head, 2))["state"] == "ISSUED"
