# SPDX-License-Identifier: MIT
"""Who writes which field of an issue (A3), and what becomes internal (A10): what is judged is not written by whom it
judges."""
import pytest

from support.issues import etag, ok, refused

JUDGED = {"severity": "GENERAL", "term_class": "LONG_TERM", "category": "DUST", "secrecy": "INTERNAL",
          "is_measurable": False, "site_count": 1,
          "criteria": ["TASKS_DONE"], "effect_evaluation": "水质达标", "due_date": None, "programme_id": None}
STREET = "310117001"


def patch(by, world, issue, **fields):
    return by.patch(f"/issues/{issue['id']}", fields, headers=etag(world.read(issue)["row_version"]))


@pytest.fixture(scope="module")
def held(world):
    """Held by a street, which answers for it itself."""
    desk = world.who(STREET, "STREET_ENV_OFFICER")
    issue = world.issue(world.feedback(by=desk, source_level="STREET", source_kind="SELF"), by=desk, secrecy="PUBLIC")
    world.parties(issue, by=desk, lead=STREET, resp=STREET)
    return world.act(issue, "ASSIGN", desk)


@pytest.mark.parametrize("field", sorted(JUDGED))
def test_a_street_that_holds_an_issue_does_not_grade_itself(world, held, field):
    desk = world.who(STREET, "STREET_ENV_OFFICER")
    assert field in refused(patch(desk, world, held, **{field: JUDGED[field]}), 403)["detail"]
    refused(patch(world.who(STREET, "UNIT_LEADER"), world, held, **{field: JUDGED[field]}), 403)


def test_its_district_does(world, held):
    ok(patch(world.office, world, held, severity="MAJOR", criteria=["TASKS_DONE"]))
    ok(patch(world.who(STREET, "STREET_ENV_OFFICER"), world, held, title="街道改的标题", root_cause="管网老旧"))


def test_a_district_does_not_grade_what_the_city_closes(world):
    feedback = world.feedback(by=world.city, source_level="MUNICIPAL", tenant="310117")
    issue = world.issue(feedback, by=world.city, tenant="310117")
    for field in sorted(JUDGED):
        if field not in ("criteria", "effect_evaluation", "programme_id"):  # what it carries out by its own programme
            refused(patch(world.office, world, issue, **{field: JUDGED[field]}), 403)
    ok(patch(world.city, world, issue, severity="MAJOR"))
    ok(patch(world.office, world, issue, title="区里改的标题", root_cause="管网老旧"))
    world.parties(issue)
    world.act(issue, "ASSIGN", world.office)
    refused(patch(world.office, world, issue, severity="GENERAL"), 403)
    ok(patch(world.city, world, issue, severity="SERIOUS"))
    ok(patch(world.office, world, issue, effect_evaluation="水质达标"))


def test_who_holds_what_another_registered_does_not_grade_it_either(world):
    """Before it was assigned as little as behind it."""
    desk = world.who(STREET, "UNIT_ADMIN")
    issue = world.issue(world.feedback(tenant=STREET), tenant=STREET, severity="MAJOR", due_date=world.today(60))
    for fields in ({"severity": "GENERAL"}, {"term_class": "LONG_TERM", "due_date": world.today(900)},
                   {"due_date": None}, {"secrecy": "PUBLIC"}, {"site_count": 2}):
        refused(patch(desk, world, issue, **fields), 403)
    ok(patch(desk, world, issue, title="街道改的标题"))
    ok(patch(world.office, world, issue, severity="GENERAL", due_date=world.today(90)))


def test_what_came_back_is_no_draft(world):
    """T23: one degree graver, and due within sixty days; nobody was told of it yet, and it was decided all the same."""
    issue = world.closed()
    evidence = world.evidence(issue, "OTHER", by=world.office)["id"]
    new = world.act(issue, "REOPEN", world.city, reason="反弹", evidence_ids=[evidence])["new_issue"]
    assert (new["severity"], new["due_date"]) == ("MAJOR", world.today(60))
    refused(patch(world.office, world, new, severity="GENERAL"), 403)
    for by in (world.office, world.city):
        for day in (world.today(61), None):
            refused(patch(by, world, new, due_date=day), 409)
    ok(patch(world.office, world, new, title="又反弹", due_date=world.today(50)))
    assert world.read(new)["severity"] == "MAJOR"


def test_the_term_is_fixed_once_a_plan_was_filed(world):
    """Overdue, and struck off as long-term within a day by the office that closes it."""
    issue = world.planning()
    ok(patch(world.office, world, issue, term_class="LONG_TERM"))
    ok(patch(world.office, world, issue, term_class="SHORT"))
    issue = world.rectifying()
    for by in (world.office, world.city):
        refused(patch(by, world, issue, term_class="LONG_TERM"), 409)
    assert world.read(issue)["term_class"] == "SHORT"


def test_who_closes_raises_the_severity_and_the_level_above_lowers_it(world):
    issue = world.planning(severity="MAJOR")
    refused(patch(world.office, world, issue, severity="SERIOUS"), 403)
    world.plan(issue)
    world.act(issue, "SUBMIT_PLAN", world.leader)
    refused(patch(world.office, world, issue, severity="SERIOUS"), 403)
    refused(patch(world.city, world, issue, severity="SERIOUS"), 409)
    ok(patch(world.office, world, issue, severity="MAJOR"))
    other = world.rectifying()
    ok(patch(world.office, world, other, severity="MAJOR"))
    ok(patch(world.city, world, other, severity="GENERAL"))


# ---- what becomes internal

def published(world):
    issue = world.assigned(secrecy="PUBLIC")
    press, second = world.press, world.deputy
    path = f"/issues/{issue['id']}/disclosures"
    made = ok(press.post(path, {"public_title": "某河道整改", "public_text": "已完成雨污分流。"}), 201)
    return issue, path, ok(second.post(f"{path}/{made['id']}/publish", headers=etag(made["row_version"])))


def page(world, disclosure):
    return ok(world.stack.api().get(f"/public/issues/{disclosure['id']}"))


def test_what_becomes_internal_is_a_tombstone_at_once_and_stays_one(world):
    issue, path, shown = published(world)
    assert page(world, shown)["title"] == "某河道整改"
    ok(patch(world.office, world, issue, secrecy="INTERNAL"))
    for secrecy in ("INTERNAL", "PUBLIC"):
        ok(patch(world.office, world, issue, secrecy=secrecy))
        gone = page(world, shown)
        assert gone["is_withdrawn"] and gone["title"] is None and gone["text"] is None and gone["resp_units"] is None
    assert ok(world.office.get(path))["items"][0]["state"] == "WITHDRAWN"
    assert not world.read(issue)["is_public"]


def test_a_proposal_does_not_outlive_the_secrecy_that_it_was_made_under(world):
    issue = world.assigned(secrecy="PUBLIC")
    path = f"/issues/{issue['id']}/disclosures"
    made = ok(world.press.post(path, {"public_title": "某河道", "public_text": "已完成。"}), 201)
    ok(patch(world.office, world, issue, secrecy="INTERNAL"))
    refused(world.deputy.post(f"{path}/{made['id']}/publish", headers=etag(made["row_version"] + 1)), 409)
    ok(patch(world.office, world, issue, secrecy="PUBLIC"))
    refused(world.deputy.post(f"{path}/{made['id']}/publish", headers=etag(made["row_version"] + 1)), 409)
