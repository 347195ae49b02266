# SPDX-License-Identifier: MIT
"""Lights, the daily run, the ladder, the board, disclosure, parameters."""
import datetime
import time

import pytest

from support import bodies
from support.issues import NEW, World, derive_unit, etag, ok, refused


def test_the_board_agrees_with_the_issues_at_once(world, stack):
    for _ in range(3):
        world.issue(category="DUST")
    world.assigned()
    end = time.monotonic() + 2  # while the rollup is folded
    while time.monotonic() < end:
        board = ok(world.office.get("/boards/rectification"))
        exact = ok(world.office.get("/boards/rectification?exact=true"))
        for part in ("total", "states", "lights", "categories", "overdue"):
            assert board[part] == exact[part], part
    assert board["states"]["REGISTERED"] >= 3 and board["categories"]["DUST"] >= 3
    assert stack.wait_for(lambda: stack.psql("select count(*) from bihuan.issue_count_delta").strip() == "0")
    city = ok(world.city.get("/boards/rectification"))
    district = next(t for t in city["tenants"] if t["tenant"]["code"] == "310117")
    assert district["total"] == board["total"] == city["total"] and district["green"] == board["lights"]["GREEN"]
    assert ok(world.leader.get("/boards/rectification"))["total"] >= 1
    assert ok(world.who("310104", "DIST_OFFICE").get("/boards/rectification"))["total"] == 0
    assert ok(world.city.get("/boards/rectification?subtree=310117"))["total"] == board["total"]
    refused(world.office.get("/boards/rectification?subtree=310104"), 404)
    today = ok(world.office.get(f"/boards/rectification?as_of={world.today()}"))
    assert today["states"] == board["states"]
    assert ok(world.office.get(f"/boards/rectification?as_of={world.today(-1)}"))["total"] == 0


def test_an_issue_past_its_due_date_turns_red_over_night(world, stack):
    issue = world.issue(due_date=world.today(1), severity="MAJOR")
    assert world.read(issue)["light"] == "GREEN"
    stack.clock.move(days=3)
    read = stack.wait_for(lambda: (r := world.read(issue))["light"] == "RED" and r)
    assert "PAST_DUE" in read["light_reasons"] and read["is_overdue"] and read["remaining_days"] == -2
    assert ok(world.office.get("/boards/rectification"))["overdue"] >= 1
    steps = stack.wait_for(lambda: ok(world.office.get(f"/issues/{issue['id']}/escalations"))["items"])
    assert {(s["rung"], s["state"]) for s in steps if s["level"] > 1} == {
        ("L2-YELLOW-1", "LAPSED"), ("L3-RED-1", "PROPOSED"), (f"L4-MAJOR-{issue['due_date']}", "PROPOSED")}
    assert len(steps) == len({s["rung"] for s in steps})
    lights = ok(world.office.get(f"/issues/{issue['id']}/history"))["lights"]
    assert [(entry["from_light"], entry["to_light"]) for entry in lights][-1][1] == "RED"


def test_a_proposed_step_is_issued_answered_and_lifted(world, stack):
    issue = world.assigned(due_date=world.today(1))
    stack.clock.move(days=3)
    step = stack.wait_for(lambda: [s for s in ok(world.office.get(f"/issues/{issue['id']}/escalations"))["items"]
                                   if s["level"] == 3])[0]
    path = f"/issues/{issue['id']}/escalations/{step['id']}"
    refused(world.leader.post(path + "/issue", {"doc_no": "x"}, headers=etag(1)), 403)
    issued = ok(world.office.post(path + "/issue", {"doc_no": "松督函〔2026〕1号"}, headers=etag(1)))
    assert issued["state"] == "ISSUED" and issued["reply_due"]
    refused(world.office.post(f"/issues/{issue['id']}/escalations", {"level": 2, "doc_no": "y", "reason": "z"}), 409)
    assert ok(world.leader.post(path + "/reply", {"reply": "已整改"}, headers=etag(2)))["replies"][0]["reply"] == "已整改"
    refused(world.office.post(path + "/lift", {"verification_id": issue["id"]}, headers=etag(3)), 422)


