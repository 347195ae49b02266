# SPDX-License-Identifier: MIT
"""I1: nothing is struck off without a verification of this round that stands, by members from outside the responsible
units."""
import datetime
import uuid

import pytest

from support.issues import UNITS, etag, ok, refused


@pytest.fixture
def verifying(world):
    issue = world.applied()
    world.evaluate(issue)
    return world.act(issue, "ACCEPT_MATERIALS", world.office)


def failing(world, issue, action="PUBLISH", by=None):
    """The conditions of which the action says that they fail."""
    listed = ok((by or world.office).get(f"/issues/{issue['id']}/transitions"))["actions"]
    return {f["guard"] for a in listed if a["action"] == action for f in a["failed"]}


def objected(world, issue):
    """An objection that is upheld."""
    notice = [n for n in ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"] if n["ended_on"] is None][0]
    path = f"/issues/{issue['id']}/publicity/{notice['id']}/objections"
    made = ok(world.who("310117", "GROUP_PUBLICITY").post(
        path, {"received_on": world.today(), "channel": "来信", "content": "仍有异味"}), 201)
    return ok(world.office.post(f"{path}/{made['id']}/decide", {"decision": "VALID", "opinion": "属实"}, headers=etag(1)))


def test_who_is_of_a_responsible_unit_is_looked_up(world, verifying):
    """`verifier2`: failed on site by nobody, then passed on paper by the responsible unit under its id."""
    world.verify(verifying, result="FAIL", verifiers=[{"member_id": world.member(UNITS["supervise"])}])
    world.verify(verifying, method="DOC", verifiers=world.verifiers(UNITS["resp"], UNITS["supervise"]))
    assert failing(world, verifying) == {"enough_verifiers", "verified_on_site"}
    refused(world.try_act(verifying, "PUBLISH", world.office), 409, "guard-failed")
    world.verify(verifying, verifiers=world.verifiers("310117"))
    assert failing(world, verifying) == set()


# What a round asks for anew.
JUDGED = {"enough_verifiers", "verified_on_site", "verification_passed", "effect_evaluated", "criteria_met"}


def test_an_older_pass_entered_later_does_not_outweigh_a_failure(world):
    """I1: the latest by the day of the visit; the order of entry decides within a day only."""
    issue = world.applied()
    world.evaluate(issue)
    world.act(issue, "ACCEPT_MATERIALS", world.office)
    world.stack.clock.move(days=6)
    world.verify(issue, result="FAIL", opinion="现场仍有排污")
    world.verify(issue, verified_on=world.today(-5))
    assert "verification_passed" in failing(world, issue)
    refused(world.try_act(issue, "PUBLISH", world.office, channels=world.channels(issue)), 409, "guard-failed")
    world.verify(issue)
    world.verify(issue, result="FAIL", verified_on=world.today(-1), opinion="昨日尚有排污")
    assert failing(world, issue) == set()


def test_a_unit_is_not_sent_and_a_free_name_counts_for_nothing(world, verifying):
    named = [{"name": "陈教授", "organisation": "华东水利学院"}]
    refused(world.try_verify(verifying, verifiers=[{"name": "核查员", "unit": "310117-STHJ"}]), 422)
    refused(world.try_verify(verifying, verifiers=named), 422)
    refused(world.try_verify(verifying, verifiers=[{"member_id": world.member("310117"), "name": "甲"}]), 422)
    made = world.verify(verifying, verifiers=world.verifiers(UNITS["supervise"]) + named * 3)
    assert [(v["name"], v["organisation"], (v["unit"] or {}).get("code")) for v in made["verifiers"][:2]] == [
        ("核查员甲", None, UNITS["supervise"]), ("陈教授", "华东水利学院", None)]
    assert failing(world, verifying) == {"enough_verifiers"}
    world.verify(verifying, verifiers=world.verifiers(UNITS["supervise"]))  # the same member again
    assert failing(world, verifying) == {"enough_verifiers"}


def test_only_members_whom_the_caller_sees_are_found(world, verifying, stack):
    for unknown in (verifying["id"], world.member("310112")):
        problem = refused(world.try_verify(verifying, verifiers=[{"member_id": unknown}]), 422)
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/verifiers/0/member_id",
                "unknown-reference")]
    gone = world.member(UNITS["supervise"], "离任者")
    stack.psql(f"update bihuan.member set disabled_at = now() where id = '{gone}'")
    refused(world.try_verify(verifying, verifiers=[{"member_id": gone}]), 422)
    world.verify(verifying, by=world.supervisor, verifiers=world.verifiers(UNITS["coop"]))


