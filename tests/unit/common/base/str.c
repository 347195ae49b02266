/* SPDX-License-Identifier: MIT */
/* Tests of string helpers. */
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void comparisons_take_null(void **state)
{
    (void)state;
    assert_true(str_eq(NULL, NULL));
    assert_false(str_eq(NULL, ""));
    assert_false(str_eq("a", NULL));
    assert_true(str_eq("整改", "整改"));
    assert_true(str_empty(NULL));
    assert_true(str_empty(""));
    assert_false(str_empty(" "));
}

static void prefixes_and_suffixes_match_whole(void **state)
{
    (void)state;
    assert_true(str_starts("issues:read", "issues:"));
    assert_true(str_starts("a", ""));
    assert_false(str_starts("iss", "issues"));
    assert_true(str_ends("a.sql", ".sql"));
    assert_true(str_ends("a", ""));
    assert_false(str_ends("sql", ".sql"));
}

static void a_word_is_found_only_whole(void **state)
{
    static const char *const list[] = {"CD", "WD", NULL};
    (void)state;

    assert_true(str_in("WD", list));
    assert_false(str_in("W", list));
    assert_false(str_in(NULL, list));
    assert_true(str_has_word("DIST_OFFICE,STREET_OFFICE", "STREET_OFFICE"));
    assert_true(str_has_word("a, b c", "b"));
    assert_true(str_has_word("a, b c", "c"));
    assert_false(str_has_word("DIST_OFFICE", "OFFICE"));
    assert_false(str_has_word("DIST_OFFICE", "DIST_OFFIC"));
    assert_false(str_has_word("a,,b", ""));
    assert_false(str_has_word("", "a"));
    assert_false(str_has_word(NULL, "a"));
}

static void well_formed_utf8_is_accepted(void **state)
{
    static const char *const good[] = {"",
                                       "abc",
                                       "督察整改",
                                       "\x7F",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xED\x9F\xBF",
                                       "\xEE\x80\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF",
                                       "𠮷"};
    (void)state;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(str_is_utf8(good[i], strlen(good[i])));
}

static void malformed_utf8_is_refused(void **state)
{
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\xAF",
        "\xC1\xBF",
        "\xC3",
        "\xC3(",
        "\xE0\x80\xAF",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xE6\x95",
        "\xE6(\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF0\x9F\x98",
        "\xFE",
        "\xFF",
        "a\xE6",
        "\xF0\x90\x80(",
    };
    (void)state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(str_is_utf8(bad[i], strlen(bad[i])));
    assert_false(str_is_utf8("a\0b", 3));
    assert_false(str_is_utf8("", 1));
}

static void lengths_count_code_points(void **state)
{
    (void)state;
    assert_int_equal(str_code_points(""), 0);
    assert_int_equal(str_code_points("abc"), 3);
    assert_int_equal(str_code_points("整改"), 2);
    assert_int_equal(str_code_points("a𠮷b"), 3);
}

static void integers_are_parsed_whole_or_not_at_all(void **state)
{
    static const char *const bad[] = {
        "",    "-",   "+1",  " 1", "1 ", "1.0", "9223372036854775808", "-9223372036854775809",
        "0x1", "1e3", "--1", "a"};
    int64_t v = 5;
    (void)state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(str_to_int64(bad[i], &v));
    assert_int_equal(v, 5);
    assert_true(str_to_int64("9223372036854775807", &v) && v == INT64_MAX);
    assert_true(str_to_int64("-9223372036854775808", &v) && v == INT64_MIN);
    assert_true(str_to_int64("-0", &v) && v == 0);
    assert_true(str_to_int64("0042", &v) && v == 42);
}

static void hex_is_lower_case(void **state)
{
    char out[9];
    (void)state;

    str_hex("\x00\xAB\x7F\xFF", 4, out);
    assert_string_equal(out, "00ab7fff");
    str_hex("", 0, out);
    assert_string_equal(out, "");
}

static void formatting_is_cut_between_code_points(void **state)
{
    char out[8];
    (void)state;

    assert_true(str_format(out, sizeof out, "%d/%d", 3, 12));
    assert_string_equal(out, "3/12");
    assert_true(str_format(out, sizeof out, "%s", "整改a"));
    assert_string_equal(out, "整改a");
    assert_false(str_format(out, sizeof out, "%s", "整改销"));
    assert_string_equal(out, "整改");
    assert_false(str_format(out, sizeof out, "a%s", "整改销"));
    assert_string_equal(out, "a整改");
    assert_false(str_format(out, sizeof out, "ab%s", "整改"));
    assert_string_equal(out, "ab整");
    assert_false(str_format(out, sizeof out, "%s", "abcdefgh"));
    assert_string_equal(out, "abcdefg");
    assert_false(str_format(out, 1, "%s", "整"));
    assert_string_equal(out, "");
}

