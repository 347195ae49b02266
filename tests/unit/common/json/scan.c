/* SPDX-License-Identifier: MIT */
/* Decoding bulky bodies from their text: what it takes, it takes as the tree does. */
#include "json/scan.h"
#include "base/attr.h"
#include "base/str.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct point {
    struct field_mask mask;
    int64_t x, y;
};

struct mark {
    const char *value;
};

struct row {
    struct field_mask mask;
    const char *name, *kind, *id;
    int64_t count, amount, at;
    int32_t day;
    bool good;
    struct field_object point;
    struct field_list marks;
};

struct batch {
    struct field_mask mask;
    struct field_list rows;
};

static const char *const kinds[] = {"AIR", "WATER", NULL};
/* clang-format off */
static const struct field point_fields[] = {
    FIELD_FIXED(point, x, FIELD_NULLABLE, 0, 1000000, 3),
    FIELD_FIXED(point, y, FIELD_REQUIRED, -1000, 1000000, 3),
    {0},
};
static const struct field_table point_table = {"Point", point_fields, sizeof(struct point)};
static const struct field mark_fields[] = {
    {"", FIELD_ENUM, 0, offsetof(struct mark, value), 0, 0, kinds, NULL, 0},
    {0},
};
static const struct field_table mark_table = {"Mark", mark_fields, sizeof(struct mark)};
static const struct field row_fields[] = {
    FIELD_ROW(row, name, FIELD_TEXT, FIELD_REQUIRED, 1, 300),
    FIELD_CHOICE(row, kind, FIELD_NULLABLE, kinds),
    FIELD_ROW(row, id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(row, count, FIELD_INT, 0, -5, 1000000000000000000),
    FIELD_FIXED(row, amount, 0, 0, 100000, 2),
    FIELD_ROW(row, at, FIELD_TIME, 0, 0, 0),
    FIELD_ROW(row, day, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(row, good, FIELD_BOOL, 0, 0, 0),
    {"point", FIELD_OBJECT, FIELD_BULK, offsetof(struct row, point), 0, 0, NULL, &point_table, 0},
    FIELD_LIST(row, marks, FIELD_BULK, 0, 3, &mark_table),
    {0},
};
static const struct field_table row_table = {"Row", row_fields, sizeof(struct row)};
static const struct field batch_fields[] = {
    FIELD_LIST(batch, rows, FIELD_REQUIRED | FIELD_BULK, 1, 40, &row_table),
    {0},
};
/* clang-format on */
static const struct field_table batch_table = {"Batch", batch_fields, sizeof(struct batch)};

static struct arena arena;

static bool by_text(const char *body, struct batch *out)
{
    memset(out, 0, sizeof *out);
    return scan_body(&batch_table, body, strlen(body), &arena, out);
}

static bool by_tree(const char *body, struct batch *out)
{
    struct problem err = {0};
    struct json_t *json;

    memset(out, 0, sizeof *out);
    return field_parse(&arena, body, strlen(body), &json, &err) == 0 &&
           field_decode(&batch_table, json, &arena, out, &err) == 0;
}

static void expect_same_struct(const struct field_table *table, const void *a, const void *b)
{
    for (const struct field *f = table->fields; f->name; f++) {
        const char *x, *y;
        assert_int_equal(field_is_present(table, f, a), field_is_present(table, f, b));
        if (f->type == FIELD_OBJECT || f->type == FIELD_ARRAY)
            continue;
        x = field_text(table, f, a, &arena);
        y = field_text(table, f, b, &arena);
        assert_true(str_eq(x, y));
    }
    assert_memory_equal(a, b, sizeof(struct field_mask));
}

static void expect_same_row(const struct row *a, const struct row *b)
{
    const struct mark *x = a->marks.items, *y = b->marks.items;

    expect_same_struct(&row_table, a, b);
    assert_int_equal(a->point.value != NULL, b->point.value != NULL);
    if (a->point.value)
        expect_same_struct(&point_table, a->point.value, b->point.value);
    assert_int_equal(a->marks.n, b->marks.n);
    for (size_t i = 0; i < a->marks.n; i++)
        assert_ptr_equal(x[i].value, y[i].value);
}

/* Not taken is always allowed; taken means that the tree takes it too, and alike. */
static bool taken_alike(const char *body)
{
    struct batch text, tree;

    if (!by_text(body, &text))
        return false;
    if (!by_tree(body, &tree))
        fail_msg("only taken from the text: %s", body);
    assert_int_equal(text.rows.n, tree.rows.n);
    for (size_t i = 0; i < text.rows.n; i++)
        expect_same_row((const struct row *)text.rows.items + i, (const struct row *)tree.rows.items + i);
    return true;
}

static const char whole[] =
    " { \"rows\" : [ {\"name\":\"a b\",\"kind\":\"WATER\",\"id\":\"0199A9F0-5C7B-7000-8000-00000000000F\",\n"
    "\"count\":-5 , "
    "\"amount\":\"12.50\",\"at\":\"2026-08-15T08:00:00Z\",\"day\":\"2026-09-20\",\"good\":true,"
    "\"point\":{\"x\":null,\"y\":\"-0.5\"},\"marks\":[\"AIR\",\"WATER\"]},\t{\"marks\":[],\"good\":false,"
    "\"kind\":null,\"name\":\"c\",\"count\":0}]\r}\n";

static void a_plain_body_is_taken_from_its_text(void **state)
{
    struct batch b;
    const struct row *rows;
    (void)state;

    assert_true(by_text(whole, &b));
    rows = b.rows.items;
    assert_int_equal(b.rows.n, 2);
    assert_string_equal(rows[0].name, "a b");
    assert_true(rows[0].amount == 1250 && rows[0].count == -5 && rows[0].good);
    assert_true(((const struct point *)rows[0].point.value)->y == -500);
    assert_null(b.rows.json);
    assert_true(taken_alike(whole));
    arena_done(&arena);
}

static void a_body_of_many_rows_keeps_their_order(void **state)
{
    struct batch b;
    struct buf text;
    (void)state;

    for (int n = 1; n <= 41; n++) {
        buf_init(&text, &arena);
        for (int i = 0; i < n; i++)
            buf_addf(&text, "%s{\"name\":\"n\",\"count\":%d}", i ? "," : "{\"rows\":[", i);
        buf_add(&text, "]}");
        assert_int_equal(by_text(text.data, &b), n <= 40);
        for (int i = 0; n <= 40 && i < n; i++)
            assert_true(((const struct row *)b.rows.items)[i].count == i);
        arena_done(&arena);
    }
}

static void what_is_odd_or_wrong_is_left_to_the_tree(void **state)
{
    static const char *const rows[] = {
        "",
        "{}",
        "{\"name\":\"\"}",
        "{\"name\":\"a\\n\"}",
        "{\"name\":\"\xC3\xA9\"}",
        "{\"name\":\"a\",\"name\":\"a\"}",
        "{\"name\":\"a\",\"no\":1}",
        "{\"name\":\"a\",}",
        "{\"name\":\"a\"",
        "{\"name\":\"a\" \"good\":true}",
        "{\"name\":\"a\",\"count\":01}",
        "{\"name\":\"a\",\"count\":- 1}",
        "{\"name\":\"a\",\"count\":1.0}",
        "{\"name\":\"a\",\"count\":1e1}",
        "{\"name\":\"a\",\"count\":-}",
        "{\"name\":\"a\",\"count\":9999999999999999999}",
        "{\"name\":\"a\",\"count\":-6}",
        "{\"name\":\"a\",\"good\":truer}",
        "{\"name\":\"a\",\"good\":null}",
        "{\"name\":\"a\",\"kind\":\"air\"}",
        "{\"name\":\"a\",\"amount\":\"1e2\"}",
        "{\"name\":\"a\",\"point\":{}}",
        "{\"name\":\"a\",\"point\":[]}",
        "{\"name\":\"a\",\"marks\":[\"AIR\",]}",
        "{\"name\":\"a\",\"marks\":[null]}",
        "{\"name\":\"a\",\"marks\":[\"AIR\",\"AIR\",\"AIR\",\"AIR\"]}",
        "{\"name\":\"a\"}]}x",
        "[]",
        "null",
    };
    struct batch b;
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *body = arena_printf(&arena, "{\"rows\":[%s]}", rows[i]);
        if (by_text(body, &b))
            fail_msg("taken: %s", body);
        arena_done(&arena);
    }
}

/* A byte of a good body changed, left out or put twice. */
static void whatever_is_taken_is_taken_alike(void **state)
{
    static const char signs[] = "\"{}[]:,. -019ae\\ntruefalsnullAIRWE\n\x80\x01";
    struct random r = {21};
    int taken = 0;
    (void)state;

    for (int i = 0; i < 60000; i++) {
        char body[sizeof whole + 1];
        size_t at = (size_t)random_between(&r, 0, (int32_t)sizeof whole - 2);
        memcpy(body, whole, sizeof whole);
        switch (random_between(&r, 0, 2)) {
        case 0:
            body[at] = signs[random_between(&r, 0, (int32_t)sizeof signs - 2)];
            break;
        case 1:
            memmove(body + at, body + at + 1, sizeof whole - at - 1);
            break;
        default:
            memmove(body + at + 1, body + at, sizeof whole - at);
        }
        taken += taken_alike(body);
        arena_done(&arena);
    }
    assert_true(taken > 1000);
}

/* The one entry: from the text or from the tree, the answer to a body does not tell. */
static void errors_are_those_of_the_tree(void **state)
{
    static const char body[] = "{\"rows\":[{\"name\":\"a\",\"count\":-6,\"point\":{\"y\":\"x\"}}]}";
    struct problem err = {0};
    struct batch b = {0};
    (void)state;

    assert_int_equal(field_decode_body(&batch_table, body, strlen(body), &arena, &b, &err), -1);
    assert_int_equal(err.n_fields, 2);
    assert_string_equal(err.fields[0].pointer, "/rows/0/count");
    assert_string_equal(err.fields[1].pointer, "/rows/0/point/y");
    err = (struct problem){0};
    memset(&b, 0, sizeof b);
    assert_int_equal(field_decode_body(&batch_table, whole, strlen(whole), &arena, &b, &err), 0);
    assert_int_equal(b.rows.n, 2);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_body_is_taken_from_its_text),
        cmocka_unit_test(a_body_of_many_rows_keeps_their_order),
        cmocka_unit_test(what_is_odd_or_wrong_is_left_to_the_tree),
        cmocka_unit_test(whatever_is_taken_is_taken_alike),
        cmocka_unit_test(errors_are_those_of_the_tree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
