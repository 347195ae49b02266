/* SPDX-License-Identifier: MIT */
/* Tests of looking things up in an edition. */
#include "indicators/domain/standard.h"
#include "base/date.h"
#include "support/standards.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_limit_is_found_by_item_averaging_and_level(void **state)
{
    int64_t limit = -1;

    (void)state;
    assert_true(standard_limit(test_standard("GB3838-2002"), "cod", "", 1, &limit));
    assert_true(limit == 15 * VALUE_ONE);
    assert_false(standard_limit(test_standard("GB3838-2002"), "cod", "24H", 1, &limit));
}

static void a_missing_rule_is_what_the_caller_says(void **state)
{
    (void)state;
    assert_int_equal(standard_count(test_standard("GB3838-2002"), "cod", "no-such-rule", 7), 7);
    assert_string_equal(standard_text(test_standard("GB3838-2002"), "", "no-such-rule", "x"), "x");
}

static void validity_counts_both_ends(void **state)
{
    const struct standard s = {.valid_from = 100, .valid_to = 200};
    const struct standard open = {.valid_from = 100, .valid_to = DATE_NONE};

    (void)state;
    assert_false(standard_is_valid(&s, 99));
    assert_true(standard_is_valid(&s, 100));
    assert_true(standard_is_valid(&s, 200));
    assert_false(standard_is_valid(&s, 201));
    assert_true(standard_is_valid(&open, 1000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_is_found_by_item_averaging_and_level),
        cmocka_unit_test(a_missing_rule_is_what_the_caller_says),
        cmocka_unit_test(validity_counts_both_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
