# SPDX-License-Identifier: MIT
"""Rows that somebody holds: who waits for them gives up long before a statement's time is over, for he keeps a worker
from everybody else."""
import concurrent.futures
import time

import psycopg2
import pytest
import requests

from support.issues import ISSUE_CHANGE, World
from support.stack import Stack

pytestmark = pytest.mark.long

WORKERS, WAITING = 2, 6
STATEMENT_SECONDS = 240  # so much more than a lock is waited for that no busy machine makes the one of the other


@pytest.fixture
def stack():
    with Stack() as own:
        own.stop_services()
        own.services["issues"].environment |= {"BIHUAN_WORKERS": str(WORKERS),
                                               "BIHUAN_STATEMENT_TIMEOUT_MS": str(STATEMENT_SECONDS * 1000)}
        own.start_services()
        yield own


def test_who_waits_for_a_held_row_holds_up_nobody_for_long(stack):
    """Three times as many as there are workers change one issue that is held; another district goes on."""
    world = World(stack)
    world.calendar(2026)
    issue = world.issue()
    url = stack.service("issues").url
    token, other = stack.token("310117", "DIST_OFFICE"), stack.token("310112", "DIST_OFFICE")

    def change():
        return requests.patch(f"{url}/v1/issues/{issue['id']}", json={"title": "又一标题"}, timeout=600,
                              headers={"Authorization": f"Bearer {token}", "If-Match": f'"{issue["row_version"]}"'})

    with psycopg2.connect(f"{stack.postgres.conninfo} user=postgres") as holder, holder.cursor() as cursor:
        cursor.execute("select from bihuan.issue where id = %s for update", (issue["id"],))
        with concurrent.futures.ThreadPoolExecutor(WAITING) as pool:
            waiting = [pool.submit(change) for _ in range(WAITING)]
            stack.held_up(ISSUE_CHANGE, at_least=WORKERS)
            began = time.monotonic()
            answer = requests.get(f"{url}/v1/issues?limit=1", timeout=600, headers={"Authorization": f"Bearer {other}"})
            waited = time.monotonic() - began
            answers = [each.result() for each in waiting]
        holder.rollback()
    assert answer.status_code == 200 and waited < STATEMENT_SECONDS / 4
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(503, "unavailable")] * WAITING
    assert {a.json()["detail"] for a in answers} == {"others hold the same data; try again"}
    assert change().status_code == 200