def test_what_the_city_issued_the_city_lifts_and_concludes(world):
    issue = world.rectifying()
    path, city_head = f"/issues/{issue['id']}/escalations", world.who("310000", "GROUP_HEAD")
    listed = ok(city_head.post(path, {"level": 4, "doc_no": "沪挂〔2026〕1号", "reason": "进展缓慢"}), 201)
    summons = ok(city_head.post(path, {"level": 5, "doc_no": "沪约〔2026〕1号", "reason": "进展缓慢"}), 201)
    passed = world.verify(issue)

    def first_below(step, act, body, version):
        """The district may not, the city may."""
        refused(world.head.post(f"{path}/{step['id']}/{act}", body, headers=etag(version)), 403)
        return ok(city_head.post(f"{path}/{step['id']}/{act}", body, headers=etag(version)))

    lift = {"verification_id": passed["id"]}
    assert first_below(listed, "lift", lift, 1)["state"] == "LIFTED"
    first_below(summons, "interview", bodies.interview(world), 1)
    first_below(summons, "follow-up", bodies.INTERVIEW_FOLLOW_UP, 2)
    first_below(summons, "lift", lift, 3)
    own = ok(world.head.post(path, {"level": 5, "doc_no": "松约〔2026〕1号", "reason": "进展缓慢"}), 201)
    ok(city_head.post(f"{path}/{own['id']}/interview", bodies.interview(world), headers=etag(1)))  # from above it is


def test_what_came_of_a_referral_of_the_city_the_city_records(world):
    path = f"/issues/{world.assigned()['id']}/referrals"
    city, district = world.who("310000", "GROUP_ACCOUNT"), world.who("310117", "GROUP_ACCOUNT")
    made = ok(city.post(path, bodies.REFERRAL), 201)
    result = {"result": "批评教育", "doc_no": "沪纪〔2026〕8号"}
    refused(district.post(f"{path}/{made['id']}/result", result, headers=etag(1)), 403)
    ok(city.post(f"{path}/{made['id']}/result", result, headers=etag(1)))


def test_missed_reports_turn_the_light_yellow(world, stack):
    issue = world.rectifying()
    stack.clock.move(days=40)
    stack.wait_for(lambda: "MISSED" in {r["state"]
                                        for r
                                        in ok(world.office.get(f"/issues/{issue['id']}/progress-reports"))["items"]})
    read = stack.wait_for(lambda: (r := world.read(issue))["light"] != "GREEN" and r)
    assert "REPORT_MISSED" in read["light_reasons"] or read["light"] == "RED"


def test_a_report_is_missed_at_the_minute_that_the_level_has_set(world, stack):
    world.parameters(world.office, month_report_minute=960)
    issue = world.rectifying()

    def second():
        return sorted(ok(world.office.get(f"/issues/{issue['id']}/progress-reports"))["items"],
                      key=lambda r: r["due_on"])[1]

    assert second()["due_minute"] == 960
    early = datetime.datetime.fromisoformat(second()["due_on"] + "T15:50:00+08:00")
    stack.clock.move(seconds=int((early - world.now()).total_seconds()) + 1)
    stack.wait_for(lambda:
                   stack.psql(f"select finished_at > '{early}' from bihuan.job_run where job = 'missed-reports'").strip() == "t")
    assert second()["state"] == "DUE"
    stack.clock.move(minutes=10)
    assert stack.wait_for(lambda: second()["state"] == "MISSED")


def test_two_persons_publish_and_the_public_sees_only_that(world, stack):
    issue = world.issue(secrecy="PUBLIC")
    internal = world.issue()
    body = {"public_title": "河道整治", "public_text": "正在整改"}
    refused(world.office.post(f"/issues/{internal['id']}/disclosures", body), 403)  # B.9: the publicity group proposes
    refused(world.press.post(f"/issues/{internal['id']}/disclosures", body), 409)
    proposed = ok(world.press.post(f"/issues/{issue['id']}/disclosures", body), 201)
    path = f"/issues/{issue['id']}/disclosures/{proposed['id']}"
    refused(world.press.post(path + "/publish", headers=etag(1)), 403, "separation-of-duties")
    nobody = stack.api()
    assert ok(nobody.get("/public/issues"))["items"] == []
    refused(world.office.post(path + "/publish", headers=etag(1)), 403, "forbidden")
    ok(world.deputy.post(path + "/publish", headers=etag(1)))
    shown = ok(nobody.get(f"/public/issues/{proposed['id']}"))
    assert shown["title"] == "河道整治" and shown["serial_no"] == issue["serial_no"]
    assert not {"original_text", "scope", "tenant_id", "parties"} & shown.keys()
    refused(nobody.get(f"/issues/{issue['id']}"), 401)
    ok(world.press.post(path + "/withdraw", {"reason": "涉密"}, headers=etag(2)))
    gone = ok(nobody.get(f"/public/issues/{proposed['id']}"))
    assert gone["is_withdrawn"] and gone["title"] is None and gone["withdraw_reason"] == "涉密"


