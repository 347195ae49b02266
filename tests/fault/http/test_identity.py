# SPDX-License-Identifier: MIT
"""Who calls: tokens, tenants, roles and what they may. (Attacks on signatures:
tests/unit/common/auth/jwt_attacks.c.)"""
import time

import pytest
from support.traps import TENANTS, Traps


def code_of(answer, status):
    assert answer.status_code == status, answer.text
    return answer.json()["code"]


def test_no_token_is_401(traps):
    answer = traps.get("/v1/whoami")
    assert code_of(answer, 401) == "bad-token"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer " + "x" * 8000,
                                   "Bearer a.b.c d.e.f", "Token abc",
                                   "Bearer " + "x" * 20000])
def test_what_is_no_token_is_401(traps, value):
    answer = traps.get("/v1/whoami", headers={"Authorization": value})
    assert code_of(answer, 401) == "bad-token"
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_a_token_says_tenant_roles_and_permissions(traps, token):
    who = traps.get("/v1/whoami", token=token).json()
    assert (who["subject"], who["tenant"], who["scope"], who["roles"]) == ("officer-117", "310117", "00010001",
            "DIST_OFFICE")
    assert "issues:register" in who["permissions"].split()


def test_roles_of_another_level_are_worth_nothing(traps):
    token = traps.token("310117001", "DIST_OFFICE,CITY_OFFICE,UNIT_ADMIN,NO_SUCH_ROLE")
    assert traps.get("/v1/whoami", token=token).json()["roles"] == "UNIT_ADMIN"
    none = traps.token("310117001", "DIST_OFFICE")
    assert traps.get("/v1/whoami", token=none).json()["permissions"] == ""
    assert code_of(traps.get("/v1/notes", token=none), 403) == "forbidden"


def test_a_missing_permission_is_403_and_says_which(traps):
    auditor = traps.token("310117", "AUDITOR")
    assert traps.get("/v1/notes", token=auditor).status_code == 200
    answer = traps.post("/v1/notes", json={"text": "x"}, token=auditor)
    assert code_of(answer, 403) == "forbidden"
    assert "issues:register" in answer.json()["detail"]


def test_permission_is_asked_before_the_body_is_looked_at(traps):
    auditor = traps.token("310117", "AUDITOR")
    assert code_of(traps.post("/v1/notes", json={"nonsense": 1}, token=auditor), 403) == "forbidden"


def test_a_clients_permissions_are_cut_to_its_scopes(traps):
    client = traps.token("310117", "SYSTEM_CLIENT", "client-1", 600, "issues:read issues:publish")
    assert traps.get("/v1/whoami", token=client).json()["permissions"] == "issues:read"
    assert traps.get("/v1/notes", token=client).status_code == 200
    assert code_of(traps.post("/v1/notes", json={"text": "x"}, token=client), 403) == "forbidden"


def test_a_client_without_scopes_may_nothing(traps):
    client = traps.token("310117", "SYSTEM_CLIENT", "client-1", 600, "")
    assert traps.get("/v1/whoami", token=client).json()["permissions"] == ""


def test_a_tenant_that_is_not_there_is_401(traps):
    assert code_of(traps.get("/v1/whoami", token=traps.token("01900000-0000-7000-8000-999999999999", "DIST_OFFICE")),
                   401) == "bad-token"


def test_a_token_without_a_tenant_is_for_members_whatever_roles_it_names(traps):
    assert code_of(traps.get("/v1/whoami", token=traps.token("", "DIST_OFFICE")), 403) == "forbidden"


def test_a_closed_tenant_is_403(traps):
    assert code_of(traps.get("/v1/whoami", token=traps.token("310119", "DIST_OFFICE")), 403) == "forbidden"


def test_a_token_ends_when_its_time_has_come():
    with Traps() as traps:
        token = traps.token("310117", "DIST_OFFICE", seconds=600)
        assert traps.get("/v1/whoami", token=token).status_code == 200
        traps.clock.move(seconds=599 - 30)
        assert traps.get("/v1/whoami", token=token).status_code == 200
        traps.clock.move(seconds=60)  # also out of the cache
        assert code_of(traps.get("/v1/whoami", token=token), 401) == "token-expired"


@pytest.mark.alone
def test_a_closed_tenant_is_forgotten_within_seconds():
    with Traps() as traps:
        token = traps.token("310118", "DIST_OFFICE")
        assert traps.get("/v1/whoami", token=token).status_code == 200
        traps.psql("update tenant set closed_on = '2020-01-01' where scope = '00010002';"
                   "update tenant_version set valid_to = '2020-01-01' where code = '310118'")
        limit = time.monotonic() + 8
        while (answer := traps.get("/v1/whoami", token=token)).status_code in (200, 429):  # it asks without a pause
            assert time.monotonic() < limit
        assert code_of(answer, 403) == "forbidden"


def test_every_tenant_sees_its_subtree_and_nothing_beside(traps):
    made = {}
    for code, role in (("310117", "DIST_OFFICE"), ("310118", "DIST_OFFICE"), ("310000", "CITY_OFFICE")):
        token = traps.token(code, role)
        made[code] = traps.post("/v1/notes", json={"text": f"of {code}"}, token=token).json()["id"]
    sees = {"310000": {"310000", "310117", "310118"}, "310117": {"310117"}, "310118": {"310118"}, "310117-STHJ": set()}
    for code, visible in sees.items():
        role = {"CITY": "CITY_OFFICE", "DISTRICT": "DIST_OFFICE"}.get(TENANTS[code][0], "UNIT_ADMIN")
        token = traps.token(code, role)
        for owner, note in made.items():
            answer = traps.get(f"/v1/notes/{note}", token=token)
            assert answer.status_code == (200 if owner in visible else 404), (code, owner)
