# SPDX-License-Identifier: MIT
"""A list that is imported over issues which are there already: what changing them one by one would ask, it asks too."""
import pytest

from support.issues import etag, ok, refused

HEADER = "serial_no,title,original_text,category,element,severity,term_class,due_date,lead_unit,resp_units,supervise_unit,coop_units,party_lead,gov_lead"
SW = "310117-SW,310117-SW,310117-STHJ,,,"
NOBODY = ",,,,,"
STREET = "310117001"


def send(by, issue, units=NOBODY, **fields):
    row = {k: issue.get(k) for k in HEADER.split(",")[:8]} | fields
    text = ",".join(row[k] or "" for k in HEADER.split(",")[:8])
    return by.post("/issues/import", params={"feedback_id": issue["feedback_id"], "mode": "commit"},
                   data=f"{HEADER}\n{text},{units}\n".encode(), headers={"Content-Type": "text/csv"})


def stats(answer):
    return {k: n for k, n in ok(answer)["stats"].items() if n and k != "total"}


def conflicts(answer):
    return [(c["code"], c["property"]) for c in refused(answer, 422)["report"]["conflicts"]]


def judged(world, issue):
    now = world.read(issue, world.city)
    return now["title"], now["severity"], now["term_class"], now["due_date"]


@pytest.fixture
def relaxed(world):
    return {"title": "改写的标题", "severity": "GENERAL", "term_class": "LONG_TERM", "due_date": world.today(900)}


def test_what_came_back_from_a_unit_is_not_rewritten_by_a_list(world, relaxed):
    """Returned as not this unit's: it is registered again, and was handed out all the same (T04)."""
    issue = world.read(world.assigned(severity="MAJOR", due_date=world.today(60)))
    world.act(issue, "BOUNCE", world.admin, reason="不属本单位")
    assert conflicts(send(world.office, issue, **relaxed)) == [("state", "serial_no")]
    assert judged(world, issue) == (issue["title"], "MAJOR", "SHORT", issue["due_date"])


def test_who_merely_answers_for_an_issue_rewrites_nothing_of_it(world, relaxed):
    issue = world.read(world.issue(severity="MAJOR", due_date=world.today(60)))
    world.parties(issue, lead=STREET, resp=STREET)
    assert conflicts(send(world.who(STREET, "STREET_ENV_OFFICER"), issue, **relaxed))
    assert conflicts(send(world.who("310117-CG", "SYSTEM_CLIENT"), issue, **relaxed))
    assert judged(world, issue) == (issue["title"], "MAJOR", "SHORT", issue["due_date"])


def test_a_district_rewrites_nothing_of_what_the_city_found(world, relaxed):
    feedback = world.feedback(by=world.city, source_level="MUNICIPAL", source_kind="ROUTINE")
    issue = world.read(world.issue(feedback, by=world.city, tenant="310117", severity="MAJOR"), world.city)
    assert conflicts(send(world.office, issue, **relaxed))
    assert judged(world, issue)[1:] == ("MAJOR", "SHORT", issue["due_date"])
    assert stats(send(world.city, issue, severity="SERIOUS")) == {"updated": 1}


def test_a_due_date_of_a_list_keeps_to_the_programme_and_turns_the_light(world):
    feedback = world.feedback()
    programme = ok(world.office.post("/programmes", {"kind": "RECTIFICATION", "title": "方案", "due_date": world.today(50),
                                                     "feedback_id": feedback["id"]}), 201)
    issue = world.read(world.issue(feedback, programme_id=programme["id"], term_class="LONG_TERM", severity="MAJOR",
                                   due_date=world.today(40)))
    assert conflicts(send(world.office, issue, due_date=world.today(400))) == [("too-late", "due_date")]
    assert stats(send(world.office, issue, due_date=world.today(2))) == {"updated": 1}
    now = world.read(issue)
    assert (now["due_date"], now["due_nominal"], now["light"]) == (world.today(2), world.today(2), "YELLOW")
    assert stats(send(world.office, issue, due_date=None)) == {"updated": 1}
    now = world.read(issue)
    assert (now["due_date"], now["due_nominal"], now["light"]) == (None, None, "GREEN")


def test_persons_that_a_list_cannot_name_stay_where_its_units_do(world):
    issue = world.read(world.issue())
    assert stats(send(world.office, issue, SW)) == {"updated": 1}
    beside = [{"role": "RESP_PERSON", "tenant": "310117-SW", "person_name": "甲", "phone": "021-1"},
              {"role": "CONTACT", "tenant": "310117-SW", "person_name": "乙"}]
    parties = [{"role": "LEAD_UNIT", "tenant": "310117-SW", "duty_text": "截污"},
               {"role": "RESP_UNIT", "tenant": "310117-SW"},
               {"role": "SUPERVISE_UNIT", "tenant": "310117-STHJ"}] + beside
    ok(world.office.put(f"/issues/{issue['id']}/parties", {"parties": parties},
                        headers=etag(world.read(issue)["row_version"])))
    assert stats(send(world.office, issue, SW)) == {"unchanged": 1}
    assert stats(send(world.office, issue, "310117-SW,310117-SW;310117-LHSR,310117-STHJ,,,")) == {"updated": 1}
    now = {(p["role"], p["tenant"]["code"], p["person_name"], p["duty_text"] or p["phone"])
           for p in ok(world.office.get(f"/issues/{issue['id']}/parties"))["items"]}
    assert now == {("LEAD_UNIT", "310117-SW", None, "截污"), ("RESP_UNIT", "310117-SW", None, None),
                   ("RESP_UNIT", "310117-LHSR", None, None), ("SUPERVISE_UNIT", "310117-STHJ", None, None),
                   ("RESP_PERSON", "310117-SW", "甲", "021-1"), ("CONTACT", "310117-SW", "乙", None)}
    assert stats(send(world.office, issue, "310117-LHSR,310117-LHSR,310117-STHJ,,,")) == {"updated": 1}
    assert not [p for p in world.read(issue)["parties"] if p["person_name"]]
