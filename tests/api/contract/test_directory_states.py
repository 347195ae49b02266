# SPDX-License-Identifier: MIT
"""Answers of the directory that need an object: stale versions, and what the other tests leave out."""
import pytest

from support.issues import etag, ok, refused

STALE = etag(999)


@pytest.fixture(scope="module")
def platform(stack):
    return stack.api("310000", "PLATFORM_ADMIN")


@pytest.fixture(scope="module")
def office(stack):
    return stack.api("310117", "DIST_OFFICE")


def test_a_tenant_above_is_seen_and_not_changed(stack, platform):
    city = ok(platform.get("/tenants", params={"code": "310000"}))["items"][0]
    assert ok(platform.get("/tenants/" + city["id"]))["code"] == "310000"
    refused(stack.api("310117", "TENANT_ADMIN").patch("/tenants/" + city["id"], {"short_name": "沪"}, headers=etag(1)),
            403)


def test_a_member_is_read_and_changed_by_its_version(platform):
    body = {"tenant": "310117-SW", "issuer": "https://idp.example", "subject": "u-1", "name": "水务局经办人",
            "roles": ["UNIT_ADMIN"]}
    made = ok(platform.post("/members", body), 201)
    place = "/members/" + made["id"]
    assert ok(platform.get(place))["role_history"][0]["role"] == "UNIT_ADMIN"
    refused(platform.patch(place, {"post": "科长"}, headers=STALE), 412)
    assert ok(platform.patch(place, {"post": "科长"}, headers=etag(made["row_version"])))["post"] == "科长"
    refused(platform.put(place + "/roles", {"roles": []}, headers=STALE), 412)


def test_a_client_is_changed_by_its_version(platform):
    made = ok(platform.post("/clients", {"tenant": "310117-SW", "name": "排水系统", "permissions": ["directory:read"]}),
              201)
    place = "/clients/" + made["id"]
    refused(platform.patch(place, {"name": "改"}, headers=STALE), 412)
    assert ok(platform.patch(place, {"name": "改"}, headers=etag(made["row_version"])))["name"] == "改"


def test_a_leading_group_keeps_its_posts(office):
    units = (("OFFICE", "STHJ"), ("RECTIFY", "STHJ"), ("SUPERVISE", "DCS"), ("ACCOUNT", "JWJW"), ("PUBLICITY", "XCB"))
    sections = [{"kind": kind, "tenant": "310117-" + unit, "duties": "按职责分工"} for kind, unit in units]
    members = [{"role": "HEAD", "post": "区委书记", "tenant": "310117"},
               {"role": "EXEC_DEPUTY", "post": "区长", "tenant": "310117"},
               {"role": "DEPUTY", "post": "分管区长", "tenant": "310117"}]
    made = ok(office.post("/leading-groups", {"name": "整改工作领导小组", "established_on": "2026-10-12", "members": members,
                                              "sections": sections}), 201)
    place = "/leading-groups/" + made["id"]
    refused(office.patch(place, {"document_no": "1号"}, headers=STALE), 412)
    refused(office.patch(place, {"members": members[1:]}, headers=etag(made["row_version"])), 422)
    assert ok(office.patch(place, {"document_no": "1号"}, headers=etag(made["row_version"])))["document_no"] == "1号"


def test_changes_of_division_are_listed(platform):
    body = {"kind": "RENAME", "tenant": "310117-JXW", "effective_date": "2031-01-01", "approval_doc": "沪委编〔2030〕12号",
            "new_name": "松江区经济和信息化委员会"}
    made = ok(platform.post("/region-changes", body), 201)
    assert made["id"] in {c["id"] for c in ok(platform.get("/region-changes", params={"state": "PLANNED"}))["items"]}
