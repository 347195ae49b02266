# SPDX-License-Identifier: MIT
"""Private signing keys at rest: encrypted by a key outside of the database, which can be changed without a token being
lost."""
import secrets
import subprocess

import pytest
import requests
import servers

from support.stack import BUILD, Stack

STORED = "select private_pem from bihuan.signing_key order by created_at"


@pytest.fixture
def stack():
    with Stack(services=("directory",)) as own:
        yield own


def ctl(stack, *words, **settings):
    return subprocess.run([BUILD / "bin" / "bihuanctl", *words], env=stack.environment | settings, capture_output=True,
                          text=True)


def client_of(stack):
    """An API client with its secret."""
    made = stack.api("310117", "TENANT_ADMIN").post("/clients",
                                                    {"tenant": "310117-STHJ", "name": "监测平台",
                                                     "permissions": ["directory:read"]})
    assert made.status_code == 201, made.text
    return made.json()


def status(stack, client):
    """Of asking for a token, and of using it."""
    url = stack.service("directory").url
    given = requests.post(f"{url}/v1/oauth2/token", timeout=10, data={
        "grant_type": "client_credentials", "client_id": client["client_id"], "client_secret": client["client_secret"]})
    if given.status_code != 200:
        return given.status_code, None
    used = requests.get(f"{url}/v1/me", headers={"Authorization": f"Bearer {given.json()['access_token']}"}, timeout=10)
    return 200, used.status_code


def with_secret(stack, current, old="", fits=True):
    """Gives the directory and bihuanctl these files of secrets; with such as do not fit, it starts and is not ready."""
    settings = {"BIHUAN_SIGNING_KEK_FILE": str(current), "BIHUAN_SIGNING_KEK_OLD_FILE": str(old)}
    directory = stack.service("directory")
    stack.environment |= settings
    directory.environment |= settings
    directory.launch()
    stack.until(lambda: servers.http_status(f"{directory.url}/readyz") == (200 if fits else 503))


def test_no_private_key_lies_in_the_clear(stack):
    assert all(row.startswith("aes256gcm:") for row in stack.psql(STORED).splitlines())
    assert "PRIVATE KEY" not in stack.psql("select string_agg(k::text, '') from bihuan.signing_key k")
    assert status(stack, client_of(stack)) == (200, 200)


def test_what_lay_in_the_clear_is_encrypted_by_migrating(stack):
    client = client_of(stack)
    assert ctl(stack, "keys", "rotate", BIHUAN_SIGNING_KEK_FILE="").returncode == 0
    assert "PRIVATE KEY" in stack.psql(STORED)
    stack.clock.move(minutes=2)  # it signs now
    stack.restart("directory")  # and has read its public half
    assert status(stack, client) == (200, 200)
    assert ctl(stack, "migrate").stdout.splitlines() == ["encrypted 1 signing key", "the schema is current"]
    assert "PRIVATE KEY" not in stack.psql(STORED)
    assert status(stack, client) == (200, 200)


def test_the_secret_is_changed_without_losing_a_token(stack, tmp_path):
    client = client_of(stack)
    old, new = stack.environment["BIHUAN_SIGNING_KEK_FILE"], tmp_path / "new"
    new.write_text(secrets.token_urlsafe(32) + "\n")
    with_secret(stack, new, old)
    assert status(stack, client) == (200, 200)
    before = stack.psql(STORED)
    assert ctl(stack, "keys", "encrypt").stdout.startswith("encrypted ")
    assert not set(before.splitlines()) & set(stack.psql(STORED).splitlines())
    with_secret(stack, new)
    assert status(stack, client) == (200, 200)
    assert ctl(stack, "keys", "encrypt").stdout == "encrypted 0 signing keys\n"
    with_secret(stack, old, fits=False)
    assert status(stack, client) == (503, None)
    refused = ctl(stack, "token", "310117", "DIST_OFFICE")
    assert refused.returncode == 1 and "BIHUAN_SIGNING_KEK" in refused.stderr
    assert ctl(stack, "keys", "encrypt").returncode == 1
    assert ctl(stack, "keys", "encrypt", BIHUAN_SIGNING_KEK_FILE="").returncode == 1


def test_a_wrong_secret_keeps_a_process_from_being_ready_and_a_ready_one_stays_so(stack, tmp_path):
    good, wrong = stack.environment["BIHUAN_SIGNING_KEK_FILE"], tmp_path / "wrong"
    wrong.write_text(secrets.token_urlsafe(32) + "\n")
    directory = stack.service("directory")
    with_secret(stack, wrong, fits=False)
    stack.until(lambda: "cannot be opened" in requests.get(f"{directory.url}/readyz", headers={"Accept-Language": "en"},
                                                           timeout=10).text)
    with_secret(stack, good)
    stack.psql("update bihuan.signing_key set private_pem = 'aes256gcm:lost:' || kid")
    assert servers.http_status(f"{directory.url}/readyz") == 200
    directory.stop()
    directory.launch()
    stack.until(lambda: servers.http_status(f"{directory.url}/readyz") == 503)


def test_a_retired_key_that_is_lost_stops_nothing(stack, tmp_path):
    """Its secret is gone for good; the others are encrypted by the new one all the same, and it is said."""
    client = client_of(stack)
    stack.ctl("keys", "rotate")
    lost, *good = stack.psql("select kid from bihuan.signing_key order by created_at").split()
    stack.clock.move(minutes=2)
    stack.ctl("keys", "retire", lost)
    stack.psql(f"update bihuan.signing_key set private_pem = 'aes256gcm:lost:' || kid where kid = '{lost}'")
    old, new = stack.environment["BIHUAN_SIGNING_KEK_FILE"], tmp_path / "new"
    new.write_text(secrets.token_urlsafe(32) + "\n")
    with_secret(stack, new, old)
    done = ctl(stack, "keys", "encrypt")
    assert (done.returncode, done.stdout) == (0, f"encrypted {len(good)} signing keys\n") and lost in done.stderr
    migrated = ctl(stack, "migrate")
    assert (migrated.returncode, migrated.stdout) == (0, "the schema is current\n") and lost in migrated.stderr
    with_secret(stack, new)
    assert status(stack, client) == (200, 200)


def test_a_key_serves_in_its_own_row_only(stack):
    client = client_of(stack)
    stack.ctl("keys", "rotate")
    stack.clock.move(minutes=2)
    stack.psql("update bihuan.signing_key k set private_pem = (select o.private_pem from bihuan.signing_key o where o.kid <> k.kid "
               "order by o.created_at limit 1)")
    assert status(stack, client) == (503, None)


@pytest.mark.parametrize("role", ["bihuan_issues", "bihuan_indicators"])
def test_no_other_service_reads_them(stack, role):
    assert stack.psql("select count(*) from bihuan.api_signing_key", role=role)
    with pytest.raises(servers.ServerError, match="permission denied"):
        stack.psql("select private_pem from bihuan.signing_key", role=role)
    with pytest.raises(servers.ServerError, match="permission denied"):
        stack.psql("update bihuan.signing_key set retired_at = now()", role="bihuan_directory")
