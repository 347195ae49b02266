/* SPDX-License-Identifier: MIT */
/* The row writer and typed access, with values that a real server prints. */
#include "base/clock.h"
#include "base/date.h"
#include "db/row.h"
#include "support/live_db.h"
#include "support/tsv.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct db_result *query(struct arena *a, const char *sql)
{
    static int number;
    struct problem err = {0};
    struct db_result *r;
    const struct stmt s = {arena_printf(a, "query_%d", number++), sql, 0, NULL};

    if (db_run(live_unit(a, DB_READ, "31CT"), &s, BIND_NONE, &r, &err) < 0)
        fail_msg("%s: %s", sql, err.cause);
    return r;
}

static const char *json_of(struct arena *a, const struct db_result *r)
{
    struct buf b;

    buf_init(&b, a);
    row_write_array(&b, r, db_rows(r));
    return b.data;
}

static void each_type_has_its_text(void **state)
{
    struct tsv t;

    (void)state;
    tsv_open(&t, "tests/unit/common/db/live_row.tsv");
    while (tsv_next(&t, 3)) {
        struct arena a = {0};
        struct db_result *r = query(&a, arena_printf(&a, "select %s as v", t.cell[0]));
        struct buf csv;
        json_t *parsed;
        tsv_expect(&t, "JSON", arena_printf(&a, "[{\"v\":%s}]", t.cell[1]), json_of(&a, r));
        parsed = json_loads(json_of(&a, r), JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
        if (!parsed)
            tsv_wrong(&t, "not JSON");
        json_decref(parsed);
        buf_init(&csv, &a);
        row_write_csv(&csv, r, 0);
        tsv_expect(&t, "CSV", arena_printf(&a, "%s\r\n", strcmp(t.cell[2], "-") == 0 ? "" : t.cell[2]),
                   csv.data);
        arena_done(&a);
    }
    tsv_close(&t);
}

static void rows_are_objects_in_column_order_without_hidden_columns(void **state)
{
    struct arena a = {0};
    struct db_result *r =
        query(&a, "select 1 as b, 2 as _cursor, 'x' as \"a\"\"b\" union all select 2, 3, 'y' order by 1");
    struct buf b;

    (void)state;
    assert_string_equal(json_of(&a, r), "[{\"b\":1,\"a\\\"b\":\"x\"},{\"b\":2,\"a\\\"b\":\"y\"}]");
    buf_init(&b, &a);
    row_write(&b, r, 1);
    assert_string_equal(b.data, "{\"b\":2,\"a\\\"b\":\"y\"}");
    buf_init(&b, &a);
    row_write_csv_header(&b, r);
    assert_string_equal(b.data, "b,\"a\"\"b\"\r\n");
    buf_init(&b, &a);
    row_write_array(&b, r, 0);
    assert_string_equal(b.data, "[]");
    assert_string_equal(json_of(&a, query(&a, "select 1 as _only")), "[{}]");
    arena_done(&a);
}

static void control_characters_are_escaped(void **state)
{
    struct arena a = {0};

    (void)state;
    assert_string_equal(json_of(&a, query(&a, "select chr(1) || chr(9) || chr(10) as v")),
                        "[{\"v\":\"\\u0001\\t\\n\"}]");
    arena_done(&a);
}

struct thing {
    const char *name;
    int64_t n, at, area;
    bool open;
    int32_t due, never;
};

static void a_table_reads_a_row_into_a_struct(void **state)
{
    static const struct column columns[] = {
        {"name",                 COLUMN_TEXT, offsetof(struct thing, name), 0},
        {"n", COLUMN_INT, offsetof(struct thing, n), 0},
        {"at",                     COLUMN_TIME, offsetof(struct thing, at), 0},
        {"area",                    COLUMN_DECIMAL, offsetof(struct thing, area), 4},
        {"open", COLUMN_BOOL, offsetof(struct thing, open), 0},
        {"due",                     COLUMN_DATE, offsetof(struct thing, due), 0},
        {"never",                   COLUMN_DATE, offsetof(struct thing, never), 0},
        {0},
    };
    struct arena a = {0};
    struct db_result *r =
        query(&a, "select 'x' as name, 7::bigint as n, '2024-01-01 00:00:00.5+08'::timestamptz as at,"
                  " 12.5::numeric(9,2) as area, true as open, '2024-02-29'::date as due,"
                  " null::date as never");
    struct thing t;
    int64_t at;

    (void)state;
    db_read(r, 0, columns, &t);
    assert_string_equal(t.name, "x");
    assert_int_equal(t.n, 7);
    assert_int_equal(clock_parse("2024-01-01T00:00:00.5+08:00", &at), 0);
    assert_int_equal(t.at, at);
    assert_int_equal(t.area, 125000);
    assert_true(t.open);
    assert_int_equal(t.due, date_from_ymd(2024, 2, 29));
    assert_int_equal(t.never, DATE_NONE);
    assert_true(db_has_column(r, "due"));
    assert_false(db_has_column(r, "Due"));
    arena_done(&a);
}

/* However often it is asked, and wherever the text of its name lies. */
static void a_column_is_found_by_its_name_alone(void **state)
{
    enum { PLACES = 512 }; /* more than are told apart */
    char one[3] = "c?";
    struct arena a = {0};
    char *names = arena_alloc(&a, PLACES + 1);
    const struct db_result *r =
        query(&a, "select 10 as c0, 11 as c1, 12 as c2, 13 as c3, 14 as c4, 15 as c5");

    (void)state;
    for (int i = 0; i < 3 * PLACES; i += 3) {
        char *name = names + i % (PLACES - 2);
        one[1] = name[1] = (char)('0' + i / 3 % 6);
        name[0] = 'c';
        name[2] = '\0';
        assert_int_equal(db_int(r, 0, name), 10 + i / 3 % 6);
        assert_int_equal(db_int(r, 0, one), 10 + i / 3 % 6);
    }
    assert_false(db_has_column(r, "c6"));
    assert_false(db_has_column(r, "c"));
    arena_done(&a);
}

static void what_is_bound_comes_back(void **state)
{
    static const char *const params[] = {"i", "b", "d", "t", "n"};
    static const struct stmt echo = {
        "echo",
        "select $1::bigint as i, $2::boolean as b, $3::date as d, $4::timestamptz as t,"
        " $5::numeric as n",
        5, params};
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    const int64_t at = INT64_C(1709166600123456);

    (void)state;
    assert_int_equal(db_run(live_unit(&a, DB_READ, "31CT"), &echo,
                            BIND({"i", db_arg_int(&a, INT64_MIN)}, {"b", db_arg_bool(true)},
                                 {"d", db_arg_date(&a, DATE_NONE)}, {"t", db_arg_time(&a, at)},
                                 {"n", db_arg_decimal(&a, -1250, 2)}),
                            &r, &err),
                     0);
    assert_int_equal(db_int(r, 0, "i"), INT64_MIN);
    assert_true(db_bool(r, 0, "b"));
    assert_int_equal(db_date(r, 0, "d"), DATE_NONE);
    assert_int_equal(db_time_us(r, 0, "t"), at);
    assert_int_equal(db_decimal(r, 0, "n", 2), -1250);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_has_its_text),
        cmocka_unit_test(rows_are_objects_in_column_order_without_hidden_columns),
        cmocka_unit_test(control_characters_are_escaped),
        cmocka_unit_test(a_table_reads_a_row_into_a_struct),
        cmocka_unit_test(a_column_is_found_by_its_name_alone),
        cmocka_unit_test(what_is_bound_comes_back),
    };

    return cmocka_run_group_tests(tests, live_start, live_stop);
}
