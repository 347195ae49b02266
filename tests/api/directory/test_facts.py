# SPDX-License-Identifier: MIT
"""Calendars, deadlines, files, leading groups and the audit trail."""
import hashlib

import pytest

from support.issues import NEW, etag, ok, refused
from support.stack import today


@pytest.fixture(scope="module")
def office(stack):
    return stack.api("310117", "DIST_OFFICE")


@pytest.fixture(scope="module")
def platform(stack):
    return stack.api("310000", "PLATFORM_ADMIN")


# ---- calendars and deadlines


def compute(office, **body):
    return office.post("/deadlines/compute", body)


@pytest.mark.parametrize("vector, body, expected", [
    ("BV-1", {"start": "2026-08-10", "amount": 30, "unit": "WD"}, ("2026-09-20", "2026-09-20", False)),
    ("BV-2", {"start": "2026-05-11", "amount": 6, "unit": "MON"}, ("2026-11-11", "2026-11-11", False)),
    ("BV-3", {"start": "2026-08-31", "amount": 6, "unit": "MON"}, ("2027-02-28", "2027-03-01", True)),
    ("DV-1", {"start": "2026-09-10", "amount": 15, "unit": "CD"}, ("2026-09-25", "2026-09-28", False)),
    ("DV-5", {"start": "2026-09-28", "amount": 5, "unit": "WD"}, ("2026-10-10", "2026-10-10", False)),
    ("DV-16", {"start": "2026-09-01", "amount": 30, "unit": "CD", "roll": False}, ("2026-10-01", "2026-10-01", False)),
])
def test_deadline_vectors_over_http(office, vector, body, expected):
    answer = compute(office, **body).json()
    assert (answer["nominal_due"], answer["due"], answer["provisional"]) == expected, vector


def test_pauses_extensions_and_hours(office):
    paused = compute(office, start="2026-08-20", amount=90, unit="CD",
                     exclusions=[{"from": "2026-10-12", "to": "2026-10-23"}]).json()
    assert paused["due"] == "2026-11-30"
    extended = compute(office, start="2026-08-20", amount=90, unit="CD",
                       extensions=[{"amount": 30, "unit": "CD"}]).json()
    assert extended["due"] == "2026-12-18"
    hours = compute(office, start_at="2026-08-20T10:00:00+08:00", amount=24, unit="H").json()
    assert hours["due_at"].startswith("2026-08-21T10:00:00")


@pytest.mark.parametrize("body, pointer", [
    ({"amount": 1, "unit": "CD"}, "/start"), ({"amount": 1, "unit": "H"}, "/start_at"),
    ({"start": "2026-02-30", "amount": 1, "unit": "CD"}, "/start"),
    ({"start": "2026-01-01", "amount": -1, "unit": "CD"}, "/amount"),
    ({"start": "2026-01-01", "amount": 5, "unit": "YEAR"}, "/unit"),
    ({"start": "2026-01-01", "amount": 9000, "unit": "CD"}, "/amount"),
])
def test_impossible_deadlines_are_refused_with_their_field(office, body, pointer):
    answer = compute(office, **body)
    assert answer.status_code == 422 and pointer in {e["pointer"] for e in answer.json()["errors"]}


def test_a_calendar_is_loaded_and_results_are_no_longer_provisional(lone_stack):
    platform = lone_stack.api("310000", "PLATFORM_ADMIN")
    body = {"source": "国务院办公厅通知（测试）", "days": [{"date": "2027-03-01", "is_workday": False, "name": "测试假日"},
                                                    {"date": "2027-03-06", "is_workday": True, "name": "测试补班"}]}
    made = platform.put("/calendars/2027", body, headers=NEW)
    assert made.status_code == 200 and made.json()["row_version"] == 1
    answer = compute(platform, start="2026-08-31", amount=6, unit="MON").json()
    assert (answer["due"], answer["provisional"]) == ("2027-03-02", False)
    # the same again changes nothing
    assert platform.put("/calendars/2027", body, headers=etag(1)).json()["row_version"] == 1
    assert 2027 in {c["year"] for c in platform.get("/calendars").json()["items"]}
    assert len(platform.get("/calendars/2027").json()["days"]) == 2


@pytest.mark.parametrize("day", [
    {"date": "2028-01-03", "is_workday": True, "name": "周一"},
    {"date": "2027-12-31", "is_workday": False, "name": "别的年份"}])
def test_a_calendar_holds_days_of_its_year_and_make_up_days_on_weekends(platform, day):
    answer = platform.put("/calendars/2028", {"source": "测试", "days": [day]}, headers=NEW)
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/days/0/date"


def test_a_calendar_is_not_loaded_over_what_was_not_read(platform):
    place, body = "/calendars/2030", {"source": "测试", "days": []}
    refused(platform.put(place, body), 428)
    refused(platform.put(place, body, headers=etag(1)), 412)  # there is none yet
    assert ok(platform.put(place, body, headers=NEW))["row_version"] == 1
    for stale in (NEW, etag(2)):
        refused(platform.put(place, body, headers=stale), 412)
    changed = platform.put(place, body | {"source": "更正"}, headers=etag(1))
    assert ok(changed)["row_version"] == 2 and changed.headers["ETag"] == '"2"'
    refused(platform.put(place, body, headers=etag(1)), 412)
    assert ok(platform.get(place))["source"] == "更正"


