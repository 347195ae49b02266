# SPDX-License-Identifier: MIT
"""What moves, moves whole: a body's own rows go along with it, and rows of a group lie where the group lies."""
import psycopg2
import pytest

from support.bodies import GROUP
from support.issues import World, etag, ok, refused
from support.moves import change, zone

CITY_ADMIN = ("310000", "PLATFORM_ADMIN")


@pytest.fixture
def world(stack):
    return World(stack)


def upload(by, name="a.pdf"):
    answer = by.request("POST", f"/files?name={name}", data=b"%PDF-1.4\n%%EOF\n",
                        headers={"Content-Type": "application/pdf"})
    return ok(answer, 201)["id"]


def test_files_after_transfer(world):
    zone(world, "310117K70")
    file = upload(world.who("310117K70", "UNIT_ADMIN"))
    ok(world.office.get(f"/files/{file}"))
    change(world, kind="TRANSFER", tenant="310117K70", new_parent="310112", new_code="310112K70")
    ok(world.who("310112K70", "UNIT_ADMIN").get(f"/files/{file}"))
    ok(world.who("310112", "DIST_OFFICE").get(f"/files/{file}"))
    refused(world.office.get(f"/files/{file}"), 404)


def test_people_clients_groups_keys_and_changes_after_transfer(world):
    zone(world, "310117K71")
    own = world.who("310117K71", "TENANT_ADMIN")
    member = ok(own.post("/members", {"tenant": "310117K71", "issuer": "https://id.example.cn", "subject": "k71",
                                      "name": "李某",
                                      "roles": ["UNIT_ADMIN"]}), 201)
    client = ok(own.post("/clients", {"tenant": "310117K71", "name": "系统", "permissions": ["directory:read"]}), 201)
    renamed = change(world, kind="RENAME", tenant="310117K71", new_name="七一开发区")
    admin = world.who("310117K71", "UNIT_ADMIN")
    sent = {"data": b"%PDF-1.4\n%%EOF\n", "headers": {"Content-Type": "application/pdf", "Idempotency-Key": "k71-file"}}
    first = admin.request("POST", "/files?name=k.pdf", **sent)
    change(world, kind="TRANSFER", tenant="310117K71", new_parent="310112", new_code="310112K71")
    moved = world.who("310112K71", "TENANT_ADMIN")
    for path in (f"/members/{member['id']}", f"/clients/{client['id']}", f"/region-changes/{renamed['id']}"):
        ok(moved.get(path))
        refused(world.who("310117", "TENANT_ADMIN").get(path), 404)
    assert ok(moved.get(f"/members/{member['id']}"))["roles"] == ["UNIT_ADMIN"]
    again = admin.request("POST", "/files?name=k.pdf", **sent)
    assert again.status_code == first.status_code == 201 and again.json() == first.json()


def test_changes_of_one_body_go_by_their_days(lone_stack):
    """The earlier one waits for who holds the place: the later one, were it applied first, would make it impossible."""
    world = World(lone_stack)
    body = zone(world, "310117K57")
    zone(world, "310112K58", parent="310112")
    moved = change(world, kind="TRANSFER", tenant=body["id"], new_parent="310112", new_code="310112K57",
                   effective_date=world.today(1))
    ended = change(world, kind="MERGE", tenant=body["id"], successors=[{"tenant": "310112K58"}],
                   effective_date=world.today(2))
    read = lambda made: ok(world.who(*CITY_ADMIN).get(f"/region-changes/{made['id']}"))  # noqa: E731
    with psycopg2.connect(f"{lone_stack.postgres.conninfo} user=postgres") as other, other.cursor() as cursor:
        cursor.execute("select bihuan.scope_hold(id, scope, true) from bihuan.tenant where id = %s", (body["id"],))
        lone_stack.clock.move(days=3)
        lone_stack.until(lambda: "refused" in read(moved)["detail"])
        other.rollback()
    lone_stack.run_job("region-changes", "directory")
    assert (read(moved)["state"], read(ended)["state"]) == ("PLANNED", "PLANNED")
    refused(world.who(*CITY_ADMIN).post("/region-changes", {
        "approval_doc": "沪府〔2026〕2号", "kind": "ABOLISH", "tenant": body["id"], "effective_date": world.today()}), 409)
    lone_stack.clock.move(minutes=2)
    lone_stack.run_job("region-changes", "directory")
    lone_stack.until(lambda: (read(moved)["state"], read(ended)["state"]) == ("APPLIED", "APPLIED"))
    versions = ok(world.who(*CITY_ADMIN).get(f"/tenants/{body['id']}"))["versions"]
    assert [v["code"] for v in versions] == ["310117K57", "310112K57"]


