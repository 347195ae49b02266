# SPDX-License-Identifier: MIT
"""Invariant 14: the migrator runs once under its lock, and a service whose build is not of the schema is not ready."""
import subprocess

import pytest
import servers

from support.stack import BUILD, Stack

APPLIED = "select name, applied_at from bihuan.schema_migration order by name"


def test_of_two_migrators_at_once_one_does_the_work():
    with Stack(content=None, services=()) as stack:
        runs = [subprocess.Popen([BUILD / "bin" / "bihuanctl", "migrate"], env=stack.environment, stdout=subprocess.PIPE, text=True)
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


@pytest.mark.parametrize("change, back", [
    ("insert into bihuan.schema_migration values ('9999_issues_from_the_future', 'x', now())",
     "delete from bihuan.schema_migration where name like '9999%'"),
    ("create table public.kept as select * from bihuan.schema_migration where name ~ '^02'; delete from bihuan.schema_migration where name ~ '^02'",
     "insert into bihuan.schema_migration select * from public.kept"),
], ids=["newer", "older"])
def test_another_schema_is_refused_until_it_is_right(lone_stack, ready, change, back):
    assert {ready(name) for name in lone_stack.services} == {200}
    lone_stack.psql(change)
    for name in lone_stack.services:
        lone_stack.until(lambda: ready(name) == 503)
    lone_stack.service("issues").stop()  # nor does one that starts now become ready
    lone_stack.service("issues").launch()
    lone_stack.until(lambda: ready("issues") == 503)
    lone_stack.psql(back)
    for name in lone_stack.services:
        lone_stack.until(lambda: ready(name) == 200)


def test_a_migrator_older_than_the_database_changes_nothing(lone_stack):
    lone_stack.psql("insert into bihuan.schema_migration values ('9999_issues_from_the_future', 'x', now())")
    with pytest.raises(servers.ServerError, match="9999_issues_from_the_future"):
        lone_stack.ctl("migrate")
