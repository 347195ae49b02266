# SPDX-License-Identifier: MIT
"""Tenants: the tree, its import, its changes by date (domain F.2, F.6)."""
import uuid

import psycopg2
import pytest

from support.stack import today

CSV = {"Content-Type": "text/csv"}


@pytest.fixture(scope="module")
def admin(stack):
    return stack.api("310000", "PLATFORM_ADMIN")


def find(api, code, **query):
    items = api.get("/tenants", params={"code": code} | query).json()["items"]
    return items[0] if items else None


def make(admin, code, parent, kind="DEVZONE", name="测试开发区", **more):
    return admin.post("/tenants", {"code": code, "kind": kind, "parent": parent, "name": name,
                                   "valid_from": "2024-01-01"} | more)


def test_a_district_sees_itself_its_subtree_and_the_city_above(stack):
    district = stack.api("310117", "DIST_OFFICE")
    seen = district.get("/tenants", params={"limit": 200, "count": "exact"}).json()
    codes = {t["code"] for t in seen["items"]}
    assert "310117" in codes and "310117001" in codes and "310117-STHJ" in codes
    assert not any(c.startswith("310112") for c in codes)
    city = find(district, "310000")
    assert city is None or city["kind"] == "CITY"  # an ancestor's name may be read, never a sibling's


def test_a_sibling_district_is_not_found(stack, admin):
    sibling = find(admin, "310112")
    assert stack.api("310117", "DIST_OFFICE").get(f"/tenants/{sibling['id']}").status_code == 404


def test_kinds_and_codes_are_checked_with_pointers(admin):
    answer = make(admin, "310112K01", "310117")
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/code"
    answer = make(admin, "310117001", "310000", kind="STREET")
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/parent"
    answer = make(admin, "310117K09", "999999")
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/parent"


def test_a_tenant_is_made_once(admin):
    made = make(admin, "310117K01", "310117")
    assert made.status_code == 201 and made.headers["Location"].endswith(made.json()["id"])
    again = make(admin, "310117K01", "310117")
    assert again.status_code == 409
    assert make(admin, "310117K01-SW", "310117K01", kind="DEPARTMENT", name="测试开发区水务站").status_code == 201


def test_a_change_needs_the_version_that_was_read(admin):
    tenant = make(admin, "310117K02", "310117").json()
    path = f"/tenants/{tenant['id']}"
    assert admin.patch(path, {"short_name": "二区"}).status_code == 428
    stale = {"If-Match": '"99"'}
    assert admin.patch(path, {"short_name": "二区"}, headers=stale).status_code == 412
    done = admin.patch(path, {"short_name": "二区"}, headers={"If-Match": f'"{tenant["row_version"]}"'})
    assert done.status_code == 200 and done.json()["short_name"] == "二区"
    assert done.headers["ETag"] == f'"{done.json()["row_version"]}"'


def test_nobody_below_the_platform_changes_the_tree(stack):
    answer = make(stack.api("310117", "DIST_OFFICE"), "310117K05", "310117")
    assert answer.status_code == 403


def test_prefix_siblings_never_match(stack, admin):
    """Invariant 2: 310117K3 and a code that continues it are different bodies with scopes of their own."""
    make(admin, "310117K30", "310117")
    other = make(admin, "310112K30", "310112")
    assert other.status_code == 201
    seen = stack.api("310117", "DIST_OFFICE").get("/tenants", params={"q": "310112K30"}).json()
    assert seen["items"] == []


def test_children_and_filters(admin):
    district = find(admin, "310117")
    children = admin.get(f"/tenants/{district['id']}/children").json()["items"]
    assert len([c for c in children if c["kind"] == "STREET"]) == 17
    streets = admin.get("/tenants", params={"parent": "310117", "kind": "STREET", "limit": 200,
                                            "count": "exact"}).json()
    assert len(streets["items"]) == 17 and streets["total"] == 17


def test_pages_continue_where_the_last_one_ended(admin):
    first = admin.get("/tenants", params={"limit": 100}).json()
    ids = [t["id"] for t in first["items"]]
    while first["next_cursor"]:
        first = admin.get("/tenants", params={"limit": 100, "cursor": first["next_cursor"]}).json()
        ids += [t["id"] for t in first["items"]]
    assert len(ids) == len(set(ids)) > 300 and ids == sorted(ids, reverse=True)


# ---- import