def test_a_body_does_not_go_away_before_the_day_of_the_code_that_it_has(world):
    """It would lie in one district under another's code."""
    body = zone(world, "310117K60")
    change(world, kind="RECODE", tenant=body["id"], new_code="310117K61", effective_date=world.today())
    admin = world.who(*CITY_ADMIN)
    moving = {"approval_doc": "沪府〔2026〕3号", "kind": "TRANSFER", "tenant": body["id"], "new_parent": "310112",
              "new_code": "310112K61"}
    assert "code" in refused(admin.post("/region-changes", moving | {"effective_date": world.today(-9)}), 409)["detail"]
    ok(admin.post("/region-changes", moving | {"effective_date": world.today()}), 201)
    world.stack.until(lambda: ok(admin.get(f"/tenants/{body['id']}"))["code"] == "310112K61")


def test_a_code_that_was_given_again_is_the_subtree_of_who_has_it(world):
    old = zone(world, "310117K63")
    change(world, kind="ABOLISH", tenant=old["id"], effective_date=world.today())
    new = zone(world, "310117K63", valid_from=world.today())
    listed = ok(world.who(*CITY_ADMIN).get("/tenants", params={"subtree": "310117K63"}))["items"]
    assert [t["id"] for t in listed] == [new["id"]]


def test_a_group_lies_where_its_tenant_does(world):
    """Units have no leading group over HTTP, but a table may not rely on that: its rows follow by their keys."""
    unit = zone(world, "310117K72")
    ids = "'00000000-0000-7000-8000-0000000000aa'"
    world.stack.psql(f"""insert into bihuan.leading_group (id, tenant_id, scope, name, established_on, created_by,
    created_at)
        select {ids}, id, scope, '整改小组', '2026-01-01', 'x', now() from bihuan.tenant where id = '{unit['id']}';
        insert into bihuan.leading_group_section (group_id, tenant_id, scope, kind, duties)
        select id, tenant_id, scope, 'OFFICE', '日常' from bihuan.leading_group where id = {ids}""")
    change(world, kind="TRANSFER", tenant="310117K72", new_parent="310112", new_code="310112K72")
    lost = world.stack.psql(f"""select count(*) from bihuan.leading_group g
    join bihuan.leading_group_section s on s.group_id = g.id
        join bihuan.tenant t on t.id = g.tenant_id where g.id = {ids} and g.scope = t.scope and s.scope = t.scope""")
    assert lost.strip() == "1"


def test_group_scope(world):
    """A level above corrects a district's group; the district goes on seeing and replacing all of it."""
    group = ok(world.office.post("/leading-groups", GROUP), 201)
    path = f"/leading-groups/{group['id']}"
    version = ok(world.city.patch(path, {"members": GROUP["members"], "sections": GROUP["sections"]},
                                  headers=etag(group["row_version"])))
    seen = ok(world.office.get(path))
    assert len(seen["members"]) == len(GROUP["members"]) and len(seen["sections"]) == len(GROUP["sections"])
    ok(world.office.patch(path, {"members": GROUP["members"], "sections": GROUP["sections"]},
                          headers=etag(version["row_version"])))


def test_a_group_keeps_the_posts_of_a_unit_that_has_moved(world):
    unit, office = zone(world, "310112K73", "310112", name="七三开发区"), world.who("310112", "DIST_OFFICE")
    members, sections = ([seat | {"tenant": "310112"} for seat in GROUP[of]] for of in ("members", "sections"))
    members.append({"role": "MEMBER", "post": "开发区主任", "tenant": unit["id"]})
    sections[-1]["tenant"] = unit["id"]
    group = ok(office.post("/leading-groups", GROUP | {"members": members, "sections": sections}), 201)
    change(world, kind="TRANSFER", tenant="310112K73", new_parent="310117", new_code="310117K73")
    for by in (office, world.city):
        seen = ok(by.get(f"/leading-groups/{group['id']}"))
        assert seen["members"] == group["members"] and seen["sections"] == group["sections"]


def test_an_auditor_sees_what_became_of_an_issue_of_a_closed_body(world):
    zone(world, "310117K78")
    zone(world, "310117K79")
    issue = world.issue(tenant="310117K78")
    merged = change(world, kind="MERGE", tenant="310117K78", successors=[{"tenant": "310117K79"}])
    world.stack.until(lambda: ok(world.office.get(f"/issues/{issue['id']}"))["tenant"]["code"] == "310117K79")
    auditor = world.who("310117", "AUDITOR")
    for action, about in (("issue.allocate", issue["id"]), ("tenant.change", merged["tenant_id"])):
        trail = ok(auditor.get(f"/audit-entries?action={action}&object_id={about}"))["items"]
        assert trail and trail[0]["detail"]
