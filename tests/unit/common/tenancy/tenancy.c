/* SPDX-License-Identifier: MIT */
/* Scopes and ranges: a subtree is one range in C order, and nothing else is in it. */
#include "tenancy/tenancy.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 20000 };

static bool in_range(const struct tenancy *t, const char *scope)
{
    return strcmp(scope, t->lo) >= 0 && strcmp(scope, t->hi) < 0;
}

/* Few different characters, so that prefixes and near misses are frequent. */
static void random_scope(struct random *r, char out[SCOPE_TEXT])
{
    static const char alphabet[] = "0Z9";
    int n = random_between(r, 1, SCOPE_MAX / SCOPE_SEGMENT) * SCOPE_SEGMENT;

    for (int i = 0; i < n; i++)
        out[i] = alphabet[i % SCOPE_SEGMENT < 2 ? 0 : random_between(r, 0, 2)];
    out[n] = '\0';
}

static void the_range_is_the_subtree(void **state)
{
    struct random r = {.state = 20240229};
    int inside = 0;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        char ancestor[SCOPE_TEXT], scope[SCOPE_TEXT];
        struct tenancy t = {.kind = TENANT_DISTRICT};
        random_scope(&r, ancestor);
        random_scope(&r, scope);
        tenancy_set_scope(&t, ancestor);
        assert_int_equal(in_range(&t, scope), strncmp(scope, ancestor, strlen(ancestor)) == 0);
        assert_int_equal(in_range(&t, scope), scope_is_within(scope, ancestor));
        assert_true(in_range(&t, ancestor));
        inside += in_range(&t, scope);
    }
    assert_true(inside > ROUNDS / 100);
}

static void siblings_that_share_a_beginning_are_outside(void **state)
{
    struct tenancy t = {.kind = TENANT_DISTRICT};

    (void)state;
    tenancy_set_scope(&t, "31CTSONG");
    assert_true(in_range(&t, "31CTSONG0001"));
    assert_false(in_range(&t, "31CTSONH"));
    assert_false(in_range(&t, "31CTSONF"));
    assert_false(in_range(&t, "31CTSONZ0001"));
    assert_false(in_range(&t, "31CT"));
    assert_false(scope_is_within("31CTSONH", "31CTSONG"));
    assert_false(scope_is_within("31CTSONG", ""));
}

static void the_system_sees_everything_and_an_empty_range_nothing(void **state)
{
    struct tenancy all = tenancy_system(), nothing = {0};

    (void)state;
    assert_true(in_range(&all, "0000"));
    assert_true(in_range(&all, "ZZZZZZZZZZZZZZZZZZZZZZZZ"));
    assert_false(in_range(&nothing, "31CT"));
}

static void scopes_are_whole_segments(void **state)
{
    (void)state;
    assert_true(scope_is_valid("31CT"));
    assert_true(scope_is_valid("31CTSONG0001STHJ00000000"));
    assert_false(scope_is_valid(""));
    assert_false(scope_is_valid("31C"));
    assert_false(scope_is_valid("31ct"));
    assert_false(scope_is_valid("31CT~"));
    assert_false(scope_is_valid("31CTSONG0001STHJ000000000000"));
}

static void the_district_is_the_first_two_segments(void **state)
{
    char out[SCOPE_TEXT];

    (void)state;
    scope_district("31CTSONG0001", out);
    assert_string_equal(out, "31CTSONG");
    scope_district("31CT", out);
    assert_string_equal(out, "31CT");
}

static void kinds_have_names_and_letters_of_their_own(void **state)
{
    char seen[256] = {0};

    (void)state;
    for (unsigned bit = 0; bit < 6; bit++) {
        enum tenant_kind kind = 1u << bit;
        char letter = tenant_level_letter(kind);
        assert_false(seen[(unsigned char)letter]++);
        if (kind != TENANT_SYSTEM)
            assert_int_equal(tenant_kind_parse(tenant_kind_name(kind)), kind);
    }
    assert_int_equal(tenant_kind_parse("SYSTEM"), 0);
    assert_int_equal(tenant_kind_parse("city"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_range_is_the_subtree),
        cmocka_unit_test(siblings_that_share_a_beginning_are_outside),
        cmocka_unit_test(the_system_sees_everything_and_an_empty_range_nothing),
        cmocka_unit_test(scopes_are_whole_segments),
        cmocka_unit_test(the_district_is_the_first_two_segments),
        cmocka_unit_test(kinds_have_names_and_letters_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
