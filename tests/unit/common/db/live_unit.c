/* SPDX-License-Identifier: MIT */
/* Units of work on a real server: tenancy range, writing, reading. */
#include "db/copy.h"
#include "support/live_db.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct stmt range = {"range", "select current_setting('app.lo', true) as lo", 0, NULL};
static const char *const insert_params[] = {"id", "scope", "title", "parent", "code"};
static const struct stmt insert = {
    "insert", "insert into item (id, scope, title, parent, code) values ($1, $2, $3, $4, $5) returning id", 5,
    insert_params};
static const struct stmt remove_item = {"remove_item", "delete from item where id = $1", 1,
                                        (const char *const[]){"id"}};

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

/* -- tenancy -- */

static void a_tenant_sees_its_subtree_only(void **state)
{
    (void)state;
    assert_int_equal(live_count_as("31CT"), 40000);
    assert_int_equal(live_count_as("31CTSONG"), 20000);
    assert_int_equal(live_count_as("31CTSONG0007"), 40);
    assert_int_equal(live_count_as("31CTSON0"), 0);
}

static void the_range_does_not_reach_the_next_borrower(void **state)
{
    struct problem err = {0};
    struct db_session *plain;
    char text[32];

    (void)state;
    assert_int_equal(live_count_as("31CT"), 40000);
    assert_int_equal(db_session_open(live_conninfo, 0, &plain, &err), 0);
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
    db = live_unit(&a, DB_WRITE, "31CTSONG");
    assert_int_equal(db_run(db, &range, BIND_NONE, &r, &err), 0);
    assert_string_equal(db_text(r, 0, "lo"), "31CTSONG");
    db_end(db);
    db = db_open(live_pool, &a, DB_READ, &nobody, NULL, NULL);
    assert_int_equal(db_run(db, &live_count, BIND_NONE, &r, &err), 0);
    assert_int_equal(db_int(r, 0, "n"), 0);
    arena_done(&a);
}

