# SPDX-License-Identifier: MIT
"""Work that is answered later: how far it is, its result, its end, and that others neither see it nor wait for it."""
import contextlib
import pathlib
import threading
import uuid

import psycopg2
import pytest

from support.callers import Signer
from support.issues import ISSUE_CHANGE, World, etag, finished, ok, refused
from support.stack import Stack, today

HEADER = "serial_no,title,original_text,category,element,severity,term_class,due_date"
LATER = {"Prefer": "respond-async"}
DUE = today(150)
STATEMENT_MS = 3000


def table(serials, title="河道问题"):
    return "\n".join([HEADER, *(f"{n},{title},反馈原文第{n}条,SEWAGE,WATER,SERIOUS,SHORT,{DUE}" for n in serials)]).encode()


def send(world, feedback, text, headers=LATER, **query):
    return world.office.post("/issues/import", params={"feedback_id": feedback["id"]} | query, data=text,
                             headers={"Content-Type": "text/csv"} | headers, timeout=60)


def state(world, job):
    return ok(world.office.get(f"/jobs/{job['id']}"))["state"]


def count(stack, feedback):
    return int(stack.psql(f"select count(*) from bihuan.issue where feedback_id = '{feedback['id']}'"))


def results(stack):
    return list((pathlib.Path(stack.environment["BIHUAN_FILES_DIR"]) / "jobs").iterdir())


@contextlib.contextmanager
def standing(world, stack):
    """(feedback, job): an import that waits in its last row for as long as this lasts."""
    feedback = world.feedback()
    ok(send(world, feedback, table([99]), {}, mode="commit"))
    with psycopg2.connect(f"{stack.postgres.conninfo} user=postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select from bihuan.issue where feedback_id = %s for update", (feedback["id"],))
        job = ok(send(world, feedback, table(range(1, 99)) + b"\n" + table([99], "新标题").split(b"\n")[1], mode="commit"),
                 202)
        stack.held_up(ISSUE_CHANGE, longer_ms=STATEMENT_MS * 1.5)
        yield feedback, job
        connection.rollback()


@pytest.fixture(scope="module")
def stack():
    """Statements of requests have little time here; those of jobs have theirs."""
    with Stack(settings={"BIHUAN_STATEMENT_TIMEOUT_MS": str(STATEMENT_MS)}) as own:
        yield own


@pytest.fixture
def few():
    """A world whose service does little at once: two rows, or a file."""
    with Stack(settings={"BIHUAN_EXPORT_NOW_ROWS": "2", "BIHUAN_ARCHIVE_NOW_FILES": "1",
                         "BIHUAN_IMPORT_NOW_ROWS": "2"}) as own:
        made = World(own)
        made.calendar(2026)
        yield made


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026)
    return made


def test_an_export_later_is_the_export_at_once(world):
    world.issue()
    now = world.office.get("/issues/export", params={"format": "ndjson"})
    later = world.office.get("/issues/export", params={"format": "ndjson"}, headers=LATER)
    job = ok(later, 202)
    assert later.headers["Location"] == f"/v1/jobs/{job['id']}" and job["operation"] == "exportIssues"
    made = finished(world.office, later)
    assert made.content == now.content and made.headers["Content-Type"] == now.headers["Content-Type"]
    assert made.headers["Content-Disposition"] == now.headers["Content-Disposition"]
    told = ok(world.office.get(f"/jobs/{job['id']}"))
    assert told["state"] == "DONE" and told["done"] == told["total"] == len(now.text.splitlines())
    refused(world.office.delete(f"/jobs/{job['id']}"), 409)
    for other in (world.city, world.leader, world.who("310104", "DIST_OFFICE"), world.head,
                  world.who("310117", "DIST_OFFICE", "GROUP_HEAD")):
        refused(other.get(f"/jobs/{job['id']}"), 404)
        refused(other.get(f"/jobs/{job['id']}/result"), 404)
        refused(other.delete(f"/jobs/{job['id']}"), 404)


def test_more_than_a_request_does_is_a_job(few):
    """Unasked: whoever sends it cannot keep a thread busy."""
    world, office = few, few.office
    issue, feedback = world.assigned(), world.feedback()

    def statuses(most):
        """Of an export, an archive and an import, the first two of all that is there."""
        rows = table(range(most))
        asked = (office.get("/issues/export"), office.get(f"/issues/{issue['id']}/archive"),
                 send(world, feedback, rows, {}, mode="commit"))
        assert [finished(office, answer).status_code for answer in asked] == [200, 200, 200]
        return [answer.status_code for answer in asked]

    world.evidence(issue, "OTHER")
    assert statuses(2) == [200, 200, 200]
    world.evidence(issue, "OTHER")
    assert statuses(3) == [202, 202, 202]


