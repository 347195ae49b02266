# SPDX-License-Identifier: MIT
"""A tenant is moved while somebody reads, or a job is made, in a process that remembers its old place: the answer is of
the new one, and is whole."""
import contextlib
import pathlib
import threading
import uuid

import psycopg2
import pytest

from support.issues import World, finished, ok
from support.replica import Replica
from support.stack import today

STREET, NEW = "310117001", {"new_parent": "310112", "new_code": "310112399"}
LATER = {"Prefer": "respond-async"}
SLICE = 1000  # of an export
HEADER = "serial_no,title,original_text,category,element,severity,term_class,due_date"
JOB = """insert into bihuan.work_job (id, service, tenant_id, scope, operation, actor, issuer, subject, is_client, roles,
permissions, english, params, query, request_id, state, created_at)
    select '{id}', 'issues', id, scope, '{operation}', 'x', '', 'x', false, 'STREET_ENV_OFFICER', '', false, '', '{query}',
           'test', 'WAITING', {created} from bihuan.api_tenant where id = '{tenant}'"""


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


@pytest.fixture
def street(world):
    """A street with one issue of its own."""
    by = world.who(STREET, "STREET_ENV_OFFICER")
    by.feedback = world.feedback(by, source_level="STREET")
    by.issue = world.issue(by.feedback, by)
    by.tenant = ok(by.get("/me"))["tenant"]["id"]
    return by


def table(serials):
    return "\n".join([HEADER, *(f"n{n},河道问题,反馈原文第{n}条,SEWAGE,WATER,SERIOUS,SHORT,{today(150)}" for n in serials)]).encode()


def move(world):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/region-changes", {
        "approval_doc": "沪府〔2026〕1号", "effective_date": world.today(), "kind": "TRANSFER", "tenant": STREET} | NEW), 201)


def issues_moved(stack):
    return stack.psql("select count(*) from bihuan.issue x join bihuan.tenant t on t.id = x.tenant_id "
                      "where t.scope <> x.scope").strip() == "0"


def job(stack, tenant, operation, query="", body=None, created="now() + interval '1 day'"):
    key = str(uuid.uuid4())
    if body:
        place = pathlib.Path(stack.environment["BIHUAN_FILES_DIR"]) / "jobs"
        place.mkdir(mode=0o700, exist_ok=True)
        (place / f"{key}.0").write_bytes(body)
    stack.psql(JOB.format(id=key, tenant=tenant, operation=operation, query=query, created=created))
    return key


def ended(stack, key):
    said = f"select state, done, attempts, problem ->> 'detail' from bihuan.work_job where id = '{key}'"
    stack.until(lambda: stack.psql(said).split()[0] in ("DONE", "FAILED"), 60)
    return stack.psql(said).split()[:3]


def test_a_process_that_remembers_the_old_place_reads_at_the_new_one(world, street, lone_stack):
    with Replica(lone_stack) as other:
        there = other.api(STREET, "STREET_ENV_OFFICER")
        listed = ok(there.get("/issues"))["items"]
        move(world)
        lone_stack.until(lambda: issues_moved(lone_stack))
        assert [i["id"] for i in listed] == [i["id"] for i in ok(there.get("/issues"))["items"]] == [street.issue["id"]]
        assert ok(there.get(f"/issues/{street.issue['id']}"))["code"] == street.issue["code"]


@pytest.mark.parametrize("operation", ["exportIssues", "importIssues"])
def test_a_job_of_a_moved_tenant_is_begun_where_it_lies(world, street, lone_stack, operation):
    with Replica(lone_stack) as other:
        there = other.api(STREET, "STREET_ENV_OFFICER")
        ok(there.get("/issues"))
        move(world)
        lone_stack.until(lambda: issues_moved(lone_stack))
        lone_stack.kill("issues")
        query, body = "", None
        if operation == "importIssues":
            query, body = f"feedback_id={street.feedback['id']}&mode=commit", table([7])
        assert ended(lone_stack, job(lone_stack, street.tenant, operation, query, body)) == ["DONE", "1", "1"]
        lone_stack.start("issues")


def test_a_job_waits_for_what_is_on_its_way(world, street, lone_stack):
    """The tenant lies at its new place, its issues are still to follow."""
    conninfo = f"{lone_stack.postgres.conninfo} user=postgres"
    with psycopg2.connect(conninfo) as connection, connection.cursor() as cursor:
        cursor.execute("select from bihuan.issue where id = %s for update", (street.issue["id"],))
        move(world)
        key = job(lone_stack, street.tenant, "exportIssues")
        begun = f"select state from bihuan.work_job where id = '{key}' and (beat_at > asked_at + interval '4 s' or state = 'DONE')"
        begun = begun.replace("asked_at", f"'{lone_stack.psql('select clock_timestamp()').strip()}'::timestamptz")
        lone_stack.until(lambda: lone_stack.psql(begun).strip() != "")
        assert lone_stack.psql(begun).strip() in ("RUNNING", "WAITING")  # more than once, and not counted
        connection.rollback()
    assert ended(lone_stack, key) == ["DONE", "1", "1"]


