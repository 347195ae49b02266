# SPDX-License-Identifier: MIT
"""What the daily run makes of real rows (A12, A14): receipts and replies that did not come, months of a listed issue,
an interview
whose day passed without effect."""
import datetime

import pytest

from support import bodies
from support.issues import World, etag, ok, refused


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.begin_at_noon()
    made.calendar(2026, 2027)
    return made


def summon(world, level, issue=None, nth=""):
    issue = issue or world.assigned(due_date=world.today(180))
    body = {"level": level, "doc_no": f"督〔2026〕{issue['serial_no']}-{level}{nth}号", "reason": "整改不力"}
    head = world.who("310117", "GROUP_HEAD")
    made = ok(head.post(f"/issues/{issue['id']}/escalations", body), 201)
    return issue, f"/issues/{issue['id']}/escalations/{made['id']}", made


def find(world, of, kind, by):
    proof = world.evidence(of, "OTHER", by=world.leader)["id"]
    body = {"kind": kind, "unit": "310117-SW", "facts": "台账不实", "evidence_ids": [proof]}
    return ok(by.post(f"/issues/{of['id']}/findings", body), 201)


def clear(issue, finding, by):
    body = {"reason": "查无实据"}
    return ok(by.post(f"/issues/{issue['id']}/findings/{finding['id']}/clear", body, headers=etag(1)))


def states(issue, by, *levels):
    """Of the steps of these levels, by their rungs."""
    return {s["rung"]: s["state"] for s in ok(by.get(f"/issues/{issue['id']}/escalations"))["items"]
            if s["level"] in levels}


def rungs(world, issue, by, words):
    steps = ok(by.get(f"/issues/{issue['id']}/escalations"))["items"]
    return sorted({s["rung"][3:-11] if s["level"] == 1 else s["rung"] for s in steps
                   if any(w in s["rung"] for w in words)})


def test_what_did_not_come_is_reminded_of_to_whom_it_concerns(world):
    issue, path, _ = summon(world, 4)
    other, restricted, _ = summon(world, 5)
    world.night(40)
    head, words = world.who("310117", "GROUP_HEAD"), ("RECEIPT", "REPLY", "PLAN")
    assert rungs(world, issue, world.office, words) == ["LATE-RECEIPT4", "LATE-REPLY4", "RECEIPT4", "REPLY4"]
    assert rungs(world, other, head, words) == ["LATE-RECEIPT5", "RECEIPT5"]
    assert rungs(world, other, world.office, words) == []  # a reminder of an interview is as restricted
    assert rungs(world, other, world.leader, words) == ["LATE-RECEIPT5", "RECEIPT5"]
    # the month of a listed issue is over, and the next report is owed
    step = next(s for s in ok(world.leader.get(f"/issues/{issue['id']}/escalations"))["items"] if s["level"] == 4)
    replies = [d for d in step["duties"] if d["kind"] == "REPLY"]
    assert len(replies) == 2 and replies[1]["due_on"] > world.today()
    for n in (1, 2):
        ok(world.leader.post(path + "/reply", {"reply": f"第{n}月报告"}, headers=etag(n)))
    step = next(s for s in ok(world.leader.get(f"/issues/{issue['id']}/escalations"))["items"] if s["level"] == 4)
    assert [(r["reply"], r["due_on"], r["is_late"]) for r in step["replies"]] == [
        ("第1月报告", replies[0]["due_on"], True), ("第2月报告", replies[1]["due_on"], False)]


