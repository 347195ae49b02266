/* SPDX-License-Identifier: MIT */
/* Migrations on a real server: once, twice, changed, failing, at the same time; and the real ones on an empty database.
 * */
#include "db/migrate.h"
#include "support/live_db.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct migration first[] = {
    {"0001_ground",                                 "aa", "create schema m; create table m.t (a int);", false},
    {"0002_rows", "bb", "insert into m.t values (1), (2);", false},
    {0                                            },
};

static void count_one(void *arg, const char *name)
{
    (void)name;
    ++*(int *)arg;
}

static int migrate(const struct migration *list, int *ret_applied, struct problem *err)
{
    *ret_applied = 0;
    return migrate_run(live_superuser, NULL, list, count_one, ret_applied, err);
}

static void assert_value(const char *sql, const char *expected)
{
    struct problem err = {0};
    char text[64];

    assert_int_equal(db_session_value(live_operator, sql, NULL, text, sizeof text, &err), 0);
    assert_string_equal(text, expected);
}

static void the_second_run_changes_nothing(void **state)
{
    struct problem err = {0};
    int applied;

    (void)state;
    assert_int_equal(migrate(first, &applied, &err), 0);
    assert_int_equal(applied, 2);
    assert_int_equal(migrate(first, &applied, &err), 0);
    assert_int_equal(applied, 0);
    assert_value("select count(*) from m.t", "2");
    assert_value("select string_agg(name, ' ' order by name) from bihuan.schema_migration",
                 "0001_ground 0002_rows");
}

static void a_changed_file_is_refused(void **state)
{
    const struct migration changed[] = {
        first[0], {"0002_rows", "xx", "select 1", false},
         {0}
    };
    struct problem err = {0};
    int applied;

    (void)state;
    assert_int_equal(migrate(changed, &applied, &err), -1);
    assert_int_equal(err.code, PROBLEM_CONFLICT);
    assert_non_null(strstr(err.detail, "0002_rows"));
}

/* `first` has one migration that older builds can live with, and this adds one that they cannot. */
static void an_older_build_is_refused_by_what_breaks(void **state)
{
    const struct migration older[] = {first[0], {0}};
    const struct migration newer[] = {
        first[0], first[1], {"0003_cut",                   "cc", "alter table m.t add b int", true},
          {0}
    };
    struct problem err = {0};
    int applied;

    (void)state;
    assert_int_equal(migrate(older, &applied, &err), 0);
    assert_int_equal(applied, 0);
    assert_int_equal(migrate(newer, &applied, &err), 0);
    assert_int_equal(applied, 1);
    assert_int_equal(migrate(older, &applied, &err), -1);
    assert_int_equal(err.code, PROBLEM_CONFLICT);
    assert_non_null(strstr(err.detail, "0003_cut"));
    assert_int_equal(
        db_session_exec(live_operator, "delete from bihuan.schema_migration where breaking", &err), 0);
}

static void a_failing_migration_leaves_nothing(void **state)
{
    const struct migration bad[] = {
        first[0],
        first[1],
        {"0003_bad",                                                   "cc", "insert into m.t values (3); insert into m.t values ('x');", false},
        {0}
    };
    struct problem err = {0};
    int applied;

    (void)state;
    assert_int_equal(migrate(bad, &applied, &err), -1);
    assert_non_null(strstr(err.detail, "0003_bad"));
    assert_non_null(strstr(err.cause, "22P02"));
    assert_value("select count(*) from m.t", "2");
    assert_value("select count(*) from bihuan.schema_migration", "2");
}

static const struct migration more[] = {
    {"0001_ground", "aa", "", false},
    {"0002_rows",           "bb", "", false},
    {"0004_more",             "dd", "insert into m.t values (4);", false},
    {0}
};

static void *migrator(void *arg)
{
    struct problem err = {0};

    return migrate(more, arg, &err) < 0 ? arg : NULL;
}

static void of_two_at_once_one_applies(void **state)
{
    pthread_t threads[2];
    int applied[2];

    (void)state;
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrator, &applied[i]), 0);
    for (int i = 0; i < 2; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_int_equal(applied[0] + applied[1], 1);
    assert_value("select count(*) from m.t", "3");
}

static void the_real_ones_make_an_empty_database_ours(void **state)
{
    struct problem err = {0};
    char conninfo[600];
    int applied = 0, known = 0;

    (void)state;
    while (migrations[known].name)
        known++;
    assert_int_equal(db_session_exec(live_operator, "create database empty", &err), 0);
    (void)snprintf(conninfo, sizeof conninfo, "%s dbname=empty", live_superuser);
    if (migrate_run(conninfo, NULL, migrations, count_one, &applied, &err) < 0)
        fail_msg("%s: %s", err.detail, err.cause);
    assert_int_equal(applied, known);
    assert_int_equal(migrate_run(conninfo, NULL, migrations, count_one, &applied, &err), 0);
    assert_int_equal(applied, known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_run_changes_nothing),
        cmocka_unit_test(a_changed_file_is_refused),
        cmocka_unit_test(an_older_build_is_refused_by_what_breaks),
        cmocka_unit_test(a_failing_migration_leaves_nothing),
        cmocka_unit_test(of_two_at_once_one_applies),
        cmocka_unit_test(the_real_ones_make_an_empty_database_ours),
    };

    return cmocka_run_group_tests(tests, live_start, live_stop);
}
