# SPDX-License-Identifier: MIT
"""Fixtures of every suite: `stack` is shared by the tests of a file, `lone_stack` belongs to one test."""
import pytest

from support import template
from support.issues import World
from support.stack import Stack


def pytest_configure():
    """One place of templates for all processes of a run."""
    template.home()


def pytest_collection_modifyitems(items):
    """Long files first, so that no process is left alone with one in the end; the order within a file stays."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="module")
def stack():
    """Tenants of Shanghai loaded, all services running; tests of one file share it and must not disturb each other."""
    with Stack() as shared:
        yield shared


@pytest.fixture(scope="module")
def world(stack):
    """The people of district 310117 and what they do with issues, in the year whose working days are loaded."""
    made = World(stack)
    made.calendar(2026)
    return made


@pytest.fixture
def lone_stack():
    """The same for one test alone, which may stop, kill and move what it likes."""
    with Stack() as own:
        yield own


@pytest.fixture(scope="module")
def database():
    """A migrated database without services."""
    with Stack("empty", services=()) as bare:
        yield bare


@pytest.fixture
def api(stack):
    """`api(tenant, role...)` makes a caller."""
    return stack.api