def test_an_interview_without_effect_leads_to_the_sixth_step(world):
    head = world.who("310117", "GROUP_HEAD")
    cases = {}
    for name in ("nothing", "effective", "no effect", "not held"):
        issue, path, _ = summon(world, 5)
        cases[name] = issue
        if name == "not held":
            continue
        held = ok(head.post(path + "/interview", bodies.interview(world), headers=etag(1)))
        if name == "no effect":
            ok(head.post(path + "/follow-up", bodies.INTERVIEW_FOLLOW_UP, headers=etag(2)))
        if name == "effective":
            ok(world.leader.post(path + "/reply", {"reply": "方案"}, headers=etag(2)))
            ok(world.leader.post(path + "/reply", {"reply": "报告"}, headers=etag(3)))
            ok(head.post(path + "/follow-up", {"result": "EFFECTIVE", "opinion": "已见效"}, headers=etag(4)))
    world.night(1)

    def sixth():
        return {name for name, issue in cases.items() if rungs(world, issue, head, ["L6"]) == [
            "L6-UNHELD-1" if name == "not held" else "L6-INTERVIEW-1"]}

    assert sixth() == {"no effect"}
    due = datetime.date.fromisoformat(held["interview"]["report_due"]) - datetime.date.fromisoformat(world.today())
    world.night(due.days)  # the day of the follow-up itself
    assert sixth() - {"not held"} == {"no effect"}
    world.night(1)
    assert sixth() == {"no effect", "nothing", "not held"}
    left_out = [s for s in ok(head.get(f"/issues/{cases['not held']['id']}/escalations"))["items"] if s["level"] == 6]
    assert [(s["state"], s["reason"]) for s in left_out] == [("PROPOSED", "约谈未按期进行")]
    assert rungs(world, cases["nothing"], head, ["PLAN", "REPORT"]) == ["LATE-PLAN5", "LATE-REPORT5", "PLAN5",
            "REPORT5"]
    made = ok(head.get(f"/issues/{cases['nothing']['id']}/escalations"))["items"]
    assert {s["state"] for s in made if s["level"] == 6} == {"PROPOSED"}


def test_more_of_the_same_step_does_not_hold_the_next_one_down(world):
    head = world.who("310117", "GROUP_HEAD")
    begun = world.today()
    listed, called, met = summon(world, 4)[0], summon(world, 5)[0], summon(world, 5)[0]
    world.night(25)
    for level, issue in ((4, listed), (5, called)):
        summon(world, level, issue, nth="再")
    _, path, _ = summon(world, 5, met, nth="再")
    ok(head.post(path + "/interview", bodies.interview(world), headers=etag(1)))
    world.night(10)
    assert rungs(world, called, head, ["L6"]) == ["L6-UNHELD-1"]
    assert rungs(world, met, head, ["L6"]) == []  # an interview was held, though it took a second summons
    world.night(26)
    assert rungs(world, listed, head, ["L5"]) == [f"L5-LISTED-{begun}"]
    assert rungs(world, called, head, ["L6"]) == ["L6-UNHELD-1", "L6-UNHELD-2"]
    assert rungs(world, met, head, ["L6"]) == ["L6-INTERVIEW-2"]


def under_way(world, **fields):
    """Whose plan ends the day after tomorrow."""
    issue = world.planning(due_date=world.today(2), **fields)
    world.plan(issue, due_date=world.today(2))
    world.act(issue, "SUBMIT_PLAN", world.leader)
    for reviewer in (world.supervisor, world.office) + (world.head,) * (issue["severity"] == "MAJOR"):
        world.act(issue, "PASS_REVIEW", reviewer)
    world.act(issue, "FILE_PLAN", world.office)
    return issue


def test_an_issue_that_stays_red_is_listed_again_after_a_listing_was_lifted(world):
    """As long after the lift as after it turned red."""
    issue = under_way(world)
    path = f"/issues/{issue['id']}/escalations"
    world.night(3)
    world.night(30)
    assert rungs(world, issue, world.head, ["L4"]) == ["L4-RED-LONG-1"]
    listed = next(s for s in ok(world.head.get(path))["items"] if s["level"] == 4)
    ok(world.head.post(f"{path}/{listed['id']}/issue", {"doc_no": "松挂〔2026〕1号"}, headers=etag(1)))
    ok(world.head.post(f"{path}/{listed['id']}/lift", {"verification_id": world.verify(issue)["id"]}, headers=etag(2)))
    world.night(29)
    assert rungs(world, issue, world.head, ["L4"]) == ["L4-RED-LONG-1"]
    world.night(1)
    assert rungs(world, issue, world.head, ["L4"]) == ["L4-RED-LONG-1", "L4-RED-LONG-1-2"]
    world.night(1)
    assert rungs(world, issue, world.head, ["L4"]) == ["L4-RED-LONG-1", "L4-RED-LONG-1-2"]


