# SPDX-License-Identifier: MIT
"""Every tests/sql/*.sql is a pgTAP script (BEGIN; SELECT plan(n) ... ROLLBACK;), run as superuser on a migrated database."""
import pathlib
import re
import subprocess

import pytest

from support import stack as stacks

HERE = pathlib.Path(__file__).parent
SCRIPTS = sorted(HERE.glob("*.sql"))


@pytest.fixture(scope="module")
def taps(database):
    database.psql("CREATE EXTENSION IF NOT EXISTS pgtap SCHEMA public")
    return database


def faults(output):
    """What a TAP stream says went wrong, with its diagnostics; empty when all planned tests ran and passed."""
    lines = output.splitlines()
    plan = next((int(m[1]) for m in (re.match(r"1\.\.(\d+)$", line) for line in lines) if m), None)
    results = [line for line in lines if re.match(r"(not )?ok\b", line)]
    wrong = [line for line in lines if line.startswith(("not ok", "#"))]
    if plan != len(results):
        wrong.append(f"planned {plan}, ran {len(results)}")
    return "\n".join(wrong)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_sql(taps, script):
    done = subprocess.run(
        [stacks.servers.PG_BIN / "psql", f"{taps.postgres.conninfo} user=postgres options='-c search_path=bihuan,public'",
         "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    wrong = faults(done.stdout)
    if wrong:
        pytest.fail(f"{script.name}\n{wrong}", pytrace=False)
