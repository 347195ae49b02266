/* SPDX-License-Identifier: MIT */
/* The throw-away database of the live tests. */
#include "support/live_db.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

char live_superuser[512], live_conninfo[512];
struct db_session *live_operator;
struct db_pool *live_pool;

static const char schema[] =
    "create schema bihuan; create role tester login nosuperuser nobypassrls;"
    "alter role tester set search_path = bihuan; grant usage on schema bihuan to tester;"
    "create table bihuan.item (id int primary key, scope text collate \"C\" not null,"
    " title text not null constraint item_title_check check (title <> ''), parent int references bihuan.item,"
    " code text unique);"
    "alter table bihuan.item enable row level security; alter table bihuan.item force row level security;"
    "create policy item_tenant on bihuan.item using (scope >= current_setting('app.lo', true)"
    " and scope < current_setting('app.hi', true));"
    "create index item_scope on bihuan.item (scope, id);"
    "grant select, insert, update, delete on bihuan.item to tester;"
    "insert into bihuan.item select i, case when i <= 20000 then '31CTSONG' else '31CTJIAD' end"
    " || lpad((i % 500)::text, 4, '0'), 't' || i from generate_series(1, 40000) i;"
    "analyze bihuan.item";

const struct stmt live_count = {"count", "select count(*) as n from item", 0, NULL};
const struct stmt live_get = {"get", "select id, title from item where id = $1", 1,
                              (const char *const[]){"id"}};

int live_start(void **state)
{
    struct problem err = {0};
    const char *given = getenv("BIHUAN_TEST_PG");

    (void)state;
    if (!given || db_session_open(given, 0, &live_operator, &err) < 0 ||
        db_session_exec(live_operator, schema, &err) < 0) {
        (void)fprintf(stderr, "%s\n", given ? err.cause : "BIHUAN_TEST_PG is not set: run through ctest");
        return -1;
    }
    (void)snprintf(live_superuser, sizeof live_superuser, "%s", given);
    (void)snprintf(live_conninfo, sizeof live_conninfo, "%s user=tester", given);
    if (db_pool_new(live_conninfo, LIVE_POOL, &live_pool, &err) < 0)
        return -1;
    db_pool_limits(live_pool, 5000, 0, 200);
    return 0;
}

int live_stop(void **state)
{
    (void)state;
    db_pool_free(live_pool);
    db_session_close(live_operator);
    return 0;
}

struct tenancy live_tenant(const char *scope, enum tenant_kind kind)
{
    struct tenancy t = {.kind = kind};

    tenancy_set_scope(&t, scope);
    return t;
}

struct db *live_unit(struct arena *a, enum db_mode mode, const char *scope)
{
    struct tenancy t = live_tenant(scope, TENANT_DISTRICT);

    return db_open(live_pool, a, mode, &t, NULL, NULL);
}

int64_t live_count_as(const char *scope)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    int64_t n;

    assert_int_equal(db_run(live_unit(&a, DB_READ, scope), &live_count, BIND_NONE, &r, &err), 0);
    n = db_int(r, 0, "n");
    arena_done(&a);
    return n;
}

void live_kill_backends(void)
{
    static const char kill[] =
        "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where usename = 'tester'";
    struct problem err = {0};
    char text[16];

    assert_int_equal(db_session_value(live_operator, kill, NULL, text, sizeof text, &err), 0);
}