def test_a_listing_by_hand_that_was_lifted_begins_a_new_turn(world):
    """That the first was refused says nothing of it."""
    issue = under_way(world)
    path = f"/issues/{issue['id']}/escalations"
    world.night(3)
    world.night(30)
    step = next(s for s in ok(world.head.get(path))["items"] if s["level"] == 4)
    ok(world.head.post(f"{path}/{step['id']}/refuse", {"reason": "再观察"}, headers=etag(1)))
    listed = ok(world.head.post(path, {"level": 4, "doc_no": "松挂〔2026〕7号", "reason": "进展缓慢"}), 201)
    world.night()
    ok(world.head.post(f"{path}/{listed['id']}/lift", {"verification_id": world.verify(issue)["id"]}, headers=etag(1)))
    world.night(29)
    assert states(issue, world.head, 4) == {"L4-RED-LONG-1": "REFUSED", "L4-松挂〔2026〕7号": "LIFTED"}
    for _ in range(2):
        world.night()
        assert states(issue, world.head, 4) == {"L4-RED-LONG-1": "REFUSED", "L4-松挂〔2026〕7号": "LIFTED",
                                                "L4-RED-LONG-1-2": "PROPOSED"}


def test_a_pause_moves_what_is_owed(world):
    issue, path, _ = summon(world, 5)
    held = ok(world.who("310117", "GROUP_HEAD").post(path + "/interview", bodies.interview(world), headers=etag(1)))
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(60))
    world.night(10)
    world.act(issue, "RESUME", world.office, reason="已判决")
    moved = next(s for s in ok(world.who("310117", "GROUP_HEAD").get(f"/issues/{issue['id']}/escalations"))["items"]
                 if s["level"] == 5)
    was = datetime.date.fromisoformat(held["interview"]["report_due"]) + datetime.timedelta(days=10)
    assert moved["interview"]["report_due"] == was.isoformat() == {d["kind"]: d["due_on"]
                                                                   for d in moved["duties"]}["REPORT"]


def test_a_pause_skips_no_month_of_a_listed_issue(world):
    """Whether or not one of the units had answered already."""
    months = []
    for answered in (False, True):
        issue = world.issue()
        world.parties(issue, resp="310117-LHSR")
        world.act(issue, "ASSIGN", world.office)
        months.append((issue, summon(world, 4, issue)[1]))
        if answered:
            ok(world.leader.post(months[-1][1] + "/reply", {"reply": "月报"}, headers=etag(1)))
    world.night(5)
    for issue, _ in months:
        world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(60))
    world.night(20)
    for issue, _ in months:
        world.act(issue, "RESUME", world.office, reason="已判决")
    for _ in range(3):
        world.night(30)
    none, one = (sorted(d["due_on"] for s in ok(world.office.get(f"/issues/{issue['id']}/escalations"))["items"]
                        for d in s["duties"] if (s["level"], d["kind"], d["unit"]["code"]) == (4, "REPLY", "310117-LHSR"))
                 for issue, _ in months)
    assert none == one and len(one) >= 3


