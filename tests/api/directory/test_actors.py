# SPDX-License-Identifier: MIT
"""Who acted is (issuer, subject): two issuers may know two persons by one name, and nobody is the platform or grants
himself roles."""
import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from support.api import Api
from support.stack import Stack

FIRST, SECOND = "https://a.example.cn", "https://b.example.cn"
DISTRICT, STREET = "310117", "310117002"


def number(value):
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Api of a person of an outer issuer; both issuers use the same key, as far apart as their names."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_numbers()
    jwks = tmp_path_factory.mktemp("keys") / "jwks.json"
    jwks.write_text(json.dumps({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "outer",
                                          "n": number(public.n),
                                          "e": number(public.e)}]}))
    jwks.chmod(0o644)
    jwks.parent.chmod(0o755)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with Stack(services=["directory"]) as stack:
        own = stack.environment["BIHUAN_ISSUERS"]
        service = stack.service("directory")
        service.environment["BIHUAN_ISSUERS"] = ",".join([own,
                                                          *(f"{issuer} bihuan {jwks}" for issuer in (FIRST, SECOND))])
        service.stop(seconds=30)
        stack.start_services()

        def person(issuer, subject):
            now = int(time.time() + stack.clock.offset_us / 1e6)
            claims = {"iss": issuer, "aud": "bihuan", "sub": subject, "iat": now - 5, "nbf": now - 5, "exp": now + 3600,
                      "name": "某人"}
            return Api(stack, jwt.encode(claims, pem, algorithm="RS256", headers={"kid": "outer"}))
        person.stack = stack
        person.admin = stack.api(DISTRICT, "TENANT_ADMIN")
        yield person


def member(api, issuer, subject, tenant=DISTRICT, roles=("TENANT_ADMIN",), headers=None):
    return api.post("/members", {"tenant": tenant, "issuer": issuer, "subject": subject, "name": "某人",
                                 "roles": list(roles)}, headers=headers)


def admin(people, issuer, subject):
    """A tenant administrator of the district who comes from an outer issuer: (his member, Api)."""
    made = member(people.admin, issuer, subject)
    assert made.status_code == 201, made.text
    return made.json(), people(issuer, subject)


def put_roles(api, person, roles):
    return api.put(f"/members/{person['id']}/roles", {"roles": roles},
                   headers={"If-Match": f'"{person["row_version"]}"'})


def test_one_name_of_two_issuers_is_two_persons(people):
    (one, first), (_, second) = admin(people, FIRST, "u-7"), admin(people, SECOND, "u-7")
    key = {"Idempotency-Key": "k-shared-by-chance"}
    by_first = member(first, FIRST, "u-8", STREET, ["UNIT_ADMIN"], key)
    by_second = member(second, FIRST, "u-8", STREET, ["UNIT_ADMIN"], key)
    assert by_first.status_code == 201 and by_second.status_code == 409, "the second was shown the first one's answer"
    assert "Idempotent-Replayed" not in by_second.headers
    assert by_first.json()["created_by"] == f"{FIRST}#u-7"
    assert put_roles(second, one,
                     ["AUDITOR"]).status_code == 200, "the second is not the first, who bears the same name"


def test_an_outer_issuer_does_not_speak_as_the_platform(people):
    _, outer = admin(people, FIRST, "system:directory")
    made = member(outer, FIRST, "u-9", STREET, ["UNIT_ADMIN"])
    assert made.json()["created_by"] == f"{FIRST}#system:directory"
    auditor = people.stack.api(DISTRICT, "AUDITOR")
    told = [e for e in auditor.get("/audit-entries", params={"object_id": made.json()["id"]}).json()["items"]]
    assert [e["actor"] for e in told] == [f"{FIRST}#system:directory"]


@pytest.mark.parametrize("subject", ["system:issues", "public", "https://a.example.cn#u-7"])
def test_our_own_tokens_do_not_carry_reserved_names(people, subject):
    token = people.stack.ctl("token", DISTRICT, "TENANT_ADMIN", "--sub", subject).strip()
    assert Api(people.stack, token).get("/me").status_code == 401


@pytest.mark.parametrize("tenant, role", [(DISTRICT, "DIST_OFFICE"), (STREET, "UNIT_LEADER")])
def test_nobody_makes_himself_a_member(people, tenant, role):
    """self_grant: neither in his own tenant under another member, nor in a unit below."""
    _, himself = admin(people, SECOND, f"self-{tenant}")
    answer = member(himself, SECOND, f"self-{tenant}", tenant, [role, "UNIT_ADMIN"] if tenant == STREET else [role])
    assert answer.status_code == 403 and answer.json()["code"] == "separation-of-duties"


def test_nobody_changes_his_roles_in_a_unit_below(people):
    below = member(people.admin, SECOND, "both", STREET, ["UNIT_ADMIN"]).json()
    _, himself = admin(people, SECOND, "both")
    himself.session.headers["Bihuan-Tenant"] = DISTRICT
    answer = put_roles(himself, below, ["UNIT_LEADER"])
    assert answer.status_code == 403 and answer.json()["code"] == "separation-of-duties"


def change(api, person, **fields):
    return api.patch(f"/members/{person['id']}", fields, headers={"If-Match": f'"{person["row_version"]}"'})


def test_nobody_gives_himself_roles_back(people):
    below = member(people.admin, SECOND, "back", STREET, ["UNIT_ADMIN"]).json()
    below = change(people.admin, below, disabled=True).json()
    _, himself = admin(people, SECOND, "back")
    himself.session.headers["Bihuan-Tenant"] = DISTRICT
    answer = change(himself, below, disabled=False)
    assert answer.status_code == 403 and answer.json()["code"] == "separation-of-duties"
    assert change(people.admin, below, disabled=False).json()["disabled_at"] is None
