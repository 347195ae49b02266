# SPDX-License-Identifier: MIT
"""A database or a Redis that is cut off, with the connections standing: what waits is given up in time, and all is well
when it is back."""
import concurrent.futures
import pathlib
import time

import pytest
import requests

from support.issues import World
from support.relay import Relay
from support.stack import Stack

STATEMENT_SECONDS = 1
# The slack of common/db/pg.c, a new connection's five seconds, and a machine with much to do.
AT_MOST = STATEMENT_SECONDS + 3 + 5 + 3
KEEPALIVE = 2
PROBE_AFTER = {"PostgreSQL": 10 * 100, "Redis": 15 * 100}  # in hundredths of a second


@pytest.fixture
def cut():
    """(stack, relay to PostgreSQL, relay to Redis), the services behind both."""
    with Stack() as stack:
        stack.stop_services()
        postgres = Relay(stack.postgres.sockets / ".s.PGSQL.5432")
        redis = Relay(stack.redis.socket)
        for service in stack.services.values():
            service.environment |= {"BIHUAN_PG": f"host=127.0.0.1 port={postgres.port} dbname=bihuan",
                                    "BIHUAN_REDIS": f"127.0.0.1:{redis.port}",
                                    "BIHUAN_STATEMENT_TIMEOUT_MS": str(STATEMENT_SECONDS * 1000), "BIHUAN_WORKERS": "4"}
        stack.start_services()
        try:
            yield stack, postgres, redis
        finally:
            for relay in (postgres, redis):
                relay.silent.clear()
            stack.stop_services()
            postgres.close()
            redis.close()


def timers_of(port):
    """The timers of the connections to a port, (kind, due in): what the kernel watches an idle one with; see
    /proc/net/tcp."""
    rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [tuple(int(part, 16) for part in row[5].split(":")) for row in rows if row[2].endswith(f":{port:04X}")
            and row[3] == "01"]


def timed(call):
    begun = time.monotonic()
    return call(), time.monotonic() - begun


def ask(stack, name, path, token=None):
    """Past the recorder, which these threads would share."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(stack.service(name).url + path, headers=headers, timeout=60)


def test_a_database_that_falls_silent_holds_no_thread(cut):
    stack, postgres, redis = cut
    token = stack.token("310117", "DIST_OFFICE")
    assert ask(stack, "issues", "/v1/issues", token).status_code == 200
    for relay, bound in zip((postgres, redis), PROBE_AFTER.values()):
        due = [due for kind, due in timers_of(relay.port) if kind == KEEPALIVE]  # others are busy at this moment
        assert due and max(due) <= bound
    postgres.silent.set()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:  # three times as many as there are workers
        asked = [pool.submit(timed, lambda: ask(stack, "issues", "/v1/issues", token)) for _ in range(12)]
        answers = [each.result() for each in asked]
    assert {answer.status_code for answer, _ in answers} == {503}
    assert {answer.headers["Content-Type"] for answer, _ in answers} == {"application/problem+json"}
    assert min(seconds for _, seconds in answers) < AT_MOST
    assert max(seconds for _, seconds in answers) < 3 * AT_MOST  # a worker serves three of them, one after the other
    ready, seconds = timed(lambda: ask(stack, "issues", "/readyz"))
    assert ready.status_code == 503 and seconds < AT_MOST
    assert ask(stack, "issues", "/healthz").status_code == 200
    postgres.silent.clear()
    stack.until(lambda: ask(stack, "issues", "/readyz").status_code == 200, 30)
    assert ask(stack, "issues", "/v1/issues", token).status_code == 200


def test_what_was_silent_for_a_while_relays_and_consumes_again(cut):
    """The leases' sessions, too, are given up and taken anew: an event that is written afterwards arrives."""
    stack, postgres, redis = cut
    world = World(stack)
    world.calendar(2026)
    for relay in (postgres, redis):
        relay.silent.set()
        stack.until(lambda: ask(stack, "issues", "/readyz").text != '{"status":"ready","redis":"ok"}', 30)
        relay.silent.clear()
        stack.until(lambda: ask(stack, "issues", "/readyz").text == '{"status":"ready","redis":"ok"}', 30)
    issue = world.issue()
    stack.until(lambda: any(issue["id"] in str(event) for event in stack.events("issues")), 60)
