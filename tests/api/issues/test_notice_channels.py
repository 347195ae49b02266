# SPDX-License-Identifier: MIT
"""I7: the notice of an internal issue goes through internal channels alone, whenever it becomes internal."""
import pytest

from support.issues import World, etag, ok, refused


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026, 2027)
    return made


def notices(world, issue):
    return ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"]


def secrecy(world, issue, value, by=None):
    return ok((by or world.office).patch(f"/issues/{issue['id']}", {"secrecy": value},
                                         headers=etag(world.read(issue)["row_version"])))


def codes(problem):
    return {e["code"] for e in problem["errors"]}


@pytest.mark.parametrize(("secrecy_", "wrong", "right"), [
    ("INTERNAL", (["GOV_SITE"], ["INTRANET", "NOTICE_BOARD"], []), ["INTRANET", "CIRCULAR"]),
    ("PUBLIC", (["INTRANET"], ["CIRCULAR", "MEETING"], []), ["INTRANET", "NEWSPAPER"])])
def test_a_notice_runs_where_those_are_whom_it_is_for(world, secrecy_, wrong, right):
    issue = world.verified(secrecy=secrecy_)
    for channels in wrong:
        assert codes(refused(world.try_act(issue, "PUBLISH", world.office, channels=channels), 422)) == {"channels_fit"}
    refused(world.try_act(issue, "PUBLISH", world.office), 422)
    refused(world.try_act(issue, "PUBLISH", world.office, channels=["区政府网站"]), 422)  # a word that is none of the list
    world.act(issue, "PUBLISH", world.office, channels=right)
    notice = notices(world, issue)[0]
    path = f"/issues/{issue['id']}/publicity/{notice['id']}"
    for channels in wrong:
        refused(world.office.patch(path, {"channels": channels}, headers=etag(notice["row_version"])), 422)
    changed = ok(world.office.patch(path, {"channels": right[:0:-1]}, headers=etag(notice["row_version"])))
    assert changed["channels"] == right[:0:-1] and changed["recall_reason"] is None


@pytest.mark.parametrize("suspended", [False, True])
def test_a_notice_is_taken_back_at_once_when_the_issue_becomes_internal(world, suspended):
    issue = world.published(secrecy="PUBLIC")
    if suspended:
        world.act(issue, "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL", until=world.today(20))
    secrecy(world, issue, "INTERNAL")
    told = notices(world, issue)[0]
    assert (told["ended_on"], told["recall_reason"]) == (world.today(), "转为内部办理")
    secrecy(world, issue, "PUBLIC")
    assert notices(world, issue)[0] == told  # not undone by opening it again


def test_what_was_taken_back_does_not_count_and_another_notice_runs_its_time(world):
    issue = world.published(secrecy="PUBLIC")
    world.materials(issue, "close")
    refused(world.try_act(issue, "PUBLISH", world.office, channels=["NEWSPAPER"]), 409)  # one runs
    world.stack.clock.move(days=6)
    secrecy(world, issue, "INTERNAL")
    world.stack.clock.move(days=1)
    problem = refused(world.try_act(issue, "CLOSE", world.office, doc_no="销〔2026〕1号"), 409)
    assert codes(problem) == {"publicity_over", "notice_fits", "closing_materials"}  # its proof went with it
    assert world.act(issue, "PUBLISH", world.office, channels=["CIRCULAR"])["state"] == "PUBLICITY"
    world.materials(issue, "close")
    world.stack.clock.move(days=6)
    assert codes(refused(world.try_act(issue, "CLOSE", world.office, doc_no="销〔2026〕1号"), 409)) == {"publicity_over"}
    world.stack.clock.move(days=1)
    assert world.act(issue, "CLOSE", world.office, doc_no="销〔2026〕1号")["state"] == "CLOSED"


def test_a_notice_that_does_not_fit_strikes_nothing_off(world):
    issue = world.published()
    world.materials(issue, "close")
    # as they were written once
    world.stack.psql(f"update bihuan.publicity set channels = '[\"区政府网站\"]' where issue_id = '{issue['id']}'")
    world.stack.clock.move(days=7)
    assert codes(refused(world.try_act(issue, "CLOSE", world.office, doc_no="销〔2026〕1号"), 409)) == {"notice_fits"}
    notice = notices(world, issue)[0]
    ok(world.office.patch(f"/issues/{issue['id']}/publicity/{notice['id']}", {"channels": ["MEETING"]},
                          headers=etag(notice["row_version"])))
    assert world.act(issue, "CLOSE", world.office, doc_no="销〔2026〕1号")["state"] == "CLOSED"


def test_a_notice_has_an_end_in_sight(world):
    issue = world.verified()
    for days in (61, 20000):
        problem = refused(world.try_act(issue, "PUBLISH", world.office, channels=["INTRANET"],
                                        start_on=world.today(days)), 422)
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/start_on", "range")]
    world.act(issue, "PUBLISH", world.office, channels=["INTRANET"])
    notice = notices(world, issue)[0]
    path = f"/issues/{issue['id']}/publicity/{notice['id']}"
    for end in ("2099-12-31", world.today(61)):
        problem = refused(world.office.patch(path, {"end_on": end}, headers=etag(notice["row_version"])), 422)
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/end_on", "range")]
    ok(world.office.patch(path, {"end_on": world.today(60)}, headers=etag(notice["row_version"])))


def object_to(world, issue, notice):
    return world.press.post(f"/issues/{issue['id']}/publicity/{notice['id']}/objections",
                            {"received_on": world.today(), "channel": "来信", "content": "仍有异味"})


def test_who_read_a_notice_that_was_taken_back_is_still_heard(world):
    issue = world.published(secrecy="PUBLIC")
    notice = notices(world, issue)[0]
    secrecy(world, issue, "INTERNAL")
    ok(object_to(world, issue, notice), 201)
    world.act(issue, "PUBLISH", world.office, channels=["CIRCULAR"])
    made = ok(object_to(world, issue, notice), 201)
    ok(world.office.post(f"/issues/{issue['id']}/publicity/{notice['id']}/objections/{made['id']}/decide",
                         {"decision": "VALID", "opinion": "属实"}, headers=etag(made["row_version"])))
    world.act(issue, "UPHOLD_OBJECTION", world.office)
    world.verify(issue)
    world.evaluate(issue)
    world.act(issue, "PUBLISH", world.office, channels=["CIRCULAR"])
    assert object_to(world, issue, notice).status_code >= 400  # of the round before
    ok(object_to(world, issue, notices(world, issue)[0]), 201)
