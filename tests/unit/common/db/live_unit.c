/* SPDX-License-Identifier: MIT */
/* Units of work on a real server: tenancy range, pipelines, failures, the pool. */
#include "db/db.h"
#include "db/session.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { POOL = 4 };

static char conninfo[512];          /* as the service's role */
static struct db_session *operator; /* as superuser */
static struct db_pool *pool;

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

static const char *const id_param[] = {"id"};
static const struct stmt count = {"count", "select count(*) as n from item", 0, NULL};
static const struct stmt get = {"get", "select id, title from item where id = $1", 1, id_param};
static const struct stmt page = {"page", "select id from item order by id desc limit 50", 0, NULL};
static const struct stmt whoami = {"whoami", "select pg_backend_pid() as pid", 0, NULL};
static const struct stmt range = {"range", "select current_setting('app.lo', true) as lo", 0, NULL};
static const char *const insert_params[] = {"id", "scope", "title", "parent", "code"};
static const struct stmt insert = {
    "insert", "insert into item (id, scope, title, parent, code) values ($1, $2, $3, $4, $5) returning id", 5,
    insert_params};
static const struct stmt remove_item = {"remove_item", "delete from item where id = $1", 1, id_param};

static struct tenancy tenant(const char *scope, enum tenant_kind kind)
{
    struct tenancy t = {.kind = kind};

    tenancy_set_scope(&t, scope);
    return t;
}

static struct db *unit(struct arena *a, enum db_mode mode, const char *scope)
{
    struct tenancy t = tenant(scope, TENANT_DISTRICT);

    return db_open(pool, a, mode, &t, NULL, NULL);
}

static int64_t count_as(const char *scope)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    int64_t n;

    assert_int_equal(db_run(unit(&a, DB_READ, scope), &count, BIND_NONE, &r, &err), 0);
    n = db_int(r, 0, "n");
    arena_done(&a);
    return n;
}

static int try_insert(struct db *db, const char *id, const char *title, const char *parent,
                      struct problem *err)
{
    return db_run(
        db, &insert,
        BIND({"id", id}, {"scope", "31CTSONG0001"}, {"title", title}, {"parent", parent}, {"code", NULL}),
        NULL, err);
}

static void queue_insert(struct db *db, const char *id, const char *scope, const char *code)
{
    struct problem err = {0};

    assert_int_equal(
        db_send(db, &insert,
                BIND({"id", id}, {"scope", scope}, {"title", "q"}, {"parent", NULL}, {"code", code}), &err),
        0);
}

static int start(void **state)
{
    struct problem err = {0};
    const char *given = getenv("BIHUAN_TEST_PG");

    (void)state;
    if (!given || db_session_open(given, &operator, & err) < 0 ||
        db_session_exec(operator, schema, &err) < 0) {
        (void)fprintf(stderr, "%s\n", given ? err.cause : "BIHUAN_TEST_PG is not set: run through ctest");
        return -1;
    }
    (void)snprintf(conninfo, sizeof conninfo, "%s user=tester", given);
    if (db_pool_new(conninfo, POOL, &pool, &err) < 0)
        return -1;
    db_pool_limits(pool, 5000, 200);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    db_pool_free(pool);
    db_session_close(operator);
    return 0;
}

/* -- tenancy -- */

static void a_tenant_sees_its_subtree_only(void **state)
{
    (void)state;
    assert_int_equal(count_as("31CT"), 40000);
    assert_int_equal(count_as("31CTSONG"), 20000);
    assert_int_equal(count_as("31CTSONG0007"), 40);
    assert_int_equal(count_as("31CTSON0"), 0);
}

static void the_range_does_not_reach_the_next_borrower(void **state)
{
    struct problem err = {0};
    struct db_session *plain;
    char text[32];

    (void)state;
    assert_int_equal(count_as("31CT"), 40000);
    assert_int_equal(db_session_open(conninfo, &plain, &err), 0);
    assert_int_equal(db_session_value(plain, "select count(*) from item", NULL, text, sizeof text, &err), 0);
    assert_string_equal(text, "0");
    db_session_close(plain);
}

static void the_setting_is_empty_again_after_a_unit(void **state)
{
    struct tenancy nobody = {.kind = TENANT_SYSTEM};
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    struct db *db;

    (void)state;
    db = unit(&a, DB_WRITE, "31CTSONG");
    assert_int_equal(db_run(db, &range, BIND_NONE, &r, &err), 0);
    assert_string_equal(db_text(r, 0, "lo"), "31CTSONG");
    db_end(db);
    db = db_open(pool, &a, DB_READ, &nobody, NULL, NULL);
    assert_int_equal(db_run(db, &count, BIND_NONE, &r, &err), 0);
    assert_int_equal(db_int(r, 0, "n"), 0);
    arena_done(&a);
}

