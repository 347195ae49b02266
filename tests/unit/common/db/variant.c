/* SPDX-License-Identifier: MIT */
/* Optional text of statements: what is left out, and how the rest is numbered. */
#include "db/variant.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const params[] = {"lo", "state", "light", "after"};
static const struct stmt list = {"list",
                                 "select '$' from t where a = $1 /*?2*/ and s = $2 /*?*/ /*?3*/ and (l = $3 "
                                 "or m = $3 or n = $1) /*?*/ and b = $1 "
                                 "/*?4*/ and id < $4 /*?*/ order by id",
                                 4, params};

static void everything_stays_when_every_value_is_there(void **state)
{
    struct arena a = {0};
    const char *const given[] = {"1", "OPEN", "RED", "9"};
    const char *const *values = given;
    const struct stmt *s = variant_of(&a, &list, &values);

    (void)state;
    assert_string_equal(s->name, "list/7");
    assert_string_equal(s->sql, "select '$' from t where a = $1  and s = $2   and (l = $3 or m = $3 or n = "
                                "$1)  and b = $1  and id < $4  "
                                "order by id");
    assert_int_equal(s->n_params, 4);
    assert_string_equal(values[3], "9");
    arena_done(&a);
}

static void absent_ones_go_and_the_rest_is_numbered_anew(void **state)
{
    struct arena a = {0};
    const char *const given[] = {"1", NULL, NULL, "9"};
    const char *const *values = given;
    const struct stmt *s = variant_of(&a, &list, &values);

    (void)state;
    assert_string_equal(s->name, "list/4");
    assert_string_equal(s->sql, "select '$' from t where a = $1   and b = $1  and id < $2  order by id");
    assert_int_equal(s->n_params, 2);
    assert_string_equal(values[0], "1");
    assert_string_equal(values[1], "9");
    arena_done(&a);
}

static void a_statement_without_marks_is_itself(void **state)
{
    static const struct stmt plain = {"plain", "select $1 /* note */", 1, params};
    struct arena a = {0};
    const char *const given[] = {NULL};
    const char *const *values = given;

    (void)state;
    assert_ptr_equal(variant_of(&a, &plain, &values), &plain);
    assert_ptr_equal(values, given);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_stays_when_every_value_is_there),
        cmocka_unit_test(absent_ones_go_and_the_rest_is_numbered_anew),
        cmocka_unit_test(a_statement_without_marks_is_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
