/* SPDX-License-Identifier: MIT */
/* Tests of exact decimals. */
#include "base/decimal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_parsed(const char *text, int scale, int64_t expected)
{
    int64_t v = 99;

    assert_true(decimal_parse(text, scale, &v));
    assert_true(v == expected);
}

static void assert_formatted(int64_t value, int scale, const char *text)
{
    char out[DECIMAL_TEXT];

    decimal_format(value, scale, out);
    assert_string_equal(out, text);
}

static void plain_numbers_are_scaled(void **state)
{
    (void)state;
    assert_parsed("12.50", 2, 1250);
    assert_parsed("12.5", 2, 1250);
    assert_parsed("12", 2, 1200);
    assert_parsed("-0.05", 2, -5);
    assert_parsed("0", 0, 0);
    assert_parsed("-0", 2, 0);
    assert_parsed("007", 0, 7);
    assert_parsed("9223372036854775807", 0, INT64_MAX);
    assert_parsed("-9223372036854775808", 0, INT64_MIN);
    assert_parsed("92233720368547758.07", 2, INT64_MAX);
}

static void nothing_is_rounded_and_nothing_overflows(void **state)
{
    static const struct {
        const char *text;
        int scale;
    } wrong[] = {
        {"12.505",               2},
        {"1.0",                  0},
        {"9223372036854775808",  0},
        {"-9223372036854775809", 0},
        {"92233720368547758.08", 2},
        {"",                     2},
        {"-",                    2},
        {".5",                   2},
        {"5.",                   2},
        {"1e3",                  2},
        {"+1",                   2},
        {" 1",                   2},
        {"1 ",                   2},
        {"1,5",                  2},
        {"0x10",                 0},
        {"--1",                  0},
        {"1.-5",                 2},
        {"١",                   0},
        {"1.5.5",                3},
        {"NaN",                  2},
    };
    int64_t v = 99;
    (void)state;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(decimal_parse(wrong[i].text, wrong[i].scale, &v));
    assert_int_equal(v, 99);
}

static void text_has_no_trailing_zeros(void **state)
{
    (void)state;
    assert_formatted(1250, 2, "12.5");
    assert_formatted(4000, 2, "40");
    assert_formatted(0, 2, "0");
    assert_formatted(-5, 2, "-0.05");
    assert_formatted(5, 0, "5");
    assert_formatted(100, 0, "100");
    assert_formatted(INT64_MIN, 0, "-9223372036854775808");
    assert_formatted(INT64_MIN, 18, "-9.223372036854775808");
    assert_formatted(-1, 18, "-0.000000000000000001");
    assert_formatted(INT64_MAX, 4, "922337203685477.5807");
}

static void text_goes_there_and_back(void **state)
{
    uint64_t seed = 0x9E3779B97F4A7C15;
    char out[DECIMAL_TEXT];
    int64_t v;
    (void)state;

    for (int i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int64_t value = (int64_t)(seed >> (i % 60)) * (i % 2 ? 1 : -1);
        decimal_format(value, i % 19, out);
        assert_true(decimal_parse(out, i % 19, &v));
        assert_true(v == value);
    }
}

static void halves_go_to_the_even_neighbour(void **state)
{
    (void)state;
    assert_int_equal(decimal_div_half_even(25, 10), 2);
    assert_int_equal(decimal_div_half_even(35, 10), 4);
    assert_int_equal(decimal_div_half_even(26, 10), 3);
    assert_int_equal(decimal_div_half_even(24, 10), 2);
    assert_int_equal(decimal_div_half_even(-25, 10), -2);
    assert_int_equal(decimal_div_half_even(-35, 10), -4);
    assert_int_equal(decimal_div_half_even(35, -10), -4);
    assert_int_equal(decimal_div_half_even(-5, 10), 0);
    assert_int_equal(decimal_div_half_even(1, 3), 0);
    assert_int_equal(decimal_div_half_even(2, 3), 1);
    assert_int_equal(decimal_div_half_even(7, 1), 7);
}

