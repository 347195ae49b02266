# SPDX-License-Identifier: MIT
"""The operator's tool: what it prints, how it ends, and what its keys do to tokens."""
import base64
import json
import signal
import subprocess

import pytest
import requests

from support.stack import BUILD, DEMO, ROOT, Stack


@pytest.fixture(scope="module")
def stack():
    with Stack(services=("directory",)) as shared:
        yield shared


def run(stack, *arguments, **environment):
    return subprocess.run([BUILD / "bin" / "bihuanctl", *map(str, arguments)], env=stack.environment | environment,
                          capture_output=True, text=True)


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def status(stack, token):
    return requests.get(f"{stack.service('directory').url}/v1/me", headers={"Authorization": f"Bearer {token}"},
                        timeout=10).status_code


@pytest.mark.parametrize("arguments", [
    (), ("nothing",), ("events",), ("events", "live"), ("token",), ("token", "310117"),
    ("token", "310117", "DIST_OFFICE", "--ttl"),
    ("token", "310117", "DIST_OFFICE", "--shoe", "9"), ("keys", "retire"), ("keys", "list", "all"),
    ("jobs", "run", "issues"),
    ("clock", "move"), ("migrate", "--status", "now"), ("token", *["x"] * 40)])
def test_what_is_no_call_of_a_verb_ends_with_2(stack, arguments):
    done = run(stack, *arguments)
    assert done.returncode == 2 and done.stderr.startswith("usage: ") and done.stdout == ""


@pytest.mark.parametrize("arguments, told", [
    (("token", "999999", "DIST_OFFICE"), "no tenant has the code 999999"),
    (("token", "310117", "EMPEROR"), "no role EMPEROR"),
    (("token", "310117", "UNIT_LEADER"), "cannot have the role"),
    (("token", "310117", "DIST_OFFICE", "--ttl", "0"), "--ttl"),
    (("token", "310117", "DIST_OFFICE", "--ttl", "soon"), "--ttl"),
    (("keys", "retire", "nobody"), "no key nobody"),
    (("events", "retry", "me"), "not the id of an event"),
    (("events", "replay", "--service", "issues", "--since", "yesterday"), "not an RFC 3339 time"),
    (("events", "replay", "--service", "nobody", "--since", "2026-01-01T00:00:00Z"), "no service nobody"),
    (("clock", "move", "a day"), "not a number of seconds"),
    (("clock", "move", "99999999999"), "not a number of seconds"),
    (("import", "tenants", "/nonexistent.csv"), "No such file"),
    (("audit", "verify", "--tenant", "999999"), "")])
def test_a_refusal_ends_with_1_and_says_why(stack, arguments, told):
    done = run(stack, *arguments)
    assert done.returncode == 1 and told in done.stderr and done.stdout == ""


def test_a_missing_setting_is_named(stack):
    done = run(stack, "jobs", "list", BIHUAN_PG="")
    assert done.returncode == 1 and "BIHUAN_PG" in done.stderr


def test_a_database_that_is_not_there_is_told(stack):
    done = run(stack, "jobs", "list", BIHUAN_PG="host=/nonexistent dbname=bihuan")
    assert done.returncode == 1 and "cannot answer" in done.stderr


def test_migrating_again_changes_nothing(stack):
    before = stack.psql("select name, checksum, applied_at from bihuan.schema_migration order by 1")
    done = run(stack, "migrate")
    assert done.returncode == 0 and done.stdout.splitlines() == ["the schema is current"]
    assert stack.psql("select name, checksum, applied_at from bihuan.schema_migration order by 1") == before
    assert run(stack, "migrate", "--status").returncode == 0


def test_a_token_says_who_and_for_whom(stack):
    made = claims(stack.token("310117-STHJ", "UNIT_LEADER"))
    assert made["roles"] == ["UNIT_LEADER"] and made["exp"] - made["iat"] == 900
    assert made["tenant"] == stack.psql("select id from bihuan.api_tenant where code = '310117-STHJ'").strip()
    other = claims(run(stack, "token", "310117-STHJ", "UNIT_LEADER", "UNIT_ADMIN", "--sub", "li", "--name", "李",
                       "--ttl", "60").stdout)
    assert (other["sub"], other["name"], other["roles"], other["exp"] - other["iat"]) == ("li", "李",
            ["UNIT_LEADER", "UNIT_ADMIN"], 60)
    assert made["sub"] != other["sub"]


