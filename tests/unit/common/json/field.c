/* SPDX-License-Identifier: MIT */
/* Tests of decoding JSON by field tables. */
#include "json/field.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct unit {
    struct field_mask mask;
    const char *name;
    int64_t weight;
};

struct tag {
    const char *value;
};

struct sample {
    struct field_mask mask;
    const char *title, *code, *unit_id, *kind, *extra;
    int64_t level, at, amount;
    int32_t due;
    bool urgent;
    struct field_object lead;
    struct field_list units, tags;
};

static const char *const kinds[] = {"AIR", "WATER", NULL};
static const struct field unit_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct unit, name),
     .min = 1,
     .max = 10},
    {.name = "weight",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct unit, weight),
     .min = 0,
     .max = 100},
    {0                 },
};
static const struct field_table unit_table = {"Unit", unit_fields, sizeof(struct unit)};
static const struct field tag_fields[] = {
    {.name = "",                     .type = FIELD_TEXT, .offset = offsetof(struct tag, value), .min = 1, .max = 4},
    {0},
};
static const struct field_table tag_table = {"Tag", tag_fields, sizeof(struct tag)};
#define AT(member) .offset = offsetof(struct sample, member)
static const struct field sample_fields[] = {
    {.name = "title",          .type = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(title), .min = 2, .max = 5},
    {.name = "code",
     .type = FIELD_TEXT,
     .flags = FIELD_PATTERN | FIELD_NULLABLE,
     AT(code),
     .min = 1,
     .max = 20},
    {.name = "unit_id",                .type = FIELD_UUID, AT(unit_id)},
    {.name = "kind",                        .type = FIELD_ENUM, AT(kind), .values = kinds},
    {.name = "level",       .type = FIELD_INT, AT(level), .min = -3, .max = 5},
    {.name = "urgent",                 .type = FIELD_BOOL, AT(urgent)},
    {.name = "due",                .type = FIELD_DATE, .flags = FIELD_NULLABLE, AT(due)},
    {.name = "at",        .type = FIELD_TIME, AT(at)},
    {.name = "amount",             .type = FIELD_DECIMAL, AT(amount), .min = 0, .max = 100000, .scale = 2},
    {.name = "lead",           .type = FIELD_OBJECT, AT(lead), .nested = &unit_table},
    {.name = "units",                .type = FIELD_ARRAY, AT(units), .min = 1, .max = 3, .nested = &unit_table},
    {.name = "tags",                        .type = FIELD_ARRAY, AT(tags), .min = 0, .max = 2, .nested = &tag_table},
    {.name = "extra", .type = FIELD_MAP, AT(extra), .max = 30},
    {0              },
};
static const struct field_table sample_table = {"Sample", sample_fields, sizeof(struct sample)};

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
    struct json_t *json;

    memset(&err, 0, sizeof err);
    memset(out, 0, sizeof *out);
    if (field_parse(&arena, body, strlen(body), &json, &err) < 0)
        return -1;
    return field_decode(&sample_table, json, &arena, out, &err);
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

static void what_is_not_json_is_told_apart_from_what_is_not_text(void **state)
{
    (void)state;
    assert_string_equal(errors_of(""), "bad-json");
    assert_string_equal(errors_of("{\"title\":"), "bad-json");
    assert_string_equal(errors_of("{\"title\":\"ab\"} x"), "bad-json");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"title\":\"cd\"}"), "bad-json");
    assert_non_null(strstr(err.detail, "twice"));
    assert_string_equal(errors_of("{\"title\":\"a\\u0000b\"}"), "bad-json");
    assert_string_equal(errors_of("{\"title\":\"a\\ud800b\"}"), "bad-json");
    assert_string_equal(errors_of("{\"title\":\"ab\",\"level\":99999999999999999999}"), "bad-json");
    assert_string_equal(errors_of("{\"title\":\"a\xFF\"}"), "bad-encoding");
    assert_string_equal(errors_of("\"title\""), "bad-json");
}

static void a_nul_byte_in_the_body_is_refused(void **state)
{
    struct json_t *json = NULL;
    (void)state;

    assert_int_equal(field_parse(&arena, "{}\0", 3, &json, &err), -1);
    assert_int_equal(err.code, PROBLEM_BAD_ENCODING);
    assert_null(json);
}