def test_whoever_is_also_a_member_of_a_responsible_unit_is_not_outside(world, verifying, stack):
    two = [world.member("310117", "两处任职"), world.member(UNITS["resp"], "两处任职")]
    stack.psql(f"update bihuan.member m set subject = o.subject from bihuan.member o where o.id = '{two[0]}' and m.id = '{two[1]}'")
    world.verify(verifying, verifiers=[{"member_id": two[0]}, {"member_id": world.member("310117")}])
    assert failing(world, verifying) == {"enough_verifiers"}


def also_of_the_responsible(world, name):
    """A verifier of the supervising unit, and how he becomes a member of the responsible unit too: the row's id."""
    subject = str(uuid.uuid4())
    platform = world.who("310000", "PLATFORM_ADMIN")

    def joined(tenant):
        return ok(platform.post("/members", {"tenant": tenant, "issuer": "https://id.example.cn", "subject": subject,
                                             "name": name, "roles": []}), 201)["id"]
    return joined(UNITS["supervise"]), lambda: joined(UNITS["resp"])


def disable(world, member, disabled=True):
    platform = world.who("310000", "PLATFORM_ADMIN")
    version = ok(platform.get(f"/members/{member}"))["row_version"]
    ok(platform.patch(f"/members/{member}", {"disabled": disabled}, headers=etag(version)))


def test_no_membership_that_ends_after_the_assignment_makes_a_verifier_of_the_outside(world, verifying):
    """Ended before he verifies or after: the unit that is judged ends it when it likes, and begins it again."""
    first, join_first = also_of_the_responsible(world, "先停用")
    second, join_second = also_of_the_responsible(world, "后停用")
    own = join_first(), join_second()
    disable(world, own[0])
    world.verify(verifying, verifiers=[{"member_id": first}, {"member_id": second}])
    disable(world, own[1])
    assert failing(world, verifying) == {"enough_verifiers", "verified_on_site"}
    disable(world, own[0], False)
    assert failing(world, verifying) == {"enough_verifiers", "verified_on_site"}
    refused(world.try_act(verifying, "PUBLISH", world.office, channels=world.channels(verifying)), 409, "guard-failed")


def test_a_membership_that_was_over_at_the_assignment_is_no_tie(world):
    verifier, join = also_of_the_responsible(world, "早已离任")
    disable(world, join())
    issue = world.applied()
    world.evaluate(issue)
    world.act(issue, "ACCEPT_MATERIALS", world.office)
    world.verify(issue, verifiers=[{"member_id": verifier}, {"member_id": world.member("310117")}])
    assert failing(world, issue) == set()


def test_a_membership_that_begins_after_a_pass_does_not_undo_it(world, verifying):
    verifier, join = also_of_the_responsible(world, "事后调入")
    world.verify(verifying, verifiers=[{"member_id": verifier}, {"member_id": world.member("310117")}])
    assert failing(world, verifying) == set()
    own = join()
    assert failing(world, verifying) == set()
    world.verify(verifying, result="FAIL")
    world.verify(verifying, verifiers=[{"member_id": verifier}, {"member_id": world.member("310117")}])
    assert failing(world, verifying) == {"enough_verifiers"}  # he belongs to it by now
    disable(world, own)
    assert failing(world, verifying) == {"enough_verifiers"}


