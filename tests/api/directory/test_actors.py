# SPDX-License-Identifier: MIT
"""Who acted is (issuer, subject): two issuers may know two persons by one name, and nobody is the platform or grants
himself roles."""
import pytest

from support.api import Api
from support.outside import FIRST, SECOND, Outside
from support.stack import Stack

DISTRICT, STREET = "310117", "310117002"


@pytest.fixture(scope="module")
def people():
    """Api of a person of an outer issuer."""
    with Stack(services=["directory"]) as stack:
        person = Outside(stack)
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


def acts_for(person):
    answer = person.get("/me")
    assert answer.status_code == 200, answer.text
    return answer.json()["tenant"]["code"]


@pytest.mark.parametrize("roles", [[], ["UNIT_ADMIN"]])
def test_a_membership_that_a_stranger_gives_locks_nobody_out(people, roles):
    """`mayor` never asked for it, and his browser names no tenant."""
    _, mayor = admin(people, FIRST, f"mayor-{len(roles)}")
    stranger = people.stack.api(STREET, "TENANT_ADMIN")
    assert member(stranger, FIRST, f"mayor-{len(roles)}", STREET, roles).status_code == 201
    assert acts_for(mayor) == DISTRICT
    mayor.session.headers["Bihuan-Tenant"] = STREET
    assert acts_for(mayor) == STREET, "he may still act for it, when he says so"


def test_who_has_a_role_in_one_tenant_only_acts_for_that_one(people):
    member(people.admin, FIRST, "moved", STREET, [])
    _, moved = admin(people, FIRST, "moved")
    assert acts_for(moved) == DISTRICT
