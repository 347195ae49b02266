# SPDX-License-Identifier: MIT
"""Invariants I1..I12 along every path: walks over the running services, in lockstep (docs/how-to/walk.md)."""
import pytest

from walks import drive
from walks.shrink import tsv

WALKS, SEED = 160, "suite"


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