def rows(*lines):
    return "\n".join(("code,kind,parent_code,name,short_name,valid_from,note,pseudo",) + lines) + "\n"


def send(admin, text, **query):
    return admin.post("/tenants/import", params=query, data=text if isinstance(text, bytes) else text.encode(),
                      headers=CSV)


def test_an_import_is_validated_without_being_written(admin):
    answer = send(admin, rows("310117K61,DEVZONE,310117,验证开发区,,2024-01-01,,false"))
    assert answer.json()["status"] == "validated" and answer.json()["stats"]["created"] == 1
    assert find(admin, "310117K61") is None


def test_all_or_nothing_with_each_error_at_its_row(admin):
    answer = send(admin, rows("310117K62,DEVZONE,310117,甲开发区,,2024-01-01,,false",
                              "310112K62,DEVZONE,310117,乙开发区,,2024-01-01,,false",
                              "310117K63,PLANET,310117,丙,,2024-01-01,,false",
                              "310117K64,DEVZONE,310117,丁,,2024-02-30,,false"), mode="commit")
    assert answer.status_code == 422
    report = answer.json()["report"]
    assert report["stats"]["rejected"] == 3 and sorted(report["rejected_rows"]) == [3, 4, 5]
    assert {(c["property"], tuple(c["rows"])) for c in report["conflicts"]} == {("code", (3,)), ("kind", (4,)),
            ("valid_from", (5,))}
    assert find(admin, "310117K62") is None


