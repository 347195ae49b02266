# SPDX-License-Identifier: MIT
"""Invariants I1..I12 along every path: walks over the running services, in lockstep (docs/how-to/walk.md).

Fewer, while one works: BIHUAN_WALKS=200 ./dev test flow -k walks
"""
import os

import pytest

from walks import drive
from walks.ground import Ground, walks_of
from walks.shrink import tsv
from walks.tables import rows_of

WALKS, SEED = int(os.environ.get("BIHUAN_WALKS", 2000)), "suite"
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def told():
    return drive.drive(WALKS, SEED)


def test_nothing_that_must_hold_is_broken_on_any_path(told):
    assert not told["findings"], tsv(told["findings"][0])


def test_the_walks_take_every_row_of_the_table(told):
    rare = {rule: n for rule, n in told["rules"].items() if n < WALKS / 100}
    assert not rare and told["walks"] == WALKS


def test_the_walks_come_to_an_end_often_enough(told):
    assert told["closed_share"] >= 0.05


def test_from_wherever_walks_came_to_an_issue_reaches_its_end():
    """I9, on fewer: the same search over more is drive.py --to-the-end."""
    told = drive.drive(60, "ends", size=30, to_the_end=True)
    assert not told["findings"], tsv(told["findings"][0])
    assert told["classes"] > 40


def test_what_is_recorded_wrongly_is_found():
    """An oracle that finds nothing may be blind: what no condition of the workflow stands for is spoilt by hand."""
    unread = "file.read", "00000000-0000-0000-0000-000000000000", "310117", "nobody"
    with Ground("spoilt", rounds=34) as ground:
        ground.run(walks_of(ground, "spoilt", 50))
        assert not ground.findings
        ground.oracle.psql.run("set session_replication_role = replica")  # no trigger stands in the way
        for row in rows_of("spoilt.tsv"):
            ground.oracle.psql.run(row["statement"])
        found = {name for name, *_ in ground.oracle.look(ground.today, [(ground.walks[0].issues[0], *unread)])}
    assert not ({row["invariant"] for row in rows_of("spoilt.tsv")} | {"i10"}) - found
