# SPDX-License-Identifier: MIT
"""Invariant 14: the migrator runs once under its lock, and a service whose build does not fit the schema is not ready.

A build fits from its own newest migration up to the first that it does not know and that is marked as breaking."""
import subprocess

import pytest
import requests
import servers

from support.stack import BUILD, Stack

APPLIED = "select name, applied_at from bihuan.schema_migration order by name"


def test_of_two_migrators_at_once_one_does_the_work():
    with Stack(content=None, services=()) as stack:
        runs = [subprocess.Popen([BUILD / "bin" / "bihuanctl", "migrate"], env=stack.environment,
                                 stdout=subprocess.PIPE, text=True)
                for _ in range(2)]
        said = [run.communicate(timeout=120)[0] for run in runs]
        assert [run.returncode for run in runs] == [0, 0]
        names = [line.split("\t")[0] for line in stack.psql(APPLIED).splitlines()]
        assert len(names) >= 4
        for name in names:  # each by one of them
            assert sum(name in text for text in said) == 1
        before = stack.psql(APPLIED)
        stack.ctl("migrate")
        assert stack.psql(APPLIED) == before


@pytest.fixture
def ready(lone_stack):
    """Asks a service whether it is ready: (status, detail)."""
    def ask(name):
        url = lone_stack.service(name).url + "/readyz"
        return servers.http_status(url)
    return ask


def later(mark, name="9999_issues_from_the_future"):
    return f"insert into bihuan.schema_migration (name, checksum, applied_at, breaking) values ('{name}', 'x', now(), {mark == 'breaking'})"


@pytest.mark.parametrize("change, back, told", [
    (later("breaking"), "delete from bihuan.schema_migration where name like '9999%'", "too old"),
    ("create table public.kept as select * from bihuan.schema_migration where name ~ '^02'; delete from bihuan.schema_migration where name ~ '^02'",
     "insert into bihuan.schema_migration select * from public.kept", "lacks 0201_issues_registry"),
], ids=["newer", "older"])
def test_another_schema_is_refused_until_it_is_right(lone_stack, ready, change, back, told):
    assert {ready(name) for name in lone_stack.services} == {200}
    lone_stack.psql(change)
    for name in lone_stack.services:
        lone_stack.until(lambda: ready(name) == 503)
    assert told in requests.get(lone_stack.service("issues").url + "/readyz", timeout=10).json()["detail"]
    lone_stack.service("issues").stop()  # nor does one that starts now become ready
    lone_stack.service("issues").launch()
    lone_stack.until(lambda: ready("issues") == 503)
    lone_stack.psql(back)
    for name in lone_stack.services:
        lone_stack.until(lambda: ready(name) == 200)


def test_a_build_goes_on_while_the_schema_moves_within_its_range(lone_stack, ready):
    """A roll-out migrates first; the processes of the older build serve until they are replaced, and one that starts
    anew does too."""
    lone_stack.psql(later("compatible"))
    lone_stack.restart("issues")  # waits until it is ready
    assert {ready(name) for name in lone_stack.services} == {200}
    before = lone_stack.psql(APPLIED)
    assert lone_stack.ctl("migrate").splitlines() == ["the schema is current"]  # a roll-back runs it too
    assert lone_stack.psql(APPLIED) == before
    assert "9999_issues_from_the_future" in lone_stack.ctl("migrate", "--status")


def test_a_migrator_that_a_breaking_migration_has_left_behind_changes_nothing(lone_stack):
    lone_stack.psql(later("compatible", "9998_issues_beside_it") + ";" + later("breaking"))
    before = lone_stack.psql(APPLIED)
    with pytest.raises(servers.ServerError, match="9999_issues_from_the_future"):
        lone_stack.ctl("migrate")
    assert lone_stack.psql(APPLIED) == before


def test_a_database_from_before_the_marks_takes_them_as_breaking(lone_stack):
    lone_stack.psql("alter table bihuan.schema_migration drop column breaking")
    lone_stack.ctl("migrate")
    assert lone_stack.psql("select distinct breaking from bihuan.schema_migration").split() == ["t"]
