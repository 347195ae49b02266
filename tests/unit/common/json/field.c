/* SPDX-License-Identifier: MIT */
/* Tests of decoding JSON by field tables. */
#include "json/field.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "common/json/sample.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct problem err;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof err);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static int decode(const char *body, struct sample *out)
{
    return sample_decode(&arena, body, out, &err);
}

/* The errors of a body as "pointer code, ..." in the order of the table. */
static const char *errors_of(const char *body)
{
    struct sample out;
    struct buf b;

    buf_init(&b, &arena);
    if (decode(body, &out) == 0)
        return "";
    if (err.code != PROBLEM_VALIDATION)
        return problem_kind(err.code)->slug;
    for (size_t i = 0; i < err.n_fields && i < PROBLEM_FIELDS_MAX; i++)
        buf_addf(&b, "%s%s %s", i ? ", " : "", err.fields[i].pointer, err.fields[i].code);
    return b.data;
}

static const char *text_of(const struct sample *in, const char *name)
{
    return field_text(&sample_table, field_find(&sample_table, name), in, &arena);
}

static bool is_present(const struct sample *in, const char *name)
{
    return field_is_present(&sample_table, field_find(&sample_table, name), in);
}

static void every_type_is_decoded(void **state)
{
    struct sample s;
    const struct unit *units;
    const struct tag *tags;
    int64_t at;
    (void)state;

    assert_int_equal(decode("{\"title\":\"整改\",\"code\":\"WT-1.a:b_c\",\"unit_id\":\"0199A9F0-5C7B-7000-"
                            "8000-00000000000F\","
                            "\"kind\":\"WATER\",\"level\":-3,\"urgent\":true,\"due\":\"2026-09-20\","
                            "\"at\":\"2026-08-15T08:00:00Z\",\"amount\":\"12.50\",\"lead\":{\"name\":\"甲\"},"
                            "\"units\":[{\"name\":\"a\",\"weight\":7},{\"name\":\"b\",\"weight\":null}],"
                            "\"tags\":[\"x\",\"水\"],\"extra\":{\"k\": [1, 2]}}",
                            &s),
                     0);
    assert_string_equal(s.title, "整改");
    assert_string_equal(s.unit_id, "0199a9f0-5c7b-7000-8000-00000000000f");
    assert_ptr_equal(s.kind, kinds[1]);
    assert_int_equal(s.level, -3);
    assert_true(s.urgent);
    assert_int_equal(s.due, date_from_ymd(2026, 9, 20));
    assert_int_equal(clock_parse("2026-08-15T16:00:00+08:00", &at), 0);
    assert_true(s.at == at);
    assert_int_equal(s.amount, 1250);
    assert_string_equal(((const struct unit *)s.lead.value)->name, "甲");
    units = s.units.items;
    assert_int_equal(s.units.n, 2);
    assert_int_equal(units[0].weight, 7);
    assert_string_equal(units[1].name, "b");
    assert_int_equal(units[1].mask.null, 2);
    tags = s.tags.items;
    assert_string_equal(tags[1].value, "水");
    assert_string_equal(s.extra, "{\"k\":[1,2]}");
}

static void values_come_back_as_sql_takes_them(void **state)
{
    struct sample s;
    (void)state;

    assert_int_equal(decode("{\"title\":\"ab\",\"level\":4,\"urgent\":false,\"due\":\"2026-09-20\",\"at\":"
                            "\"2026-08-15T08:00:00Z\","
                            "\"amount\":\"0.50\",\"kind\":\"AIR\",\"tags\":[ \"x\" ],\"lead\":{ "
                            "\"name\":\"n\" },\"extra\":{}}",
                            &s),
                     0);
    assert_string_equal(text_of(&s, "title"), "ab");
    assert_string_equal(text_of(&s, "level"), "4");
    assert_string_equal(text_of(&s, "urgent"), "f");
    assert_string_equal(text_of(&s, "due"), "2026-09-20");
    assert_string_equal(text_of(&s, "at"), "2026-08-15T16:00:00.000000+08:00");
    assert_string_equal(text_of(&s, "amount"), "0.5");
    assert_string_equal(text_of(&s, "kind"), "AIR");
    assert_string_equal(text_of(&s, "tags"), "[\"x\"]");
    assert_string_equal(text_of(&s, "lead"), "{\"name\":\"n\"}");
    assert_string_equal(text_of(&s, "extra"), "{}");
    assert_null(text_of(&s, "code"));
}

static void absent_and_null_are_told_apart(void **state)
{
    struct sample s;
    (void)state;

    assert_int_equal(decode("{\"title\":\"ab\",\"due\":null}", &s), 0);
    assert_true(is_present(&s, "due"));
    assert_null(text_of(&s, "due"));
    assert_false(is_present(&s, "code"));
    assert_null(text_of(&s, "code"));
    assert_string_equal(errors_of("{\"title\":null}"), "/title type");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"level\":null}"), "/level type");
}

static void all_errors_are_collected(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"level\":6,\"urgent\":1,\"due\":\"2026-02-30\",\"nope\":1}"),
                        "/title required, /level range, /urgent type, /due format, /nope unknown");
    assert_int_equal(err.n_fields, 5);
}

static void the_wrong_type_is_never_converted(void **state)
{
    (void)state;
    assert_string_equal(
        errors_of("{\"title\":12,\"code\":[],\"unit_id\":{},\"kind\":1,\"level\":\"1\",\"urgent\":\"true\","
                  "\"due\":20260920,\"at\":1,\"amount\":12.5,\"lead\":[],\"units\":{},\"tags\":\"x\","
                  "\"extra\":[]}"),
        "/title type, /code type, /unit_id type, /kind type, /level type, /urgent type, /due type, /at type, "
        "/amount type, /lead type, /units type, /tags type, /extra type");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"level\":1.0}"), "/level type");
    assert_string_equal(errors_of("[]"), " type");
}

