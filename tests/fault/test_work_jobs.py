# SPDX-License-Identifier: MIT
"""A job whose process is killed is begun anew by another, and done once."""
import contextlib
import socket

import psycopg2

from support.issues import ISSUE_CHANGE, World, ok
from support.relay import Relay
from support.stack import today

HEADER = "serial_no,title,original_text,category,element,severity,term_class,due_date"
ROWS = 200
DUE = today(150)


def table(title):
    """All rows, the last with this title."""
    rows = [f"{n},河道问题,反馈原文第{n}条,SEWAGE,WATER,SERIOUS,SHORT,{DUE}" for n in range(1, ROWS)]
    return "\n".join([HEADER, *rows, f"{ROWS},{title},反馈原文第{ROWS}条,SEWAGE,WATER,SERIOUS,SHORT,{DUE}"]).encode()


@contextlib.contextmanager
def held(stack, feedback):
    with psycopg2.connect(f"{stack.postgres.conninfo} user=postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select from bihuan.issue where feedback_id = %s and serial_no = %s for update",
                       (feedback["id"], str(ROWS)))
        yield
        connection.rollback()


class LastWord(Relay):
    """Passes the COMMIT behind the first "it is done" on, and hangs up before the answer to it."""
    is_said = False

    def carry(self, source, target):
        is_told = False
        try:
            while data := source.recv(65536):
                if is_told and not self.is_said and b"commit" in data.lower():
                    self.is_said = True
                    source.shutdown(socket.SHUT_WR)
                is_told |= target.family == socket.AF_UNIX and b"state = 'DONE'" in data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def test_a_job_that_is_done_has_its_result_though_nobody_heard_of_it(lone_stack):
    stack, path = lone_stack, LastWord(lone_stack.postgres.sockets / ".s.PGSQL.5432")
    stack.services["issues"].stop()
    stack.services["issues"].environment["BIHUAN_PG"] = f"host=127.0.0.1 port={path.port} dbname=bihuan"
    stack.start("issues")
    world = World(stack)
    feedback = world.feedback()
    answer = world.office.post("/issues/import", params={"feedback_id": feedback["id"], "mode": "commit"},
                               data=table("标题"), headers={"Content-Type": "text/csv", "Prefer": "respond-async"})
    job = ok(answer, 202)
    stack.until(lambda: ok(world.office.get(f"/jobs/{job['id']}"))["state"] == "DONE" and path.is_said, 60)
    stack.until(lambda: "work.ended" in stack.services["issues"].log_tail(100000))
    assert ok(world.office.get(f"/jobs/{job['id']}/result"))["stats"]["created"] == ROWS
    path.close()


def test_a_killed_import_is_done_by_another_process(lone_stack):
    stack, world = lone_stack, World(lone_stack)
    feedback = world.feedback()
    query = {"feedback_id": feedback["id"], "mode": "commit"}
    last = "\n".join([HEADER, table("旧标题").decode().split("\n")[-1]]).encode()
    ok(world.office.post("/issues/import", params=query, data=last, headers={"Content-Type": "text/csv"}))
    with held(stack, feedback):
        answer = world.office.post("/issues/import", params=query, data=table("新标题"),
                                   headers={"Content-Type": "text/csv", "Prefer": "respond-async"})
        job = ok(answer, 202)
        stack.held_up(ISSUE_CHANGE)
        stack.kill("issues")
        stack.start("issues")
        begun = f"select attempts from bihuan.work_job where id = '{job['id']}'"
        stack.until(lambda: stack.psql(begun).strip() == "2", 60)
    stack.until(lambda: ok(world.office.get(f"/jobs/{job['id']}"))["state"] == "DONE", 60)
    report = ok(world.office.get(f"/jobs/{job['id']}/result"))
    assert report["stats"] == {"total": ROWS, "created": ROWS - 1, "updated": 1, "unchanged": 0, "rejected": 0}
    assert stack.psql(f"select count(*) from bihuan.issue where feedback_id = '{feedback['id']}'").strip() == str(ROWS)


def test_a_job_that_ended_its_process_five_times_is_given_up(lone_stack):
    stack, world = lone_stack, World(lone_stack)
    stack.psql("""insert into bihuan.work_job (id, service, tenant_id, scope, operation, actor, is_client, roles,
    permissions, english,
            params, query, request_id, state, attempts, beat_at, created_at)
        select gen_random_uuid(), 'issues', id, scope, 'exportIssues', 'test', false, 'DIST_OFFICE', '', true, '', '', 'test', 'RUNNING', 5,
               now() - interval '1 minute', now() from bihuan.api_tenant where code = '310117'""")
    problem = "select state, problem ->> 'code' from bihuan.work_job"
    stack.until(lambda: stack.psql(problem).split() == ["FAILED", "internal"])
    assert stack.psql("select attempts from bihuan.work_job").strip() == "6" and world.issue()
