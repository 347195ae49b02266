/* SPDX-License-Identifier: MIT */
/* Units of work when things go wrong: plans of others, lost connections, a busy pool, many threads. */
#include "support/live_db.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct stmt page = {"page", "select id from item order by id desc limit 50", 0, NULL};
static const struct stmt whoami = {"whoami", "select pg_backend_pid() as pid", 0, NULL};

/* -- plans -- */

static int64_t page_rows_estimated(const char *scope, enum tenant_kind kind)
{
    static const struct stmt explain = {"explain_page", "explain execute \"page.s\"", 0, NULL};
    struct tenancy t = live_tenant(scope, kind);
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    struct db *db = db_open(live_pool, &a, DB_READ, &t, NULL, NULL);
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
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    struct db *db;

    (void)state;
    assert_true(live_count_as("31CT") > 0); /* there is an idle one */
    live_kill_backends();
    assert_true(live_count_as("31CT") > 0);

    db = live_unit(&a, DB_READ, "31CT"); /* killed in the middle of a unit */
    assert_int_equal(db_run(db, &whoami, BIND_NONE, &r, &err), 0);
    live_kill_backends();
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_rows(r), 1);

    db = live_unit(&a, DB_WRITE, "31CT");
    assert_int_equal(db_run(db, &whoami, BIND_NONE, &r, &err), 0);
    live_kill_backends();
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    assert_true(db_is_retryable(db));
    arena_done(&a);
    assert_true(live_count_as("31CT") > 0);
}

static void a_forgotten_statement_is_prepared_again(void **state)
{
    static const struct stmt forget = {"forget", "deallocate all", 0, NULL};
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    struct db *db = live_unit(&a, DB_READ, "31CT");

    (void)state;
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_run(db, &forget, BIND_NONE, NULL, &err), 0);
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), 0);
    arena_done(&a);
}

static void an_exhausted_pool_says_so_in_time(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    for (int i = 0; i < LIVE_POOL; i++)
        assert_int_equal(db_run(live_unit(&a, DB_READ, "31CT"), &whoami, BIND_NONE, NULL, &err), 0);
    assert_int_equal(db_pool_stats(live_pool).busy, LIVE_POOL);
    assert_int_equal(db_run(live_unit(&a, DB_READ, "31CT"), &whoami, BIND_NONE, NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    arena_done(&a);
    assert_int_equal(db_pool_stats(live_pool).busy, 0);
    assert_true(live_count_as("31CT") > 0);
}

static void a_slow_statement_is_cut_off(void **state)
{
    static const struct stmt wait = {"wait_lock", "select pg_advisory_lock(42)", 0, NULL};
    struct arena a = {0};
    struct problem err = {0};
    struct db_pool *hasty;
    struct tenancy t = live_tenant("31CT", TENANT_CITY);

    (void)state;
    assert_int_equal(db_session_exec(live_operator, "select pg_advisory_lock(42)", &err), 0);
    assert_int_equal(db_pool_new(live_conninfo, 1, &hasty, &err), 0);
    db_pool_limits(hasty, 100, 0, 100);
    assert_int_equal(db_run(db_open(hasty, &a, DB_READ, &t, NULL, NULL), &wait, BIND_NONE, NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    assert_int_equal(db_session_exec(live_operator, "select pg_advisory_unlock(42)", &err), 0);
    arena_done(&a);
    db_pool_free(hasty);
}

static void a_server_that_is_not_there_is_unavailable(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db_pool *nowhere;
    struct tenancy t = live_tenant("31CT", TENANT_CITY);

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
        struct db *db = live_unit(&a, i % 2 ? DB_READ : DB_WRITE, scopes[which]);
        if (db_run(db, &live_count, BIND_NONE, &r, &err) < 0 || db_int(r, 0, "n") < seen[which] ||
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
    db_pool_limits(live_pool, 5000, 0, 10000);
    for (uintptr_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, worker, (void *)i), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_true(db_pool_stats(live_pool).open <= LIVE_POOL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_for_a_city_does_not_serve_a_street),
        cmocka_unit_test(a_killed_backend_costs_nothing_but_a_reconnect),
        cmocka_unit_test(a_forgotten_statement_is_prepared_again),
        cmocka_unit_test(an_exhausted_pool_says_so_in_time),
        cmocka_unit_test(a_slow_statement_is_cut_off),
        cmocka_unit_test(a_server_that_is_not_there_is_unavailable),
        cmocka_unit_test(threads_never_see_each_others_range),
    };

    return cmocka_run_group_tests(tests, live_start, live_stop);
}
