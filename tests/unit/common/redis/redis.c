/* SPDX-License-Identifier: MIT */
/* Tests of addresses and of a Redis that is not there; what it answers is tested in tests/fault/. */
#include "redis/redis.h"
#include "redis/access.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void malformed_addresses_are_refused(void **state)
{
    static const char *const addresses[] = {"",
                                            "unix:",
                                            "localhost",
                                            ":6379",
                                            "localhost:",
                                            "localhost:0",
                                            "localhost:65536",
                                            "a:b",
                                            "user:secret@",
                                            "secret@localhost",
                                            "user@localhost:6379"};
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        struct redis *r;
        struct problem err = {0};
        assert_int_equal(redis_new(addresses[i], NULL, &r, &err), -1);
        assert_null(strstr(err.detail, "secret"));
    }
}

static void a_missing_server_is_unavailable_and_tried_anew(void **state)
{
    struct redis *r;
    struct problem err = {0};
    unsigned before;
    (void)state;

    assert_int_equal(redis_new("unix:/nonexistent/redis.sock", NULL, &r, &err), 0);
    before = redis_generation(r);
    assert_int_equal(redis_cmd_ping(r, &err), -1);
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    assert_int_equal(redis_cmd_publish(r, "s", (const char *const[]){"{}"}, 1, 10, &err), -1);
    assert_true(redis_generation(r) > before);
    redis_free(r);
    redis_free(NULL);
}

static void an_address_is_taken_apart(void **state)
{
    static const struct {
        const char *address, *host, *user, *password;
        int port;
    } cases[] = {
        {"unix:/run/r.sock",           "/run/r.sock", NULL,     NULL,    0   },
        {"r:6379",                     "r",           NULL,     NULL,    6379},
        {":pw@r:6379",                 "r",           NULL,     "pw",    6379},
        {"bihuan:p@s:s@unix:/run/r.s", "/run/r.s",    "bihuan", "p@s:s", 0   },
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct redis_access a;
        struct problem err = {0};
        assert_int_equal(redis_access_parse(cases[i].address, NULL, &a, &err), 0);
        assert_string_equal(a.host, cases[i].host);
        assert_int_equal(a.port, cases[i].port);
        assert_string_equal(a.user ? a.user : "", cases[i].user ? cases[i].user : "");
        assert_string_equal(a.password ? a.password : "", cases[i].password ? cases[i].password : "");
        assert_null(strchr(a.place, '@'));
        redis_access_done(&a);
    }
}

static void a_password_may_come_by_itself(void **state)
{
    struct redis_access a;
    struct problem err = {0};
    (void)state;

    assert_int_equal(redis_access_parse("bihuan@r:1", "se cret", &a, &err), 0);
    assert_string_equal(a.user, "bihuan");
    assert_string_equal(a.password, "se cret");
    redis_access_done(&a);
    assert_int_equal(redis_access_parse(":pw@r:1", "se cret", &a, &err), -1);
    assert_non_null(strstr(err.detail, "BIHUAN_REDIS_PASSWORD"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_taken_apart),
        cmocka_unit_test(a_password_may_come_by_itself),
        cmocka_unit_test(malformed_addresses_are_refused),
        cmocka_unit_test(a_missing_server_is_unavailable_and_tried_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