def test_row_by_row_takes_the_good_ones_and_a_second_run_changes_nothing(admin):
    text = rows("310117K66,DEVZONE,310117,己开发区,,2024-01-01,,false", "310117K67,DEVZONE,31011,庚,,2024-01-01,,false")
    answer = send(admin, text, mode="commit", atomic="row")
    assert answer.status_code == 200 and answer.json()["status"] == "partial"
    assert answer.json()["stats"] == {"total": 2, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    before = find(admin, "310117K66")
    again = send(admin, text, mode="commit", atomic="row").json()
    assert again["stats"]["unchanged"] == 1 and again["stats"]["created"] == 0
    assert find(admin, "310117K66") == before


def test_two_rows_with_one_code_are_both_refused(admin):
    line = "310117K68,DEVZONE,310117,辛开发区,,2024-01-01,,false"
    report = send(admin, rows(line, line), mode="commit").json()["report"]
    assert [(c["code"], c["rows"]) for c in report["conflicts"]] == [("duplicate", [2, 3])]


def test_a_wrong_header_names_every_fault(admin):
    answer = send(admin, "code,kind,colour\n310117K69,DEVZONE,red\n", mode="commit")
    assert answer.status_code == 422 and answer.json()["code"] == "import-rejected"
    assert {(e["pointer"], e["code"]) for e in answer.json()["errors"]} == {
        ("/header/colour", "unknown"), ("/header/name", "required"), ("/header/valid_from", "required")}


def test_gb18030_is_read_and_mixed_encodings_are_refused(admin):
    text = rows("310117K70,DEVZONE,310117,壬开发区,,2024-01-01,,false")
    answer = send(admin, text.encode("gb18030"), mode="commit")
    assert answer.json()["encoding"] == "GB18030" and find(admin, "310117K70")["name"] == "壬开发区"
    mixed = text.encode("gb18030") + "310117K71,DEVZONE,310117,癸开发区,,2024-01-01,,false\n".encode()
    assert send(admin, mixed, mode="commit").json()["code"] == "bad-encoding"


def test_statistical_units_are_counted_but_not_tenants(admin):
    answer = send(admin, rows("310117501,STREET,310117,某工业区,,2024-01-01,,true"), mode="commit")
    assert answer.json()["stats"]["unchanged"] == 1 and find(admin, "310117501") is None


# ---- changes by date


def change(admin, **body):
    return admin.post("/region-changes", {"approval_doc": "沪府〔2026〕1号"} | body)


def test_a_renamed_body_keeps_its_old_name_for_old_dates(stack, admin):
    tenant = make(admin, "310117K40", "310117", name="旧名开发区").json()
    answer = change(admin, kind="RENAME", tenant="310117K40", new_name="新名开发区", effective_date="2026-01-01")
    assert answer.status_code == 201 and answer.json()["state"] == "APPLIED"
    assert find(admin, "310117K40")["name"] == "新名开发区"
    assert find(admin, "310117K40", as_of="2025-06-30")["name"] == "旧名开发区"
    assert [v["name"] for v in admin.get(f"/tenants/{tenant['id']}").json()["versions"]] == ["旧名开发区", "新名开发区"]


def test_a_future_change_waits_for_its_day(lone_stack):
    admin = lone_stack.api("310000", "PLATFORM_ADMIN")
    make(admin, "310117K41", "310117", name="待变开发区")
    planned = change(admin, kind="RENAME", tenant="310117K41", new_name="已变开发区", effective_date="2027-01-01").json()
    assert planned["state"] == "PLANNED" and find(admin, "310117K41")["name"] == "待变开发区"
    lone_stack.clock.move(days=60)
    lone_stack.ctl("jobs", "run", "directory", "region-changes")
    admin = lone_stack.api("310000", "PLATFORM_ADMIN")
    lone_stack.until(lambda: admin.get(f"/region-changes/{planned['id']}").json()["state"] == "APPLIED")
    assert find(admin, "310117K41")["name"] == "已变开发区"
    auditor = lone_stack.api("310117", "AUDITOR")
    trail = auditor.get("/audit-entries", params={"action": "tenant.change", "object_id": planned["tenant_id"]}).json()
    assert [e["detail"]["change"] for e in trail["items"]] == ["UPDATED", "CREATED"]


def test_changes_that_cannot_be_applied_hold_up_no_other(lone_stack):
    admin = lone_stack.api("310000", "PLATFORM_ADMIN")
    make(admin, "310117K45", "310117", name="待变开发区")
    day = today(1).isoformat()
    hopeless = [change(admin, kind="ABOLISH", tenant="310117", effective_date=day).json() for _ in range(25)]
    planned = change(admin, kind="RENAME", tenant="310117K45", new_name="已变开发区", effective_date=day).json()
    assert {made["state"] for made in (*hopeless, planned)} == {"PLANNED"}
    lone_stack.clock.move(days=1)
    lone_stack.run_job("region-changes", "directory")
    admin = lone_stack.api("310000", "PLATFORM_ADMIN")
    read = [admin.get(f"/region-changes/{made['id']}").json() for made in (*hopeless, planned)]
    assert [made["state"] for made in read] == ["PLANNED"] * 25 + ["APPLIED"]
    assert "open bodies below" in read[0]["detail"]["refused"]
    assert not any("refused" in made["detail"] for made in read[1:])  # those of its body wait behind it


def test_a_change_that_waits_for_others_holds_nothing(lone_stack):
    """Who imports for an hour holds his own body's place, and that of no other."""
    admin, day = lone_stack.api("310000", "PLATFORM_ADMIN"), today(1).isoformat()
    made = [make(admin, f"310117K{n}", "310117").json() for n in (31, 32, 33)]
    planned = [change(admin, kind="TRANSFER", tenant=body["id"], new_parent="310112", new_code=f"310112K{n}",
                      effective_date=day).json() for body, n in zip(made, (31, 32, 33))]
    states = lambda: [admin.get(f"/region-changes/{p['id']}").json()["state"] for p in planned]  # noqa: E731
    with psycopg2.connect(f"{lone_stack.postgres.conninfo} user=postgres") as other, other.cursor() as cursor:
        cursor.execute("select bihuan.scope_hold(id, scope, true) from bihuan.tenant where id = %s", (made[1]["id"],))
        lone_stack.clock.move(days=1)
        admin = lone_stack.api("310000", "PLATFORM_ADMIN")
        lone_stack.until(lambda: states() == ["APPLIED", "PLANNED", "APPLIED"])
        answer = lone_stack.api("310112K31", "UNIT_ADMIN").request(
            "POST", "/files?name=a.pdf", data=b"%PDF-1.4\n%%EOF\n", headers={"Content-Type": "application/pdf"})
        assert answer.status_code == 201, answer.text
        lone_stack.until(lambda: "refused" in admin.get(f"/region-changes/{planned[1]['id']}").json()["detail"])
        other.rollback()
    lone_stack.clock.move(minutes=2)
    lone_stack.run_job("region-changes", "directory")
    assert states() == ["APPLIED"] * 3


def withdraw(admin, made, **headers):
    return admin.post(f"/region-changes/{made['id']}/withdraw", {"reason": "批复有误，另行报批"},
                      headers={"If-Match": f'"{made["row_version"]}"'} | headers)


def test_a_planned_change_is_withdrawn_and_tried_no_more(lone_stack):
    admin = lone_stack.api("310000", "PLATFORM_ADMIN")
    make(admin, "310117K46", "310117", name="待变开发区")
    day = today(1).isoformat()
    hopeless = change(admin, kind="ABOLISH", tenant="310117", effective_date=day).json()
    planned = change(admin, kind="RENAME", tenant="310117K46", new_name="已变开发区", effective_date=day).json()
    assert withdraw(admin, planned, **{"If-Match": '"7"'}).status_code == 412
    gone = withdraw(admin, planned)
    assert gone.status_code == 200 and gone.json()["state"] == "WITHDRAWN"
    assert gone.json()["withdrawn_by"] and gone.json()["withdraw_reason"] == "批复有误，另行报批"
    assert withdraw(admin, gone.json()).status_code == 409
    lone_stack.clock.move(days=1)
    lone_stack.run_job("region-changes", "directory")
    admin = lone_stack.api("310000", "PLATFORM_ADMIN")
    assert find(admin, "310117K46")["name"] == "待变开发区"
    assert [c["id"] for c in admin.get("/region-changes?state=WITHDRAWN").json()["items"]] == [planned["id"]]
    refused = admin.get(f"/region-changes/{hopeless['id']}").json()
    assert "open bodies below" in refused["detail"]["refused"] and withdraw(admin, refused).status_code == 200
    lone_stack.clock.move(hours=2)
    lone_stack.run_job("region-changes", "directory")
    admin = lone_stack.api("310000", "PLATFORM_ADMIN")
    assert admin.get(f"/region-changes/{hopeless['id']}").json()["state"] == "WITHDRAWN"
    assert lone_stack.psql("select count(*) from bihuan.audit_entry where action = 'region_change.withdraw'").strip() == "2"


def test_what_has_been_applied_is_not_withdrawn(stack, admin):
    make(admin, "310117K47", "310117", name="旧名开发区")
    applied = change(admin, kind="RENAME", tenant="310117K47", new_name="新名开发区", effective_date="2026-01-01").json()
    answer = withdraw(admin, applied)
    assert answer.status_code == 409 and answer.json()["code"] == "state-conflict"
    assert withdraw(stack.api("310117", "TENANT_ADMIN"), applied).status_code == 403


def test_a_merged_body_closes_and_says_what_superseded_it(admin):
    old, new = make(admin, "310117K42", "310117").json(), make(admin, "310117K43", "310117").json()
    body = {"kind": "MERGE", "tenant": "310117K42", "effective_date": "2026-01-01",
            "successors": [{"tenant": "310117K43"}]}
    assert change(admin, **body).status_code == 201
    closed = admin.get(f"/tenants/{old['id']}").json()
    assert closed["closed_on"] == "2026-01-01"
    assert [s["tenant_id"] for s in closed["superseded_by"]] == [new["id"]]
    assert find(admin, "310117K42", as_of="2026-01-01") is None and find(admin, "310117K42",
            as_of="2025-12-31")["id"] == old["id"]
    assert [s["tenant_id"] for s in find(admin, "310117K42")["superseded_by"]] == [new["id"]]  # an old code answers


def test_a_transferred_body_moves_with_its_subtree(stack, admin):
    make(admin, "310117K44", "310117")
    make(admin, "310117K44-SW", "310117K44", kind="DEPARTMENT", name="随迁水务站")
    answer = change(admin, kind="TRANSFER", tenant="310117K44", new_parent="310112", new_code="310112K44",
                    effective_date="2026-01-01")
    assert answer.status_code == 201
    old, new = stack.api("310117", "DIST_OFFICE"), stack.api("310112", "DIST_OFFICE")
    assert find(old, "310112K44") is None and find(new, "310112K44") is not None
    assert find(new, "310117K44-SW") is not None and find(old, "310117K44-SW") is None


def test_the_order_of_entry_is_no_matter(admin):
    """Changes entered the wrong way round: each says what it says from its day on, until a later one says otherwise."""
    tenant = make(admin, "310117K45", "310117", name="甲开发区").json()
    assert change(admin, kind="RECODE", tenant="310117K45", new_code="310117K46",
                  effective_date="2026-06-01").status_code == 201
    for name, day in (("丙开发区", "2026-08-01"), ("乙开发区", "2026-03-01")):
        assert change(admin, kind="RENAME", tenant="310117K46", new_name=name, effective_date=day).status_code == 201
    versions = admin.get(f"/tenants/{tenant['id']}").json()["versions"]
    assert [(v["valid_from"], v["code"], v["name"]) for v in versions] == [
        ("2024-01-01", "310117K45", "甲开发区"), ("2026-03-01", "310117K45", "乙开发区"), ("2026-06-01", "310117K46", "乙开发区"),
        ("2026-08-01", "310117K46", "丙开发区")]
    assert find(admin, "310117K45")["code"] == "310117K46"  # the old code finds it


def test_a_new_code_is_one_of_its_place(admin):
    """And a department is asked for what its new code says."""
    zone = make(admin, "310117K51", "310117").json()
    unit = make(admin, "310117-XQA", "310117", kind="DEPARTMENT", name="旧局", dept_code="XQA").json()
    for tenant, code in (("310117K51", "440100"), ("310117K51", "310112K51"), ("310117", "XX"),
                         ("310117-XQA", "310112-XQA")):
        for kind in ({"kind": "RECODE"}, {"kind": "RENAME", "new_name": "新名"}):
            answer = change(admin, tenant=tenant, new_code=code, effective_date="2026-01-01", **kind)
            assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/new_code", code
    answer = change(admin, kind="TRANSFER", tenant="310117K51", new_parent="310112", effective_date="2026-01-01")
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/new_code"
    assert find(admin, "310117K51")["id"] == zone["id"]
    answer = change(admin, kind="RECODE", tenant="310117-XQA", new_code="310117-XQB", effective_date="2026-01-01")
    assert answer.status_code == 201, answer.text
    assert admin.get(f"/tenants/{unit['id']}").json()["dept_code"] == "XQB"


def test_what_comes_too_late_is_refused(admin):
    make(admin, "310117K47", "310117")
    make(admin, "310117K48", "310117", valid_from="2026-05-01")
    assert change(admin, kind="RENAME", tenant="310117K47", new_name="新名",
                  effective_date="2026-06-01").status_code == 201
    for body in ({"kind": "ABOLISH", "effective_date": "2026-05-01"},
                 {"kind": "RENAME", "new_name": "早", "effective_date": "2023-12-31"},
                 {"kind": "MERGE", "effective_date": "2026-07-01", "successors": [{"tenant": "310117K47"}]}):
        assert change(admin, tenant="310117K47", **body).status_code == 409, body
    early = {"kind": "MERGE", "tenant": "310117K47", "successors": [{"tenant": "310117K48"}]}
    assert change(admin, **early, effective_date="2026-07-01").status_code == 201
    for body in ({"kind": "RENAME", "new_name": "晚", "effective_date": "2026-07-01"},
                 {"kind": "ABOLISH", "effective_date": "2026-08-01"},
                 {"kind": "TRANSFER", "new_parent": "310112", "effective_date": "2026-08-01"}):
        assert change(admin, tenant="310117K47", **body).status_code == 409, body
    make(admin, "310117K49", "310117")
    again = change(admin, kind="MERGE", tenant="310117K49", effective_date="2026-08-01",
                   successors=[{"tenant": "310117K47"}])
    assert again.status_code == 409  # a closed body takes nothing over


@pytest.mark.parametrize("body, pointer", [
    ({"kind": "RENAME"}, "/new_name"), ({"kind": "TRANSFER"}, "/new_parent"), ({"kind": "MERGE"}, "/successors"),
    ({"kind": "SPLIT", "successors": [{"tenant": "310117001", "share": "0.5"},
                                      {"tenant": "310117002", "share": "0.4"}]}, "/successors"),
])
def test_a_change_names_what_it_needs(admin, body, pointer):
    answer = change(admin, tenant="310117003", effective_date="2026-01-01", **body)
    assert answer.status_code == 422 and pointer in {e["pointer"] for e in answer.json()["errors"]}


def test_a_body_with_open_children_is_not_closed(admin):
    answer = change(admin, kind="ABOLISH", tenant="310117001", effective_date="2026-01-01")
    assert answer.status_code == 409 and answer.json()["code"] == "in-use"


def test_an_unknown_tenant_is_not_found(admin):
    assert admin.get(f"/tenants/{uuid.uuid4()}").status_code == 404
    assert admin.get("/tenants/not-a-uuid").status_code == 404
    assert admin.get(f"/tenants/{uuid.uuid4()}/children").status_code == 404
