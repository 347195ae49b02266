# SPDX-License-Identifier: MIT
"""The trap service, shared by the tests of a file; tests that need other settings start their own."""
import pytest

from support.traps import Traps


@pytest.fixture(scope="module")
def traps():
    with Traps() as shared:
        yield shared
        assert shared.service.pid is not None, shared.service.log_tail()


@pytest.fixture(scope="module")
def impatient():
    """A second of inactivity, four for a request to arrive."""
    with Traps(CONNECTION_TIMEOUT=1) as own:
        yield own


@pytest.fixture(scope="module")
def token(traps):
    """An officer of district 310117."""
    return traps.token("310117", "DIST_OFFICE", "officer-117")


@pytest.fixture(scope="module")
def neighbour(traps):
    """An officer of district 310118."""
    return traps.token("310118", "DIST_OFFICE", "officer-118")