def test_a_unit_that_was_responsible_in_this_round_stays_one(world):
    issue = world.rectifying()
    version = world.read(issue)["row_version"]
    parties = [{"role": p["role"], "tenant": p["tenant"]["code"],
                **({"person_name": p["person_name"]} if p["person_name"] else {})}
               for p in ok(world.office.get(f"/issues/{issue['id']}/parties"))["items"]]
    more = parties + [{"role": "RESP_UNIT", "tenant": "310117-CG"}]
    ok(world.office.put(f"/issues/{issue['id']}/parties", {"parties": more}, headers=etag(version)))
    ok(world.office.put(f"/issues/{issue['id']}/parties", {"parties": parties}, headers=etag(version + 1)))
    world.milestones_done(issue)
    world.materials(issue)
    world.act(issue, "APPLY_ACCEPTANCE", world.leader)
    world.evaluate(issue)
    world.act(issue, "ACCEPT_MATERIALS", world.office)
    world.verify(issue, verifiers=world.verifiers("310117-CG", "310117"))
    assert failing(world, issue) == {"enough_verifiers"}


def test_the_latest_word_holds_until_the_end(world, stack):
    issue = world.published()
    world.materials(issue, "close")
    stack.clock.move(days=7)
    assert failing(world, issue, "CLOSE") == set()
    world.verify(issue, result="FAIL")
    assert failing(world, issue, "CLOSE") == {"enough_verifiers", "verified_on_site", "verification_passed",
                                              "no_failed_check"}
    refused(world.try_act(issue, "CLOSE", world.office), 409, "guard-failed")
    world.verify(issue, method="DOC")
    assert failing(world, issue, "CLOSE") == {"verified_on_site", "no_failed_check"}


