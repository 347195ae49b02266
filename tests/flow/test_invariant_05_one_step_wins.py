# SPDX-License-Identifier: MIT
"""Invariant 5: of two steps at once, on two replicas, exactly one wins; the other hears 409 or 412."""
import concurrent.futures

import pytest

from support.issues import World, etag, ok
from support.replica import Replica


@pytest.fixture(scope="module")
def pair(stack):
    with Replica(stack) as other:
        yield World(stack), World(other)


def race(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [f.result() for f in [pool.submit(call) for call in calls]]


def told(stack, issue):
    """Events and log lines of its steps."""
    events = stack.psql("select count(*) from (select id, type, aggregate_id from bihuan.outbox union select id, type, aggregate_id "
                        f"from bihuan.event_log) e where type = 'issue.state_changed' and aggregate_id = '{issue['id']}'")
    return int(events), int(stack.psql(f"select count(*) from bihuan.state_log where issue_id = '{issue['id']}' and rule <> 'T01'"))


@pytest.mark.parametrize("first, second", [
    ("ASSIGN", "ASSIGN"), ("ASSIGN", "CANCEL"), ("CANCEL", "CANCEL"), ("ASSIGN", "SUSPEND")])
def test_one_of_two_steps_is_taken(pair, stack, first, second):
    one, other = pair
    fields = {"CANCEL": {"doc_no": "1号"}, "SUSPEND": {"reason": "诉讼", "reason_code": "LEGAL", "until": one.today(30)}}
    issue = one.issue()
    one.parties(issue)
    version = one.read(issue)["row_version"]
    before = told(stack, issue)

    def step(world, action):
        return world.office.post(f"/issues/{issue['id']}/transitions", {"action": action} | fields.get(action, {}),
                                 headers=etag(version))

    one.office.get("/me"), other.office.get("/me")  # both connected
    answers = race(lambda: step(one, first), lambda: step(other, second))
    statuses = sorted(a.status_code for a in answers)
    assert statuses[0] == 200 and statuses[1] in (409, 412), [a.text for a in answers]
    winner = next(a for a in answers if a.status_code == 200).json()
    assert one.read(issue)["state"] == winner["state"] and winner["row_version"] == version + 1
    assert [n - m for n, m in zip(told(stack, issue), before)] == [1, 1]


def test_a_change_and_a_step_at_once_do_not_both_win(pair):
    one, other = pair
    issue = one.issue()
    one.parties(issue)
    version = one.read(issue)["row_version"]
    answers = race(
        lambda: one.office.patch(f"/issues/{issue['id']}", {"clause": "3.1"}, headers=etag(version)),
        lambda: other.office.post(f"/issues/{issue['id']}/transitions", {"action": "ASSIGN"}, headers=etag(version)))
    assert sorted(a.status_code for a in answers) in ([200, 409], [200, 412])
    assert ok(one.office.get(f"/issues/{issue['id']}"))["row_version"] == version + 1
