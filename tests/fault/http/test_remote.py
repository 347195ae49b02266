# SPDX-License-Identifier: MIT
"""X-Forwarded-For is believed of a trusted proxy only. What addresses and lists are taken is in
tests/unit/common/http/remote.tsv."""
import subprocess

import pytest
from support.traps import BINARY, Traps, request


@pytest.fixture(scope="module")
def behind():
    """A service whose callers come through 127.0.0.1 and proxies in 10.0.0.0/8."""
    with Traps(TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8", QUOTA_ADDRESS=1, LOG_LEVEL="debug") as traps:
        yield traps


def seen(traps, *lines):
    return traps.raw(request("/v1/seen", "GET", *(f"X-Forwarded-For: {line}" for line in lines))).json()["remote"]


def test_a_stranger_is_not_believed(traps):
    assert seen(traps, "203.0.113.7") == "127.0.0.1"


@pytest.mark.parametrize("lines, remote", [
    ((), "127.0.0.1"), (("203.0.113.7",), "203.0.113.7"), (("6.6.6.6, 203.0.113.7, 10.1.2.3",), "203.0.113.7"),
    (("6.6.6.6", "203.0.113.7", "10.1.2.3"), "203.0.113.7"), (("evil",), "127.0.0.1"), (("x" * 30000,), "127.0.0.1"),
    (("," * 30000,), "127.0.0.1"), (("10.0.0.1," * 3000 + "10.0.0.2",), "10.0.0.1"),
    (("\"'; drop table audit_entry; --",), "127.0.0.1"),
])
def test_a_trusted_proxy_is(behind, lines, remote):
    assert seen(behind, *lines) == remote
    assert behind.log("http.request")[-1]["remote"] == remote


def test_addresses_behind_one_proxy_have_a_quota_each(behind):
    def ask(address):
        return behind.get("/v1/whoami", headers={"X-Forwarded-For": address}).status_code
    assert 429 in [ask("203.0.113.50") for _ in range(30)]
    assert ask("203.0.113.51") == 401
    assert 429 in [ask(f"2001:db8:1:1::{i:x}") for i in range(30)]
    assert ask("2001:db8:1:2::1") == 401


def test_a_list_that_is_none_stops_the_start(traps):
    environment = traps.environment | {"BIHUAN_PORT": "0", "BIHUAN_TRUSTED_PROXIES": "gateway"}
    done = subprocess.run([BINARY], env=environment, capture_output=True, text=True, timeout=20)
    assert done.returncode != 0
    assert "BIHUAN_TRUSTED_PROXIES" in done.stdout + done.stderr
