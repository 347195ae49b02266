# SPDX-License-Identifier: MIT
"""Members, roles and API clients (domain F.3)."""
import base64

import jwt
import pytest


@pytest.fixture(scope="module")
def tenant_admin(stack):
    return stack.api("310117", "TENANT_ADMIN")


def member(api, subject, tenant="310117-STHJ", roles=("UNIT_ADMIN",), **more):
    return api.post("/members", {"tenant": tenant, "issuer": "https://id.example.cn", "subject": subject, "name": "张某",
                                 "roles": list(roles)} | more)


def test_me_says_who_acts_for_whom(stack):
    me = stack.api("310117", "DIST_OFFICE").get("/me").json()
    assert me["tenant"]["code"] == "310117" and me["roles"] == ["DIST_OFFICE"] and "issues:register" in me["permissions"]


def test_the_role_catalogue_names_levels_and_separated_duties(stack):
    roles = stack.api("310117", "DIST_OFFICE").get("/roles").json()
    office = next(r for r in roles["items"] if r["role"] == "DIST_OFFICE")
    assert office["levels"] == ["DISTRICT"] and roles["separated_duties"]


def test_a_role_stands_only_at_its_level(tenant_admin):
    answer = member(tenant_admin, "u-1", roles=["DIST_OFFICE"])
    assert answer.status_code == 422 and answer.json()["errors"][0] | {"message": ""} == {
        "pointer": "/roles/0", "code": "level", "message": ""}
    assert member(tenant_admin, "u-1", roles=["NO_SUCH"]).json()["errors"][0]["code"] == "enum"


def test_roles_change_with_history(tenant_admin):
    made = member(tenant_admin, "u-2")
    assert made.status_code == 201 and made.json()["roles"] == ["UNIT_ADMIN"]
    path, version = f"/members/{made.json()['id']}", made.json()["row_version"]
    changed = tenant_admin.put(f"{path}/roles", {"roles": ["UNIT_LEADER"]}, headers={"If-Match": f'"{version}"'})
    assert changed.json()["roles"] == ["UNIT_LEADER"]
    history = changed.json()["role_history"]
    assert {(h["role"], h["revoked_at"] is None) for h in history} == {("UNIT_ADMIN", False), ("UNIT_LEADER", True)}
    stale = tenant_admin.put(f"{path}/roles", {"roles": []}, headers={"If-Match": f'"{version}"'})
    assert stale.status_code == 412


def test_a_person_is_one_member_of_a_tenant(tenant_admin):
    assert member(tenant_admin, "u-3").status_code == 201
    assert member(tenant_admin, "u-3").status_code == 409
    assert member(tenant_admin, "u-3", tenant="310117-SW").status_code == 201


def test_nobody_grants_above_or_beside_his_tenant(stack, tenant_admin):
    assert member(tenant_admin, "u-4", tenant="310000").status_code in (403, 422)
    assert member(tenant_admin, "u-4", tenant="310112-STHJ").status_code in (403, 422)
    city = stack.api("310000", "TENANT_ADMIN")
    assert member(city, "u-4", tenant="310000", roles=["PLATFORM_ADMIN"]).status_code == 403


def test_a_platform_administrator_is_changed_by_another_one_only(stack):
    platform, city = stack.api("310000", "PLATFORM_ADMIN"), stack.api("310000", "TENANT_ADMIN")
    made = member(platform, "u-6", tenant="310000", roles=["PLATFORM_ADMIN", "AUDITOR"]).json()
    path, version = f"/members/{made['id']}", {"If-Match": f'"{made["row_version"]}"'}
    for roles in ([], ["AUDITOR"]):
        assert city.put(f"{path}/roles", {"roles": roles}, headers=version).status_code == 403
    for fields in ({"disabled": True}, {"disabled": False}):
        assert city.patch(path, fields, headers=version).status_code == 403
    ended = platform.put(f"{path}/roles", {"roles": ["AUDITOR"]}, headers=version).json()
    assert ended["roles"] == ["AUDITOR"]
    version = {"If-Match": f'"{ended["row_version"]}"'}
    assert city.put(f"{path}/roles", {"roles": []}, headers=version).status_code == 200