static void depth_is_bounded_before_the_parser_recurses(void **state)
{
    char *deep = arena_alloc(&arena, 200001);
    struct json_t *json;
    (void)state;

    memset(deep, '[', 200000);
    assert_int_equal(field_parse(&arena, deep, 200000, &json, &err), -1);
    assert_non_null(strstr(err.detail, "32"));
    deep = arena_printf(&arena, "%.*s%.*s", 32, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 32,
                        "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
    assert_int_equal(field_parse(&arena, deep, 64, &json, &err), 0);
    assert_string_equal(errors_of("{\"title\":\"[[[\\\"{{\"}"), "/title length");
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

/* Valid pieces put together at random: whatever comes out, it decodes or it is refused with errors, never both. */
static void random_bodies_decode_or_are_refused(void **state)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ":",
                                         "\"title\"",
                                         "\"units\"",
                                         "\"ab\"",
                                         "1",
                                         "-7",
                                         "null",
                                         "true",
                                         "\"2026-01-01\"",
                                         "\"due\"",
                                         "\"level\"",
                                         "1.5",
                                         "\"\\u0000\"",
                                         "\"\xC3\"",
                                         " ",
                                         "{\"title\":\"ab\"}",
                                         "[{\"name\":\"a\"}]",
                                         "\"lead\"",
                                         "\"12.50\"",
                                         "\"amount\""};
    struct random r = {11};
    int decoded = 0;
    (void)state;

    for (int i = 0; i < 20000; i++) {
        struct sample s;
        struct buf b;
        buf_init(&b, &arena);
        buf_add(&b, i % 2 ? "{\"title\":\"ab\"," : "");
        for (int n = random_between(&r, 0, 12); n > 0; n--)
            buf_add(&b, pieces[random_between(&r, 0, (int32_t)ARRAY_LEN(pieces) - 1)]);
        buf_add(&b, i % 2 ? "}" : "");
        if (decode(b.data, &s) == 0) {
            decoded++;
            assert_int_equal(err.n_fields, 0);
            assert_true(is_present(&s, "title"));
        } else {
            assert_true(err.code != PROBLEM_NONE);
        }
        arena_done(&arena);
    }
    assert_true(decoded > 0);
}

/* One valid member set at random to valid or invalid values: the error is exactly that member's. */
static void one_bad_member_gives_one_error_for_it(void **state)
{
    static const struct {
        const char *name, *good, *bad;
    } members[] = {
        {"code",    "\"a-1\"",                                  "\"\""              },
        {"unit_id", "\"0199a9f0-5c7b-7000-8000-000000000000\"", "\"0199a9f0\""      },
        {"kind",    "\"AIR\"",                                  "\"air\""           },
        {"level",   "5",                                        "6"                 },
        {"urgent",  "false",                                    "0"                 },
        {"due",     "null",                                     "\"\""              },
        {"at",      "\"2026-01-01T00:00:00Z\"",                 "\"2026-01-01\""    },
        {"amount",  "\"1\"",                                    "1"                 },
        {"lead",    "{\"name\":\"n\"}",                         "null"              },
        {"units",   "[{\"name\":\"n\"}]",                       "[]"                },
        {"tags",    "[]",                                       "[\"\",\"a\",\"b\"]"},
        {"extra",   "{}",                                       "1"                 },
    };
    struct random r = {12};
    (void)state;

    for (int i = 0; i < 5000; i++) {
        int32_t bad = random_between(&r, 0, (int32_t)ARRAY_LEN(members) - 1);
        struct sample s;
        struct buf b;
        buf_init(&b, &arena);
        buf_add(&b, "{\"title\":\"ab\"");
        for (int32_t m = 0; m < (int32_t)ARRAY_LEN(members); m++) {
            if (m == bad || random_between(&r, 0, 1))
                buf_addf(&b, ",\"%s\":%s", members[m].name, m == bad ? members[m].bad : members[m].good);
        }
        buf_add(&b, "}");
        assert_int_equal(decode(b.data, &s), -1);
        assert_int_equal(err.n_fields, 1);
        assert_string_equal(err.fields[0].pointer + 1, members[bad].name);
        assert_false(is_present(&s, members[bad].name));
        arena_done(&arena);
    }
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
        TEST(lengths_count_code_points),
        TEST(control_characters_are_refused_but_for_newline_and_tab),
        TEST(decimals_are_texts_and_never_rounded),
        TEST(nested_errors_point_to_their_place),
        TEST(arrays_have_bounds),
        TEST(a_map_is_bounded_by_its_bytes),
        TEST(pointers_escape_slash_and_tilde),
        TEST(a_hostile_key_does_not_overflow_the_pointer),
        TEST(what_is_not_json_is_told_apart_from_what_is_not_text),
        TEST(a_nul_byte_in_the_body_is_refused),
        TEST(depth_is_bounded_before_the_parser_recurses),
        TEST(text_is_decoded_by_the_same_rows),
        TEST(random_bodies_decode_or_are_refused),
        TEST(one_bad_member_gives_one_error_for_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
