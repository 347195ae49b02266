# SPDX-License-Identifier: MIT
"""Invariant 16: a write whose tenant has moved since its scope was read lands at the new place, whichever process takes
it."""
import threading

import psycopg2
import pytest

from support.issues import World, ok, refused
from support.replica import Replica


@pytest.fixture
def world(lone_stack):
    return World(lone_stack)


def zone(world, code, parent="310117"):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/tenants", {
        "kind": "DEVZONE", "code": code, "name": f"开发区{code[-2:]}", "parent": parent, "valid_from": "2024-01-01"}), 201)


def change(world, **body):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/region-changes", {
        "approval_doc": "沪府〔2026〕1号", "effective_date": world.today()} | body), 201)


def upload(by):
    return by.request("POST", "/files?name=a.pdf", data=b"%PDF-1.4\n%%EOF\n",
                      headers={"Content-Type": "application/pdf"})


def strays(world, table="file"):
    return world.stack.psql(f"select count(*) from bihuan.{table} x join bihuan.tenant t on t.id = x.tenant_id where t.scope <> x.scope").strip()


def test_another_process_remembers_the_old_place(world, lone_stack):
    """Each process remembers a tenant for five seconds; the move is told to none of them."""
    zone(world, "310117K80")
    with Replica(lone_stack, "directory") as other:
        unit = other.api("310117K80", "UNIT_ADMIN")
        ok(upload(unit), 201)  # it has looked the tenant up
        change(world, kind="TRANSFER", tenant="310117K80", new_parent="310112", new_code="310112K80")
        ok(upload(unit), 201)
    assert strays(world) == "0"
    assert len(ok(world.who("310112", "DIST_OFFICE").get("/files"))["items"]) == 2
    assert ok(world.who("310117", "DIST_OFFICE").get("/files"))["items"] == []


def test_a_closed_body_writes_nothing_more(world, lone_stack):
    zone(world, "310117K81")
    with Replica(lone_stack, "directory") as other:
        unit = other.api("310117K81", "UNIT_ADMIN")
        ok(upload(unit), 201)
        change(world, kind="ABOLISH", tenant="310117K81")
        refused(upload(unit), 403)


def test_writers_while_a_body_moves_to_and_fro(world, lone_stack):
    """Nothing is lost and nothing stays behind, however writes and moves fall together."""
    zone(world, "310117K82")
    done, faults = threading.Event(), []
    kept = []

    def write(by):
        while not done.is_set():
            answer = upload(by)
            if answer.status_code == 201:
                kept.append(answer.json()["id"])
            elif answer.status_code != 503:
                faults.append(answer.text)

    with Replica(lone_stack, "directory") as other:
        callers = [other.api("310117K82", "UNIT_ADMIN"), world.stack.api("310117K82", "UNIT_ADMIN")]
        for caller in callers:
            caller.get("/me")
        threads = [threading.Thread(target=write, args=(caller,)) for caller in callers]
        for thread in threads:
            thread.start()
        for n in range(12):
            change(world, kind="TRANSFER", tenant="310117K82" if n == 0 else f"3101{17 if n % 2 == 0 else 12}K82",
                   new_parent="310112" if n % 2 == 0 else "310117", new_code=f"3101{12 if n % 2 == 0 else 17}K82")
        done.set()
        for thread in threads:
            thread.join()
    assert faults == [] and kept
    assert strays(world) == "0"
    assert int(world.stack.psql("select count(*) from bihuan.file").strip()) == len(kept)


def test_what_comes_below_while_a_mover_waits_is_held_too(world, lone_stack):
    """He waits for who writes in a zone, and that is who opens a department below it."""
    made = zone(world, "310117K84")
    conninfo = f"{lone_stack.postgres.conninfo} user=postgres options='-c search_path=bihuan'"
    with psycopg2.connect(conninfo) as writer, psycopg2.connect(conninfo) as mover, psycopg2.connect(conninfo) as late:
        opens, moves, writes = writer.cursor(), mover.cursor(), late.cursor()
        opens.execute("select scope_hold(id, scope, true) from tenant where id = %s", (made["id"],))
        take = threading.Thread(target=moves.execute, daemon=True,
                                args=("select scope_take(id) from api_tenant where code = '310117'",))
        take.start()
        lone_stack.held_up("scope_take", program="")
        opens.execute("""insert into tenant (id, kind, parent_id, scope, dept_code, opened_on, created_at)
            select gen_random_uuid(), 'DEPARTMENT', id, next_scope(scope), 'SW', opened_on, now() from tenant where id = %s
            returning id""", (made["id"],))
        new = opens.fetchone()
        writer.commit()
        take.join(20)
        assert moves.fetchone()
        writes.execute("select pg_try_advisory_xact_lock_shared(hashtext('scope'), scope_key(%s))", new)
        assert writes.fetchone() == (False,)