def test_a_check_that_fails_in_the_notice_ends_it_and_sends_the_issue_back(world, stack):
    issue = world.published()
    world.materials(issue, "close")
    stack.clock.move(days=7)
    refused(world.try_act(issue, "RECHECK", world.office), 409, "guard-failed")
    world.verify(issue, result="PARTIAL")
    world.verify(issue)  # that it was then found good does not make the notice one of what was verified
    assert failing(world, issue, "CLOSE") == {"no_failed_check"}
    refused(world.try_act(issue, "RECHECK", world.supervisor), 403)
    assert world.act(issue, "RECHECK", world.office)["state"] == "DIST_VERIFY"
    assert all(n["ended_on"] for n in ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"])
    assert failing(world, issue) == JUDGED
    back = world.act(issue, "RETURN", world.office, reason="核查未通过", due_date=world.today(20))
    assert back["state"] == "RECTIFYING"


def test_what_failed_before_the_notice_does_not_stop_its_end(world, verifying, stack):
    world.verify(verifying, result="FAIL")
    world.verify(verifying)
    world.act(verifying, "PUBLISH", world.office, channels=world.channels(verifying))
    world.materials(verifying, "close")
    stack.clock.move(days=7)
    assert failing(world, verifying, "CLOSE") == set()


def test_an_upheld_objection_asks_for_a_fresh_verification(world):
    """`republish_without_verification`"""
    issue = world.published()
    objected(world, issue)
    world.act(issue, "UPHOLD_OBJECTION", world.office)
    assert failing(world, issue) == JUDGED
    refused(world.try_act(issue, "PUBLISH", world.office), 409, "guard-failed")
    world.verify(issue)
    assert failing(world, issue) == {"effect_evaluated", "criteria_met"}
    world.evaluate(issue)
    assert world.act(issue, "PUBLISH", world.office, channels=["INTRANET"])["state"] == "PUBLICITY"


def missing(world, issue):
    return set(ok(world.office.get(f"/issues/{issue['id']}/evidence"))["checklist"]["close"]["missing"])


def test_what_was_filed_of_an_old_round_counts_for_nothing(world, stack):
    """B.5 nos. 9 to 11, I12: the sheet and the opinion are of this round, and the proof of a notice is of that notice."""
    issue = world.published()
    world.materials(issue, "close")
    assert missing(world, issue) == set()
    objected(world, issue)
    world.act(issue, "UPHOLD_OBJECTION", world.office)
    of_round = {"ONSITE_SHEET", "ACCEPTANCE_OPINION"}
    assert missing(world, issue) == of_round | {"PUBLICITY_PROOF"}
    world.verify(issue)
    world.evaluate(issue)
    world.materials(issue, "close")
    assert missing(world, issue) == {"PUBLICITY_PROOF"}  # handed in before there was anything to prove
    world.act(issue, "PUBLISH", world.office, channels=["INTRANET"])
    stack.clock.move(days=7)
    assert failing(world, issue, "CLOSE") == {"closing_materials"}
    world.materials(issue, "close")
    assert world.act(issue, "CLOSE", world.office, doc_no="松整改办〔2026〕12号")["state"] == "CLOSED"
    assert missing(world, issue) == set()


def test_a_long_term_issue_is_judged_at_its_end(world):
    issue = two_goals(world)
    world.evaluate(issue)
    for goal_no in (1, 2):
        world.verify(issue, goal_no=goal_no)
    world.act(issue, "KEEP_LONG_TERM", world.office)
    assert {"effect_evaluated", "criteria_met"} <= failing(world, issue, "CLOSE_LONG_TERM")
    world.evaluate(issue)
    assert not {"effect_evaluated", "criteria_met"} & failing(world, issue, "CLOSE_LONG_TERM")


def test_nothing_of_an_old_round_counts_nor_what_is_dated_before_it(world, verifying, stack):
    world.verify(verifying)
    back = world.act(verifying, "RETURN", world.office, reason="材料不实", due_date=world.today(20))
    world.verify(back)  # before it is applied for again
    stack.clock.move(days=1)
    world.act(verifying, "APPLY_ACCEPTANCE", world.leader)
    world.act(verifying, "ACCEPT_MATERIALS", world.office)
    assert failing(world, verifying) == JUDGED
    world.evaluate(verifying)
    world.verify(verifying, verified_on=world.today(-1))
    assert failing(world, verifying) == {"enough_verifiers", "verified_on_site", "verification_passed"}
    world.verify(verifying)
    assert failing(world, verifying) == set()


def test_a_street_does_not_speak_for_its_district(world):
    feedback = world.feedback(by=world.who("310117001", "STREET_ENV_OFFICER"), source_level="STREET",
                              source_kind="SELF")
    issue = world.issue(feedback, by=world.who("310117001", "STREET_ENV_OFFICER"))
    for level in ("DISTRICT", "CITY", "THIRD_PARTY"):
        refused(world.try_verify(issue, by=world.who("310117001", "STREET_ENV_OFFICER"), level=level,
                                 verifiers=[{"member_id": world.member("310117001")}]), 403)


def test_the_applicant_does_not_verify(world, verifying, stack):
    applicant = world.member("310117", "申请人")
    stack.psql(f"update bihuan.member m set subject = i.acceptance_applied_by from bihuan.issue i where i.id = '{verifying['id']}' "
               f"and m.id = '{applicant}'")
    world.verify(verifying, verifiers=[{"member_id": applicant}, {"member_id": world.member("310117")}])
    assert failing(world, verifying) == {"enough_verifiers"}


# ---- objections (A1, I2) and stages (A2, I3)

def objection(world, issue, decision=None):
    """An objection to the running notice; decided where said."""
    notice = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    path = f"/issues/{issue['id']}/publicity/{notice['id']}/objections"
    made = ok(world.who("310117", "GROUP_PUBLICITY").post(path,
                                                          {"received_on": world.today(), "channel": "来信",
                                                           "content": "仍有异味"}), 201)
    if decision:
        ok(world.office.post(f"{path}/{made['id']}/decide", {"decision": decision, "opinion": "已核实"},
                             headers=etag(made["row_version"])))
    return made


def test_an_upheld_objection_leads_back_and_not_to_the_end(world, stack):
    issue = world.published()
    world.materials(issue, "close")
    objection(world, issue, "VALID")
    stack.clock.move(days=7)
    problem = refused(world.try_act(issue, "CLOSE", world.office), 409, "guard-failed")
    assert "no_upheld_objection" in {e["code"] for e in problem["errors"]}
    world.act(issue, "UPHOLD_OBJECTION", world.office)


def test_a_notice_does_not_run_during_a_pause_but_objections_are_taken(world, stack):
    issue = world.published()
    end = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]["end_on"]
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(20))
    stack.clock.move(days=10)
    made = objection(world, issue)
    world.act(issue, "RESUME", world.office, reason="已判决")
    notice = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    assert [o["id"] for o in notice["objections"]] == [made["id"]]
    assert (datetime.date.fromisoformat(notice["end_on"]) - datetime.date.fromisoformat(end)).days == 10


def failed_guards(answer):
    return {e["code"] for e in refused(answer, 409, "guard-failed")["errors"]}


