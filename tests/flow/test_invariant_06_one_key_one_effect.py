# SPDX-License-Identifier: MIT
"""Invariant 6: the same Idempotency-Key twice, on two replicas: the same answer, one effect."""
import concurrent.futures
import uuid

import pytest

from support.issues import World, etag, ok, refused
from support.replica import Replica

KEPT = ("Location", "ETag", "Content-Type")


@pytest.fixture(scope="module")
def pair(stack):
    with Replica(stack) as other:
        yield World(stack), World(other)


def body_of(feedback, serial):
    return {"feedback_id": feedback["id"], "serial_no": serial, "title": "扬尘", "original_text": "工地扬尘。",
            "category": "DUST",
            "element": "AIR", "severity": "GENERAL", "term_class": "SHORT"}


def same(answers):
    first = answers[0]
    for answer in answers:
        assert answer.status_code == first.status_code and answer.content == first.content
        assert all(answer.headers.get(name) == first.headers.get(name) for name in KEPT)


@pytest.mark.parametrize("n", range(3))
def test_at_once_on_two_replicas(pair, stack, n):
    one, other = pair
    feedback, key = one.feedback(), {"Idempotency-Key": str(uuid.uuid4())}
    callers = [w.stack.api("310117", "DIST_OFFICE") for w in (one, other, one, other)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda by: by.post("/issues", body_of(feedback, "1"), headers=key), callers))
    same(answers)
    assert answers[0].status_code == 201
    assert len([a for a in answers if "Idempotent-Replayed" not in a.headers]) == 1
    issue = answers[0].json()["id"]
    assert len(ok(one.office.get(f"/issues?feedback_id={feedback['id']}"))["items"]) == 1
    assert stack.psql(f"select count(*) from bihuan.audit_entry where object_id = '{issue}' and action = 'issue.register'").strip() == "1"


def test_one_after_the_other_and_after_a_restart(pair, stack):
    one, other = pair
    feedback, key = one.feedback(), {"Idempotency-Key": str(uuid.uuid4())}
    first = one.office.post("/issues", body_of(feedback, "1"), headers=key)
    second = other.office.post("/issues", body_of(feedback, "1"), headers=key)
    stack.restart("issues")
    same([first, second, World(stack).office.post("/issues", body_of(feedback, "1"), headers=key)])


def test_a_step_is_taken_once(pair, stack):
    one, other = pair
    issue = one.issue()
    one.parties(issue)
    headers = etag(one.read(issue)["row_version"]) | {"Idempotency-Key": str(uuid.uuid4())}
    same([w.office.post(f"/issues/{issue['id']}/transitions", {"action": "ASSIGN"}, headers=headers)
          for w in (one, other, one)])
    assert stack.psql(f"select count(*) from bihuan.state_log where issue_id = '{issue['id']}' and action = 'ASSIGN'").strip() == "1"


def test_a_key_is_good_for_one_request_of_one_caller(pair):
    one, other = pair
    feedback, key = one.feedback(), {"Idempotency-Key": str(uuid.uuid4())}
    ok(one.office.post("/issues", body_of(feedback, "1"), headers=key), 201)
    refused(other.office.post("/issues", body_of(feedback, "2"), headers=key), 422, "idempotency-reused")
    theirs = World(other.stack).who("310104", "DIST_OFFICE")
    made = ok(theirs.post("/feedbacks", {"source_level": "DISTRICT", "source_kind": "SPECIAL", "title": "别区",
                                         "feedback_date": "2026-11-01"},
                          headers=key), 201)
    assert made["tenant"]["code"] == "310104"


def test_a_refused_request_leaves_the_key_free(pair):
    one, other = pair
    feedback, key = one.feedback(), {"Idempotency-Key": str(uuid.uuid4())}
    refused(one.office.post("/issues", body_of(feedback, "1") | {"feedback_id": str(uuid.uuid4())}, headers=key), 422)
    ok(other.office.post("/issues", body_of(feedback, "1"), headers=key), 201)