static void a_row_outside_of_the_range_cannot_be_written(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    assert_int_equal(try_insert(unit(&a, DB_WRITE, "31CTJIAD"), "90001", "x", NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_FORBIDDEN);
    arena_done(&a);
}

/* -- writing -- */

static void queued_statements_ride_with_commit(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = unit(&a, DB_WRITE, "31CT");

    (void)state;
    for (int i = 0; i < 3; i++)
        queue_insert(db, arena_printf(&a, "%d", 91000 + i), "31CTX001", i ? NULL : "taken");
    assert_int_equal(db_commit(db, &err), 0);
    assert_int_equal(count_as("31CTX001"), 3);
    arena_done(&a);
}

static void a_unit_without_commit_leaves_nothing(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    assert_int_equal(try_insert(unit(&a, DB_WRITE, "31CT"), "92000", "gone", NULL, &err), 0);
    arena_done(&a);
    assert_int_equal(count_as("31CTSONG0001"), 40);
}

static void a_queued_failure_surfaces_at_commit_and_nothing_is_kept(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = unit(&a, DB_WRITE, "31CT");

    (void)state;
    assert_int_equal(try_insert(db, "92001", "fine", NULL, &err), 0);
    queue_insert(db, "92002", "31CTSONG0001", "taken");
    assert_int_equal(db_send(db, &get, BIND({"id", "1"}), &err), 0);
    assert_int_equal(db_commit(db, &err), -1);
    assert_int_equal(err.code, PROBLEM_DUPLICATE);
    assert_string_equal(err.fields[0].pointer, "/code");
    assert_false(db_is_retryable(db));
    arena_done(&a);
    assert_int_equal(count_as("31CTSONG0001"), 40);
}

static void after_a_failure_the_unit_refuses_and_the_connection_lives(void **state)
{
    struct arena a = {0};
    struct problem err = {0}, again = {0};
    struct db *db = unit(&a, DB_WRITE, "31CT");
    int64_t reconnects = db_pool_stats(pool).reconnects;

    (void)state;
    assert_int_equal(try_insert(db, "92002", "", NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_string_equal(err.fields[0].pointer, "/title");
    assert_int_equal(db_run(db, &count, BIND_NONE, NULL, &again), -1);
    assert_int_equal(again.code, PROBLEM_INTERNAL);
    assert_int_equal(db_commit(db, &again), -1);
    arena_done(&a);
    assert_int_equal(count_as("31CTSONG0001"), 40);
    assert_int_equal(db_pool_stats(pool).reconnects, reconnects);
}

static void foreign_keys_tell_which_way_they_broke(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = unit(&a, DB_WRITE, "31CT");

    (void)state;
    assert_int_equal(try_insert(db, "92003", "child", "777777", &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_string_equal(err.fields[0].pointer, "/parent");
    db_end(db);
    db = unit(&a, DB_WRITE, "31CT");
    err = (struct problem){0};
    assert_int_equal(try_insert(db, "92003", "child", "1", &err), 0);
    assert_int_equal(db_run(db, &remove_item, BIND({"id", "1"}), NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_IN_USE);
    arena_done(&a);
}

static void a_savepoint_keeps_the_rows_before_it(void **state)
{
    struct arena a = {0};
    struct problem err = {0}, bad = {0};
    struct db *db = unit(&a, DB_WRITE, "31CT");

    (void)state;
    assert_int_equal(db_savepoint(db, &err), 0);
    assert_int_equal(try_insert(db, "93000", "kept", NULL, &err), 0);
    assert_int_equal(db_release(db, &err), 0);
    assert_int_equal(db_savepoint(db, &err), 0);
    assert_int_equal(try_insert(db, "93000", "twice", NULL, &bad), -1);
    assert_int_equal(db_rollback_to(db, &err), 0);
    assert_int_equal(db_savepoint(db, &err), 0);
    queue_insert(db, "93000", "31CTSONG0001", NULL);
    assert_int_equal(db_release(db, &bad), -1);
    assert_int_equal(bad.code, PROBLEM_DUPLICATE);
    assert_int_equal(db_rollback_to(db, &err), 0);
    assert_int_equal(db_commit(db, &err), 0);
    assert_int_equal(count_as("31CTSONG0001"), 41);
    arena_done(&a);
}

/* -- reading -- */

static void an_unknown_parameter_names_statement_and_parameter(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    assert_int_equal(db_run(unit(&a, DB_READ, "31CT"), &get, BIND_NONE, NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_INTERNAL);
    assert_non_null(strstr(err.cause, "get"));
    assert_non_null(strstr(err.cause, ":id"));
    arena_done(&a);
}

static void what_is_not_one_row_is_not_found(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = unit(&a, DB_READ, "31CTSONG");
    struct db_result *r;

    (void)state;
    assert_int_equal(db_one(db, &get, BIND({"id", "7"}), &r, &err), 0);
    assert_string_equal(db_text(r, 0, "title"), "t7");
    assert_int_equal(db_one(db, &get, BIND({"id", "30000"}), &r, &err), -1);
    assert_int_equal(err.code, PROBLEM_NOT_FOUND);
    arena_done(&a);
}

static int sum_row(void *arg, const struct db_result *one, struct problem *err)
{
    int64_t *left = arg;

    (void)err;
    assert_int_equal(db_rows(one), 1);
    assert_true(db_int(one, 0, "id") > 0);
    return --*left == 0 ? -1 : 0;
}

static void rows_stream_and_stop(void **state)
{
    static const struct stmt all = {"all_items", "select id from item", 0, NULL};
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = unit(&a, DB_READ, "31CTSONG");
    int64_t left = 1000000, few = 3;
    struct db_result *r;

    (void)state;
    assert_int_equal(db_each(db, &all, BIND_NONE, sum_row, &left, &err), 0);
    assert_int_equal(1000000 - left, 20001); /* one came from the savepoint test */
    assert_int_equal(db_run(db, &get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_each(db, &all, BIND_NONE, sum_row, &few, &err), -1);
    assert_int_equal(db_run(db, &get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_rows(r), 1);
    arena_done(&a);
}

/* -- plans -- */

static int64_t page_rows_estimated(const char *scope, enum tenant_kind kind)
{
    static const struct stmt explain = {"explain_page", "explain execute \"page.s\"", 0, NULL};
    struct tenancy t = tenant(scope, kind);
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    struct db *db = db_open(pool, &a, DB_READ, &t, NULL, NULL);
    int64_t index = 0;

    for (int i = 0; i < 8; i++)
        assert_int_equal(db_run(db, &page, BIND_NONE, &r, &err), 0);
    if (kind == TENANT_STREET) {
        assert_int_equal(db_run(db, &explain, BIND_NONE, &r, &err), 0);
        for (int i = 0; i < db_rows(r); i++)
            index += strstr(db_text(r, i, "QUERY PLAN"), "item_scope") != NULL;
    }
    arena_done(&a);
    return index;
}

static void a_plan_for_a_city_does_not_serve_a_street(void **state)
{
    (void)state;
    (void)page_rows_estimated("31CT", TENANT_CITY);
    assert_true(page_rows_estimated("31CTSONG0007", TENANT_STREET) > 0);
}

/* -- faults -- */

static void a_killed_backend_costs_nothing_but_a_reconnect(void **state)
{
    static const char kill[] =
        "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where usename = 'tester'";
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    char text[16];
    struct db *db;

    (void)state;
    assert_true(count_as("31CT") > 0); /* there is an idle one */
    assert_int_equal(db_session_value(operator, kill, NULL, text, sizeof text, &err), 0);
    assert_true(count_as("31CT") > 0);

    db = unit(&a, DB_READ, "31CT"); /* killed in the middle of a unit */
    assert_int_equal(db_run(db, &whoami, BIND_NONE, &r, &err), 0);
    assert_int_equal(db_session_value(operator, kill, NULL, text, sizeof text, &err), 0);
    assert_int_equal(db_run(db, &get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_rows(r), 1);

    db = unit(&a, DB_WRITE, "31CT");
    assert_int_equal(db_run(db, &whoami, BIND_NONE, &r, &err), 0);
    assert_int_equal(db_session_value(operator, kill, NULL, text, sizeof text, &err), 0);
    assert_int_equal(db_run(db, &get, BIND({"id", "7"}), &r, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    assert_true(db_is_retryable(db));
    arena_done(&a);
    assert_true(count_as("31CT") > 0);
}

static void a_forgotten_statement_is_prepared_again(void **state)
{
    static const struct stmt forget = {"forget", "deallocate all", 0, NULL};
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    struct db *db = unit(&a, DB_READ, "31CT");

    (void)state;
    assert_int_equal(db_run(db, &get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_run(db, &forget, BIND_NONE, NULL, &err), 0);
    assert_int_equal(db_run(db, &get, BIND({"id", "7"}), &r, &err), 0);
    arena_done(&a);
}

static void an_exhausted_pool_says_so_in_time(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    for (int i = 0; i < POOL; i++)
        assert_int_equal(db_run(unit(&a, DB_READ, "31CT"), &whoami, BIND_NONE, NULL, &err), 0);
    assert_int_equal(db_pool_stats(pool).busy, POOL);
    assert_int_equal(db_run(unit(&a, DB_READ, "31CT"), &whoami, BIND_NONE, NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    arena_done(&a);
    assert_int_equal(db_pool_stats(pool).busy, 0);
    assert_true(count_as("31CT") > 0);
}

static void a_slow_statement_is_cut_off(void **state)
{
    static const struct stmt wait = {"wait_lock", "select pg_advisory_lock(42)", 0, NULL};
    struct arena a = {0};
    struct problem err = {0};
    struct db_pool *hasty;
    struct tenancy t = tenant("31CT", TENANT_CITY);

    (void)state;
    assert_int_equal(db_session_exec(operator, "select pg_advisory_lock(42)", &err), 0);
    assert_int_equal(db_pool_new(conninfo, 1, &hasty, &err), 0);
    db_pool_limits(hasty, 100, 100);
    assert_int_equal(db_run(db_open(hasty, &a, DB_READ, &t, NULL, NULL), &wait, BIND_NONE, NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    assert_int_equal(db_session_exec(operator, "select pg_advisory_unlock(42)", &err), 0);
    arena_done(&a);
    db_pool_free(hasty);
}

static void a_server_that_is_not_there_is_unavailable(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db_pool *nowhere;
    struct tenancy t = tenant("31CT", TENANT_CITY);

    (void)state;
    assert_int_equal(db_pool_new("host=/nonexistent dbname=x", 1, &nowhere, &err), 0);
    for (int i = 0; i < 3; i++) { /* a failed try gives its place back */
        assert_int_equal(
            db_run(db_open(nowhere, &a, DB_READ, &t, NULL, NULL), &whoami, BIND_NONE, NULL, &err), -1);
        assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    }
    assert_int_equal(db_pool_stats(nowhere).open, 0);
    arena_done(&a);
    db_pool_free(nowhere);
}

/* -- threads -- */

enum { THREADS = 8, TURNS = 60 };

static void *worker(void *arg)
{
    static const char *const scopes[] = {"31CT", "31CTSONG", "31CTJIAD0501", "31CTSONG0007"};
    static const int64_t seen[] = {40000, 20000, 0, 40};
    size_t which = (size_t)(uintptr_t)arg % 4;

    for (int i = 0; i < TURNS; i++) {
        struct arena a = {0};
        struct problem err = {0};
        struct db_result *r;
        struct db *db = unit(&a, i % 2 ? DB_READ : DB_WRITE, scopes[which]);
        if (db_run(db, &count, BIND_NONE, &r, &err) < 0 || db_int(r, 0, "n") < seen[which] ||
            db_int(r, 0, "n") > seen[which] + 10)
            return (void *)1;
        arena_done(&a);
    }
    return NULL;
}

static void threads_never_see_each_others_range(void **state)
{
    pthread_t threads[THREADS];
    void *failed;

    (void)state;
    db_pool_limits(pool, 5000, 10000);
    for (uintptr_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, worker, (void *)i), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_true(db_pool_stats(pool).open <= POOL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tenant_sees_its_subtree_only),
        cmocka_unit_test(the_range_does_not_reach_the_next_borrower),
        cmocka_unit_test(the_setting_is_empty_again_after_a_unit),
        cmocka_unit_test(a_row_outside_of_the_range_cannot_be_written),
        cmocka_unit_test(queued_statements_ride_with_commit),
        cmocka_unit_test(a_unit_without_commit_leaves_nothing),
        cmocka_unit_test(a_queued_failure_surfaces_at_commit_and_nothing_is_kept),
        cmocka_unit_test(after_a_failure_the_unit_refuses_and_the_connection_lives),
        cmocka_unit_test(foreign_keys_tell_which_way_they_broke),
        cmocka_unit_test(a_savepoint_keeps_the_rows_before_it),
        cmocka_unit_test(an_unknown_parameter_names_statement_and_parameter),
        cmocka_unit_test(what_is_not_one_row_is_not_found),
        cmocka_unit_test(rows_stream_and_stop),
        cmocka_unit_test(a_plan_for_a_city_does_not_serve_a_street),
        cmocka_unit_test(a_killed_backend_costs_nothing_but_a_reconnect),
        cmocka_unit_test(a_forgotten_statement_is_prepared_again),
        cmocka_unit_test(an_exhausted_pool_says_so_in_time),
        cmocka_unit_test(a_slow_statement_is_cut_off),
        cmocka_unit_test(a_server_that_is_not_there_is_unavailable),
        cmocka_unit_test(threads_never_see_each_others_range),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
