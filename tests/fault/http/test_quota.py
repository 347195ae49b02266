# SPDX-License-Identifier: MIT
"""How much one may send: by tenant, by client, and by address without a token. 429 for him alone, until time has
passed.

The rates are small here; ten seconds' worth may come at once. Real seconds pass too,
so a few more than that may get through."""
import pytest
from support.traps import Traps, request

TENANT, CLIENT, ADDRESS = 4, 2, 1
BURST = 10
pytestmark = pytest.mark.alone  # buckets fill as time passes


@pytest.fixture(scope="module")
def counted():
    with Traps(QUOTA_TENANT=TENANT, QUOTA_CLIENT=CLIENT, QUOTA_ADDRESS=ADDRESS) as traps:
        yield traps


@pytest.fixture(autouse=True)
def rested(counted):
    """All buckets are full again."""
    counted.clock.move(seconds=3 * BURST)


def person(traps, name, code="310117"):
    return traps.token(code, "DIST_OFFICE", name, seconds=86400)


def until_refused(ask, most=200):
    """How many go through, and the answer to the next."""
    for n in range(most):
        answer = ask()
        if answer.status_code == 429:
            return n, answer
    raise AssertionError(f"{most} went through")


def refused(answer, by):
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["code"], said["status"]) == ("too-many-requests", 429)
    assert f"limit of the {by} " in said["detail"]
    assert int(answer.headers["Retry-After"]) >= 1


def total(traps, by):
    return sum(float(line.split()[1]) for line in traps.get("/metrics").text.splitlines()
               if line.startswith("bihuan_quota_refused_total") and f'"{by}"' in line)


def test_a_client_has_its_share_and_others_theirs(counted):
    before = total(counted, "client")
    busy, calm = person(counted, "busy"), person(counted, "calm")
    n, answer = until_refused(lambda: counted.get("/v1/whoami", token=busy))
    assert BURST * CLIENT <= n <= BURST * CLIENT + 10
    refused(answer, "client")
    assert total(counted, "client") == before + 1
    assert counted.get("/v1/whoami", token=calm).status_code == 200
    counted.clock.move(seconds=int(answer.headers["Retry-After"]))
    assert counted.get("/v1/whoami", token=busy).status_code == 200


def test_a_tenant_has_its_share_and_other_tenants_go_on(counted):
    clients = [person(counted, f"one-of-many-{i}") for i in range(4)]
    turn = iter(range(1000))
    n, answer = until_refused(lambda: counted.get("/v1/whoami", token=clients[next(turn) % 4]))
    assert BURST * TENANT <= n <= BURST * TENANT + 20
    refused(answer, "tenant")
    other = person(counted, "elsewhere", "310118")
    for _ in range(BURST):
        assert counted.get("/v1/notes", token=other).status_code == 200


def test_an_address_without_a_token_has_its_share_and_tokens_go_on(counted):
    n, answer = until_refused(lambda: counted.get("/v1/whoami"))
    assert BURST * ADDRESS <= n <= BURST * ADDRESS + 10
    refused(answer, "address")
    for ask in (lambda: counted.get("/v1/nowhere"), lambda: counted.get("/v1/whoami", token="x.y.z")):
        refused(until_refused(ask)[1], "address")
    assert counted.get("/v1/whoami", token=person(counted, "behind the same address")).status_code == 200


@pytest.mark.parametrize("tenant, status", [("310119", 403), ("", 403), ("01900000-0000-7000-8000-999999999999", 401)],
                         ids=["closed", "no tenant", "unknown tenant"])
def test_a_good_token_of_somebody_who_is_nobody_here_counts_for_his_address(counted, tenant, status):
    """Its signature holds and it costs a look-up each time, yet neither a client nor a tenant can be asked to pay for
    it."""
    stray = person(counted, "stray", tenant)
    assert counted.get("/v1/whoami", token=stray).status_code == status
    n, answer = until_refused(lambda: counted.get("/v1/whoami", token=stray))
    assert BURST * ADDRESS - 1 <= n <= BURST * ADDRESS + 10
    refused(answer, "address")
    assert counted.get("/v1/whoami", token=person(counted, "behind the same address too")).status_code == 200


def test_a_body_is_not_taken_of_whom_there_was_too_much(counted):
    until_refused(lambda: counted.get("/v1/whoami"))
    with counted.connect() as raw:
        raw.send(request("/v1/notes", "POST", "Content-Length: 30000000"))
        answer = raw.answer()
        assert (answer.status, answer.json()["code"]) == (429, "too-many-requests")
        assert raw.is_closed()


def test_how_the_process_is_may_always_be_asked(counted):
    until_refused(lambda: counted.get("/v1/whoami"))
    for path in ("/healthz", "/readyz", "/metrics"):
        for _ in range(3 * BURST):
            assert counted.get(path).status_code == 200


def test_a_refused_write_changes_nothing_and_is_counted_once(counted):
    writer = person(counted, "writer")
    before = int(counted.psql("select count(*) from trap_note"))
    n, answer = until_refused(lambda: counted.post("/v1/notes", json={"text": "many"}, token=writer))
    assert BURST * CLIENT <= n  # a request with a body costs one, not two
    assert int(counted.psql("select count(*) from trap_note")) == before + n


def test_zero_is_any_number():
    with Traps(QUOTA_TENANT=0, QUOTA_CLIENT=0, QUOTA_ADDRESS=0) as traps:
        token = person(traps, "anybody")
        for _ in range(150):
            assert traps.get("/v1/whoami").status_code == 401
            assert traps.get("/v1/whoami", token=token).status_code == 200
