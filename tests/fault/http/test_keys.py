# SPDX-License-Identifier: MIT
"""Where the keys of issuers come from: never by way of a request, whatever the issuer and its callers do."""
import statistics
import threading
import time

import pytest

from servers import http_status
from support.issuer import Issuer
from support.traps import AUDIENCE, ISSUER, Traps, request, tenant_id

UNKNOWN = 10_000


def own(traps):
    return f"{ISSUER} {AUDIENCE} {traps.directory}/jwks.json"


class Foreign(Traps):
    """The trap service with one issuer beside its own; `first`: with that one alone."""

    def __init__(self, issuer, first=False, **settings):
        super().__init__(**settings)
        self.environment["BIHUAN_ISSUERS"] = issuer.entry if first else f"{own(self)}, {issuer.entry}"
        for service in self.services:
            service.environment["BIHUAN_ISSUERS"] = self.environment["BIHUAN_ISSUERS"]


def second_key(traps):
    """Another key in the file of keys; a token that it signed."""
    pem, _, jwks = traps.run("key", "trap-2").rpartition("\n{")
    file = traps.directory / "second.pem"
    file.write_text(pem)
    both = traps.directory / "jwks.json"
    first = both.read_text()
    both.write_text(first.strip()[:-2] + "," + jwks.strip()[len('"keys":['):])
    return first, traps.run("token", file, "trap-2", ISSUER, AUDIENCE, "me", tenant_id("310117"), "DIST_OFFICE",
                            600).strip()


def status(traps, token):
    return traps.get("/v1/whoami", token=token).status_code


def took(call):
    start = time.monotonic()
    call()
    return time.monotonic() - start


def test_a_new_key_holds_within_seconds_and_a_retired_one_ends():
    with Traps() as traps:
        old = traps.token("310117", "DIST_OFFICE")
        assert status(traps, old) == 200
        first, new = second_key(traps)
        assert status(traps, new) == 401  # at once: nobody waits for keys
        limit = time.monotonic() + 6
        while status(traps, new) != 200:
            assert time.monotonic() < limit
        assert status(traps, old) == 200
        # the second key is retired, its token verified and remembered
        (traps.directory / "jwks.json").write_text(first)
        # Nobody asks for a key that is missing meanwhile, which would have them read again.
        # Remembered tokens are forgotten then: by themselves they would last for a minute.
        traps.wait_for(lambda: status(traps, new) == 401, 40)
        assert status(traps, old) == 200


@pytest.mark.alone
def test_a_slow_issuer_delays_nobody():
    with Issuer(delay=60) as issuer, Foreign(issuer) as traps:
        token = traps.token("310117", "DIST_OFFICE")
        crowd = [traps.connect() for _ in range(64)]
        for i, raw in enumerate(crowd):
            raw.send(request("/v1/whoami", "GET", f"Authorization: Bearer {issuer.forged(f'k{i}')}"))
        calm = [took(lambda: traps.get("/healthz")) for _ in range(20)] + [took(lambda: status(traps, token))
                for _ in range(20)]
        assert max(calm) < 1, calm
        answers = [raw.answer().status for raw in crowd]
        for raw in crowd:
            raw.socket.close()
        assert set(answers) == {503}  # its keys were never read: that is nobody's bad token
        assert traps.get("/readyz").status_code == 200  # and nothing that a service of its own should be taken out for


@pytest.mark.alone
def test_unknown_keys_by_the_thousand_are_refused_at_once_and_read_nothing():
    with Issuer() as issuer, Foreign(issuer) as traps:
        token = traps.token("310117", "DIST_OFFICE")
        traps.wait_for(lambda: status(traps, issuer.forged("first")) == 401)
        issuer.delay, before, start = 60, issuer.reads, time.monotonic()
        alone = statistics.median(took(lambda: status(traps, token)) for _ in range(50))

        def flood(part):
            with traps.connect() as raw:
                for i in range(0, UNKNOWN // 4, 50):
                    raw.send(b"".join(request("/v1/whoami", "GET",
                                              f"Authorization: Bearer {issuer.forged(f'{part}-{i + j}')}")
                                      for j in range(50)))
                    assert {raw.answer().status for _ in range(50)} == {401}
        crowd = [threading.Thread(target=flood, args=(part,)) for part in range(4)]
        for thread in crowd:
            thread.start()
        beside = []
        while any(thread.is_alive() for thread in crowd):
            beside.append(took(lambda: status(traps, token)))
        for thread in crowd:
            thread.join()
        assert issuer.reads - before <= 2 + (time.monotonic() - start) / 3
        assert max(beside) < 1, (alone, max(beside))


def reads_while(issuer, ask):
    """How often the keys are read while somebody asks without a pause for more than two seconds, and for how long."""
    before, start = issuer.reads, time.monotonic()
    while time.monotonic() < start + 2.5:
        ask()
    return issuer.reads - before, time.monotonic() - start


def test_unknown_keys_have_them_read_no_more_often_than_every_three_seconds():
    """By an issuer that answers at once."""
    with Issuer() as issuer, Foreign(issuer) as traps:
        traps.wait_for(lambda: status(traps, issuer.forged("first")) == 401)
        reads, seconds = reads_while(issuer, lambda: status(traps, issuer.forged("k")))
        assert reads <= 1 + seconds / 3


def test_an_issuer_that_says_no_keys_is_asked_again_every_second():
    with Issuer(keys="no keys") as issuer, Foreign(issuer) as traps:
        reads, seconds = reads_while(issuer, lambda: status(traps, issuer.forged("k")))
        assert 1 <= reads <= 1 + seconds


def test_without_the_keys_of_our_own_issuer_a_service_is_not_ready():
    with Issuer(delay=60) as issuer:
        traps = Foreign(issuer, first=True)
        for service in traps.services:
            service.ready = lambda s=service: http_status(f"{s.url}/healthz") == 200
        with traps:
            assert traps.get("/readyz").status_code == 503
            answer = traps.get("/v1/whoami", token=issuer.forged("k"))
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert "Retry-After" in answer.headers
            issuer.delay = 0
            issuer.released.set()
            traps.wait_for(lambda: traps.get("/readyz").status_code == 200, 10)
            assert status(traps, issuer.forged("k")) == 401
