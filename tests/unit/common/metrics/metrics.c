/* SPDX-License-Identifier: MIT */
/* Tests of metrics. They count on in one process, so each test has series of its own. */
#include "metrics/metrics.h"
#include "base/attr.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static const char *all(void)
{
    struct buf b;

    buf_init(&b, &arena);
    metrics_write(&b);
    return b.data;
}

/* The line stands in the output, whole. */
static void assert_line(const char *line)
{
    const char *text = all();

    if (!strstr(text, arena_printf(&arena, "\n%s\n", line)))
        fail_msg("no line \"%s\" in:\n%s", line, text);
}

static void counters_add_up_for_each_label(void **state)
{
    (void)state;
    metric_add(METRIC_HTTP_REQUESTS, "listIssues", "200", 1);
    metric_add(METRIC_HTTP_REQUESTS, "listIssues", "200", 2);
    metric_add(METRIC_HTTP_REQUESTS, "listIssues", "404", 1);
    assert_line("bihuan_http_requests_total{operation=\"listIssues\",status=\"200\"} 3");
    assert_line("bihuan_http_requests_total{operation=\"listIssues\",status=\"404\"} 1");
    assert_line("# TYPE bihuan_http_requests_total counter");
}

static void a_metric_without_labels_is_there_from_the_start(void **state)
{
    (void)state;
    assert_line("bihuan_outbox_pending 0");
    metric_set(METRIC_OUTBOX_PENDING, NULL, 17);
    assert_line("bihuan_outbox_pending 17");
    metric_set(METRIC_OUTBOX_PENDING, NULL, 3);
    assert_line("bihuan_outbox_pending 3");
    metric_add(METRIC_HTTP_IN_FLIGHT, NULL, NULL, 2);
    metric_add(METRIC_HTTP_IN_FLIGHT, NULL, NULL, -1);
    assert_line("bihuan_http_in_flight 1");
}

static void histograms_are_cumulative_seconds(void **state)
{
    (void)state;
    metric_observe(METRIC_HTTP_SECONDS, "getIssue", 1000);
    metric_observe(METRIC_HTTP_SECONDS, "getIssue", 1001);
    metric_observe(METRIC_HTTP_SECONDS, "getIssue", 400000);
    metric_observe(METRIC_HTTP_SECONDS, "getIssue", 99000000);
    assert_line("bihuan_http_request_seconds_bucket{operation=\"getIssue\",le=\"0.001\"} 1");
    assert_line("bihuan_http_request_seconds_bucket{operation=\"getIssue\",le=\"0.0025\"} 2");
    assert_line("bihuan_http_request_seconds_bucket{operation=\"getIssue\",le=\"0.25\"} 2");
    assert_line("bihuan_http_request_seconds_bucket{operation=\"getIssue\",le=\"0.5\"} 3");
    assert_line("bihuan_http_request_seconds_bucket{operation=\"getIssue\",le=\"10\"} 3");
    assert_line("bihuan_http_request_seconds_bucket{operation=\"getIssue\",le=\"+Inf\"} 4");
    assert_line("bihuan_http_request_seconds_sum{operation=\"getIssue\"} 99.402001");
    assert_line("bihuan_http_request_seconds_count{operation=\"getIssue\"} 4");
}

static void label_values_are_escaped(void **state)
{
    (void)state;
    metric_add(METRIC_TOKEN_CACHE, "a\"b\\c\nd", NULL, 1);
    assert_line("bihuan_token_cache_total{result=\"a\\\"b\\\\c\\nd\"} 1");
}

static void every_row_has_help_and_type_once(void **state)
{
    const char *text = all();
    (void)state;

    for (int i = 0; i < METRIC_COUNT; i++) {
        const char *head = arena_printf(&arena, "# HELP %s ", metric_rows[i].name);
        const char *first = strstr(text, head);
        assert_non_null(first);
        assert_null(strstr(first + 1, head));
    }
}

enum { THREADS = 4, EACH = 20000 };

static void *count_much(void *arg)
{
    static const char *const jobs[] = {"light", "deadline", "escalate", "report"};
    (void)arg;

    for (int i = 0; i < EACH; i++) {
        metric_add(METRIC_JOB_RUNS, jobs[i % 4], "done", 1);
        metric_observe(METRIC_HTTP_SECONDS, jobs[i % 4], i);
    }
    return NULL;
}

static void threads_lose_no_count(void **state)
{
    pthread_t t[THREADS];
    (void)state;

    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&t[i], NULL, count_much, NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(t[i], NULL), 0);
    assert_line("bihuan_job_runs_total{job=\"light\",result=\"done\"} 20000");
    assert_line("bihuan_job_runs_total{job=\"report\",result=\"done\"} 20000");
    assert_line("bihuan_http_request_seconds_count{operation=\"escalate\"} 20000");
}

/* Last: it fills the room. */
static void too_many_labels_are_counted_as_other(void **state)
{
    char type[32];
    (void)state;

    for (int i = 0; i < 5000; i++) {
        (void)snprintf(type, sizeof type, "type-%d", i);
        metric_add(METRIC_EVENTS_CONSUMED, type, "done", 1);
    }
    assert_line("bihuan_events_consumed_total{type=\"type-7\",result=\"done\"} 1");
    assert_null(strstr(all(), "type-4999"));
    assert_non_null(strstr(all(), "{type=\"other\",result=\"other\"} "));
    metric_add(METRIC_EVENTS_PUBLISHED, NULL, NULL, 4);
    assert_line("bihuan_events_published_total 4");
}

#define TEST(f) cmocka_unit_test_teardown(f, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counters_add_up_for_each_label),       TEST(a_metric_without_labels_is_there_from_the_start),
        TEST(histograms_are_cumulative_seconds),    TEST(label_values_are_escaped),
        TEST(every_row_has_help_and_type_once),     TEST(threads_lose_no_count),
        TEST(too_many_labels_are_counted_as_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
