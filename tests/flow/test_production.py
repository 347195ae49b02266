# SPDX-License-Identifier: MIT
"""As it is run for good: secrets in files, a database that wants passwords and proves itself, and no setting of
development."""
import json
import subprocess

import pytest
import requests
import servers

from support.guarded import GuardedStack
from support.issues import World
from support.stack import BUILD


@pytest.fixture(scope="module")
def guarded():
    with GuardedStack() as stack:
        yield stack


def start(stack, **settings):
    """Starts a program that is expected to refuse: (exit code, the settings it names, its log)."""
    done = subprocess.run([BUILD / "bin" / "bihuan-issues"], env=stack.service("issues").environment | settings,
                          capture_output=True, text=True, timeout=30)
    lines = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    return done.returncode, [line["name"] for line in lines if line["event"] == "start.setting"], lines


def test_every_connection_is_encrypted_and_comes_with_a_password(guarded):
    world = World(guarded)
    world.calendar(2026)
    issue = world.issue()
    guarded.until(lambda: any(issue["id"] in str(event) for event in guarded.events("issues")))
    rows = guarded.psql("select usename, bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid) where usename like 'bihuan_%' "
                        "group by usename order by usename").splitlines()
    assert rows == ["bihuan_directory\tt", "bihuan_indicators\tt", "bihuan_issues\tt"]
    # as postgres, with the password of the passfile
    assert guarded.ctl("migrate").splitlines() == ["the schema is current"]
    assert "BIHUAN_PG" not in guarded.service("issues").log_tail(1000)


@pytest.mark.parametrize("wrong", ["password", "authority", "name"])
def test_a_database_that_is_not_the_right_one_is_not_talked_to(guarded, wrong):
    service = guarded.service("issues")
    before = dict(service.environment)
    conninfo = guarded.conninfo(guarded.stranger if wrong == "authority" else None)
    change = {"BIHUAN_PG": conninfo.replace("host=db.", "host=other.") if wrong == "name" else conninfo}
    if wrong == "password":
        change["BIHUAN_PG_PASSWORD_FILE"] = guarded.secret("wrong.password", "guessed")
    service.environment |= change
    try:
        service.stop()
        service.launch()
        guarded.until(lambda: servers.http_status(f"{service.url}/healthz") == 200)
        answer = requests.get(f"{service.url}/readyz", timeout=10)
        assert answer.status_code == 503 and "password" not in answer.text
        said = {"password": "password authentication failed", "authority": "certificate verify failed",
                "name": "does not match host name"}
        assert said[wrong] in service.log_tail(1000)
    finally:
        service.stop()
        service.environment = before
        guarded.start("issues")


def test_all_that_is_of_development_is_refused_at_once(guarded):
    code, named, lines = start(guarded, BIHUAN_CLOCK_FILE=str(guarded.clock.file), BIHUAN_CURSOR_KEY_FILE="",
                               BIHUAN_ISSUERS="https://a.cn x http://a.cn/keys", PGPASSWORD="x")
    assert code == 2
    assert named == ["BIHUAN_CLOCK_FILE", "BIHUAN_CURSOR_KEY", "BIHUAN_ISSUERS", "PGPASSWORD"]
    assert "share one" in next(line["message"] for line in lines if line.get("name") == "BIHUAN_CURSOR_KEY")
    done = subprocess.run([BUILD / "bin" / "bihuanctl", "clock", "move", "60"], capture_output=True, text=True,
                          env=guarded.environment | {"BIHUAN_CLOCK_FILE": str(guarded.clock.file)})
    assert done.returncode == 1 and "BIHUAN_CLOCK_FILE" in done.stderr


def test_elsewhere_it_is_a_warning(lone_stack):
    stack = lone_stack
    stack.service("issues").environment["BIHUAN_CURSOR_KEY_FILE"] = ""
    stack.restart("issues")
    told = [json.loads(line) for line in stack.service("issues").log_tail(1000).splitlines()]
    assert {(line["level"], line["name"]) for line in told if line["event"] == "start.setting"} >= \
        {("warn", "BIHUAN_CURSOR_KEY"), ("warn", "BIHUAN_CLOCK_FILE")}
