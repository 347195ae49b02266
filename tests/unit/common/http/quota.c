/* SPDX-License-Identifier: MIT */
/* Tests of the buckets: what fits at once, what comes back with time, and who keeps his place among many. */
#include "http/quota.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { RATE = 10, BURST = RATE * QUOTA_BURST_SECONDS };
static const int64_t start = INT64_C(1767225600000000), second = 1000000;

static int taken(struct quota_table *t, uint64_t key, int64_t now_us, int most)
{
    int n = 0;

    while (n < most && quota_take(t, key, now_us) == 0)
        n++;
    return n;
}

static void ten_seconds_worth_at_once_then_the_rate(void **state)
{
    struct quota_table *t;

    (void)state;
    quota_table_new(RATE, &t);
    assert_int_equal(taken(t, 1, start, 1000), BURST);
    assert_int_equal(quota_take(t, 1, start), 1);
    assert_int_equal(taken(t, 1, start + second / RATE, 1000), 1);
    assert_int_equal(taken(t, 1, start + 2 * second, 1000), 2 * RATE - 1);
    assert_int_equal(taken(t, 1, start + 3600 * second, 1000), BURST);
    assert_int_equal(taken(t, 2, start, 1000), BURST); /* another one's is his own */
    quota_table_free(t);
}

static void a_slow_rate_says_how_long(void **state)
{
    struct quota_table *t;

    (void)state;
    quota_table_new(1, &t);
    assert_int_equal(taken(t, 1, start, 1000), QUOTA_BURST_SECONDS);
    for (int64_t s = 0; s < 3; s++)
        assert_int_equal(quota_take(t, 1, start), 1); /* asking does not make it longer */
    assert_int_equal(quota_take(t, 1, start + second), 0);
    quota_table_free(t);
}

static void a_clock_that_is_set_back_locks_nobody_out(void **state)
{
    struct quota_table *t;

    (void)state;
    quota_table_new(RATE, &t);
    assert_int_equal(taken(t, 1, start, 1000), BURST);
    assert_int_equal(taken(t, 1, start - 3600 * second, 1000), BURST);
    quota_table_free(t);
}

static void a_hundred_thousand_others_do_not_give_it_back(void **state)
{
    struct quota_table *t;

    (void)state;
    quota_table_new(RATE, &t);
    assert_int_equal(taken(t, 77, start, 1000), BURST);
    for (uint64_t i = 0; i < 100000; i++)
        assert_int_equal(quota_take(t, 1000 + i * UINT64_C(0x9E3779B97F4A7C15), start), 0);
    assert_int_not_equal(quota_take(t, 77, start), 0);
    quota_table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_seconds_worth_at_once_then_the_rate),
        cmocka_unit_test(a_slow_rate_says_how_long),
        cmocka_unit_test(a_clock_that_is_set_back_locks_nobody_out),
        cmocka_unit_test(a_hundred_thousand_others_do_not_give_it_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
