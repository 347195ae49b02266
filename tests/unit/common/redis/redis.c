/* SPDX-License-Identifier: MIT */
/* Tests of addresses and of a Redis that is not there; what it answers is tested in tests/fault/. */
#include "redis/redis.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void malformed_addresses_are_refused(void **state)
{
    static const char *const addresses[] = {"",           "unix:",       "localhost",       ":6379",
                                            "localhost:", "localhost:0", "localhost:65536", "a:b"};
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        struct redis *r;
        struct problem err = {0};
        assert_int_equal(redis_new(addresses[i], &r, &err), -1);
    }
}

static void a_missing_server_is_unavailable_and_tried_anew(void **state)
{
    struct redis *r;
    struct problem err = {0};
    unsigned before;
    (void)state;

    assert_int_equal(redis_new("unix:/nonexistent/redis.sock", &r, &err), 0);
    before = redis_generation(r);
    assert_int_equal(redis_cmd_ping(r, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    assert_int_equal(redis_cmd_publish(r, "s", (const char *const[]){"{}"}, 1, 10, &err), -1);
    assert_true(redis_generation(r) > before);
    redis_free(r);
    redis_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_addresses_are_refused),
        cmocka_unit_test(a_missing_server_is_unavailable_and_tried_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