def test_a_level_sets_its_own_figures(world):
    before = {p["name"]: p for p in ok(world.office.get("/issue-parameters"))["items"]}
    assert before["publicity_days"]["value"] == 7 and before["publicity_days"]["set_by"] is None
    world.parameters(world.city, idle_days=40)
    world.parameters(world.office, extensions_max=1)
    after = {p["name"]: p for p in ok(world.leader.get("/issue-parameters"))["items"]}
    assert (after["idle_days"]["value"], after["idle_days"]["set_by"]) == (40, "310000")
    assert (after["extensions_max"]["value"], after["extensions_max"]["set_by"]) == (1, "310117")
    refused(world.office.put("/issue-parameters", {"parameters": [{"name": "idle_days", "value": 100000}]},
                             headers=etag(1)), 422)
    refused(world.office.put("/issue-parameters", {"parameters": [{"name": "nothing", "value": 1}]}, headers=etag(1)),
            422)
    world.parameters(world.office, extensions_max=None)
    assert {p["name"]: p["value"] for p in ok(world.office.get("/issue-parameters"))["items"]}["extensions_max"] == 2


def test_the_petitioner_is_kept_from_all_but_the_holder_and_reads_are_audited(world, stack):
    issue = world.issue()
    path = f"/issues/{issue['id']}/petitioner"
    refused(world.office.get(path), 404)
    ok(world.office.put(path, {"name": "来信人", "phone": "000"}, headers=NEW))
    assert ok(world.office.get(path))["name"] == "来信人"
    refused(world.city.get(path), 404)
    refused(world.city.put(path, {"name": "x"}, headers=NEW), 403)
    reads = stack.psql(f"select count(*) from bihuan.audit_entry where action = 'petitioner.read' and object_id = '{issue['id']}'")
    assert reads.strip() == "1"


def test_history_tells_everything_in_order(world):
    issue = world.rectifying()
    history = ok(world.office.get(f"/issues/{issue['id']}/history"))
    assert [s["rule"] for s in history["states"]][:4] == ["T01", "T02", "T03", "T05"]
    assert history["plans"][0]["state"] == "FILED" and history["parties"]


def test_a_programme_is_issued_and_shows_what_it_covers(world):
    feedback = world.feedback(expected_issue_count=2)
    chapters = [{"no": "一", "title": "水", "clauses": [{"clause": "S-054", "text": "雨污混接改造"},
                                                      {"clause": "S-057", "text": "河长制"}]}]
    programme = ok(world.office.post("/programmes",
                                     {"kind": "RECTIFICATION", "feedback_id": feedback["id"], "title": "整改方案",
                                                     "chapters": chapters, "due_date": world.today(365)}), 201)
    path = f"/programmes/{programme['id']}"
    ok(world.office.patch(path, {"title": "整改方案（修订）"}, headers=etag(1)))
    assert ok(world.head.post(path + "/issue", {"doc_no": "松委办〔2026〕1号"}, headers=etag(2)))["state"] == "ISSUED"
    refused(world.office.patch(path, {"title": "x"}, headers=etag(3)), 409)
    first = world.issue(feedback, programme_id=programme["id"], clause="S-054")
    coverage = ok(world.office.get(path + "/coverage"))
    assert coverage["uncovered"] == 1 and coverage["issue_count"] == 1 and coverage["expected_issue_count"] == 2
    assert len(ok(world.office.get(f"/programmes?feedback_id={feedback['id']}"))["items"]) == 1
    dropped = world.issue(feedback, programme_id=programme["id"], clause="S-057")
    assert ok(world.office.get(path + "/coverage"))["uncovered"] == 0
    world.act(dropped, "CANCEL", world.office, doc_no="松撤1", reason="重复")
    world.parties(first)
    world.act(first, "ASSIGN", world.office)
    ok(world.office.post(f"/issues/{first['id']}/derive",
                         {"tenants": [derive_unit("310117001")], "due_date": world.today(60)}), 201)
    coverage = ok(world.office.get(path + "/coverage"))
    assert coverage["uncovered"] == 1
    assert coverage["issue_count"] == ok(world.office.get(f"/feedbacks/{feedback['id']}"))["issue_count"] == 2


