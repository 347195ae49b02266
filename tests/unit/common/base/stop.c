/* SPDX-License-Identifier: MIT */
/* Tests of the end of the process as something to wait for. */
#include "base/stop.h"
#include "base/clock.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void waiting_ends_by_itself(void **state)
{
    struct stop s;
    int64_t began = clock_monotonic_us();
    (void)state;

    stop_init(&s);
    assert_false(stop_wait(&s, 0));
    assert_false(stop_wait(&s, 30));
    assert_true(clock_monotonic_us() - began >= 29000);
    stop_done(&s);
}

static void *wait_long(void *arg)
{
    return stop_wait(arg, 60000) ? arg : NULL;
}

static void every_waiter_is_woken_and_none_sleeps_again(void **state)
{
    enum { WAITERS = 4 };
    pthread_t threads[WAITERS];
    struct stop s;
    (void)state;

    stop_init(&s);
    for (int i = 0; i < WAITERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, wait_long, &s), 0);
    stop_now(&s);
    for (int i = 0; i < WAITERS; i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_ptr_equal(result, &s);
    }
    assert_true(stop_wait(&s, 60000));
    assert_true(stop_wait(&s, 0));
    stop_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waiting_ends_by_itself),
        cmocka_unit_test(every_waiter_is_woken_and_none_sleeps_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
