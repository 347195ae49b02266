/* SPDX-License-Identifier: MIT */
/* Tests of path matching and percent-decoding. */
#include "unit/router.h"
#include "base/str.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct route issue_routes[] = {
    {.method = "GET",             .path = "/issues", .operation = "listIssues"},
    {.method = "POST",  .path = "/issues", .operation = "createIssue"},
    {.method = "GET",            .path = "/issues/{issue_id}", .operation = "getIssue"},
    {.method = "PATCH", .path = "/issues/{issue_id}", .operation = "updateIssue"},
    {.method = "GET",             .path = "/issues/search", .operation = "searchIssues"},
    {.method = "GET",    .path = "/issues/{id}/plans/{plan_no}", .operation = "getPlan"},
    {.method = "DELETE",           .path = "/issues/search/saved/{name}", .operation = "deleteSearch"},
    {.method = "PUT", .path = "/files/{file_id}/content", .operation = "putContent"},
    {0            },
};
static const struct route root_routes[] = {
    {.method = "GET",        .path = "/healthz", .operation = "health", .flags = ROUTE_ROOT},
    {.method = "GET", .path = "/.well-known/jwks.json", .operation = "jwks", .flags = ROUTE_ROOT},
    {0                     },
};
static const struct route *const tables[] = {issue_routes, root_routes, NULL};

static struct arena arena;
static struct problem err;
static struct route_match match;
static struct router *router;

static int begin(void **state)
{
    (void)state;
    memset(&err, 0, sizeof err);
    return router_new(tables, &router, &err);
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    router_free(router);
    return 0;
}

/* The operation that answers, or the problem's slug. */
static const char *answer(const char *method, const char *path)
{
    memset(&err, 0, sizeof err);
    memset(&match, 0, sizeof match);
    if (router_match(router, &arena, method, path, &match, &err) < 0)
        return problem_kind(err.code)->slug;
    return match.route->operation;
}

static void rows_are_found_by_method_and_path(void **state)
{
    (void)state;
    assert_string_equal(answer("GET", "/v1/issues"), "listIssues");
    assert_string_equal(answer("POST", "/v1/issues"), "createIssue");
    assert_string_equal(answer("PATCH", "/v1/issues/7"), "updateIssue");
    assert_string_equal(answer("PUT", "/v1/files/f/content"), "putContent");
}

static void the_prefix_is_needed_but_for_rows_at_the_root(void **state)
{
    (void)state;
    assert_string_equal(answer("GET", "/issues"), "not-found");
    assert_string_equal(answer("GET", "/healthz"), "health");
    assert_string_equal(answer("GET", "/v1/healthz"), "not-found");
    assert_string_equal(answer("GET", "/.well-known/jwks.json"), "jwks");
    assert_string_equal(answer("GET", "/v2/issues"), "not-found");
    assert_string_equal(answer("GET", "/v1"), "not-found");
}

static void a_static_segment_beats_a_parameter(void **state)
{
    (void)state;
    assert_string_equal(answer("GET", "/v1/issues/search"), "searchIssues");
    assert_string_equal(answer("GET", "/v1/issues/searches"), "getIssue");
    assert_string_equal(answer("DELETE", "/v1/issues/search/saved/mine"), "deleteSearch");
}

static void a_static_segment_that_leads_nowhere_is_left_again(void **state)
{
    (void)state;
    assert_string_equal(answer("GET", "/v1/issues/search/plans/1"), "getPlan");
    assert_string_equal(match.params[0].value, "search");
}

static void parameters_are_named_by_their_own_row(void **state)
{
    (void)state;
    assert_string_equal(answer("GET", "/v1/issues/42"), "getIssue");
    assert_int_equal(match.n_params, 1);
    assert_string_equal(match.params[0].name, "issue_id");
    assert_string_equal(match.params[0].value, "42");
    assert_string_equal(answer("GET", "/v1/issues/42/plans/2026-1"), "getPlan");
    assert_int_equal(match.n_params, 2);
    assert_string_equal(match.params[0].name, "id");
    assert_string_equal(match.params[1].name, "plan_no");
    assert_string_equal(match.params[1].value, "2026-1");
}

static void head_is_answered_by_get(void **state)
{
    (void)state;
    assert_string_equal(answer("HEAD", "/v1/issues"), "listIssues");
    assert_true(match.is_head);
    assert_string_equal(answer("GET", "/v1/issues"), "listIssues");
    assert_false(match.is_head);
    assert_string_equal(answer("HEAD", "/v1/files/f/content"), "method-not-allowed");
}

static void another_method_is_told_what_is_allowed(void **state)
{
    (void)state;
    assert_string_equal(answer("DELETE", "/v1/issues"), "method-not-allowed");
    assert_string_equal(match.allow, "GET, HEAD, POST");
    assert_string_equal(answer("POST", "/v1/issues/7"), "method-not-allowed");
    assert_string_equal(match.allow, "GET, HEAD, PATCH");
    assert_string_equal(answer("PATCH", "/v1/issues/search"), "method-not-allowed");
    assert_string_equal(match.allow, "GET, HEAD");
    assert_string_equal(answer("OPTIONS", "/v1/issues"), "method-not-allowed");
    assert_string_equal(answer("get", "/v1/issues"), "method-not-allowed");
    assert_string_equal(answer("GET", "/v1/files/f/content"), "method-not-allowed");
    assert_string_equal(match.allow, "PUT");
}