def test_findings_lead_to_the_fifth_and_the_seventh_step_once_each(world):
    head, account = world.who("310117", "GROUP_HEAD"), world.who("310117", "GROUP_ACCOUNT")
    issue, cleared = (world.assigned(due_date=world.today(180)) for _ in range(2))

    find(world, issue, "FALSE", world.office)
    find(world, issue, "SLOW", account)
    gone = find(world, cleared, "INACTION", account)
    clear(cleared, gone, account)
    world.night(1)
    assert rungs(world, issue, head, ["L5", "L7"]) == ["L5-FALSE-1", "L7-DERELICTION-1"]
    assert rungs(world, cleared, head, ["L5", "L7"]) == []
    world.night(1)
    assert rungs(world, issue, head, ["L5", "L7"]) == ["L5-FALSE-1", "L7-DERELICTION-1"]
    ok(account.post(f"/issues/{issue['id']}/referrals", bodies.REFERRAL), 201)
    find(world, issue, "MISACTION", account)
    world.night(1)
    assert rungs(world, issue, head, ["L7"]) == ["L7-DERELICTION-1", "L7-DERELICTION-2"]
    assert rungs(world, issue, world.office, ["L5", "L7"]) == []


def test_a_proposal_lapses_with_its_cause(world):
    """It is not issued any more, and a new cause is proposed anew."""
    issue, head = world.assigned(due_date=world.today(180)), world.who("310117", "GROUP_HEAD")
    path = f"/issues/{issue['id']}/escalations"
    found = find(world, issue, "FALSE", world.office)
    world.night()
    assert states(issue, head, 3, 5) == {"L3-RED-1": "PROPOSED", "L5-FALSE-1": "PROPOSED"}
    step = {s["level"]: s["id"] for s in ok(head.get(path))["items"]}
    clear(issue, found, world.office)
    for level, by in ((3, world.office), (5, head)):
        refused(by.post(f"{path}/{step[level]}/issue", {"doc_no": "松〔2026〕1号"}, headers=etag(1)), 409,
                "state-conflict")
    world.night()
    assert states(issue, head, 3, 5) == {"L3-RED-1": "LAPSED", "L5-FALSE-1": "LAPSED"}
    assert all(s["lapsed_at"] and s["row_version"] == 2 for s in ok(head.get(path))["items"] if s["level"] in (3, 5))
    assert states(issue, world.leader, 5) == {}  # a unit sees what was issued to it, and no proposal
    refused(head.post(f"{path}/{step[5]}/issue", {"doc_no": "松〔2026〕1号"}, headers=etag(2)), 409, "state-conflict")
    find(world, issue, "FALSE", world.office)
    world.night()
    assert states(issue, head, 3, 5) == {"L3-RED-1": "LAPSED", "L5-FALSE-1": "LAPSED", "L3-RED-2": "PROPOSED",
                                         "L5-FALSE-2": "PROPOSED"}


def test_a_finding_that_stands_keeps_its_proposal_beside_others(world):
    issue, head = world.assigned(due_date=world.today(180)), world.who("310117", "GROUP_HEAD")
    find(world, issue, "FALSE", world.office)
    world.night()
    second = find(world, issue, "FALSE", world.office)
    world.night()
    assert states(issue, head, 5) == {"L5-FALSE-1": "PROPOSED", "L5-FALSE-2": "PROPOSED"}
    clear(issue, second, world.office)
    world.night()
    assert states(issue, head, 5) == {"L5-FALSE-1": "PROPOSED", "L5-FALSE-2": "LAPSED"}


def test_a_cause_that_comes_again_is_proposed_again(world):
    """A major issue that is overdue, was listed by hand, and still is overdue when that listing was lifted."""
    issue = under_way(world, severity="MAJOR")
    path, rung = f"/issues/{issue['id']}/escalations", f"L4-MAJOR-{world.today(2)}"
    world.night(3)
    assert states(issue, world.head, 4) == {rung: "PROPOSED"}
    listed = ok(world.head.post(path, {"level": 4, "doc_no": "松挂〔2026〕5号", "reason": "逾期"}), 201)
    world.night()
    assert states(issue, world.head, 4) == {rung: "LAPSED", "L4-松挂〔2026〕5号": "ISSUED"}
    ok(world.head.post(f"{path}/{listed['id']}/lift", {"verification_id": world.verify(issue)["id"]}, headers=etag(1)))
    for _ in range(2):
        world.night()
        assert states(issue, world.head, 4) == {rung: "PROPOSED", "L4-松挂〔2026〕5号": "LIFTED"}
    again = next(s for s in ok(world.head.get(path))["items"] if s["rung"] == rung)
    assert again["lapsed_at"] is None
    ok(world.head.post(f"{path}/{again['id']}/issue", {"doc_no": "松挂〔2026〕6号"}, headers=etag(again["row_version"])))