def two_goals(world, **fields):
    """A long-term issue whose plan has two goals."""
    issue = world.planning(term_class="LONG_TERM", **fields)
    world.plan(issue, goals=[{"text": "消除黑臭"}, {"text": "长效管护机制建立"}])
    world.act(issue, "SUBMIT_PLAN", world.leader)
    world.act(issue, "PASS_REVIEW", world.supervisor)
    world.act(issue, "PASS_REVIEW", world.office)
    world.act(issue, "FILE_PLAN", world.office, filing_receipt_no="沪整改备〔2026〕7号")
    return issue


def test_a_stage_rests_on_verifications_and_not_on_a_flag(world):
    issue = two_goals(world)
    refused(world.office.patch(f"/issues/{issue['id']}", {"stage_goals_verified": True},
                               headers=etag(world.read(issue)["row_version"])), 422)
    refused(world.try_act(issue, "KEEP_LONG_TERM", world.office), 409)
    world.verify(issue)  # of no goal
    assert world.verify(issue, goal_no=1)["goal"] == "消除黑臭"
    assert failed_guards(world.try_act(issue, "KEEP_LONG_TERM", world.office)) == {"stage_goals_verified"}
    world.verify(issue, goal_no=2, result="FAIL")
    world.verify(issue, goal_no=1)
    assert failed_guards(world.try_act(issue, "KEEP_LONG_TERM", world.office)) == {"stage_goals_verified"}
    world.verify(issue, goal_no=2)
    world.act(issue, "KEEP_LONG_TERM", world.office)
    world.evaluate(issue)
    world.materials(issue)
    # the end asks for every goal anew
    assert "stage_goals_verified" in failed_guards(world.try_act(issue, "CLOSE_LONG_TERM", world.office,
                                                                 doc_no="销〔2026〕1号"))
    world.verify(issue, goal_no=2)
    assert failed_guards(world.try_act(issue, "CLOSE_LONG_TERM", world.office,
                                       doc_no="销〔2026〕1号")) == {"stage_goals_verified"}
    world.verify(issue, goal_no=1)
    assert world.act(issue, "CLOSE_LONG_TERM", world.office, doc_no="销〔2026〕1号")["state"] == "CLOSED"


def test_a_long_term_issue_is_struck_off_with_its_file_and_by_the_five_standards(world):
    """It came to its end past T12 and T16, which ask for both (B.4, B.5, S-024); a notice is none of its steps."""
    issue = world.rectifying(term_class="LONG_TERM")
    world.verify(issue, goal_no=1)
    world.act(issue, "KEEP_LONG_TERM", world.office)
    world.verify(issue, goal_no=1)
    close = {"by": world.office, "doc_no": "销〔2026〕1号"}
    assert failed_guards(world.try_act(issue, "CLOSE_LONG_TERM", **close)) == {"materials_complete", "effect_evaluated",
                                                                               "criteria_met"}
    world.evaluate(issue)
    assert failed_guards(world.try_act(issue, "CLOSE_LONG_TERM", **close)) == {"materials_complete"}
    world.materials(issue)
    assert world.act(issue, "CLOSE_LONG_TERM", **close)["state"] == "CLOSED"


def test_goals_of_what_the_city_strikes_off_are_the_citys_to_verify(world):
    feedback = world.feedback(by=world.city, source_level="MUNICIPAL", tenant="310117")
    issue = two_goals(world, feedback=feedback, by=world.city, tenant="310117")
    for goal_no in (1, 2):
        world.verify(issue, goal_no=goal_no)
    world.verify(issue, by=world.city, level="CITY")
    assert failed_guards(world.try_act(issue, "KEEP_LONG_TERM", world.city)) == {"stage_goals_verified"}
    for goal_no in (1, 2):
        world.verify(issue, by=world.city, level="CITY", goal_no=goal_no)
    assert world.act(issue, "KEEP_LONG_TERM", world.city)["state"] == "LONG_TERM"


def test_a_goal_is_one_of_the_plan_in_force(world):
    issue = two_goals(world)
    problem = refused(world.try_verify(issue, goal_no=3), 422)
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/goal_no", "unknown-reference")]
    refused(world.try_verify(issue, goal_no=0), 422)
