/* SPDX-License-Identifier: MIT */
/* Tests of looking things up in an edition. */
#include "indicators/domain/standard.h"
#include "base/attr.h"
#include "base/date.h"
#include "indicators/domain/air_statistics.h"
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

static void what_an_edition_says_wrongly_stays_within_sense(void **state)
{
    const struct standard_rule rules[] = {
        {"", "decimals",         9 * VALUE_ONE,                     ""},
        {"", "rate_decimals",    -VALUE_ONE,                        ""},
        {"", "percentile",       980 * VALUE_ONE,                   ""},
        {"", "first_window_end", -5 * VALUE_ONE,                    ""},
        {"", "window_hours",     99 * VALUE_ONE,                    ""},
        {"", "huge",             INT64_C(999999999999) * VALUE_ONE, ""},
    };
    const struct standard s = {.rules = rules, .n_rules = ARRAY_LEN(rules)};
    const struct air_rules air = air_rules_of(&s, "pm25");
    int64_t hours[AIR_DAY_HOURS], sum = INT64_MAX / 2;
    (void)state;

    assert_int_equal(standard_places(&s, "", "decimals"), VALUE_SCALE);
    assert_int_equal(standard_places(&s, "", "rate_decimals"), 0);
    assert_int_equal(standard_count(&s, "", "huge", 0), 1000000);
    assert_int_equal(air.decimals, VALUE_SCALE);
    assert_int_equal(air.percentile, 100);
    assert_int_equal(air.first_window_end, 1);
    assert_int_equal(air.window_hours, AIR_DAY_HOURS);
    for (int i = 0; i < AIR_DAY_HOURS; i++)
        hours[i] = sum;
    assert_false(air_day_mean(hours, &air).valid); /* a sum that leaves the range is no mean */
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
        cmocka_unit_test(what_an_edition_says_wrongly_stays_within_sense),
        cmocka_unit_test(validity_counts_both_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