def test_nobody_changes_his_own_roles(stack, tenant_admin):
    made = member(tenant_admin, "self-1", tenant="310117", roles=["TENANT_ADMIN"],
                  issuer="https://bihuan.localhost").json()
    own = type(tenant_admin)(stack, stack.ctl("token", "310117", "TENANT_ADMIN", "--sub", "self-1").strip())
    answer = own.put(f"/members/{made['id']}/roles", {"roles": ["DIST_OFFICE"]},
                     headers={"If-Match": f'"{made["row_version"]}"'})
    assert answer.status_code == 403 and answer.json()["code"] == "separation-of-duties"


def test_members_are_listed_and_changed_in_range_only(stack, tenant_admin):
    made = member(tenant_admin, "u-5", post="科长").json()
    assert made["post"] == "科长"
    listed = tenant_admin.get("/members", params={"tenant": "310117-STHJ", "role": "UNIT_ADMIN", "limit": 200,
                                                  "count": "exact"}).json()
    assert made["id"] in {m["id"] for m in listed["items"]} and listed["total"] >= 1
    sibling = stack.api("310112", "TENANT_ADMIN")
    assert sibling.get(f"/members/{made['id']}").status_code == 404
    gone = tenant_admin.patch(f"/members/{made['id']}", {"disabled": True, "post": None},
                              headers={"If-Match": f'"{made["row_version"]}"'})
    assert gone.json()["disabled_at"] and gone.json()["post"] is None


# ---- clients


def client(api, permissions=("issues:read", "directory:read"), tenant="310117-STHJ"):
    return api.post("/clients", {"tenant": tenant, "name": "监测平台", "permissions": list(permissions)})


def token(stack, form, headers=None):
    return stack.api().request("POST", "/oauth2/token", data={"grant_type": "client_credentials"} | form,
                               headers=headers or {})


def test_a_client_gets_a_token_for_what_it_was_granted(stack, tenant_admin):
    made = client(tenant_admin).json()
    answer = token(stack, {"client_id": made["client_id"], "client_secret": made["client_secret"]})
    assert answer.status_code == 200 and answer.json()["expires_in"] == 900
    me = type(tenant_admin)(stack, answer.json()["access_token"]).get("/me").json()
    assert me["is_client"] and me["tenant"]["code"] == "310117-STHJ" and sorted(me["permissions"]) == ["directory:read",
            "issues:read"]
    keys = stack.api().get("/.well-known/jwks.json").json()["keys"]
    head = jwt.get_unverified_header(answer.json()["access_token"])
    assert head["alg"] == "RS256" and head["kid"] in {k["kid"] for k in keys}
    assert all("d" not in k and "p" not in k for k in keys)


def test_a_client_acts_under_its_whole_name(stack, tenant_admin):
    name = "松江区水务局河道水质监测系统" * 8 + "𠮷" * 8
    body = {"tenant": "310117-STHJ", "name": name, "permissions": ["directory:read", "files:write"]}
    made = tenant_admin.post("/clients", body).json()
    answer = token(stack, {"client_id": made["client_id"], "client_secret": made["client_secret"]})
    own = type(tenant_admin)(stack, answer.json()["access_token"])
    assert len(name) == 120 and own.get("/me").json()["name"] == name


@pytest.mark.parametrize("scheme", ["Basic ", "basic ", "BASIC  "])
def test_credentials_also_come_by_basic_auth(stack, tenant_admin, scheme):
    made = client(tenant_admin).json()
    basic = base64.b64encode(f"{made['client_id']}:{made['client_secret']}".encode()).decode()
    assert token(stack, {"scope": "issues:read"}, {"Authorization": scheme + basic}).json()["scope"] == "issues:read"


def test_the_audit_has_the_address_that_the_gateway_saw(stack, tenant_admin):
    headers = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Request-Id": "seen-by-the-gateway"}
    body = {"tenant": "310117-STHJ", "name": "监测平台", "permissions": ["issues:read"]}
    assert tenant_admin.post("/clients", body, headers=headers).status_code == 201
    assert stack.psql("select remote from bihuan.audit_entry where request_id = 'seen-by-the-gateway'").split() == ["203.0.113.7"]