@pytest.mark.parametrize("text", ["csv", "xlsx"])
def test_an_export_is_of_one_moment(world, street, lone_stack, text):
    """The street leaves its district between two slices of the export; who moves it waits, or comes too late."""
    office, conninfo = world.office, f"{lone_stack.postgres.conninfo} user=postgres"
    rows = table(range(1, SLICE + 11))
    ok(finished(street, street.post("/issues/import", params={"feedback_id": street.feedback["id"], "mode": "commit"},
                                    data=rows, headers={"Content-Type": "text/csv"} | LATER)))
    old = lone_stack.psql(f"select scope from bihuan.tenant where id = '{street.tenant}'").strip()

    def leave():
        with psycopg2.connect(conninfo) as connection, connection.cursor() as cursor:
            cursor.execute("lock table bihuan.issue in access exclusive mode")
            move(world)
            cursor.execute("set local search_path = bihuan; select move_scopes(%s, (select scope from bihuan.tenant where id = %s))", (old, street.tenant))
    mover = threading.Thread(target=leave, daemon=True)
    with psycopg2.connect(conninfo) as connection, connection.cursor() as cursor:
        cursor.execute("lock table bihuan.issue in access exclusive mode")
        asked = office.get(f"/issues/export?format={text}", headers=LATER)
        lone_stack.held_up("as feedback_doc_no")
        mover.start()
        lone_stack.held_up("lock table bihuan.issue", program="")
        connection.rollback()
    made = finished(office, asked)
    mover.join(30)
    assert made.status_code == 200 and issues_moved(lone_stack)
    assert ok(office.get(f"/jobs/{asked.json()['id']}"))["done"] == SLICE + 11


def on_its_way(stack, issue):
    """While it lasts, no effect of a move gets past this issue."""
    connection = psycopg2.connect(f"{stack.postgres.conninfo} user=postgres")
    connection.cursor().execute("select from bihuan.issue where id = %s for update", (issue["id"],))
    return contextlib.closing(connection)


def waits(stack, asked):
    """Its job was begun, and again, and is not done."""
    row = f"from bihuan.work_job where id = '{asked.json()['id']}'"
    stack.until(lambda: stack.psql(f"select started_at {row} and started_at is not null").strip() != "")
    first = stack.psql(f"select beat_at {row}").strip()
    again = f"select state {row} and (beat_at > '{first}'::timestamptz + interval '2 s' or state in ('DONE', 'FAILED'))"
    stack.until(lambda: stack.psql(again).strip() != "")
    return stack.psql(again).strip() in ("WAITING", "RUNNING")


def rows(answer):
    assert answer.status_code == 200
    return len(answer.text.strip().split("\n")) - 1


def test_a_job_that_waits_for_a_move_lets_others_pass(world, street, lone_stack):
    other = world.who("310104", "DIST_OFFICE")
    with on_its_way(lone_stack, street.issue):
        move(world)
        asked = street.get("/issues/export", headers=LATER)
        assert waits(lone_stack, asked)
        for _ in range(3):
            assert finished(other, other.get("/issues/export", headers=LATER), 20).status_code == 200
        assert waits(lone_stack, asked)
    assert finished(street, asked, 60).status_code == 200


def test_a_job_that_stood_in_line_for_an_hour_still_waits_for_a_move(world, street, lone_stack):
    with on_its_way(lone_stack, street.issue):
        move(world)
        key = job(lone_stack, street.tenant, "exportIssues", created="now() - interval '2 hours'")
        lone_stack.until(lambda: lone_stack.psql(f"select state from bihuan.work_job where id = '{key}' and started_at is not null "
                                                 "and state <> 'RUNNING'").strip() != "")
        assert lone_stack.psql(f"select state from bihuan.work_job where id = '{key}'").strip() == "WAITING"
    assert ended(lone_stack, key) == ["DONE", "1", "1"]


def zone(world, code, name, parent):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/tenants", {
        "kind": "DEVZONE", "code": code, "name": name, "parent": parent, "valid_from": "2024-01-01"}), 201)


def test_an_heir_waits_for_what_is_on_its_way_to_it(world, lone_stack):
    there = world.who("310112", "DIST_OFFICE")
    gone, heir = zone(world, "310117K51", "甲区", "310117"), zone(world, "310112K52", "乙区", "310112")
    issue = world.issue(world.feedback(by=world.office), by=world.office, tenant=gone["id"])
    world.issue(world.feedback(by=there), by=there, tenant=heir["id"])
    own = world.who("310112K52", "UNIT_ADMIN")
    with on_its_way(lone_stack, issue):
        ok(world.who("310000", "PLATFORM_ADMIN").post("/region-changes", {
            "approval_doc": "沪府〔2026〕2号", "effective_date": world.today(), "kind": "MERGE", "tenant": gone["id"],
            "successors": [{"tenant": heir["id"]}]}), 201)
        asked = {by: by.get("/issues/export?format=csv", headers=LATER) for by in (own, there, world.office)}
        assert all([waits(lone_stack, a) for a in asked.values()])
        assert rows(world.city.get("/issues/export?format=csv")) == 2
    assert [rows(finished(by, a, 60)) for by, a in asked.items()] == [2, 2, 0]


def test_who_has_both_places_has_the_whole_meanwhile(world, street, lone_stack):
    with on_its_way(lone_stack, street.issue):
        move(world)
        assert rows(world.city.get("/issues/export?format=csv")) == 1
        assert rows(world.who("310104", "DIST_OFFICE").get("/issues/export?format=csv")) == 0
        for by in (street, world.office, world.who("310112", "DIST_OFFICE")):
            refused = by.get("/issues/export")
            assert refused.status_code == 503 and int(refused.headers["Retry-After"]) == 10
            assert refused.json()["detail"].startswith("what this tenant has is still being moved")
    lone_stack.until(lambda: issues_moved(lone_stack))
    assert rows(street.get("/issues/export?format=csv")) == 1
