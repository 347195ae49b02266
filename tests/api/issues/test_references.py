# SPDX-License-Identifier: MIT
"""Ids that requests name (I6): what is not there, what is another tenant's and what is another object's is refused in
the same words."""
import types
import uuid

import pytest

from support import bodies
from support.issues import UNITS, etag, ok, refused

FOREIGN = "310104"


@pytest.fixture(scope="module")
def place(world):
    """An issue in rectification, another one beside it, and objects of both and of another district."""
    p = types.SimpleNamespace(world=world)
    p.foreign = world.who(FOREIGN, "DIST_OFFICE")
    p.issue, p.other = world.rectifying(), world.rectifying()
    p.planning, p.registered = world.planning(), world.issue()
    p.feedback = world.feedback()
    p.foreign_feedback = world.feedback(by=p.foreign)
    return p


def newest_file(by):
    return ok(by.get("/files"))["items"][0]["id"]


def file_of(world, by):
    world.file(by)
    return newest_file(by)


def unknown(p):
    return str(uuid.uuid4())


def foreign_file(p):
    return file_of(p.world, p.foreign)


def file_of_other(p):
    """Evidence of the other issue, handed in by a unit that the reporting one sees only because it is a party there."""
    return p.world.evidence(p.other, "OTHER", by=p.world.supervisor)["file_id"]


def foreign_member(p):
    return p.world.member(FOREIGN)


def member_of_another_unit(p):
    return p.world.member("310117-GHZY")


def programme(by, feedback):
    return ok(by.post("/programmes", {"kind": "RECTIFICATION", "title": "整改方案", "feedback_id": feedback["id"]}),
              201)["id"]


def foreign_programme(p):
    return programme(p.foreign, p.foreign_feedback)


def programme_of_other(p):
    return programme(p.world.office, p.world.feedback())


def foreign_feedback(p):
    return p.foreign_feedback["id"]


def milestone_of_other(p):
    return ok(p.world.leader.get(f"/issues/{p.other['id']}/milestones"))["items"][0]["id"]


def verification_of_other(p):
    return p.world.verify(p.other)["id"]


def foreign_issue(p):
    return p.world.issue(p.foreign_feedback, by=p.foreign)["id"]


def itself(p):
    return p.issue["id"]


def no_tenant(p):
    return "310117-XXXX"


def foreign_tenant(p):
    return FOREIGN


def no_party(p):
    return "310117-GHZY"


def no_indicator(p):
    return "NO-SUCH-R"


def patch_programme(p, ref):
    path = f"/issues/{p.registered['id']}"
    return p.world.office.patch(path, {"programme_id": ref}, headers=etag(p.world.read(p.registered)["row_version"]))


def create_issue(p, **fields):
    body = {"feedback_id": p.feedback["id"], "serial_no": "x1", "title": "x", "original_text": "x", "category": "DUST",
            "element": "AIR", "severity": "GENERAL", "term_class": "SHORT"} | fields
    return p.world.office.post("/issues", body)


def import_issues(p, ref):
    rows = "serial_no,title,original_text,category,element,severity,term_class\n1,a,b,DUST,AIR,GENERAL,SHORT\n"
    return p.world.office.request("POST", f"/issues/import?mode=commit&feedback_id={ref}", data=rows.encode(),
                                  headers=bodies.CSV)


def create_programme(p, **fields):
    return p.world.office.post("/programmes", {"kind": "THREE_YEAR", "title": "三年行动"} | fields)


def parties(p, ref):
    rows = [{"role": "LEAD_UNIT", "tenant": UNITS["lead"]}, {"role": "RESP_UNIT", "tenant": UNITS["resp"]},
            {"role": "SUPERVISE_UNIT", "tenant": UNITS["supervise"]},
            {"role": "RESP_PERSON", "tenant": UNITS["resp"], "person_id": ref, "person_name": "某某"}]
    return p.world.office.put(f"/issues/{p.registered['id']}/parties", {"parties": rows},
                              headers=etag(p.world.read(p.registered)["row_version"]))


def transition(p, issue, action, by, **fields):
    return p.world.try_act(issue, action, by, reason="x", doc_no="x", **fields)