static void a_buffer_grows_and_stays_terminated(void **state)
{
    struct arena a = {0};
    struct buf b;
    (void)state;

    buf_init(&b, &a);
    assert_string_equal(b.data, "");
    for (int i = 0; i < 2000; i++) {
        buf_add(&b, "ab");
        buf_add_char(&b, 'c');
        assert_int_equal(strlen(b.data), b.len);
    }
    assert_int_equal(b.len, 6000);
    assert_memory_equal(b.data + 5997, "abc", 4);
    buf_addf(&b, "%5000d|", 1);
    assert_int_equal(b.len, 11001);
    assert_string_equal(b.data + 10999, "1|");
    buf_add_n(&b, "x\0y", 3);
    assert_memory_equal(b.data + 11001, "x\0y", 4);
    arena_done(&a);
}

static void formatting_exactly_fills_the_buffer(void **state)
{
    struct arena a = {0};
    (void)state;

    for (int n = 250; n < 260; n++) {
        struct buf b;
        buf_init(&b, &a);
        buf_addf(&b, "%*d", n, 7);
        assert_int_equal(b.len, n);
        assert_int_equal(strlen(b.data), n);
        assert_int_equal(b.data[n - 1], '7');
    }
    arena_done(&a);
}

static void json_text_is_escaped(void **state)
{
    struct arena a = {0};
    struct buf b;
    (void)state;

    buf_init(&b, &a);
    buf_add_json(&b, "a\"b\\c\n\t\r\b\f\x01\x1F/督");
    assert_string_equal(b.data, "\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u0001\\u001f/督\"");
    buf_init(&b, &a);
    buf_add_json(&b, NULL);
    buf_add_json(&b, "");
    buf_add_json_n(&b, "abc", 2);
    buf_add_json_n(&b, "\0", 1);
    assert_string_equal(b.data, "null\"\"\"ab\"\"\\u0000\"");
    arena_done(&a);
}

/* Text is copied eight bytes at a time: each byte value at each place, among plain and multi-byte text. */
static void json_escapes_are_found_at_every_place(void **state)
{
    enum { LONGEST = 20 };
    static const char *const fill[] = {"abcdefghijklmnopqrst", "!!!!!!!!!!!!!!!!!!!!",
                                       "\xC2\x80\xC2\x80\xC2\x80\xC2\x80\xC2\x80"
                                       "\xC2\x80\xC2\x80\xC2\x80\xC2\x80\xC2\x80"};

    (void)state;
    for (int c = 0; c < 256; c++) {
        for (size_t place = 0; place < LONGEST; place++) {
            struct arena a = {0};
            struct buf b;
            char text[LONGEST];
            bool plain = c >= 0x20 && c != '"' && c != '\\';

            memcpy(text, fill[c % 3], LONGEST);
            text[place] = (char)c;
            buf_init(&b, &a);
            buf_add_json_n(&b, text, LONGEST);
            assert_int_equal(b.len == LONGEST + 2, plain);
            assert_memory_equal(b.data + 1, text, place);
            assert_memory_equal(b.data + b.len - 1 - (LONGEST - 1 - place), text + place + 1,
                                LONGEST - 1 - place);
            assert_int_equal(b.data[place + 1] == '\\', !plain);
            arena_done(&a);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_take_null),
        cmocka_unit_test(prefixes_and_suffixes_match_whole),
        cmocka_unit_test(a_word_is_found_only_whole),
        cmocka_unit_test(well_formed_utf8_is_accepted),
        cmocka_unit_test(malformed_utf8_is_refused),
        cmocka_unit_test(lengths_count_code_points),
        cmocka_unit_test(integers_are_parsed_whole_or_not_at_all),
        cmocka_unit_test(hex_is_lower_case),
        cmocka_unit_test(formatting_is_cut_between_code_points),
        cmocka_unit_test(a_buffer_grows_and_stays_terminated),
        cmocka_unit_test(formatting_exactly_fills_the_buffer),
        cmocka_unit_test(json_text_is_escaped),
        cmocka_unit_test(json_escapes_are_found_at_every_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