def test_an_interview_that_had_its_effect_late_calls_for_no_circular(world):
    head = world.who("310117", "GROUP_HEAD")
    issue, path, _ = summon(world, 5)
    held = ok(head.post(path + "/interview", bodies.interview(world), headers=etag(1)))
    due = datetime.date.fromisoformat(held["interview"]["report_due"]) - datetime.date.fromisoformat(world.today())
    world.night(due.days + 1)
    world.night()
    assert states(issue, head, 6) == {"L6-INTERVIEW-1": "PROPOSED"}
    for n, reply in enumerate(("方案", "报告"), 2):
        ok(world.leader.post(path + "/reply", {"reply": reply}, headers=etag(n)))
    ok(head.post(path + "/follow-up", {"result": "EFFECTIVE", "opinion": "已见效"}, headers=etag(4)))
    world.night()
    assert states(issue, head, 6) == {"L6-INTERVIEW-1": "LAPSED"}


def test_what_is_proposed_of_an_issue_that_is_over_lapses_but_for_the_referral(world):
    issue, account = world.assigned(due_date=world.today(20)), world.who("310117", "GROUP_ACCOUNT")
    slow = find(world, issue, "SLOW", account)
    world.night()
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(60))
    world.night()
    assert states(issue, account, 2, 7) == {"L2-YELLOW-1": "PROPOSED", "L7-DERELICTION-1": "PROPOSED"}
    world.act(issue, "RESUME", world.office, reason="已判决")
    world.act(issue, "CANCEL", world.office, doc_no="松整改办〔2026〕8号")
    world.night()
    assert states(issue, account, 2, 7) == {"L2-YELLOW-1": "LAPSED", "L7-DERELICTION-1": "PROPOSED"}
    clear(issue, slow, account)
    ok(account.post(f"/issues/{issue['id']}/referrals", bodies.REFERRAL), 201)  # of its own, not of what was cleared
    assert states(issue, account, 7) == {"L7-DERELICTION-1": "LAPSED", f"L7-{bodies.REFERRAL['doc_no']}": "ISSUED"}


def test_a_referral_in_a_pause_takes_no_proposal_of_what_was_cleared(world):
    issue, account = world.assigned(due_date=world.today(180)), world.who("310117", "GROUP_ACCOUNT")
    slow = find(world, issue, "SLOW", account)
    world.night()
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(60))
    clear(issue, slow, account)
    ok(account.post(f"/issues/{issue['id']}/referrals", bodies.REFERRAL), 201)
    assert states(issue, account, 7) == {"L7-DERELICTION-1": "LAPSED", f"L7-{bodies.REFERRAL['doc_no']}": "ISSUED"}