def test_a_referral_is_handed_over_once_and_only_its_group_reads_it(world, stack):
    issue = world.assigned()
    path, account = f"/issues/{issue['id']}/referrals", world.who("310117", "GROUP_ACCOUNT")
    body = {"misconduct": "SLOW", "facts": "多次催办未整改", "doc_no": "松问责〔2026〕1号", "receiving_body": "区纪委监委"}
    made = ok(account.post(path, body), 201)
    refused(account.post(path, body), 409)
    refused(world.office.get(path), 403)
    refused(world.leader.get(path), 403)
    done = ok(account.post(f"{path}/{made['id']}/result", {"result": "批评教育", "doc_no": "松纪〔2026〕8号"}, headers=etag(1)))
    assert done["result"] == "批评教育"
    refused(account.post(f"{path}/{made['id']}/result", {"result": "x"}, headers=etag(1)), 412)
    refused(account.post(f"{path}/{made['id']}/result", {"result": "x"}, headers=etag(2)), 409)
    with pytest.raises(Exception, match="immutable"):
        stack.psql(f"update bihuan.accountability_referral set facts = 'x' where id = '{made['id']}'")
    assert len(ok(account.get(path))["items"]) == 1
    assert stack.psql(f"select count(*) from bihuan.audit_entry where action = 'referral.read' and object_id = '{issue['id']}'").strip() == "1"


def test_the_level_above_reads_evidence_with_a_trace_and_does_not_touch_it(world, stack):
    issue = world.assigned()
    evidence = world.evidence(issue, "SELF_CHECK_REPORT")
    path = f"/issues/{issue['id']}/evidence"

    def traces():
        return int(stack.psql(f"select count(*) from bihuan.audit_entry where action = 'evidence.read' and object_id = '{issue['id']}'"))

    ok(world.office.get(path))
    ok(world.admin.get(path))
    assert traces() == 0  # the holder's and the parties' own work
    ok(world.city.get(path))
    assert traces() == 1
    refused(world.city.post(f"{path}/{evidence['id']}/remove", {"reason": "x"}, headers=etag(1)), 403)
    refused(world.office.post(f"{path}/{evidence['id']}/remove", {"reason": "x"}, headers=etag(1)), 403)
    assert world.admin.post(f"{path}/{evidence['id']}/remove", {"reason": "传错"}, headers=etag(1)).status_code == 204


def overdue_in(world, **query):
    """What the board counts as late, and what the list shows as late."""
    board = ok(world.office.get("/boards/rectification", params=query))["overdue"]
    return board, [i["id"] for i in ok(world.office.get("/issues", params=query | {"limit": 200}))["items"] if i["is_overdue"]]


def test_the_board_of_a_day_counts_late_what_the_list_of_that_day_shows_late(lone_stack):
    """A long-term issue has no due date to keep, and a suspended one stands where it stood when it was suspended."""
    world = World(lone_stack)
    world.begin_at_noon()
    world.calendar(2026, 2027)
    kept, stopped, late = world.rectifying(term_class="LONG_TERM"), world.rectifying(), world.rectifying()
    stopped_late = world.issue(due_date=world.today(170))
    world.verify(kept, goal_no=1)
    world.act(kept, "KEEP_LONG_TERM", world.office)
    world.night(175)
    for issue in (stopped, stopped_late):
        world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(60))
    world.night(20)
    for query in ({}, {"as_of": world.today()}, {"as_of": world.today(-1)}):
        counted, listed = overdue_in(world, **query)
        assert counted == 2 and set(listed) == {late["id"], stopped_late["id"]}, query
    assert ok(world.office.get("/boards/rectification?exact=true"))["overdue"] == 2