def test_only_the_platform_loads_calendars(office):
    assert office.put("/calendars/2029", {"source": "x", "days": []}).status_code == 403
    assert office.get("/calendars/1066").status_code == 404 and office.get("/calendars/soon").status_code == 404


# ---- files


def upload(api, content, name="报告.pdf"):
    return api.post("/files", params={"name": name}, data=content, headers={"Content-Type": "application/octet-stream"})


def test_a_file_is_kept_by_its_hash_and_told_its_type(office):
    content = b"%PDF-1.7\n" + bytes(range(256)) * 64
    made = upload(office, content)
    assert made.status_code == 201
    assert made.json()["sha256"] == hashlib.sha256(content).hexdigest() and made.json()["media_type"] == "application/pdf"
    again = upload(office, content, "副本.pdf").json()
    assert again["sha256"] == made.json()["sha256"] and again["id"] != made.json()["id"]
    got = office.get(f"/files/{made.json()['id']}/content")
    assert got.content == content and got.headers["Content-Type"] == "application/pdf"
    assert "filename" in got.headers["Content-Disposition"] and got.headers["X-Content-Type-Options"] == "nosniff"
    assert len(office.get("/files", params={"sha256": again["sha256"]}).json()["items"]) == 2
    assert office.get(f"/files/{again['id']}").json()["name"] == "副本.pdf"


def test_programs_empty_files_and_paths_are_refused(office):
    assert upload(office, b"MZ\x90\x00\x03").status_code == 415
    assert upload(office, b"<html><script>").status_code == 415
    assert upload(office, b"").status_code in (400, 422)
    assert upload(office, b"%PDF-1.7", "../x.pdf").status_code == 422


def test_32_mib_are_taken_and_a_byte_more_is_not(office):
    most = b"%PDF-1.7\n".ljust(32 << 20, b"x")
    assert upload(office, most).status_code == 201
    assert upload(office, most + b"x").status_code == 413


def test_a_file_of_another_tenant_is_not_found(stack, office):
    made = upload(office, b"%PDF-1.4 own").json()
    sibling = stack.api("310112", "DIST_OFFICE")
    assert sibling.get(f"/files/{made['id']}").status_code == 404
    assert sibling.get(f"/files/{made['id']}/content").status_code == 404
    assert stack.api("310000", "CITY_OFFICE").get(f"/files/{made['id']}").status_code == 200


# ---- leading group


def group(**more):
    posts = [("HEAD", "区委书记"), ("EXEC_DEPUTY", "区委副书记、区长"), ("DEPUTY", "分管区长")]
    return {"name": "市环保督察整改工作领导小组", "established_on": "2026-09-01",
            "members": [{"role": r, "post": p, "tenant": "310117"} for r, p in posts] +
                       [{"role": "MEMBER", "post": "主要负责人", "tenant": "310117-STHJ"}],
            "sections": [{"kind": k, "tenant": "310117-STHJ", "duties": "日常调度"}
                         for k in ("OFFICE", "RECTIFY", "SUPERVISE", "ACCOUNT", "PUBLICITY")]} | more


def test_a_leading_group_with_its_office_and_four_special_groups(lone_stack):
    office = lone_stack.api("310117", "DIST_OFFICE")
    made = office.post("/leading-groups", group())
    assert made.status_code == 201 and len(made.json()["members"]) == 4 and len(made.json()["sections"]) == 5
    assert office.post("/leading-groups", group()).status_code == 409  # one at a time
    path = f"/leading-groups/{made.json()['id']}"
    version = {"If-Match": f'"{made.json()["row_version"]}"'}
    for day in ("2026-08-31", str(today(1))):
        answer = office.patch(path, {"dissolved_on": day}, headers=version)
        assert refused(answer, 422)["errors"][0]["pointer"] == "/dissolved_on", day
    ended = office.patch(path, {"dissolved_on": "2026-11-01"}, headers=version)
    assert ended.json()["dissolved_on"] == "2026-11-01" and office.post("/leading-groups", group()).status_code == 201
    assert len(office.get("/leading-groups").json()["items"]) == 2
    city = lone_stack.api("310000", "CITY_OFFICE")
    assert city.get(path).status_code == 200
    assert lone_stack.api("310112", "DIST_OFFICE").get(path).status_code == 404


def test_two_heads_a_missing_group_and_an_unknown_unit_are_refused(office):
    two = group()
    two["members"].append({"role": "HEAD", "post": "区长", "tenant": "310117"})
    assert office.post("/leading-groups", two).json()["errors"][0]["pointer"] == "/members"
    assert office.post("/leading-groups", group(sections=group()["sections"][:4])).status_code == 422
    strange = group()
    strange["members"][3]["tenant"] = "310112-STHJ"
    assert office.post("/leading-groups", strange).json()["errors"][0]["pointer"] == "/members/3/tenant"


# ---- audit


def test_every_change_is_in_the_audit_trail_and_reading_it_too(stack, office):
    made = upload(office, b"%PDF-1.4 audited").json()
    auditor = stack.api("310117", "AUDITOR")
    entries = auditor.get("/audit-entries", params={"object_id": made["id"], "object_kind": "file",
                                                    "count": "exact"}).json()
    assert [e["action"] for e in entries["items"]] == ["file.create"] and entries["total"] == 1
    reads = auditor.get("/audit-entries", params={"action": "audit.read"}).json()["items"]
    assert reads and stack.api("310112", "AUDITOR").get("/audit-entries",
                                                        params={"object_id": made["id"]}).json()["items"] == []
    assert office.get("/audit-entries").status_code == 403
