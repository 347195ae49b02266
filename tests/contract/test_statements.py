# SPDX-License-Identifier: MIT
"""Every named statement prepares and plans as the role of the service that runs it: a renamed column or a missing grant
fails here."""
import pathlib
import re

import pytest

import servers
import sql2c

ROOT = servers.ROOT


def files_of(unit):
    return sorted(p for p in (ROOT / unit).rglob("*.sql") if p.parent.name == "sql")


def cases():
    """(role, statement) of each service's own statements; those of common/ belong to every service."""
    services = sorted(p.parent.name for p in (ROOT / "services").glob("*/CMakeLists.txt"))
    for service in services:
        for statement in sql2c.load(files_of(f"services/{service}")):
            yield f"bihuan_{service}", statement
    for statement in sql2c.load(files_of("common")):
        for service in servers.service_names():
            yield f"bihuan_{service}", statement


CASES = list(cases())


@pytest.mark.parametrize("role, statement", CASES,
                         ids=[f"{role.removeprefix('bihuan_')}-{s.name}" for role, s in CASES])
def test_statement(database, role, statement):
    arguments = "(" + ", ".join(["NULL"] * len(statement.params)) + ")" if statement.params else ""
    stage = "SELECT observation_stage(); " if "pg_temp.observation_" in statement.sql else ""
    database.psql(f"{stage}PREPARE s AS {statement.sql}; EXPLAIN EXECUTE s{arguments}", role)


def test_every_statement_is_sent_by_some_code():
    sources = "\n".join(p.read_text() for part in ("common", "services")
                        for p in pathlib.Path(ROOT / part).rglob("*.c"))
    statements = [s for unit in ("common", *(f"services/{p.parent.name}"
                                             for p in (ROOT / "services").glob("*/CMakeLists.txt")))
                  for s in sql2c.load(files_of(unit))]
    assert [s.name for s in statements if f"sql_{s.name}" not in sources] == []


def test_one_function_says_since_when_a_body_is_closed():
    """tenant_closed() of the database; only the enterprises of the register have a closed_on of their own (o.)."""
    own = re.compile(r"(?<!\bo\.)\bclosed_on\s*(is\b|<|>|=)|closed_on\s+nulls")
    said = {f"{role}: {s.name}" for role, s in CASES
            if own.search(re.sub(r"set closed_on = |has_closed_on|valid_to = t\.closed_on", "", s.sql))
            and "monitored_object" not in s.sql}
    assert said == set()
