# SPDX-License-Identifier: MIT
"""Fifty rounds of kill -9 at random points under load, and stores that stop: what was acknowledged is there, once, with
its events.

The load is what people do: offices register issues, name their units and assign them,
the platform loads calendars that the issues
service hears of. A client that got no answer asks again with the same Idempotency-Key, as the API tells it to."""
import collections
import random
import threading
import time
import uuid

import pytest
import requests

from support.issues import UNITS
from support.stack import Stack

ROUNDS = 50
pytestmark = pytest.mark.long
PARTIES = {"parties": [{"role": "LEAD_UNIT", "tenant": UNITS["lead"]}, {"role": "RESP_UNIT", "tenant": UNITS["resp"]},
                       {"role": "SUPERVISE_UNIT", "tenant": UNITS["supervise"]}]}


class Client(threading.Thread):
    """Works until told to stop; `acknowledged` holds what it was told is done."""

    def __init__(self, stack, feedback, number):
        super().__init__(daemon=True)
        self.stack, self.feedback, self.number = stack, feedback, number
        self.caller = stack.api("310117", "DIST_OFFICE")
        self.acknowledged = collections.defaultdict(list)
        self.stopped, self.failure = threading.Event(), None

    def insist(self, method, path, body, version=None):
        """Until it is answered; the key says that it is the same request each time."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} if method == "POST" else {}
        if version is not None:
            headers |= {"If-Match": f'"{version}"'} if version > 0 else {"If-None-Match": "*"}
        tried = False
        while True:
            try:
                answer = self.caller.request(method, path, json=body, headers=headers, timeout=10)
            except requests.RequestException:
                answer = None
            if answer is not None and answer.status_code < 500:
                return answer, tried
            tried = True
            threading.Event().wait(0.02)

    def one(self, n):
        body = {"feedback_id": self.feedback, "serial_no": f"{self.number}-{n}", "title": f"问题{self.number}-{n}",
                "original_text": "原文",
                "category": "WASTE", "element": "SOLID_WASTE", "severity": "GENERAL", "term_class": "LONG_TERM",
                "due_date": "2027-06-30"}
        made, _ = self.insist("POST", "/issues", body)
        assert made.status_code == 201, made.text
        issue = made.json()
        self.acknowledged["issue"].append(issue["id"])
        named, tried = self.insist("PUT", f"/issues/{issue['id']}/parties", PARTIES, issue["row_version"])
        # done by the try that got no answer
        assert named.status_code == 200 or tried and named.status_code == 412, named.text
        moved, _ = self.insist("POST", f"/issues/{issue['id']}/transitions", {"action": "ASSIGN"},
                               issue["row_version"] + 1)
        assert moved.status_code == 200, moved.text
        self.acknowledged["assigned"].append(issue["id"])

    def run(self):
        n = 0
        try:
            while not self.stopped.is_set():
                n += 1
                self.one(n)
        except BaseException as error:  # told by the main thread
            self.failure = error


class Platform(Client):
    """Loads the calendar of one year again and again with another source: events that the issues service consumes."""

    def __init__(self, stack):
        super().__init__(stack, None, 0)
        self.caller = stack.api("310000", "PLATFORM_ADMIN")
        found = self.caller.get("/calendars/2027")  # as the storm before this one left it
        self.before = found.json()["row_version"] if found.status_code == 200 else 0

    def one(self, n):
        answer, tried = self.insist("PUT", "/calendars/2027", {"source": f"第{n}次", "days": []}, self.before + n - 1)
        assert answer.status_code == 200 or tried and answer.status_code == 412, answer.text
        self.acknowledged["calendar"].append(n)


class Load:
    """Clients at work for the length of a `with`; then everything they were told must be true."""

    def __init__(self, stack, clients=3):
        self.stack = stack
        feedback = stack.api("310117", "DIST_OFFICE").post("/feedbacks", {
            "source_level": "DISTRICT", "source_kind": "SPECIAL", "title": "压力下的反馈",
            "feedback_date": "2026-10-01"}).json()
        self.feedback = feedback["id"]
        self.clients = [Client(stack, self.feedback, n + 1) for n in range(clients)] + [Platform(stack)]

    def __enter__(self):
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        for client in self.clients:
            client.stopped.set()
        for client in self.clients:
            client.join(60)
            assert not client.is_alive(), "a client got no answer for a minute"

    def done(self, what):
        return [x for client in self.clients for x in client.acknowledged[what]]

    def progress(self, more):
        """Waits for `more` acknowledged issues: the system is back at work."""
        wanted = len(self.done("issue")) + more
        self.stack.until(lambda: len(self.done("issue")) >= wanted or any(c.failure for c in self.clients), 60)
        for client in self.clients:
            assert client.failure is None, client.failure

    def settle(self):
        count = self.stack.psql
        self.stack.until(lambda: count("select count(*) from bihuan.outbox").strip() == "0", 60)
        self.stack.until(lambda: count(UNHANDLED).strip() == "0", 90)

    def check(self):
        for client in self.clients:
            assert client.failure is None, client.failure
        issues, assigned = self.done("issue"), self.done("assigned")
        assert len(issues) == len(set(issues)) > 0
        rows = dict(line.split("\t") for line in self.stack.psql(
            f"select id, state from bihuan.issue where feedback_id = '{self.feedback}'").splitlines())
        assert set(issues) <= set(rows) and all(rows[i] == "ASSIGNED" for i in assigned)
        assert len(rows) - len(set(issues)) <= len(self.clients)  # at most what was under way when it ended
        assert self.stack.psql(WRONG_EVENTS) == "" and self.stack.psql(WRONG_LOGS) == ""
        assert self.stack.psql("select count(*) from bihuan.event_failure").strip() == "0"
        assert self.stack.psql(WRONG_BOARD) == ""


# Directory events of the kinds that issues hears of, without the inbox row that stands for their effect.
UNHANDLED = """select count(*) from bihuan.event_log l where l.producer = 'directory' and l.type in ('org.changed', 'calendar.changed')
    and not exists (select from bihuan.inbox i where i.service = 'issues' and i.event_id = l.id)"""
# Every issue has one created event and one state_changed for each step but the first; sequences have no gap and no
# double.
WRONG_EVENTS = """
    select i.id from bihuan.issue i
     where (select count(*) from bihuan.event_log l where l.aggregate_id = i.id and l.type = 'issue.created') <> 1
        or (select count(*) from bihuan.event_log l where l.aggregate_id = i.id and l.type = 'issue.state_changed')
           <> (select count(*) from bihuan.state_log s where s.issue_id = i.id and s.from_state is not null)
    union all
    select aggregate_id from bihuan.event_log group by 1
    having count(*) <> max(sequence) or min(sequence) <> 1 or count(distinct sequence) <> count(*)"""
# State, log and audit agree.
WRONG_LOGS = """
    select i.id from bihuan.issue i
     where i.state <> (select s.to_state from bihuan.state_log s where s.issue_id = i.id order by s.id desc limit 1)
        or not exists (select from bihuan.audit_entry a where a.object_id = i.id::text and a.action = 'issue.register')"""
# The rollup and what it has not folded yet are the truth.
WRONG_BOARD = """
    select state, sum(n) from (select state, count(*) as n from bihuan.issue group by 1
        union all select value, -n from bihuan.issue_board where dimension = 'STATE' and depth = 1
        union all select state, -n from bihuan.issue_count_delta) x group by 1 having sum(n) <> 0"""


@pytest.fixture(scope="module")
def storm():
    with Stack(settings={"BIHUAN_RECONCILE_SECONDS": "1", "BIHUAN_DRAIN_SECONDS": "1"}) as stack:
        yield stack


def crash(stack, victim):
    if victim == "postgres":
        stack.restart_pg(crash=True)
    elif victim == "redis":
        stack.redis.kill()
        stack.start_redis(wipe=random.random() < 0.5)
    else:
        stack.kill(victim)
        stack.start(victim)


def test_fifty_rounds_of_kill_9_lose_and_double_nothing(storm):
    random.seed(20261123)
    victims = ["issues"] * 20 + ["directory"] * 14 + ["redis"] * 10 + ["postgres"] * 6
    assert len(victims) == ROUNDS
    random.shuffle(victims)
    with Load(storm) as load:
        for victim in victims:
            load.progress(random.randint(1, 8))
            threading.Event().wait(random.random() / 50)  # any point of a unit of work
            crash(storm, victim)
        load.progress(10)
    load.settle()
    load.check()


def test_writes_go_on_while_redis_is_away_and_events_follow(storm):
    with Load(storm) as load:
        storm.stop_redis()
        load.progress(30)
        waiting = int(storm.psql("select count(*) from bihuan.outbox"))
        storm.start_redis(wipe=True)
        load.progress(10)
    assert waiting > 0
    load.settle()
    load.check()


def test_a_database_that_restarts_is_503_and_then_served_again(storm):
    with Load(storm) as load:
        for _ in range(3):
            load.progress(10)
            storm.restart_pg()
        load.progress(10)
    load.settle()
    load.check()


def test_losing_all_of_redis_after_the_fact_loses_nothing(storm):
    with Load(storm) as load:
        load.progress(20)
    storm.redis.kill()
    storm.start_redis(wipe=True)
    start = time.monotonic()
    load.settle()
    load.check()
    assert time.monotonic() - start < 90