def plan(p, goal=None, patch=False, **measure):
    body = {"due_date": p.world.today(90), "goals": [{"text": "达标"} | (goal or {})],
            "measures": [{"type": "ENG", "text": "改造", "milestones": []},
                         {"type": "ENG", "text": "改造", "milestones": []} | measure]}
    path = f"/issues/{p.planning['id']}/plans"
    if not patch:
        return p.world.leader.post(path, body)
    made = next(iter(ok(p.world.leader.get(path))["items"]), None) or p.world.plan(p.planning)
    return p.world.leader.patch(f"{path}/{made['id']}", body, headers=etag(made["row_version"]))


def report(p, ref):
    own = file_of(p.world, p.world.admin)
    return p.world.admin.post(f"/issues/{p.issue['id']}/progress-reports", {
        "period_start": p.world.today(-7), "period_end": p.world.today(), "progress_pct": "1", "done_text": "x",
        "attachments": [own, ref]})


def due_report(p, ref):
    path = f"/issues/{p.issue['id']}/progress-reports"
    due = min((r for r in ok(p.world.admin.get(path))["items"] if r["state"] == "DUE"), key=lambda r: r["period_start"])
    body = {"progress_pct": "1", "done_text": "x", "attachments": [ref]}
    return p.world.admin.post(f"{path}/{due['id']}/submit", body, headers=etag(due["row_version"]))


def evidence(p, ref):
    body = {"kind": "OTHER", "sha256": p.world.file(p.world.admin), "milestone_id": ref}
    return p.world.admin.post(f"/issues/{p.issue['id']}/evidence", body)


def lift(p, ref):
    path = f"/issues/{p.issue['id']}/escalations"
    made = ok(p.world.office.post(path, {"level": 2, "doc_no": f"督{uuid.uuid4()}", "reason": "x"}), 201) \
        if not ok(p.world.office.get(path))["items"] else ok(p.world.office.get(path))["items"][0]
    return p.world.office.post(f"{path}/{made['id']}/lift", {"verification_id": ref}, headers=etag(made["row_version"]))


def verify(p, **fields):
    return p.world.try_verify(p.issue, **fields)


# request, pointer of the fault, ids that are none
CASES = {
    "feedback of an issue": (lambda p, r: create_issue(p, feedback_id=r), "/feedback_id", (unknown, foreign_feedback)),
    "programme of an issue": (lambda p, r: create_issue(p, programme_id=r), "/programme_id",
                              (unknown, foreign_programme, programme_of_other)),
    "programme put later": (patch_programme, "/programme_id", (unknown, foreign_programme, programme_of_other)),
    "feedback of an import": (import_issues, "?feedback_id", (unknown, foreign_feedback)),
    "feedback of a programme": (lambda p, r: create_programme(p, feedback_id=r), "/feedback_id",
                                (unknown, foreign_feedback)),
    "parent of a programme": (lambda p, r: create_programme(p, parent_id=r), "/parent_id",
                              (unknown, foreign_programme)),
    "person of a party": (parties, "/parties/3/person_id", (unknown, foreign_member, member_of_another_unit)),
    "indicator": (lambda p, r: p.world.office.put(f"/issues/{p.issue['id']}/indicators", {"indicators": [r]},
                                                  headers=etag(p.world.read(p.issue)["row_version"])), "/indicators/0",
                                                  (no_indicator,)),
    "merged into": (lambda p, r: transition(p, p.issue, "MERGE", p.world.office, merged_into=r), "/merged_into",
                    (unknown, foreign_issue, itself)),
    "indicator of a goal": (lambda p, r: plan(p, goal={"indicator": r}), "/goals/0/indicator", (no_indicator,)),
    "unit of a measure": (lambda p, r: plan(p, unit=r), "/measures/1/unit", (no_tenant, foreign_tenant, no_party)),
    "area of a measure": (lambda p, r: plan(p, area_id=r), "/measures/1/area_id", (unknown,)),
    "indicator of a goal put later": (lambda p, r: plan(p, goal={"indicator": r}, patch=True), "/goals/0/indicator",
                                      (no_indicator,)),
    "unit of a measure put later": (lambda p, r: plan(p, unit=r, patch=True), "/measures/1/unit",
                                    (no_tenant, foreign_tenant, no_party)),
    "area of a measure put later": (lambda p, r: plan(p, area_id=r, patch=True), "/measures/1/area_id", (unknown,)),
    "attachment": (report, "/attachments/1", (unknown, foreign_file, file_of_other)),
    "attachment of a due report": (due_report, "/attachments/0", (unknown, foreign_file, file_of_other)),
    "milestone of evidence": (evidence, "/milestone_id", (unknown, milestone_of_other)),
    "verifier": (lambda p, r: verify(p, verifiers=[{"member_id": p.world.member(UNITS["supervise"])},
                                                   {"member_id": r}]),
                 "/verifiers/1/member_id", (unknown, foreign_member)),
    "file of a verification": (lambda p, r: verify(p, file_ids=[r]), "/file_ids/0", (unknown, foreign_file)),
    "verification that lifts": (lift, "/verification_id", (unknown, verification_of_other)),
}


