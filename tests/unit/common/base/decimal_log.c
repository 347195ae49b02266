/* SPDX-License-Identifier: MIT */
/* Tests of logarithmic means; the expected digits come from 50-digit arithmetic in another language. */
#include "base/decimal_log.h"
#include "base/attr.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t mean_of(const int64_t *exponents, size_t n)
{
    struct decimal_log_sum sum = {.n = 0};
    int64_t mean = 0;

    for (size_t i = 0; i < n; i++)
        assert_true(decimal_log_add(&sum, exponents[i], 6));
    assert_true(decimal_log_mean(&sum, 6, &mean));
    return mean;
}

static void the_mean_is_that_of_the_powers(void **state)
{
    static const int64_t two[] = {-7000000, -8000000}, three[] = {-6000000, -9000000, -7400000};
    static const int64_t far[] = {-999000000, 0}, large[] = {12000000, 12000000};

    (void)state;
    assert_true(mean_of(two, ARRAY_LEN(two)) == -7259637);
    assert_true(mean_of(three, ARRAY_LEN(three)) == -6459749);
    assert_true(mean_of(far, ARRAY_LEN(far)) == -301030);
    assert_true(mean_of(large, ARRAY_LEN(large)) == 12000000);
}

static void a_single_exponent_is_its_own_mean(void **state)
{
    (void)state;
    for (int64_t x = -14000000; x <= 14000000; x += 61803) {
        int64_t thrice[] = {x, x, x};
        assert_true(mean_of(thrice, 1) == x);
        assert_true(mean_of(thrice, 3) == x);
    }
}

static void the_order_does_not_matter(void **state)
{
    struct random r = {20260301};
    (void)state;

    for (int round = 0; round < 200; round++) {
        int64_t x[12], first;
        for (size_t i = 0; i < ARRAY_LEN(x); i++)
            x[i] = random_between(&r, -14000000, 0);
        first = mean_of(x, ARRAY_LEN(x));
        for (size_t i = ARRAY_LEN(x) - 1; i > 0; i--) {
            size_t j = (size_t)random_between(&r, 0, (int32_t)i);
            int64_t swap = x[i];
            x[i] = x[j];
            x[j] = swap;
        }
        assert_true(mean_of(x, ARRAY_LEN(x)) == first);
    }
}

static void what_is_beyond_is_not_added(void **state)
{
    struct decimal_log_sum sum = {.n = 0};
    int64_t got = 42;

    (void)state;
    assert_false(decimal_log_mean(&sum, 6, &got));
    assert_false(decimal_log_add(&sum, 1000000000, 6));
    assert_false(decimal_log_add(&sum, INT64_MIN, 6));
    assert_false(decimal_log_mean(&sum, 6, &got));
    assert_true(got == 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_is_that_of_the_powers),
        cmocka_unit_test(a_single_exponent_is_its_own_mean),
        cmocka_unit_test(the_order_does_not_matter),
        cmocka_unit_test(what_is_beyond_is_not_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
