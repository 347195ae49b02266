# SPDX-License-Identifier: MIT
"""T25 MERGE: which issue takes another over, and that neither moves on meanwhile."""
import concurrent.futures
import contextlib

import psycopg2
import pytest

from support.issues import MERGE_LOCK, etag, ok, refused


def suspended(world):
    return world.act(world.rectifying(), "SUSPEND", world.office, reason="诉讼", reason_code="LEGAL",
                     until=world.today(30))


def long_term(world):
    issue = world.rectifying(term_class="LONG_TERM")
    world.verify(issue, goal_no=1)
    return world.act(issue, "KEEP_LONG_TERM", world.office)


def cancelled(world):
    return world.act(world.issue(), "CANCEL", world.office, doc_no="撤〔2026〕1号")


def try_merge(world, issue, target):
    return world.try_act(issue, "MERGE", world.office, merged_into=target["id"], doc_no="并〔2026〕1号")


def lacking(answer):
    return [(e["code"], e["pointer"]) for e in refused(answer, 409, "guard-failed")["errors"]]


@pytest.mark.parametrize("target", [lambda w: w.applied(), lambda w: w.verified(), lambda w: w.published(), suspended,
                                    long_term, cancelled],
                         ids=["acceptance", "verification", "notice", "suspended", "long term", "cancelled"])
def test_what_is_worked_no_more_takes_nothing_over(world, target):
    issue, target = world.rectifying(), target(world)
    assert lacking(try_merge(world, issue, target)) == [("merge_target_worked", "/merged_into")]
    assert world.read(issue)["state"] == "RECTIFYING"


def test_what_is_worked_takes_over_until_its_acceptance_is_applied_for(world):
    """What was accepted or verified is its own work alone; what comes later nobody would see to. Also what another
    feedback found: a repeat is merged with the first."""
    for target in (world.issue(), world.assigned(), world.rectifying()):
        issue = world.issue()
        assert issue["feedback_id"] != target["feedback_id"]
        ok(try_merge(world, issue, target))
        assert world.read(issue)["merged_into"] == target["id"]


def test_what_is_graver_is_not_merged_into_what_is_lighter(world):
    major, general = world.issue(severity="MAJOR"), world.issue(severity="GENERAL")
    assert [e["pointer"] for e in refused(try_merge(world, major, general), 422)["errors"]] == ["/merged_into"]
    assert world.read(major)["state"] == "REGISTERED"
    ok(try_merge(world, general, major))


def test_nobody_gets_rid_of_an_objection_with_the_issue(world):
    """One that is open is decided first, and for one that was upheld there is verification (T20)."""
    issue, target = world.published(), world.issue()
    notice = ok(world.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    path = f"/issues/{issue['id']}/publicity/{notice['id']}/objections"
    made = ok(world.press.post(path, {"received_on": world.today(), "channel": "来信", "content": "仍有异味"}), 201)
    assert lacking(try_merge(world, issue, target)) == [("no_open_objection", "/publicity")]
    dropped = world.try_act(issue, "CANCEL", world.office, doc_no="撤〔2026〕2号")
    assert lacking(dropped) == [("no_open_objection", "/publicity")]
    ok(world.office.post(f"{path}/{made['id']}/decide", {"decision": "VALID", "opinion": "属实"},
                         headers=etag(made["row_version"])))
    assert lacking(try_merge(world, issue, target)) == [("no_upheld_objection", "/publicity")]
    world.act(issue, "UPHOLD_OBJECTION", world.office)
    ok(try_merge(world, issue, target))


@contextlib.contextmanager
def holding(stack, issue):
    """Somebody changes the issue and is not done; the cursor of who does."""
    with contextlib.closing(psycopg2.connect(f"{stack.postgres.conninfo} user=postgres")) as connection:
        cursor = connection.cursor()
        cursor.execute("select from bihuan.issue where id = %s for update", (issue["id"],))
        yield cursor


def wait_for(stack, asked):
    """Until each is done or waits for a row."""
    stack.until(lambda: stack.waiting(MERGE_LOCK) + sum(a.done() for a in asked) >= len(asked))


def test_a_target_that_moves_on_meanwhile_takes_nothing_over(world, stack):
    issue, target = world.rectifying(), world.rectifying()
    with holding(stack, target) as cursor, concurrent.futures.ThreadPoolExecutor(1) as pool:
        cursor.execute("update bihuan.issue set state = 'ACCEPT_APPLIED' where id = %s", (target["id"],))
        asked = pool.submit(try_merge, world, issue, target)
        wait_for(stack, [asked])
        cursor.connection.commit()
        assert lacking(asked.result()) == [("merge_target_worked", "/merged_into")]


def test_two_issues_that_are_merged_into_each_other_wait_in_one_order(world, stack):
    """Who waits for the first holds the second not yet; the later of the two finds a target that is merged."""
    first, second = sorted((world.issue(), world.issue()), key=lambda issue: issue["id"])
    free = f"select count(*) from (select from bihuan.issue where id = '{second['id']}' for update skip locked) f"
    with holding(stack, first) as cursor, concurrent.futures.ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(try_merge, world, *pair) for pair in ((second, first), (first, second))]
        wait_for(stack, asked)
        assert stack.psql(free).strip() == "1"
        cursor.connection.rollback()
        answers = sorted((a.result() for a in asked), key=lambda answer: answer.status_code)
    ok(answers[0])
    assert lacking(answers[1]) == [("merge_target_worked", "/merged_into")]