static void empty_segments_do_not_match(void **state)
{
    (void)state;
    assert_string_equal(answer("GET", "/v1/issues/"), "not-found");
    assert_string_equal(answer("GET", "/v1//issues"), "not-found");
    assert_string_equal(answer("GET", "//v1/issues"), "not-found");
    assert_string_equal(answer("GET", "/v1/issues//plans/1"), "not-found");
    assert_string_equal(answer("GET", ""), "not-found");
    assert_string_equal(answer("GET", "/"), "not-found");
    assert_string_equal(answer("GET", "v1/issues"), "not-found");
    assert_string_equal(answer("GET", "/v1/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q"), "not-found");
}

static void segments_are_decoded_once(void **state)
{
    (void)state;
    assert_string_equal(answer("GET", "/v1/issues/a%20b+c%25%32%30"), "getIssue");
    assert_string_equal(match.params[0].value, "a b+c%20");
    assert_string_equal(answer("GET", "/v1/issues/%e6%95%b4%E6%94%B9"), "getIssue");
    assert_string_equal(match.params[0].value, "整改");
    assert_string_equal(answer("GET", "/v1/%69ssues"), "listIssues");
    assert_string_equal(answer("GET", "/v1/issues/%7Bissue_id%7D"), "getIssue");
}

static void traps_in_the_encoding_are_refused(void **state)
{
    static const char *const bad[] = {"%00", "a%00b",    "%2F",    "..%2f..",   "%",      "%4",     "%zz",
                                      "%4g", "%C3",      "%C3%28", "%ED%A0%80", "%C0%AF", "%FF",    "\xFF",
                                      "%0A", "a%0d%0aX", "%7F",    ".",         "..",     "%2e%2E", "%1b[0m"};
    char path[64];
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        (void)snprintf(path, sizeof path, "/v1/issues/%s", bad[i]);
        assert_string_equal(answer("GET", path), "bad-path");
    }
    assert_string_equal(answer("GET", "/v1/issues/..."), "getIssue");
}

static void a_plus_stays_a_plus(void **state)
{
    (void)state;
    assert_string_equal(url_decode(&arena, "a+b", 3), "a+b");
    assert_string_equal(url_decode(&arena, "%41%62c", 6), "Ab");
    assert_string_equal(url_decode(&arena, "", 0), "");
    assert_null(url_decode(&arena, "%41", 2));
    assert_null(url_decode(&arena, "a\0b", 3));
}

static void the_same_row_twice_is_a_programmer_error(void **state)
{
    static const struct route again[] = {
        {.method = "GET",   .path = "/issues/{other}", .operation = "x"},
        {0}
    };
    const struct route *const both[] = {issue_routes, again, NULL};
    struct router *r = NULL;
    (void)state;

    assert_int_equal(router_new(both, &r, &err), -1);
    assert_int_equal(err.code, PROBLEM_INTERNAL);
    assert_null(r);
}

static void a_malformed_row_is_a_programmer_error(void **state)
{
    static const char *const bad[] = {"issues", "",    "/",     "/issues/", "//x",
                                      "/a{b}",  "/{}", "/{a}b", "/a%20",    "/{a}/{b}/{c}/{d}/{e}"};
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        const struct route rows[] = {
            {.method = "GET",   .path = bad[i], .operation = "x"},
            {0}
        };
        const struct route *const table[] = {rows, NULL};
        struct router *r = NULL;
        assert_int_equal(router_new(table, &r, &err), -1);
        assert_null(r);
    }
    const struct route head[] = {
        {.method = "HEAD",  .path = "/x", .operation = "x"},
        {0}
    };
    const struct route *const table[] = {head, NULL};
    struct router *r = NULL;
    assert_int_equal(router_new(table, &r, &err), -1);
}

static void random_paths_never_break_the_matcher(void **state)
{
    static const char alphabet[] = "/%2fF0aissue.{}v1\xE6\x95\xB4+?&=~\x01";
    struct random r = {21};
    char path[80];
    (void)state;

    for (int i = 0; i < 50000; i++) {
        int32_t n = random_between(&r, 0, 60);
        (void)snprintf(path, sizeof path, "%s", i % 3 ? "/v1/issues/" : "");
        for (size_t at = strlen(path); n > 0 && at < 78; n--, at++) {
            path[at] = alphabet[random_between(&r, 0, sizeof alphabet - 2)];
            path[at + 1] = '\0';
        }
        (void)answer("GET", path);
        for (int p = 0; p < match.n_params; p++) {
            assert_true(str_is_utf8(match.params[p].value, strlen(match.params[p].value)));
            assert_null(strchr(match.params[p].value, '/'));
            assert_true(match.params[p].value[0] != '\0');
        }
        arena_done(&arena);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_are_found_by_method_and_path),
        TEST(the_prefix_is_needed_but_for_rows_at_the_root),
        TEST(a_static_segment_beats_a_parameter),
        TEST(a_static_segment_that_leads_nowhere_is_left_again),
        TEST(parameters_are_named_by_their_own_row),
        TEST(head_is_answered_by_get),
        TEST(another_method_is_told_what_is_allowed),
        TEST(empty_segments_do_not_match),
        TEST(segments_are_decoded_once),
        TEST(traps_in_the_encoding_are_refused),
        TEST(a_plus_stays_a_plus),
        TEST(the_same_row_twice_is_a_programmer_error),
        TEST(a_malformed_row_is_a_programmer_error),
        TEST(random_paths_never_break_the_matcher),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