def test_wrong_secrets_unknown_clients_and_ungranted_scopes_get_nothing(stack, tenant_admin):
    made = client(tenant_admin).json()
    good = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    assert token(stack, good | {"client_secret": "0" * 64}).status_code == 401
    assert token(stack, good | {"client_id": "bh-nobody00"}).status_code == 401
    assert token(stack, good | {"scope": "tenants:write"}).status_code == 422
    assert token(stack, {}).status_code == 401
    assert token(stack, good | {"grant_type": "password"}).status_code == 400


def test_a_rotated_secret_and_a_disabled_client(stack, tenant_admin):
    made = client(tenant_admin).json()
    path = f"/clients/{made['id']}"
    rotated = tenant_admin.patch(path, {"rotate_secret": True}, headers={"If-Match": f'"{made["row_version"]}"'}).json()
    assert rotated["client_secret"] != made["client_secret"]
    assert token(stack, {"client_id": made["client_id"], "client_secret": made["client_secret"]}).status_code == 401
    assert "client_secret" not in tenant_admin.get(path).json()
    assert tenant_admin.patch(path, {"disabled": True},
                              headers={"If-Match": f'"{rotated["row_version"]}"'}).status_code == 200
    assert token(stack, {"client_id": made["client_id"], "client_secret": rotated["client_secret"]}).status_code == 401
    assert made["id"] in {c["id"] for c in tenant_admin.get("/clients").json()["items"]}


def test_a_client_never_gets_what_clients_may_not_have(tenant_admin):
    assert client(tenant_admin, ["tenants:write"]).status_code == 422


def test_rotated_keys_sign_and_the_old_ones_still_verify(lone_stack):
    caller = lone_stack.api("310117", "DIST_OFFICE")
    old = caller.token
    lone_stack.ctl("keys", "rotate")
    lone_stack.clock.move(seconds=61)  # every service has read it before it signs
    fresh = lone_stack.token("310117", "DIST_OFFICE")
    assert jwt.get_unverified_header(old)["kid"] != jwt.get_unverified_header(fresh)["kid"]
    for text in (old, fresh):
        lone_stack.until(lambda t=text: type(caller)(lone_stack, t).get("/me").status_code == 200, 10)


def test_a_closed_body_gets_nothing_more(stack, tenant_admin):
    platform = stack.api("310000", "PLATFORM_ADMIN")
    for code in ("310117K75", "310117K76"):
        assert platform.post("/tenants", {"kind": "DEVZONE", "code": code, "name": "待并开发区", "parent": "310117",
                                          "valid_from": "2024-01-01"}).status_code == 201
    made = client(tenant_admin, tenant="310117K75").json()
    person = member(tenant_admin, "k75", tenant="310117K75").json()
    given = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    assert token(stack, given).status_code == 200
    assert platform.post("/region-changes", {
        "kind": "MERGE", "tenant": "310117K75", "successors": [{"tenant": "310117K76"}], "effective_date": "2026-01-01",
        "approval_doc": "沪府〔2026〕1号"}).status_code == 201
    assert token(stack, given).status_code == 401
    assert client(tenant_admin, tenant=made["tenant_id"]).status_code == 409
    assert member(tenant_admin, "k75b", tenant=made["tenant_id"]).status_code == 409
    path = f"/clients/{made['id']}"
    version = {"If-Match": tenant_admin.get(path).headers["ETag"]}
    for body in ({"rotate_secret": True}, {"permissions": ["issues:read"]}):
        assert tenant_admin.patch(path, body, headers=version).status_code == 409, body
    assert tenant_admin.patch(path, {"disabled": True}, headers=version).status_code == 200
    roles, version = f"/members/{person['id']}/roles", {"If-Match": f'"{person["row_version"]}"'}
    assert tenant_admin.put(roles, {"roles": ["UNIT_ADMIN"]}, headers=version).status_code == 409
    assert tenant_admin.put(roles, {"roles": []}, headers=version).status_code == 200
