# SPDX-License-Identifier: MIT
"""The private servers behind `./dev up` and the tests: they start, survive a crash with their data, and end by their
own pid."""
import os

import pytest

import servers
from support.stack import Stack


@pytest.fixture(scope="module")
def stores():
    with Stack(content=None, services=()) as stack:
        yield stack


def test_postgres_keeps_its_data_over_a_crash(stores):
    stores.psql("CREATE TABLE kept AS SELECT 1 AS one")
    before = stores.postgres.pid
    stores.restart_pg(crash=True)
    assert stores.postgres.pid != before
    assert stores.psql("SELECT one FROM kept") == "1\n"


def test_postgres_is_reached_by_its_socket_only(stores):
    assert stores.psql("SHOW listen_addresses") == "\n"


def test_redis_comes_back_empty_when_wiped(stores):
    stores.stop_redis()
    assert stores.redis.pid is None
    stores.start_redis(wipe=True)
    assert servers.answers(str(stores.redis.socket))


def test_the_clock_file_holds_the_offset(stores):
    begun = int.from_bytes(stores.clock.file.read_bytes(), "little", signed=True)
    stores.clock.move(days=1, hours=-1)
    assert int.from_bytes(stores.clock.file.read_bytes(), "little", signed=True) == begun + 23 * 3600 * 1_000_000
    stores.clock.move(days=-3)
    assert int.from_bytes(stores.clock.file.read_bytes(), "little", signed=True) < 0


def test_a_pid_that_was_given_to_another_process_is_not_ours(tmp_path):
    process = servers.Process("x", tmp_path)
    process.pid_file.write_text(f"{os.getpid()} {servers.birth(os.getpid()) - 1}\n")
    assert process.pid is None
    process.stop()  # ends nothing
    assert servers.birth(os.getpid())


def test_a_server_that_ends_at_once_is_an_error_with_its_log(tmp_path):
    process = servers.Process("x", tmp_path)
    process.start(["/bin/sh", "-c", "echo broken setting; exit 1"])
    with pytest.raises(servers.ServerError, match="(?s)ended at once.*broken setting"):
        process.wait_ready(lambda: False)


def test_postgres_is_started_again_until_those_of_the_one_before_are_gone(tmp_path, monkeypatch):
    """They go on writing to the log behind what the new one says."""
    postgres = servers.Postgres(tmp_path)
    leaving = "echo pre-existing shared memory block; for i in 1 2 3 4 5 6 7 8 9; do echo terminating connection; done; exit 1"
    left, start = [leaving, leaving, "exec tail -f /dev/null"], servers.Process.start
    monkeypatch.setattr(servers.Postgres, "start", lambda self, *_, **__: start(self, ["/bin/sh", "-c", left.pop(0)]))
    monkeypatch.setattr(servers.Postgres, "ready", lambda self: not left)
    postgres.launch()
    postgres.stop()
    assert not left


def test_what_a_server_said_before_its_last_start_is_not_said_now(tmp_path):
    process = servers.Process("x", tmp_path)
    for word in ("first", "second"):
        process.start(["/bin/sh", "-c", f"echo {word}; exec tail -f /dev/null"])
        process.wait_ready(lambda: process.has_said(word))
        process.stop()
    assert not process.has_said("first")


def test_a_process_that_ignores_the_request_is_killed(tmp_path):
    process = servers.Process("x", tmp_path)
    process.start(["/bin/sh", "-c", "trap '' TERM; echo ready; while :; do read -r x < /dev/zero; done"])
    process.wait_ready(lambda: "ready" in process.log_tail())
    process.stop(seconds=0.2)
    assert process.pid is None


def test_data_move_elsewhere_when_the_database_account_cannot_reach_them(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    place = servers.working_directory(closed / "var")
    assert servers.reachable(place, "postgres")
    assert servers.working_directory(closed / "var") == place
    servers.remove_working_directory(closed / "var")
    assert not place.exists() and not (closed / "var").is_symlink()


def test_a_long_path_does_not_break_the_sockets(tmp_path):
    long = tmp_path / ("x" * 90)
    place = servers.working_directory(long / "var")
    assert len(str(place)) < servers.SOCKET_PATH_MAX
    servers.remove_working_directory(long / "var")