static void numbers_have_bounds(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"title\":\"ab\",\"level\":-3}"), "");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"level\":-4}"), "/level range");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"level\":6}"), "/level range");
    assert_string_equal(err.fields[0].message, "from -3 to 5");
}

static void lengths_count_code_points(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"title\":\"督察整改办\"}"), "");
    assert_string_equal(errors_of("{\"title\":\"督察整改办公\"}"), "/title length");
    assert_string_equal(errors_of("{\"title\":\"督\"}"), "/title length");
    assert_string_equal(
        errors_of("{\"title\":\"\\ud842\\udfb7\\ud842\\udfb7\\ud842\\udfb7\\ud842\\udfb7\\ud842\\udfb7\"}"),
        "");
}

static void control_characters_are_refused_but_for_newline_and_tab(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"title\":\"a\\n\\tb\"}"), "");
    assert_string_equal(errors_of("{\"title\":\"a\\rb\"}"), "/title format");
    assert_string_equal(errors_of("{\"title\":\"a\\u001bb\"}"), "/title format");
    assert_string_equal(errors_of("{\"title\":\"a\\u007fb\"}"), "/title format");
    assert_string_equal(errors_of("{\"title\":\"a\\u0085b\"}"), "/title format");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"code\":\"a b\"}"), "/code format");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"code\":\"督\"}"), "/code format");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"code\":\"a/b\"}"), "/code format");
}

static void decimals_are_texts_and_never_rounded(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"title\":\"ab\",\"amount\":\"1000.00\"}"), "");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"amount\":\"1000.01\"}"), "/amount range");
    assert_string_equal(err.fields[0].message, "from 0 to 1000");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"amount\":\"-0.01\"}"), "/amount range");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"amount\":\"1.005\"}"), "/amount format");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"amount\":\"1e2\"}"), "/amount format");
}

static void nested_errors_point_to_their_place(void **state)
{
    (void)state;
    assert_string_equal(
        errors_of("{\"title\":\"ab\",\"lead\":{\"weight\":101,\"x\":1},"
                  "\"units\":[{\"name\":\"a\"},{\"name\":\"\"},7],\"tags\":[\"ok\",\"toolong\"]}"),
        "/lead/name required, /lead/weight range, /lead/x unknown, /units/1/name length, /units/2 type, "
        "/tags/1 length");
}

static void arrays_have_bounds(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"title\":\"ab\",\"units\":[]}"), "/units too-few");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"units\":[1,2,3,4]}"), "/units too-many");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"tags\":[]}"), "");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"tags\":[null]}"), "/tags/0 type");
}

static void a_map_is_bounded_by_its_bytes(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"title\":\"ab\",\"extra\":{\"a\":\"0123456789012345678901\"}}"), "");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"extra\":{\"a\":\"01234567890123456789012\"}}"),
                        "/extra length");
}

static void pointers_escape_slash_and_tilde(void **state)
{
    (void)state;
    assert_string_equal(errors_of("{\"title\":\"ab\",\"a/b~c\":1,\"\":2}"), "/a~1b~0c unknown, / unknown");
}

static void a_hostile_key_does_not_overflow_the_pointer(void **state)
{
    char *body = arena_printf(&arena, "{\"title\":\"ab\",\"%02000d\":1}", 0);
    (void)state;

    assert_int_equal(strlen(errors_of(body)), PROBLEM_POINTER - 1 + strlen(" unknown"));
}

static void text_is_decoded_by_the_same_rows(void **state)
{
    struct sample s;
    (void)state;

    memset(&s, 0, sizeof s);
    assert_true(field_decode_text(field_find(&sample_table, "level"), "-3", "?level", &arena, &s, &err));
    assert_int_equal(s.level, -3);
    assert_true(field_decode_text(field_find(&sample_table, "urgent"), "true", "?urgent", &arena, &s, &err));
    assert_true(s.urgent);
    assert_true(field_decode_text(field_find(&sample_table, "amount"), "3.1", "?amount", &arena, &s, &err));
    assert_int_equal(s.amount, 310);
    assert_int_equal(err.n_fields, 0);
    assert_false(field_decode_text(field_find(&sample_table, "level"), "1 ", "?level", &arena, &s, &err));
    assert_false(field_decode_text(field_find(&sample_table, "urgent"), "1", "?urgent", &arena, &s, &err));
    assert_false(field_decode_text(field_find(&sample_table, "title"), "a\xFFz", "/title", &arena, &s, &err));
    assert_false(field_decode_text(field_find(&sample_table, "lead"), "{}", "?lead", &arena, &s, &err));
    assert_int_equal(err.n_fields, 4);
    assert_string_equal(err.fields[0].pointer, "?level");
    assert_string_equal(err.fields[2].code, "encoding");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_type_is_decoded),
        TEST(values_come_back_as_sql_takes_them),
        TEST(absent_and_null_are_told_apart),
        TEST(all_errors_are_collected),
        TEST(the_wrong_type_is_never_converted),
        TEST(numbers_have_bounds),
        TEST(lengths_count_code_points),
        TEST(control_characters_are_refused_but_for_newline_and_tab),
        TEST(decimals_are_texts_and_never_rounded),
        TEST(nested_errors_point_to_their_place),
        TEST(arrays_have_bounds),
        TEST(a_map_is_bounded_by_its_bytes),
        TEST(pointers_escape_slash_and_tilde),
        TEST(a_hostile_key_does_not_overflow_the_pointer),
        TEST(text_is_decoded_by_the_same_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
