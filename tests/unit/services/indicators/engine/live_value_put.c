/* SPDX-License-Identifier: MIT */
/* What the system computes: stored with the department that answers for it, revised when it differs, and never in the
 * place of what persons decided. On a migrated database. */
#include "app/app.h"
#include "db/migrate.h"
#include "db/session.h"
#include "indicators/engine/value_put.h"
#include "indicators/service.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct db_session *operator_session;
static struct db_pool *pool;
static struct app app = {.service = &indicators_service};
static struct principal who;

#define DISTRICT "00000000-0000-7000-8000-000000000001"

static const char rows[] =
    "set session_replication_role = replica;"
    "insert into bihuan.tenant (id, kind, parent_id, scope, dept_code, opened_on, created_at) values"
    " ('" DISTRICT
    "', 'DISTRICT', '00000000-0000-7000-8000-000000000009', '00010003', null, '2020-01-01', now()),"
    " ('00000000-0000-7000-8000-000000000002', 'DEPARTMENT', '" DISTRICT
    "', '000100030009', 'SW', '2020-01-01', now());"
    "insert into bihuan.tenant_version (tenant_id, valid_from, code, name) select id, '2020-01-01', scope, "
    "scope from bihuan.tenant;"
    "insert into bihuan.indicator (code, name, unit, direction, element, formula_kind, periods, departments, "
    "decimals, clauses, formula,"
    " loaded_by, loaded_at) values"
    " ('WAT-X', 'x', '%', 'HIGHER', 'WATER', 'WATER_ATTAINED', 'Y', 'STHJ SW', 1, 'S-001', 'x', 'x', now());"
    "set session_replication_role = origin";

static int start(void **state)
{
    const char *given = getenv("BIHUAN_TEST_PG");
    struct problem err = {0};
    char conninfo[512];

    (void)state;
    if (!given || migrate_run(given, NULL, migrations, NULL, NULL, &err) < 0 ||
        db_session_open(given, 0, &operator_session, &err) < 0 ||
        db_session_exec(operator_session, rows, &err) < 0) {
        (void)fprintf(stderr, "%s\n", given ? err.cause : "BIHUAN_TEST_PG is not set: run through ctest");
        return -1;
    }
    principal_system("indicators", &who);
    (void)snprintf(conninfo, sizeof conninfo, "%s user=bihuan_indicators", given);
    return db_pool_new(conninfo, 1, &pool, &err);
}

static int stop(void **state)
{
    (void)state;
    db_pool_free(pool);
    db_session_close(operator_session);
    return 0;
}

/* 17 of 20 in 2020, 18 in 2021 and so on: each test has its own year. */
static struct value_put figure(int year, int64_t attained)
{
    return (struct value_put){
        .owner = {.id = DISTRICT, .code = "00010003", .scope = "00010003"},
        .indicator = "WAT-X",
        .period = {PERIOD_YEAR,    date_from_ymd(year, 1,                   1)},
        .figure = {.has_parts = true,
                  .numerator = attained * VALUE_ONE,
                  .denominator = 20 * (int64_t)VALUE_ONE                      },
    };
}

static enum value_outcome put(const struct value_put *in)
{
    struct ctx *c = calloc(1, sizeof *c);
    struct value_written made = {0};
    struct problem err = {0};

    assert_non_null(c);
    *c = (struct ctx){.app = &app, .who = &who, .now_us = INT64_C(1800000000000000)};
    c->db = db_open(pool, &c->arena, DB_WRITE, &who.tenant, ctx_lookup, c);
    if (value_put_computed(c, in, &made, &err) < 0 || db_commit(c->db, &err) < 0)
        fail_msg("%s %s", err.detail, err.cause);
    assert_non_null(made.id);
    arena_done(&c->arena);
    free(c);
    return made.outcome;
}

/* Fails unless the running value of a year is so. */
static void expect_stored(int year, const char *what)
{
    struct problem err = {0};
    char sql[1024];

    (void)snprintf(sql, sizeof sql,
                   "do $t$ begin if (select concat_ws(' ', trim_scale(value_raw), validity, status, "
                   "revision, unit_scope, computed_by, entered_by)"
                   " from bihuan.indicator_value where period_start = make_date(%d, 1, 1) and superseded_at "
                   "is null) is distinct from '%s'"
                   " then raise exception '%%', (select array_agg(v) from bihuan.indicator_value v where "
                   "period_start = make_date(%d, 1, 1)); end if;"
                   " end $t$",
                   year, what, year);
    if (db_session_exec(operator_session, sql, &err) < 0)
        fail_msg("%d is not %s: %s", year, what, err.cause);
}

static void change(int year, const char *set)
{
    struct problem err = {0};
    char sql[256];

    (void)snprintf(sql, sizeof sql,
                   "update bihuan.indicator_value set %s where period_start = make_date(%d, 1, 1)", set,
                   year);
    assert_int_equal(db_session_exec(operator_session, sql, &err), 0);
}

static void a_computed_figure_is_provisional_and_has_its_department(void **state)
{
    const struct value_put in = figure(2020, 17);

    (void)state;
    assert_int_equal(put(&in), VALUE_CREATED);
    expect_stored(2020, "85 VALID PROVISIONAL 1 000100030009 ENGINE system:indicators");
    assert_int_equal(put(&in), VALUE_UNCHANGED);
    expect_stored(2020, "85 VALID PROVISIONAL 1 000100030009 ENGINE system:indicators");
}

static void late_data_make_another_revision(void **state)
{
    struct value_put in = figure(2021, 17);

    (void)state;
    assert_int_equal(put(&in), VALUE_CREATED);
    change(2021, "status = 'REVIEWED'");
    in = figure(2021, 18);
    in.reason = "late data";
    assert_int_equal(put(&in), VALUE_REVISED);
    expect_stored(2021, "90 VALID PROVISIONAL 2 000100030009 ENGINE system:indicators");
}

static void data_may_be_insufficient_and_become_sufficient(void **state)
{
    struct value_put in = figure(2022, 17);

    (void)state;
    in.is_insufficient = true;
    assert_int_equal(put(&in), VALUE_CREATED);
    expect_stored(2022, "INSUFFICIENT PROVISIONAL 1 000100030009 ENGINE system:indicators");
    assert_int_equal(put(&in), VALUE_UNCHANGED);
    in.is_insufficient = false;
    assert_int_equal(put(&in), VALUE_REVISED);
    expect_stored(2022, "85 VALID PROVISIONAL 2 000100030009 ENGINE system:indicators");
}

static void what_persons_decided_stays(void **state)
{
    static const char *const decided[] = {"status = 'FROZEN'", "status = 'VOID'", "computed_by = 'MANUAL'"};

    (void)state;
    for (int i = 0; i < (int)ARRAY_LEN(decided); i++) {
        struct value_put in = figure(2010 + i, 17);
        assert_int_equal(put(&in), VALUE_CREATED);
        change(2010 + i, decided[i]);
        in = figure(2010 + i, 18);
        assert_int_equal(put(&in), VALUE_KEPT);
    }
    expect_stored(2010, "85 VALID FROZEN 1 000100030009 ENGINE system:indicators");
    expect_stored(2011, "85 VALID VOID 1 000100030009 ENGINE system:indicators");
    expect_stored(2012, "85 VALID PROVISIONAL 1 000100030009 MANUAL system:indicators");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_computed_figure_is_provisional_and_has_its_department),
        cmocka_unit_test(late_data_make_another_revision),
        cmocka_unit_test(data_may_be_insufficient_and_become_sufficient),
        cmocka_unit_test(what_persons_decided_stays),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