def test_a_proposal_is_refused_once_and_a_new_cause_is_proposed(world):
    """By whoever might issue it, with a reason that is kept."""
    issue, head = world.assigned(due_date=world.today(180)), world.who("310117", "GROUP_HEAD")
    path, body = f"/issues/{issue['id']}/escalations", {"reason": "已当面督促"}
    first = find(world, issue, "FALSE", world.office)
    world.night()
    step = {s["level"]: s["id"] for s in ok(head.get(path))["items"]}
    refused(world.who("310117", "GROUP_PUBLICITY").post(f"{path}/{step[3]}/refuse", body, headers=etag(1)), 403)
    refused(world.office.post(f"{path}/{step[3]}/refuse", {}, headers=etag(1)), 422)
    refused(world.office.post(f"{path}/{step[5]}/refuse", body, headers=etag(1)), 404)
    refused(head.post(f"{path}/{step[5]}/refuse", body, headers=etag(9)), 412)
    for level, by in ((3, world.office), (5, head)):
        made = ok(by.post(f"{path}/{step[level]}/refuse", body, headers=etag(1)))
        assert (made["state"], made["refuse_reason"], made["refused_at"] is None) == ("REFUSED", "已当面督促", False)
        for act, words in (("refuse", body), ("issue", {"doc_no": "松〔2026〕1号"})):
            refused(by.post(f"{path}/{step[level]}/{act}", words, headers=etag(2)), 409, "state-conflict")
    for _ in range(2):
        world.night()
        assert states(issue, head, 3, 5) == {"L3-RED-1": "REFUSED", "L5-FALSE-1": "REFUSED"}
    assert states(issue, world.leader, 5) == {}
    clear(issue, first, world.office)
    find(world, issue, "FALSE", world.office)
    world.night()
    assert states(issue, head, 3, 5) == {"L3-RED-1": "REFUSED", "L5-FALSE-1": "REFUSED", "L3-RED-2": "PROPOSED",
                                         "L5-FALSE-2": "PROPOSED"}


def test_a_circular_that_was_refused_is_not_proposed_again(world):
    head = world.who("310117", "GROUP_HEAD")
    issue, path, _ = summon(world, 5)
    ok(head.post(path + "/interview", bodies.interview(world), headers=etag(1)))
    ok(head.post(path + "/follow-up", bodies.INTERVIEW_FOLLOW_UP, headers=etag(2)))
    world.night()
    sixth = next(s for s in ok(head.get(f"/issues/{issue['id']}/escalations"))["items"] if s["level"] == 6)
    ok(head.post(f"/issues/{issue['id']}/escalations/{sixth['id']}/refuse", {"reason": "再观察"}, headers=etag(1)))
    for _ in range(2):
        world.night()
        assert states(issue, head, 6) == {"L6-INTERVIEW-1": "REFUSED"}


def test_an_interview_held_late_without_effect_is_another_cause_than_none_held(world, lone_stack):
    """So it is proposed where that one was refused, and not where a circular followed already."""
    head = world.who("310117", "GROUP_HEAD")
    cases = {name: summon(world, 5) for name in ("refused", "issued", "refused of old", "left")}
    world.night(31)
    for issue, _, _ in cases.values():
        assert states(issue, head, 6) == {"L6-UNHELD-1": "PROPOSED"}
    lone_stack.psql("update bihuan.escalation set rung = 'L6-INTERVIEW-1' "
                    f"where rung = 'L6-UNHELD-1' and issue_id = '{cases['refused of old'][0]['id']}'")
    for name, (issue, path, _) in cases.items():
        step = next(s for s in ok(head.get(f"/issues/{issue['id']}/escalations"))["items"] if s["level"] == 6)
        act, body = ("issue", {"doc_no": "松通〔2026〕1号"}) if name == "issued" else ("refuse", {"reason": "近日约谈"})
        if name != "left":
            ok(head.post(f"/issues/{issue['id']}/escalations/{step['id']}/{act}", body, headers=etag(1)))
        ok(head.post(path + "/interview", bodies.interview(world), headers=etag(1)))
        ok(head.post(path + "/follow-up", bodies.INTERVIEW_FOLLOW_UP, headers=etag(2)))
    for _ in range(2):
        world.night()
        assert {name: states(case[0], head, 6) for name, case in cases.items()} == {
            "refused": {"L6-UNHELD-1": "REFUSED", "L6-INTERVIEW-1": "PROPOSED"},
            "issued": {"L6-UNHELD-1": "ISSUED"}, "refused of old": {"L6-INTERVIEW-1": "REFUSED"},
            "left": {"L6-UNHELD-1": "LAPSED", "L6-INTERVIEW-1": "PROPOSED"}}
