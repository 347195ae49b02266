# SPDX-License-Identifier: MIT
"""Invariant 3, small: the service killed at any point of a transition: state, log, audit and event agree, nothing
acknowledged is lost.
(tests/fault/test_fifty_rounds.py is the large one.)"""
import random
import threading

import pytest
import requests

from support.issues import World, etag

ROUNDS, CLIENTS = 6, 4


class Client(threading.Thread):
    """Registers issues, names their units and assigns them until nobody answers any more."""

    def __init__(self, stack, token, feedback, number, acknowledged):
        super().__init__(daemon=True)
        self.api = type(stack.api())(stack, token)
        self.feedback, self.number, self.acknowledged = feedback, number, acknowledged

    def run(self):
        parties = [{"role": role, "tenant": tenant} for role, tenant in
                   (("LEAD_UNIT", "310117-SW"), ("RESP_UNIT", "310117-SW"), ("SUPERVISE_UNIT", "310117-STHJ"))]
        try:
            for n in range(10_000):
                made = self.api.post("/issues", {
                    "feedback_id": self.feedback["id"], "serial_no": f"{self.number}-{n}", "title": "扬尘",
                    "original_text": "扬尘",
                    "category": "DUST", "element": "AIR", "severity": "GENERAL", "term_class": "SHORT"})
                assert made.status_code == 201, made.text
                issue = made.json()["id"]
                self.acknowledged.append((issue, "REGISTERED"))
                named = self.api.put(f"/issues/{issue}/parties", {"parties": parties}, headers=etag(1))
                assert named.status_code == 200, named.text
                moved = self.api.post(f"/issues/{issue}/transitions", {"action": "ASSIGN"}, headers=etag(2))
                assert moved.status_code == 200, moved.text
                self.acknowledged.append((issue, "ASSIGNED"))
        except requests.RequestException:
            pass


@pytest.fixture
def worked(lone_stack):
    """Rounds of work that a kill ended; what was acknowledged."""
    stack, acknowledged, dice = lone_stack, [], random.Random(20261123)
    token = stack.token("310117", "DIST_OFFICE")
    for n in range(ROUNDS):
        feedback = World(stack).feedback()
        clients = [Client(stack, token, feedback, f"{n}-{k}", acknowledged) for k in range(CLIENTS)]
        for client in clients:
            client.start()
        had, wanted = len(acknowledged), dice.randrange(8, 60)
        stack.until(lambda: len(acknowledged) >= had + wanted, seconds=60)
        stack.kill("issues")
        for client in clients:
            client.join(30)
        stack.start("issues")
    stack.until(lambda: stack.psql("select count(*) from bihuan.outbox").strip() == "0", seconds=60)
    return acknowledged


def test_state_log_audit_and_events_agree(lone_stack, worked):
    stack = lone_stack
    rows = dict(line.split("\t") for line in stack.psql("select id, state from bihuan.issue").splitlines())
    assert len(worked) > 100
    for issue, state in worked:
        assert issue in rows and (state == "REGISTERED" or rows[issue] == "ASSIGNED")
    wanted = "select id, 'REGISTER' from bihuan.issue union all select id, 'ASSIGN' from bihuan.issue where state = 'ASSIGNED'"
    for what, found in {
            "log": "select issue_id, action from bihuan.state_log",
            "audit":
            "select object_id::uuid, upper(substr(action, 7)) from bihuan.audit_entry where action in ('issue.register', 'issue.ASSIGN')",
            "events":
            "select aggregate_id, case type when 'issue.created' then 'REGISTER' else data->>'action' end from bihuan.event_log "
                      "where type in ('issue.created', 'issue.state_changed')"}.items():
        for difference in (f"({wanted}) except all ({found})", f"({found}) except all ({wanted})"):
            assert stack.psql(difference) == "", what
    numbers = sorted(int(line) for line in stack.psql("select split_part(code, '-', 4) from bihuan.issue").split())
    assert numbers == list(range(1, len(numbers) + 1))  # no gap
    told = [e["id"] for e in stack.events("issues") if e["type"].endswith(".issue.created.v1")]
    assert len(set(told)) == len(rows)  # each on the stream, duplicates harmless
    stack.ctl("audit", "verify")