@pytest.mark.parametrize("case", CASES)
def test_an_id_that_is_none_is_refused_in_the_same_words(place, case):
    send, pointer, none = CASES[case]
    said = [refused(send(place, make(place)), 422, "validation")["errors"] for make in none]
    assert {(e["pointer"], e["code"]) for errors in said for e in errors} == {(pointer, "unknown-reference")}
    assert len({str(errors) for errors in said}) == 1, said


def test_ids_that_are_there_are_taken(place):
    world = place.world
    asked = programme(world.office, place.feedback)
    made = ok(create_issue(place, programme_id=asked), 201)
    assert ok(world.office.patch(f"/issues/{made['id']}", {"programme_id": None},
                                 headers=etag(1)))["programme_id"] is None
    assert ok(world.office.patch(f"/issues/{made['id']}", {"programme_id": asked},
                                 headers=etag(2)))["programme_id"] == asked
    shared = world.evidence(place.issue, "OTHER", by=world.supervisor)["file_id"]
    assert ok(report(place, shared), 201)["attachments"][1] == shared  # evidence of this issue
    assert ok(verify(place, file_ids=[file_of(world, world.office)]), 201)["file_ids"]
    assert ok(parties(place, world.member(UNITS["resp"])))["items"]


def test_every_file_that_is_none_has_its_place(place):
    own = file_of(place.world, place.world.office)
    problem = refused(verify(place, file_ids=[unknown(place), own, foreign_file(place)]), 422)
    assert [e["pointer"] for e in problem["errors"]] == ["/file_ids/0", "/file_ids/2"]


def test_a_post_of_a_leading_group_is_held_by_a_member_of_its_unit(place):
    world = place.world
    office = world.office
    members = [dict(m) for m in bodies.GROUP["members"]]
    for ref in (unknown(place), foreign_member(place), world.member("310117-GHZY")):
        members[1]["member_id"] = ref
        problem = refused(office.post("/leading-groups", bodies.GROUP | {"members": members}), 422)
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/members/1/member_id", "unknown-reference")]
    members[1] = bodies.GROUP["members"][1] | {"tenant": "310117-XXXX"}
    sections = [dict(s) for s in bodies.GROUP["sections"]]
    sections[2]["tenant"] = "310117-XXXX"
    problem = refused(office.post("/leading-groups", bodies.GROUP | {"members": members, "sections": sections}), 422)
    assert [e["pointer"] for e in problem["errors"]] == ["/members/1/tenant", "/sections/2/tenant"]


def test_an_issue_is_merged_into_one_that_is_closed_and_was_issued_no_lower(world):
    """What a street issued to itself the street cancels: it takes in nothing of the levels above."""
    desk = world.who("310117001", "STREET_ENV_OFFICER")
    selves = [world.issue(world.feedback(by=desk, source_level="STREET", source_kind="SELF"), by=desk) for _ in "12"]
    municipal = world.issue(world.feedback(by=world.city, source_level="MUNICIPAL", tenant="310117"), by=world.city,
                            tenant="310117", severity="MAJOR")
    district = world.issue()
    lower = ((municipal, selves[0], world.city), (municipal, district, world.city), (district, selves[0], world.office))
    for issue, target, by in lower:
        answer = world.try_act(issue, "MERGE", by, merged_into=target["id"], doc_no="并〔2026〕1号")
        assert [e["pointer"] for e in refused(answer, 422)["errors"]] == ["/merged_into"]
    for issue, target, by in ((selves[1], selves[0], desk), (district, world.issue(), world.office)):
        merged = world.act(issue, "MERGE", by, merged_into=target["id"], doc_no="并〔2026〕2号")
        assert merged["state"] == "MERGED"