def test_a_second_import_finds_nothing_to_do(stack):
    report = json.loads(run(stack, "import", "tenants", DEMO / "tenants.csv").stdout)
    assert report["status"] == "done" and report["stats"]["created"] == 0 and report["stats"]["rejected"] == 0


def test_a_bad_import_writes_nothing_and_ends_with_1(stack, tmp_path):
    text = (DEMO / "tenants.csv").read_text(encoding="utf-8")
    file = tmp_path / "tenants.csv"
    file.write_text(text
                    + "310117991,STREET,310117,新街道,,2026-01-01,,false\n310117992,STREET,999999,无街道,,2026-01-01,,false\n",
                    encoding="utf-8")
    before = stack.psql("select count(*) from bihuan.tenant")
    done = run(stack, "import", "tenants", file)
    assert done.returncode == 1 and "999999" in done.stdout
    assert stack.psql("select count(*) from bihuan.tenant") == before


def test_standards_are_imported_file_by_file_up_to_the_first_that_is_refused(stack, tmp_path):
    shipped = sorted((ROOT / "services" / "indicators" / "standards").glob("*.csv"))
    done = run(stack, "import", "standards", *shipped)
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(reports) == len(shipped) and all(r["stats"]["unchanged"] == r["stats"]["total"] > 0 for r in reports)
    bad = tmp_path / "bad.csv"
    bad.write_text(shipped[0].read_text(encoding="utf-8") + "X-1,LIMIT,a,,1,LE,,1,,,\n", encoding="utf-8")
    done = run(stack, "import", "standards", bad, shipped[0])
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 1 and "no-edition" in done.stdout


def test_the_catalogue_of_indicators_is_imported(stack):
    report = json.loads(run(stack, "import", "indicators",
                            ROOT / "services" / "indicators" / "catalogue" / "indicators.csv").stdout)
    assert report["status"] == "done" and report["stats"]["unchanged"] == report["stats"]["total"] > 70


def test_the_clock_is_shown_and_moved_for_all(stack):
    before = run(stack, "clock", "show").stdout
    moved = run(stack, "clock", "move", "86400").stdout
    assert before[:10] < moved[:10]
    run(stack, "clock", "move", "-86400")
    assert run(stack, "clock", "move", "1", BIHUAN_CLOCK_FILE="").returncode == 1


def test_tokens_of_a_rotated_key_go_on_and_those_of_a_retired_one_end(stack):
    old = stack.token("310117", "DIST_OFFICE")
    assert status(stack, old) == 200
    kid = run(stack, "keys", "rotate").stdout.strip()
    assert stack.token("310117", "DIST_OFFICE").split(".")[0] == old.split(".")[0]  # nobody has read the new key yet
    stack.clock.move(seconds=61)
    new = stack.token("310117", "DIST_OFFICE")
    header = json.loads(base64.urlsafe_b64decode(new.split(".")[0] + "=="))
    assert header["kid"] == kid and header["alg"] == "RS256"
    stack.wait_for(lambda: status(stack, new) == 200, 10, "the new key")
    assert status(stack, old) == 200
    first = json.loads(base64.urlsafe_b64decode(old.split(".")[0] + "=="))["kid"]
    assert run(stack, "keys", "retire", first).returncode == 0
    assert first not in requests.get(f"{stack.service('directory').url}/.well-known/jwks.json", timeout=10).text
    stack.service("directory").send(signal.SIGHUP)
    stack.wait_for(lambda: status(stack, old) == 401, 20, "the end of the old key")
    assert status(stack, stack.token("310117", "DIST_OFFICE")) == 200
    listed = run(stack, "keys", "list").stdout
    assert kid in listed and first in listed
    assert run(stack, "keys", "retire", first).returncode == 1
