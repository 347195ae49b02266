/* SPDX-License-Identifier: MIT */
/* Tests of the small parsers of request headers, and of what identifies a request. */
#include "http/request.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

static void trace_parents(void **state)
{
    static const char good[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    static const char *const bad[] = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e47360-0f067aa0ba902b7-01",
    };

    (void)state;
    assert_true(traceparent_is_valid(good));
    assert_false(traceparent_is_valid(NULL));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(traceparent_is_valid(bad[i]));
}

static void etags(void **state)
{
    static const char *const bad[] = {"",
                                      "\"\"",
                                      "\"",
                                      "7",
                                      "\"7",
                                      "7\"",
                                      "\"x\"",
                                      "\"-7\"",
                                      "\"+7\"",
                                      "\" 7\"",
                                      "W/\"7\"",
                                      "\"7\",\"8\"",
                                      "\"99999999999999999999\"",
                                      "\"9223372036854775808\""};

    (void)state;
    assert_true(etag_parse("\"7\"") == 7);
    assert_true(etag_parse("\"9223372036854775807\"") == INT64_MAX);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_true(etag_parse(bad[i]) == -1);
}

/* A request that has the one header that impl names. */
static const char *one_header(const struct http_request *req, const char *name)
{
    const char *const *header = req->impl;

    return header && strcasecmp(header[0], name) == 0 ? header[1] : NULL;
}

static struct ctx request_with(const char *const header[2])
{
    return (struct ctx){
        .now_us = 1700000000000000, .req = {.header = one_header, .impl = header}
    };
}

static void ids_are_made_when_none_is_given(void **state)
{
    struct ctx a = request_with(NULL), b = request_with(NULL);

    (void)state;
    request_identify(&a);
    request_identify(&b);
    assert_true(uuid_is_valid(a.request_id));
    assert_true(traceparent_is_valid(a.traceparent));
    assert_string_not_equal(a.request_id, b.request_id);
    assert_string_not_equal(a.traceparent, b.traceparent);
    assert_false(a.english);
}

static void only_well_formed_ids_are_taken(void **state)
{
    static const char *const bad[] = {"",
                                      "a b",
                                      "a\nb",
                                      "\xe9\x97\xad",
                                      "a,b",
                                      "{}",
                                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    struct ctx c = request_with((const char *const[]){"X-Request-Id", "call-7.A_b"});

    (void)state;
    request_identify(&c);
    assert_string_equal(c.request_id, "call-7.A_b");
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        c = request_with((const char *const[]){"X-Request-Id", bad[i]});
        request_identify(&c);
        assert_true(uuid_is_valid(c.request_id));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_parents),
        cmocka_unit_test(etags),
        cmocka_unit_test(ids_are_made_when_none_is_given),
        cmocka_unit_test(only_well_formed_ids_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