static void the_largest_values_do_not_overflow(void **state)
{
    (void)state;
    assert_true(decimal_div_half_even(INT64_MAX, INT64_MAX) == 1);
    assert_true(decimal_div_half_even(INT64_MIN, 1) == INT64_MIN);
    assert_true(decimal_div_half_even(INT64_MIN, INT64_MAX) == -1);
    assert_true(decimal_div_half_even(INT64_MAX - 1, INT64_MAX) == 1);
    assert_true(decimal_div_half_even(INT64_MAX, 2) == INT64_C(4611686018427387904));
}

/* GB/T 8170 (TV-22). */
static void rounding_to_places_is_half_even(void **state)
{
    (void)state;
    assert_true(decimal_round(30500, 3, 0) == 30000);
    assert_true(decimal_round(31500, 3, 0) == 32000);
    assert_true(decimal_round(30510, 3, 0) == 31000);
    assert_true(decimal_round(2450, 3, 1) == 2400);
    assert_true(decimal_round(2550, 3, 1) == 2600);
    assert_true(decimal_round(2451, 3, 1) == 2500);
    assert_true(decimal_round(-2550, 3, 1) == -2600);
    assert_true(decimal_round(2451, 3, 3) == 2451);
}

static void a_product_is_divided_and_rounded_once(void **state)
{
    static const struct {
        int64_t value, factor, divisor;
        enum decimal_rounding rounding;
        int64_t expected;
    } rows[] = {
        {7,         1,         2,         DECIMAL_HALF_EVEN, 4        },
        {5,         1,         2,         DECIMAL_HALF_EVEN, 2        },
        {-5,        1,         2,         DECIMAL_HALF_EVEN, -2       },
        {-7,        1,         2,         DECIMAL_HALF_EVEN, -4       },
        {7,         1,         -2,        DECIMAL_HALF_EVEN, -4       },
        {6,         1,         2,         DECIMAL_CEIL,      3        },
        {7,         1,         2,         DECIMAL_CEIL,      4        },
        {-7,        1,         2,         DECIMAL_CEIL,      -3       },
        {7,         1,         2,         DECIMAL_FLOOR,     3        },
        {-7,        1,         2,         DECIMAL_FLOOR,     -4       },
        {INT64_MAX, INT64_MAX, INT64_MAX, DECIMAL_HALF_EVEN, INT64_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t got = 0;
        assert_true(decimal_mul_div(rows[i].value, rows[i].factor, rows[i].divisor, rows[i].rounding, &got));
        assert_true(got == rows[i].expected);
    }
}

static void what_does_not_fit_is_said(void **state)
{
    int64_t got = 42;

    (void)state;
    assert_false(decimal_mul_div(1, 1, 0, DECIMAL_CEIL, &got));
    assert_false(decimal_mul_div(INT64_MAX, 2, 1, DECIMAL_HALF_EVEN, &got));
    assert_false(decimal_mul_div(INT64_MIN, 2, 1, DECIMAL_HALF_EVEN, &got));
    assert_true(got == 42);
}

static void fractions_are_compared_without_rounding(void **state)
{
    (void)state;
    assert_int_equal(decimal_compare_products(1, 3, 3, 1), 0);
    assert_int_equal(decimal_compare_products(INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX - 1), 1);
    assert_int_equal(decimal_compare_products(INT64_MIN, INT64_MAX, INT64_MAX, INT64_MAX), -1);
    assert_int_equal(decimal_compare_products(INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers_are_scaled),
        cmocka_unit_test(nothing_is_rounded_and_nothing_overflows),
        cmocka_unit_test(text_has_no_trailing_zeros),
        cmocka_unit_test(text_goes_there_and_back),
        cmocka_unit_test(halves_go_to_the_even_neighbour),
        cmocka_unit_test(the_largest_values_do_not_overflow),
        cmocka_unit_test(rounding_to_places_is_half_even),
        cmocka_unit_test(a_product_is_divided_and_rounded_once),
        cmocka_unit_test(what_does_not_fit_is_said),
        cmocka_unit_test(fractions_are_compared_without_rounding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
