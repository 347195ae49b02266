/* SPDX-License-Identifier: MIT */
/* Editions loaded from a migrated database are those that were stored. */
#include "base/date.h"
#include "db/migrate.h"
#include "db/session.h"
#include "indicators/store/standards.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct db_session *operator_session;
static struct db_pool *pool;

static const char rows[] =
    "insert into bihuan.standard (code, family, title, valid_from, valid_to, loaded_by, loaded_at) values"
    " ('OLD', 'FAM', 'old', '2012-01-01', '2026-02-28', 'x', now()), ('NEW', 'FAM', 'new', '2026-03-01', "
    "null, 'x', now()),"
    " ('BARE', 'BARE', 'bare', '2000-01-01', null, 'x', now());"
    "insert into bihuan.standard_limit values ('OLD', 'so2', '24H', 2, 'LE', 150, 0), ('OLD', 'co', '24H', "
    "2, 'LE', 4.5, 1),"
    " ('NEW', 'so2', '24H', 2, 'LE', 140, 0);"
    "insert into bihuan.standard_rule values ('OLD', '', 'source', null, 'Table 1', 2), ('OLD', 'co', "
    "'decimals', 1, null, 3),"
    " ('BARE', '', 'source', null, 'text', 0)";

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

/* A unit of a street: standards are everybody's to read. */
static struct ctx *open_unit(void)
{
    static struct tenancy street = {.kind = TENANT_STREET};
    struct ctx *c = calloc(1, sizeof *c);

    assert_non_null(c);
    tenancy_set_scope(&street, "310000010001");
    c->db = db_open(pool, &c->arena, DB_READ, &street, NULL, NULL);
    return c;
}

static void close_unit(struct ctx *c)
{
    arena_done(&c->arena);
    free(c);
}

static void an_edition_is_whole(void **state)
{
    const struct standard *s = NULL;
    struct problem err = {0};
    struct ctx *c = open_unit();
    int64_t limit = 0;

    (void)state;
    assert_int_equal(standards_load(c, "OLD", &s, &err), 0);
    assert_string_equal(s->family, "FAM");
    assert_string_equal(s->title, "old");
    assert_int_equal(s->valid_from, date_from_ymd(2012, 1, 1));
    assert_int_equal(s->valid_to, date_from_ymd(2026, 2, 28));
    assert_int_equal(s->n_limits, 2);
    assert_int_equal(s->n_rules, 2);
    assert_true(standard_limit(s, "co", "24H", 2, &limit));
    assert_int_equal(limit, 4500000);
    assert_int_equal(standard_count(s, "co", "decimals", 9), 1);
    assert_string_equal(standard_text(s, "", "source", ""), "Table 1");
    close_unit(c);
}

static void several_come_in_the_order_they_were_asked_for(void **state)
{
    static const char *const codes[] = {"NEW", "BARE", "NO-SUCH", "OLD", "NEW"};
    const struct standard *s[ARRAY_LEN(codes)];
    struct problem err = {0};
    struct ctx *c = open_unit();

    (void)state;
    assert_int_equal(standards_load_several(c, codes, ARRAY_LEN(codes), s, &err), 0);
    assert_string_equal(s[0]->code, "NEW");
    assert_int_equal(s[0]->n_limits, 1);
    assert_int_equal(s[0]->n_rules, 0);
    assert_string_equal(s[1]->code, "BARE");
    assert_int_equal(s[1]->n_limits, 0);
    assert_int_equal(s[1]->n_rules, 1);
    assert_null(s[2]);
    assert_string_equal(s[3]->code, "OLD");
    assert_ptr_equal(s[4], s[0]);
    close_unit(c);
}

static void a_day_chooses_the_edition(void **state)
{
    static const struct {
        int month, day;
        const char *code;
    } days[] = {
        {2, 28, "OLD"},
        {3, 1,  "NEW"},
    };
    struct problem err = {0};
    struct ctx *c = open_unit();
    const struct standard *s;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        int32_t day = date_from_ymd(2026, days[i].month, days[i].day);
        assert_int_equal(standards_in_force(c, "FAM", day, &s, &err), 0);
        assert_string_equal(s->code, days[i].code);
        assert_true(standard_is_valid(s, day));
    }
    close_unit(c);
}

static void what_is_not_there_is_not_found(void **state)
{
    const struct standard *s = NULL;
    struct problem err = {0};
    struct ctx *c = open_unit();

    (void)state;
    assert_int_equal(standards_load(c, "NO-SUCH", &s, &err), -1);
    assert_int_equal(err.code, PROBLEM_NOT_FOUND);
    err = (struct problem){0};
    assert_int_equal(standards_in_force(c, "FAM", date_from_ymd(2011, 12, 31), &s, &err), -1);
    assert_int_equal(err.code, PROBLEM_NOT_FOUND);
    assert_null(s);
    close_unit(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edition_is_whole),
        cmocka_unit_test(several_come_in_the_order_they_were_asked_for),
        cmocka_unit_test(a_day_chooses_the_edition),
        cmocka_unit_test(what_is_not_there_is_not_found),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
