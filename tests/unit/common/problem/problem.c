/* SPDX-License-Identifier: MIT */
/* Tests of problems and their catalogue. */
#include "problem/problem.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void failing_takes_one_line_and_returns_minus_one(void **state)
{
    struct problem err = {0};
    (void)state;

    assert_int_equal(problem_fail(&err, PROBLEM_NOT_FOUND, "issue %s", "WT-1"), -1);
    assert_int_equal(err.code, PROBLEM_NOT_FOUND);
    assert_string_equal(err.detail, "issue WT-1");
    assert_string_equal(err.cause, "");
}

static void the_cause_is_kept_apart_from_the_detail(void **state)
{
    struct problem err = {0};
    (void)state;

    assert_int_equal(problem_cause(&err, PROBLEM_UNAVAILABLE, "FATAL: %d", 57), -1);
    assert_string_equal(err.cause, "FATAL: 57");
    assert_string_equal(err.detail, "");
}

static void field_errors_are_counted_beyond_those_kept(void **state)
{
    struct problem err = {0};
    char pointer[16];
    (void)state;

    assert_int_equal(problem_fields_check(&err), 0);
    for (int i = 0; i < 20; i++) {
        (void)snprintf(pointer, sizeof pointer, "/a/%d", i);
        problem_field(&err, pointer, "range", "at most %d", 5);
    }
    assert_int_equal(problem_fields_check(&err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_int_equal(err.n_fields, 20);
    assert_string_equal(err.fields[15].pointer, "/a/15");
    assert_string_equal(err.fields[0].code, "range");
    assert_string_equal(err.fields[0].message, "at most 5");
}

static void a_later_failure_keeps_the_field_errors(void **state)
{
    struct problem err = {0};
    (void)state;

    problem_field(&err, "/due", "format", "%s", "");
    assert_int_equal(problem_fail(&err, PROBLEM_GUARD_FAILED, "no"), -1);
    assert_int_equal(err.n_fields, 1);
    assert_string_equal(err.fields[0].pointer, "/due");
}

static void long_text_is_cut_between_characters(void **state)
{
    static const char hanzi[] =
        "闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环闭环";
    struct problem err;
    (void)state;

    for (int pad = 0; pad < 4; pad++) {
        memset(&err, 0, sizeof err);
        assert_int_equal(problem_fail(&err, PROBLEM_CONFLICT, "%.*s%s%s", pad, "aaa", hanzi, hanzi), -1);
        assert_true(str_is_utf8(err.detail, strlen(err.detail)));
        assert_true(strlen(err.detail) > sizeof err.detail - 5);
        problem_field(&err, hanzi, "length", "%.*s%s%s", pad, "aaa", hanzi, hanzi);
        assert_true(str_is_utf8(err.fields[0].pointer, strlen(err.fields[0].pointer)));
        assert_true(str_is_utf8(err.fields[0].message, strlen(err.fields[0].message)));
    }
}

static void the_catalogue_is_complete_and_slugs_are_unique(void **state)
{
    (void)state;
    for (int i = 1; i < PROBLEM_COUNT; i++) {
        const struct problem_kind *k = problem_kind((enum problem_code)i);
        assert_true(k->status >= 400 && k->status < 600);
        assert_true(k->title_en[0] && k->title_zh[0]);
        assert_true(str_is_utf8(k->title_zh, strlen(k->title_zh)));
        for (const char *s = k->slug; *s; s++)
            assert_true((*s >= 'a' && *s <= 'z') || *s == '-');
        for (int j = 1; j < i; j++)
            assert_string_not_equal(k->slug, problem_kind((enum problem_code)j)->slug);
    }
}

static void an_unknown_code_is_an_internal_problem(void **state)
{
    (void)state;
    assert_int_equal(problem_kind(PROBLEM_COUNT)->status, 500);
    assert_string_equal(problem_kind(PROBLEM_NOT_FOUND)->name, "NOT_FOUND");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing_takes_one_line_and_returns_minus_one),
        cmocka_unit_test(the_cause_is_kept_apart_from_the_detail),
        cmocka_unit_test(field_errors_are_counted_beyond_those_kept),
        cmocka_unit_test(a_later_failure_keeps_the_field_errors),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(the_catalogue_is_complete_and_slugs_are_unique),
        cmocka_unit_test(an_unknown_code_is_an_internal_problem),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
