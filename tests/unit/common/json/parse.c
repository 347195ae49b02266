/* SPDX-License-Identifier: MIT */
/* Tests of parsing JSON bodies. */
#include "base/attr.h"
#include "json/field.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct problem err;

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* The problem's slug, "" when the body is taken. */
static const char *refusal(const char *body, size_t n)
{
    struct json_t *json = NULL;

    memset(&err, 0, sizeof err);
    if (field_parse(&arena, body, n, &json, &err) < 0) {
        assert_null(json);
        return problem_kind(err.code)->slug;
    }
    assert_non_null(json);
    return "";
}

static void objects_and_arrays_are_taken(void **state)
{
    static const char *const good[] = {"{}", "[]", " {\"a\": [1, -2.5e3, true, null, \"\\u6574\"]}\n",
                                       "{\"\":0}"};
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_string_equal(refusal(good[i], strlen(good[i])), "");
}

static void what_is_not_json_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "{",
        "{\"a\":",
        "{} x",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1,}",
        "\"text\"",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\\u0000b\":1}",
        "{\"a\":\"\n\"}",
        "\xEF\xBB\xBF{}",
        "{\"a\":99999999999999999999}",
        "{\"a\":1e999}",
        "nul",
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_string_equal(refusal(bad[i], strlen(bad[i])), "bad-json");
}

static void a_key_that_stands_twice_is_refused(void **state)
{
    static const char body[] = "{\"a\":{\"b\":1,\n\"\\u0062\":2}}";
    (void)state;

    assert_string_equal(refusal(body, strlen(body)), "bad-json");
    assert_non_null(strstr(err.detail, "line 2"));
    assert_non_null(strstr(err.detail, "twice"));
}

static void what_is_not_text_is_told_apart(void **state)
{
    (void)state;
    assert_string_equal(refusal("{\"a\":\"\xFF\"}", 9), "bad-encoding");
    assert_string_equal(refusal("{\"a\":\"\xED\xA0\x80\"}", 11), "bad-encoding");
    assert_string_equal(refusal("{}\0", 3), "bad-encoding");
}

static void depth_is_bounded_before_the_parser_recurses(void **state)
{
    static const char brackets[] = "[\"[[[[[[[[[[[[[[[[[[\\\"[[[[[[[[[[[[[[[[[[\"]";
    char *deep = arena_alloc(&arena, 200001);
    (void)state;

    memset(deep, '[', 200000);
    assert_string_equal(refusal(deep, 200000), "bad-json");
    assert_non_null(strstr(err.detail, "32"));
    memset(deep + 32, ']', 32);
    assert_string_equal(refusal(deep, 64), "");
    assert_string_equal(refusal(brackets, strlen(brackets)), "");
}

#define TEST(f) cmocka_unit_test_teardown(f, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(objects_and_arrays_are_taken),
        TEST(what_is_not_json_is_refused),
        TEST(a_key_that_stands_twice_is_refused),
        TEST(what_is_not_text_is_told_apart),
        TEST(depth_is_bounded_before_the_parser_recurses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
