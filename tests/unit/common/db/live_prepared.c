/* SPDX-License-Identifier: MIT */
/* What a connection keeps prepared, seen by the server that keeps it. */
#include "support/live_db.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const filters[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
static const struct stmt filtered = {
    "filtered",
    "select count(*) as n from item where true /*?1*/ and $1 <> '' /*?*/ /*?2*/ and $2 <> '' /*?*/ /*?3*/ "
    "and $3 <> '' /*?*/"
    " /*?4*/ and $4 <> '' /*?*/ /*?5*/ and $5 <> '' /*?*/ /*?6*/ and $6 <> '' /*?*/ /*?7*/ and $7 <> '' /*?*/"
    " /*?8*/ and $8 <> '' /*?*/ /*?9*/ and $9 <> '' /*?*/ /*?10*/ and $10 <> '' /*?*/ /*?11*/ and $11 <> '' "
    "/*?*/"
    " /*?12*/ and $12 <> '' /*?*/ and false",
    12, filters};
static const struct stmt prepared_count = {
    "prepared_count", "select count(*) as n, pg_backend_pid() as pid from pg_prepared_statements", 0, NULL};

/* A unit with the filters whose bits are set; how many statements its connection has prepared, and which backend it is.
 * */
static int64_t prepared_after(unsigned set, int64_t *ret_pid)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db *db = live_unit(&a, DB_READ, "31CT");
    struct bind binds[ARRAY_LEN(filters) + 1] = {{0}};
    struct db_result *r;
    int64_t n;

    for (size_t i = 0; i < ARRAY_LEN(filters); i++)
        binds[i] = (struct bind){filters[i], set >> i & 1u ? "x" : NULL};
    assert_int_equal(db_run(db, &filtered, binds, &r, &err), 0);
    assert_int_equal(db_int(r, 0, "n"), 0);
    assert_int_equal(db_run(db, &prepared_count, BIND_NONE, &r, &err), 0);
    n = db_int(r, 0, "n");
    *ret_pid = db_int(r, 0, "pid");
    arena_done(&a);
    return n;
}

static void thousands_of_sets_of_filters_stay_bounded_on_one_connection(void **state)
{
    int64_t most = 0, pid, first;

    (void)state;
    (void)prepared_after(1, &first);
    for (unsigned set = 0; set < 1u << ARRAY_LEN(filters); set++) {
        int64_t n = prepared_after(set, &pid);

        assert_int_equal(pid, first); /* nobody had to reconnect */
        most = n > most ? n : most;
    }
    assert_in_range(most, 100, 180);
}

/* When the connection prepared the first three filters. */
static void prepared_since(char out[64])
{
    static const struct stmt since = {
        "since",
        "select prepare_time::text as text from pg_prepared_statements where name like 'filtered/7.%'", 0,
        NULL};
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;

    assert_int_equal(db_one(live_unit(&a, DB_READ, "31CT"), &since, BIND_NONE, &r, &err), 0);
    (void)snprintf(out, 64, "%s", db_text(r, 0, "text"));
    arena_done(&a);
}

static void a_set_that_is_in_use_is_not_dropped(void **state)
{
    char first[64], last[64];
    int64_t pid;

    (void)state;
    (void)prepared_after(7, &pid);
    prepared_since(first);
    for (unsigned set = 1000; set < 2000; set++) {
        (void)prepared_after(set, &pid);
        (void)prepared_after(7, &pid);
    }
    prepared_since(last);
    assert_string_equal(first, last);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thousands_of_sets_of_filters_stay_bounded_on_one_connection),
        cmocka_unit_test(a_set_that_is_in_use_is_not_dropped),
    };

    return cmocka_run_group_tests(tests, live_start, live_stop);
}