static void a_row_outside_of_the_range_cannot_be_written(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    assert_int_equal(try_insert(live_unit(&a, DB_WRITE, "31CTJIAD"), "90001", "x", NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_FORBIDDEN);
    arena_done(&a);
}

/* -- writing -- */

static void queued_statements_ride_with_commit(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");

    (void)state;
    for (int i = 0; i < 3; i++)
        queue_insert(db, arena_printf(&a, "%d", 91000 + i), "31CTX001", i ? NULL : "taken");
    assert_int_equal(db_commit(db, &err), 0);
    assert_int_equal(live_count_as("31CTX001"), 3);
    arena_done(&a);
}

static void a_unit_without_commit_leaves_nothing(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    assert_int_equal(try_insert(live_unit(&a, DB_WRITE, "31CT"), "92000", "gone", NULL, &err), 0);
    arena_done(&a);
    assert_int_equal(live_count_as("31CTSONG0001"), 40);
}

static void a_queued_failure_surfaces_at_commit_and_nothing_is_kept(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");

    (void)state;
    assert_int_equal(try_insert(db, "92001", "fine", NULL, &err), 0);
    queue_insert(db, "92002", "31CTSONG0001", "taken");
    assert_int_equal(db_send(db, &live_get, BIND({"id", "1"}), &err), 0);
    assert_int_equal(db_commit(db, &err), -1);
    assert_int_equal(err.code, PROBLEM_DUPLICATE);
    assert_string_equal(err.fields[0].pointer, "/code");
    assert_false(db_is_retryable(db));
    arena_done(&a);
    assert_int_equal(live_count_as("31CTSONG0001"), 40);
}

static void after_a_failure_the_unit_refuses_and_the_connection_lives(void **state)
{
    struct arena a = {0};
    struct problem err = {0}, again = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");
    int64_t reconnects = db_pool_stats(live_pool).reconnects;

    (void)state;
    assert_int_equal(try_insert(db, "92002", "", NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_string_equal(err.fields[0].pointer, "/title");
    assert_int_equal(db_run(db, &live_count, BIND_NONE, NULL, &again), -1);
    assert_int_equal(again.code, PROBLEM_INTERNAL);
    assert_int_equal(db_commit(db, &again), -1);
    arena_done(&a);
    assert_int_equal(live_count_as("31CTSONG0001"), 40);
    assert_int_equal(db_pool_stats(live_pool).reconnects, reconnects);
}

static void foreign_keys_tell_which_way_they_broke(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");

    (void)state;
    assert_int_equal(try_insert(db, "92003", "child", "777777", &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_string_equal(err.fields[0].pointer, "/parent");
    db_end(db);
    db = live_unit(&a, DB_WRITE, "31CT");
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
    struct db *db = live_unit(&a, DB_WRITE, "31CT");

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
    assert_int_equal(live_count_as("31CTSONG0001"), 41);
    arena_done(&a);
}

/* -- bulk -- */

static const struct stmt staging = {
    "staging", "create temporary table staging (id int, title text) on commit drop", 0, NULL};
static const struct stmt take_staging = {
    "take_staging", "insert into item (id, scope, title) select id, '31CTSONG0001', title from staging", 0,
    NULL};
static const char copy_sql[] = "copy staging (id, title) from stdin";

static void copied_rows_arrive_as_they_are(void **state)
{
    const char *const rows[][2] = {
        {"94001", "tab\there\nnew\rline \\N"},
        {"94002", NULL                      },
        {"94003", ""                        }
    };
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");
    struct db_copy *copy;
    struct db_result *r;
    int64_t taken;

    (void)state;
    assert_int_equal(db_send(db, &staging, BIND_NONE, &err), 0);
    assert_int_equal(db_copy_begin(db, copy_sql, &copy, &err), 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(db_copy_row(copy, rows[i], 2, &err), 0);
    for (int i = 0; i < 20000; i++) { /* more than a chunk */
        const char *const row[] = {"94000", "again and again"};
        assert_int_equal(db_copy_row(copy, row, 2, &err), 0);
    }
    assert_int_equal(db_copy_end(copy, &taken, &err), 0);
    assert_int_equal(taken, 20003);
    static const struct stmt look = {"look", "select title from staging where id > 94000 order by id", 0,
                                     NULL};
    assert_int_equal(db_run(db, &look, BIND_NONE, &r, &err), 0);
    for (int i = 0; i < 3; i++) {
        const char *text = db_text(r, i, "title");
        assert_int_equal(text == NULL, rows[i][1] == NULL);
        if (text)
            assert_string_equal(text, rows[i][1]);
    }
    assert_int_equal(db_run(db, &take_staging, BIND_NONE, NULL, &err), -1); /* 94000 many times */
    assert_int_equal(err.code, PROBLEM_VALIDATION);                         /* a title is required */
    arena_done(&a);
}

static void a_bad_copied_row_fails_the_unit_at_the_end(void **state)
{
    const char *const row[] = {"not a number", "x"};
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");
    struct db_copy *copy;

    (void)state;
    assert_int_equal(db_send(db, &staging, BIND_NONE, &err), 0);
    assert_int_equal(db_copy_begin(db, "copy nowhere from stdin", &copy, &err), -1);
    assert_int_equal(err.code, PROBLEM_INTERNAL);
    db_end(db);
    db = live_unit(&a, DB_WRITE, "31CT");
    assert_int_equal(db_send(db, &staging, BIND_NONE, &err), 0);
    assert_int_equal(db_copy_begin(db, copy_sql, &copy, &err), 0);
    assert_int_equal(db_copy_row(copy, row, 2, &err), 0);
    assert_int_equal(db_copy_end(copy, NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    arena_done(&a);
    assert_int_equal(live_count_as("31CTSONG0001"), 41);
}

static void an_abandoned_copy_leaves_nothing_behind(void **state)
{
    const char *const row[] = {"1", "x"};
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_WRITE, "31CT");
    struct db_copy *copy;

    (void)state;
    assert_int_equal(db_send(db, &staging, BIND_NONE, &err), 0);
    assert_int_equal(db_copy_begin(db, copy_sql, &copy, &err), 0);
    assert_int_equal(db_copy_row(copy, row, 2, &err), 0);
    arena_done(&a);
    assert_int_equal(live_count_as("31CTSONG0001"), 41);
    assert_int_equal(db_pool_stats(live_pool).busy, 0);
}

/* -- reading -- */

static void an_unknown_parameter_names_statement_and_parameter(void **state)
{
    struct arena a = {0};
    struct problem err = {0};

    (void)state;
    assert_int_equal(db_run(live_unit(&a, DB_READ, "31CT"), &live_get, BIND_NONE, NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_INTERNAL);
    assert_non_null(strstr(err.cause, "get"));
    assert_non_null(strstr(err.cause, ":id"));
    arena_done(&a);
}

static void a_read_cannot_write(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_READ, "31CT");

    (void)state;
    assert_int_equal(try_insert(db, "95000", "x", NULL, &err), -1);
    assert_int_equal(err.code, PROBLEM_INTERNAL);
    assert_int_equal(db_send(db, &live_get, BIND({"id", "7"}), &err), -1);
    arena_done(&a);
    db = live_unit(&a, DB_WRITE, "31CT"); /* and the connection may write again */
    assert_int_equal(try_insert(db, "95000", "x", NULL, &err), 0);
    arena_done(&a);
}

static void what_is_not_one_row_is_not_found(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_READ, "31CTSONG");
    struct db_result *r;

    (void)state;
    assert_int_equal(db_one(db, &live_get, BIND({"id", "7"}), &r, &err), 0);
    assert_string_equal(db_text(r, 0, "title"), "t7");
    assert_int_equal(db_one(db, &live_get, BIND({"id", "30000"}), &r, &err), -1);
    assert_int_equal(err.code, PROBLEM_NOT_FOUND);
    arena_done(&a);
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
        cmocka_unit_test(copied_rows_arrive_as_they_are),
        cmocka_unit_test(a_bad_copied_row_fails_the_unit_at_the_end),
        cmocka_unit_test(an_abandoned_copy_leaves_nothing_behind),
        cmocka_unit_test(an_unknown_parameter_names_statement_and_parameter),
        cmocka_unit_test(a_read_cannot_write),
        cmocka_unit_test(what_is_not_one_row_is_not_found),
    };

    return cmocka_run_group_tests(tests, live_start, live_stop);
}
