# SPDX-License-Identifier: MIT
"""Migrations: twice is as good as once, all of them at once is as good as one process, and schema.sql shows the result.

After a new migration: BIHUAN_WRITE_SCHEMA=1 ./dev test contract -k schema
"""
import os
import re
import subprocess
import threading

import migrations2c
import pytest
import servers
from support.stack import Stack

SCHEMA = servers.ROOT / "migrations" / "schema.sql"
# Partitions of months depend on the day of the migration.
MONTHS = ("event_log_2*", "audit_entry_2*")


def dump(stack):
    options = [f"--exclude-table=bihuan.{pattern}" for pattern in MONTHS]
    text = subprocess.run([servers.PG_BIN / "pg_dump", "--schema-only", "--schema=bihuan", "--no-tablespaces", *options,
                           f"{stack.postgres.conninfo} user=postgres"], check=True, capture_output=True,
                           text=True).stdout
    text = re.sub(r"^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict .*)\n", "", text, flags=re.M)
    return "-- The schema after all migrations, for reading and reviewing; made by tests/contract/test_migrations.py.\n" + \
        re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def test_a_second_migration_changes_nothing(database):
    before = dump(database)
    database.ctl("migrate")
    assert dump(database) == before


def test_the_schema_file_shows_the_result(database):
    if os.environ.get("BIHUAN_WRITE_SCHEMA"):
        SCHEMA.write_text(dump(database))
    assert SCHEMA.read_text() == dump(database), "see the top of this file"


def test_migrators_at_once_wait_for_each_other():
    with Stack(content=None, services=()) as stack:
        faults = []

        def migrate():
            try:
                stack.ctl("migrate")
            except servers.ServerError as error:
                faults.append(str(error))

        threads = [threading.Thread(target=migrate) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert SCHEMA.read_text() == dump(stack)


def test_every_migration_says_whether_builds_without_it_go_on_working():
    before_the_mark = set((SCHEMA.parent / "unmarked.txt").read_text().split("\n\n")[1].split())
    silent = {file.stem for file in SCHEMA.parent.glob("[0-9]*.sql") if not migrations2c.marks(file.read_text())}
    assert silent <= before_the_mark, "write `-- compatible` or `-- breaking` at the top: docs/how-to/add-migration.md"


@pytest.mark.parametrize("text, said", [
    ("-- SPDX\n-- A column more.\n-- compatible\n\nalter table x;", {"compatible"}),
    ("-- breaking: the column is gone\nalter table x;", {"breaking"}),
    ("-- compatible, as nothing is taken away\n-- breaking\n", {"compatible", "breaking"}),
    ("-- It is not breaking anything.\n-- compatibles\n", set()),
    ("alter table x;\n-- compatible\n", set())])
def test_what_a_migration_says_of_itself(text, said):
    assert migrations2c.marks(text) == said


def test_stored_actors_become_keys_where_the_members_name_one_issuer():
    """0240: an outer person's subject is written as his key; what two issuers share, our own and the system's stay."""
    with Stack("tenants", services=()) as stack:
        stack.psql("set app.lo = ''; set app.hi = '~'; "
                   "insert into bihuan.member (id, tenant_id, scope, issuer, subject, name, created_by, created_at) "
                   "select gen_random_uuid(), t.tenant_id, t.scope, x.issuer, x.subject, 'x', 'x', now() from "
                   "(select id as tenant_id, scope from bihuan.api_tenant where code = '310117') t, (values ('https://a.cn', 'one'), "
                   "('https://a.cn', 'two'), ('https://b.cn', 'two'), ('https://bihuan.localhost', 'own')) x(issuer, subject)")
        stack.psql("insert into bihuan.idempotency_key (tenant_id, scope, subject, key, operation, request_hash, created_at) "
                   "select id, scope, s, 'k', 'x', 'x', now() from bihuan.api_tenant, "
                   "unnest(array['one', 'two', 'own', 'system:issues']) s where code = '310117'")
        stack.psql("delete from bihuan.schema_migration where name like '0240%'")
        stack.ctl("migrate")
        assert stack.psql("select subject from bihuan.idempotency_key order by 1").split() == \
            ["https://a.cn#one", "own", "system:issues", "two"]


def test_events_of_before_count_as_compared_but_for_those_of_the_last_weeks():
    """0025: the inbox tells which of these had their effect; what it has forgotten is not done again."""
    with Stack("tenants", services=()) as stack:
        stack.psql("""set search_path = bihuan;
            alter table event_log drop column xid; alter table event_cursor drop column compared_xid;
            drop index event_log_published; create index event_log_published on event_log (producer, published_at);
            insert into event_log (position, id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at,
            data, published_at)
            select 1000000 + d, gen_random_uuid(), 'directory', 'org.changed', 1, gen_random_uuid(), 1, gen_random_uuid(), '0001', now(),
                   '{}', now() - make_interval(days => d) from unnest(array[5, 35, 45, 100]) d;
            insert into event_cursor (service, compared_to) values ('issues', now() - interval '37 days'), ('indicators', now())
                on conflict (service) do update set compared_to = excluded.compared_to;
            insert into event_failure (service, event_id, producer, type, aggregate_id, sequence, state, tries, reason,
            failed_at,
                                       next_try_at, event)
            select 'issues', coalesce(l.id, gen_random_uuid()), 'directory', 'org.changed', gen_random_uuid(), 1, 'retry', 1, 'x', now(), now(),
                   '{}' from (values (1000005), (null)) v (position) left join event_log l on l.position = v.position;
            delete from schema_migration where name like '0025%'""")
        stack.ctl("migrate")
        assert stack.psql("select position, xid::text = '1' from bihuan.event_log where position > 1000000 order by 1").split() == \
            ["1000005", "f", "1000035", "f", "1000045", "t", "1000100", "t"]
        assert stack.psql("select count(*) from bihuan.event_cursor c, bihuan.event_log l where l.position = 1000035 "
                          "and c.compared_xid = l.xid").strip() == "2"
        assert stack.psql("select state, reason from bihuan.event_failure order by state").splitlines() == \
            ["dead\tno such event in the log: x", "retry\tx"]
