/* SPDX-License-Identifier: MIT */
/* Rows handed over one by one on a real server, and what is left of the unit when the reader has had enough. */
#include "support/live_db.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
    struct db *db = live_unit(&a, DB_READ, "31CTSONG");
    int64_t left = 1000000, few = 3;
    struct db_result *r;

    (void)state;
    assert_int_equal(db_each(db, &all, BIND_NONE, sum_row, &left, &err), 0);
    assert_int_equal(1000000 - left, 20000);
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_each(db, &all, BIND_NONE, sum_row, &few, &err), -1);
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_rows(r), 1);
    arena_done(&a);
}

static void a_stream_that_stops_leaves_a_savepoint_to_go_back_to(void **state)
{
    static const struct stmt all = {"all_items", "select id from item", 0, NULL};
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");
    int64_t few = 3;
    struct db_result *r;

    (void)state;
    assert_int_equal(db_savepoint(db, &err), 0);
    assert_int_equal(db_each(db, &all, BIND_NONE, sum_row, &few, &err), -1);
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), -1);
    assert_int_equal(db_rollback_to(db, &err), 0);
    err = (struct problem){0};
    assert_int_equal(db_run(db, &live_get, BIND({"id", "7"}), &r, &err), 0);
    assert_int_equal(db_rows(r), 1);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stream_and_stop),
        cmocka_unit_test(a_stream_that_stops_leaves_a_savepoint_to_go_back_to),
    };

    return cmocka_run_group_tests(tests, live_start, live_stop);
}