def test_an_archive_later(world):
    issue = world.assigned()
    world.evidence(issue, "OTHER")
    made = finished(world.office, world.office.get(f"/issues/{issue['id']}/archive", headers=LATER))
    assert made.content[:2] == b"PK" and issue["code"] in made.headers["Content-Disposition"]


def seen(stack, action, object_id):
    """From where the trail says that it was done."""
    return stack.psql(f"select remote from bihuan.audit_entry where action = '{action}' and object_id = '{object_id}' order by id").split()


def test_each_reading_of_a_result_is_one_entry_with_the_readers_address(world, stack):
    issue = world.assigned()
    world.evidence(issue, "OTHER")
    answer = world.office.get(f"/issues/{issue['id']}/archive", headers=LATER | {"X-Forwarded-For": "203.0.113.1"})
    path = answer.headers["Location"].removeprefix("/v1")
    stack.until(lambda: ok(world.office.get(path))["state"] == "DONE")
    assert seen(stack, "issue.archive", issue["id"]) == []
    for n in (2, 3):
        assert world.office.get(path + "/result", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code == 200
    assert world.office.get(f"/issues/{issue['id']}/archive",
                            headers={"X-Forwarded-For": "203.0.113.4"}).status_code == 200
    assert seen(stack, "issue.archive", issue["id"]) == ["203.0.113.2", "203.0.113.3", "203.0.113.4"]


def test_what_a_job_writes_is_noted_with_the_address_of_who_asked(world, stack):
    feedback = world.feedback()
    report = ok(finished(world.office, send(world, feedback, table([1]), LATER | {"X-Forwarded-For": "203.0.113.7"},
                                            mode="commit")))
    made = stack.psql(f"select id from bihuan.issue where feedback_id = '{feedback['id']}'").strip()
    assert report["stats"]["created"] == 1 and seen(stack, "issue.register", made) == ["203.0.113.7"]


def test_a_result_is_his_while_he_has_what_it_was_made_with(world, stack):
    world.issue()
    signer = Signer(stack)

    def clerk(*roles):
        return signer.api("310117", *roles, subject="clerk-of-jobs")
    both = clerk("DIST_OFFICE", "GROUP_ACCOUNT")
    answer = both.get("/issues/export", headers=LATER)
    path = answer.headers["Location"].removeprefix("/v1")
    assert finished(both, answer).status_code == 200
    assert ok(clerk("DIST_OFFICE").get(path))["state"] == "DONE"
    refused(clerk("DIST_OFFICE").get(path + "/result"), 403)
    assert clerk("GROUP_ACCOUNT", "GROUP_HEAD", "DIST_OFFICE").get(path + "/result").status_code == 200
    imported = send(world, world.feedback(), table([1]), LATER, mode="commit")
    finished(world.office, imported)
    office = stack.psql(f"update bihuan.work_job set actor = 'clerk-of-jobs', roles = 'GROUP_ACCOUNT' where id = '{imported.json()['id']}' "
                        "returning id").split()[0]
    refused(clerk("GROUP_ACCOUNT").get(f"/jobs/{office}/result"), 403)


def test_an_import_later_reports_and_is_made_once_for_a_key(world, stack):
    feedback, key = world.feedback(), {"Idempotency-Key": str(uuid.uuid4())}
    first = send(world, feedback, table(range(1, 11)), LATER | key, mode="commit")
    report = ok(finished(world.office, first))
    assert report["stats"]["created"] == 10 == count(stack, feedback)
    assert ok(send(world, feedback, table(range(1, 11)), LATER | key, mode="commit"), 202)["id"] == first.json()["id"]
    bad = finished(world.office, send(world, feedback, table([11]) + b"\n12,,,,,,,", mode="commit"))
    assert refused(bad, 422, "import-rejected")["report"]["rejected_rows"] == [3] and count(stack, feedback) == 10


def test_a_job_that_fails_says_why(world):
    answer = world.office.get("/issues/export", params={"subtree": "310112"}, headers=LATER)
    job = ok(answer, 202)
    world.stack.until(lambda: state(world, job) == "FAILED")
    assert ok(world.office.get(f"/jobs/{job['id']}"))["problem"]["code"] == "not-found"
    refused(world.office.get(f"/jobs/{job['id']}/result"), 409)


def test_a_job_has_more_time_than_a_request_and_hinders_nobody(world, stack):
    with standing(world, stack) as (feedback, job):
        assert state(world, job) == "RUNNING"
        refused(world.office.get(f"/jobs/{job['id']}/result"), 409)
        world.issue()
    stack.until(lambda: state(world, job) == "DONE")
    assert ok(world.office.get(f"/jobs/{job['id']}/result"))["stats"]["created"] == 98 == count(stack, feedback) - 1


def test_a_cancelled_import_leaves_nothing_behind(world, stack):
    with standing(world, stack) as (feedback, job):
        assert world.office.delete(f"/jobs/{job['id']}").status_code == 204
        refused(world.office.delete(f"/jobs/{job['id']}"), 409)
    ended = "select count(*) from pg_stat_activity where application_name = 'bihuan-issues' and state like 'idle in transaction%'"
    stack.until(lambda: stack.psql(ended).strip() == "0"
                and not [f for f in results(stack) if f.name.startswith(job["id"])])
    assert state(world, job) == "CANCELLED" and count(stack, feedback) == 1


def test_an_import_that_needs_numbers_does_not_wait_for_who_waits_for_it(world, stack):
    """The tenant is to be moved while it imports: whoever moves it waits for the import, which takes more numbers
    meanwhile."""
    feedback, taken = world.feedback(), []
    ok(send(world, feedback, table([99]), {}, mode="commit"))
    conninfo = f"{stack.postgres.conninfo} user=postgres"

    def move():
        with psycopg2.connect(conninfo) as connection, connection.cursor() as cursor:
            cursor.execute("select bihuan.scope_take(id) from bihuan.api_tenant where code = '310117'")
            taken.append(cursor.fetchone())
            connection.rollback()
    mover = threading.Thread(target=move, daemon=True)
    with psycopg2.connect(conninfo) as connection, connection.cursor() as cursor:
        cursor.execute("select from bihuan.issue where feedback_id = %s for update", (feedback["id"],))
        job = ok(send(world, feedback, table([99], "新标题") + b"\n" + table(range(1, 6)).split(b"\n", 1)[1],
                      mode="commit"), 202)
        stack.held_up(ISSUE_CHANGE)
        mover.start()
        stack.held_up("scope_take", program="")
        connection.rollback()
    stack.until(lambda: state(world, job) == "DONE")
    mover.join(20)
    assert taken and ok(world.office.get(f"/jobs/{job['id']}/result"))["stats"]["created"] == 5


def test_a_day_later_it_is_gone(world, stack):
    answer = world.office.get("/issues/export", headers=LATER)
    assert finished(world.office, answer).status_code == 200
    stack.clock.move(hours=23)
    path = answer.headers["Location"].removeprefix("/v1")
    assert world.office.get(path + "/result").status_code == 200 and results(stack)
    stack.clock.move(hours=2)
    refused(world.office.get(path + "/result"), 404)
    stack.until(lambda: stack.psql("select count(*) from bihuan.work_job where expires_at is not null").strip() == "0")
    assert not results(stack)
    refused(world.office.get(path), 404)


ASKED = """insert into bihuan.work_job (id, service, tenant_id, scope, operation, actor, issuer, subject, is_client,
roles, permissions, english,
        params, query, request_id, state, created_at)
    select gen_random_uuid(), 'issues', id, scope, 'exportIssues', '{actor}', '{issuer}', '{subject}', {client}, '{roles}', '{permissions}', false,
           '', '', '{mark}', 'WAITING', now() from bihuan.api_tenant where code = '310117'"""


def ended(stack, mark, **asked):
    """How a job ends that this one asked for."""
    row = {"issuer": "https://idp.example", "client": "false", "roles": "DIST_OFFICE", "permissions": ""} | asked
    stack.psql(ASKED.format(mark=mark, actor=f"{row['issuer']}#{row['subject']}", **row))
    said = f"select state, problem ->> 'code' from bihuan.work_job where request_id = '{mark}' and state in ('DONE', 'FAILED')"
    stack.until(lambda: stack.psql(said).strip() != "", 60)
    return stack.psql(said).split()


def test_a_job_is_done_with_the_rights_of_the_day_it_is_done(world, stack):
    """Whoever was let go meanwhile, as a person or a program, exports and imports nothing any more."""
    platform = world.who("310000", "PLATFORM_ADMIN")
    member = ok(platform.post("/members", {"tenant": "310117", "issuer": "https://idp.example", "subject": "clerk",
                                           "name": "经办人",
                                           "roles": ["DIST_OFFICE"]}), 201)
    assert ended(stack, "member", subject="clerk") == ["DONE"]
    ok(platform.put(f"/members/{member['id']}/roles", {"roles": ["TENANT_ADMIN"]}, headers=etag(member["row_version"])))
    assert ended(stack, "less", subject="clerk") == ["FAILED", "forbidden"]
    assert ended(stack, "nobody", subject="stranger") == ["FAILED", "forbidden"]
    client = ok(platform.post("/clients", {"tenant": "310117", "name": "办公系统", "permissions": ["issues:read"]}), 201)
    program = {"subject": client["client_id"], "client": "true", "roles": "SYSTEM_CLIENT", "permissions": "issues:read"}
    assert ended(stack, "client", **program) == ["DONE"]
    less = ok(platform.patch(f"/clients/{client['id']}", {"permissions": ["issues:report"]}, headers=etag(client["row_version"])))
    assert ended(stack, "taken", **program) == ["FAILED", "forbidden"]
    more = ok(platform.patch(f"/clients/{client['id']}", {"permissions": ["issues:report", "issues:read"]},
                             headers=etag(less["row_version"])))
    assert ended(stack, "returned", **program) == ["DONE"]
    assert ended(stack, "never asked", **program | {"permissions": "issues:report"}) == ["FAILED", "forbidden"]
    ok(platform.patch(f"/clients/{client['id']}", {"disabled": True}, headers=etag(more["row_version"])))
    assert ended(stack, "disabled", **program) == ["FAILED", "forbidden"]


def test_jobs_of_a_tenant_are_bounded_and_the_first_of_others_go_before_its_second(world, stack):
    held = ASKED.format(actor="x", issuer="", subject="x", client="false", roles="", permissions="",
                        mark="full").replace("'WAITING'", "'RUNNING'")
    stack.psql(held.replace("from bihuan.api_tenant", "from generate_series(1, 20), bihuan.api_tenant").replace(
        "'RUNNING', now()", "'RUNNING', now()")
        + "; update bihuan.work_job set beat_at = now() + interval '1 day' where request_id = 'full'")
    answer = world.office.get("/issues/export", headers=LATER)
    refused(answer, 429, "too-many-requests")
    assert answer.headers["Retry-After"] == "30"
    ok(world.who("310104", "DIST_OFFICE").get("/issues/export", headers=LATER), 202)
    stack.psql("delete from bihuan.work_job where request_id = 'full'")
    ok(world.office.get("/issues/export", headers=LATER), 202)


def test_whose_turn_it_is_is_asked_after_each_job(world, stack):
    """Another tenant asks while the second of five is under way: it does not wait for the fifth."""
    asked = ASKED.format(actor="x", issuer="", subject="x", client="false", roles="DIST_OFFICE", permissions="",
                         mark="turns")
    stack.service("issues").stop()
    stack.psql(asked.replace("from bihuan.api_tenant", "from generate_series(1, 5), bihuan.api_tenant"))
    with psycopg2.connect(f"{stack.postgres.conninfo} user=postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select id from bihuan.work_job where request_id = 'turns' order by id offset 1 limit 1")
        cursor.execute("select from bihuan.work_job where id = %s for update", cursor.fetchone())
        stack.start("issues")
        stack.held_up("update work_job")
        stack.psql(asked.replace("310117", "310104"))
        connection.rollback()
    order = "select t.code, j.state from bihuan.work_job j join bihuan.api_tenant t on t.id = j.tenant_id " \
            "where j.request_id = 'turns' order by j.finished_at nulls last"
    stack.until(lambda: "WAITING" not in stack.psql(order) and "RUNNING" not in stack.psql(order))
    ended_by = [line.split("\t") for line in stack.psql(order).splitlines()]
    assert {state for _, state in ended_by} == {"DONE"} and len(ended_by) == 6
    assert [code for code, _ in ended_by].index("310104") in (2, 3)


@pytest.mark.parametrize("state", ["RUNNING", "WAITING"])
def test_what_was_written_is_not_written_again(world, stack, state):
    """Sealed, and its process gone before it could say so: it ends, and nothing is done twice."""
    mark = f"sealed {state}"
    stack.psql(ASKED.format(actor="x", issuer="", subject="x", client="false", roles="DIST_OFFICE", permissions="",
                            mark=mark).replace("'WAITING'", f"'{state}'")
        + "; update bihuan.work_job set is_sealed = true, attempts = 1, beat_at = now() - interval '1 hour' "
        f"where request_id = '{mark}'")
    stack.run_job("platform.clean_work")
    row = stack.psql("select state, attempts, problem ->> 'code' from bihuan.work_job "
                     f"where request_id = '{mark}'").split()
    assert row == ["FAILED", "1", "internal"]
