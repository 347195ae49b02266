/* SPDX-License-Identifier: MIT */
/* Tests of the log: each line is one JSON object, whatever goes in. */
#include "log/log.h"
#include "base/str.h"
#include <errno.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char written[8192];
static json_t *object;

/* Logs with standard error turned into a pipe, and parses what came out. */
static json_t *logged(enum log_level level, const char *event, const struct log_pair *pairs)
{
    int ends[2], saved = dup(STDERR_FILENO);
    ssize_t n;

    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    log_line(level, event, pairs);
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    (void)close(saved);
    (void)close(ends[1]);
    n = read(ends[0], written, sizeof written - 1);
    (void)close(ends[0]);
    assert_true(n >= 0);
    written[n] = '\0';
    json_decref(object);
    object = n ? json_loads(written, JSON_REJECT_DUPLICATES, NULL) : NULL;
    assert_true(n == 0 || (object && written[n - 1] == '\n' && strchr(written, '\n') == written + n - 1));
    return object;
}

static int end(void **state)
{
    (void)state;
    json_decref(object);
    object = NULL;
    log_init("test", LOG_LEVEL_INFO);
    return 0;
}

static const char *text(const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void a_line_says_when_who_and_what(void **state)
{
    const struct log_pair pairs[] = {LOG_TEXT("operation", "listIssues"), LOG_NUMBER("status", 200), {0}};
    (void)state;

    log_init("issues", LOG_LEVEL_INFO);
    assert_non_null(logged(LOG_LEVEL_WARN, "request", pairs));
    assert_string_equal(text("level"), "warn");
    assert_string_equal(text("service"), "issues");
    assert_string_equal(text("event"), "request");
    assert_string_equal(text("operation"), "listIssues");
    assert_int_equal(json_integer_value(json_object_get(object, "status")), 200);
    assert_non_null(strstr(text("time"), "+08:00"));
}

static void null_texts_are_left_out_but_zero_is_not(void **state)
{
    const struct log_pair pairs[] = {LOG_TEXT("tenant", NULL), LOG_NUMBER("rows", 0), {0}};
    (void)state;

    assert_non_null(logged(LOG_LEVEL_INFO, "x", pairs));
    assert_null(json_object_get(object, "tenant"));
    assert_non_null(json_object_get(object, "rows"));
    assert_non_null(logged(LOG_LEVEL_INFO, "x", NULL));
}

static void levels_below_the_least_are_silent(void **state)
{
    (void)state;
    log_init("test", LOG_LEVEL_WARN);
    assert_null(logged(LOG_LEVEL_INFO, "x", NULL));
    assert_non_null(logged(LOG_LEVEL_WARN, "x", NULL));
    assert_non_null(logged(LOG_LEVEL_ERROR, "x", NULL));
}

static void a_value_cannot_forge_a_line(void **state)
{
    const struct log_pair pairs[] = {LOG_TEXT("path", "/a\n{\"event\":\"forged\"}\r\"\\\x1B[0m\x7F"), {0}};
    (void)state;

    assert_non_null(logged(LOG_LEVEL_INFO, "x", pairs));
    assert_string_equal(text("path"), "/a\n{\"event\":\"forged\"}\r\"\\\x1B[0m\x7F");
    assert_null(strchr(written, 0x1B));
}

static void invalid_utf8_is_replaced(void **state)
{
    const struct log_pair pairs[] = {LOG_TEXT("v", "整\xE6\x95z\xFF"), {0}};
    (void)state;

    assert_non_null(logged(LOG_LEVEL_INFO, "x", pairs));
    assert_string_equal(text("v"), "整\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD");
}

static void long_values_are_cut_between_characters(void **state)
{
    static char longer[6000];
    const struct log_pair pairs[] = {LOG_TEXT("a", longer), LOG_NUMBER("after", 1), {0}};
    (void)state;

    for (size_t i = 0; i + 3 < sizeof longer; i += 3)
        memcpy(longer + i, "督", 3);
    assert_non_null(logged(LOG_LEVEL_INFO, "x", pairs));
    assert_true(strlen(text("a")) < 1100);
    assert_true(str_ends(text("a"), "督…"));
    assert_non_null(json_object_get(object, "after"));
}

static void a_line_that_gets_too_long_ends_early_and_says_so(void **state)
{
    static char control[2000];
    struct log_pair pairs[12] = {{0}};
    static const char *const keys[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"};
    (void)state;

    memset(control, 1, sizeof control - 1); /* six bytes each when escaped */
    for (size_t i = 0; i < 11; i++)
        pairs[i] = (struct log_pair)LOG_TEXT(keys[i], control);
    assert_non_null(logged(LOG_LEVEL_INFO, "x", pairs));
    assert_true(strlen(written) <= 4096);
    assert_true(json_is_true(json_object_get(object, "truncated")));
    assert_non_null(json_object_get(object, "a"));
    assert_null(json_object_get(object, "k"));
}

static void errno_survives_logging(void **state)
{
    (void)state;
    errno = ENOENT;
    (void)logged(LOG_LEVEL_INFO, "x", NULL);
    errno = ENOENT;
    log_line(LOG_LEVEL_DEBUG, "x", NULL);
    assert_int_equal(errno, ENOENT);
}

static void levels_have_names(void **state)
{
    (void)state;
    assert_int_equal(log_level_parse("debug"), LOG_LEVEL_DEBUG);
    assert_int_equal(log_level_parse("error"), LOG_LEVEL_ERROR);
    assert_int_equal(log_level_parse("loud"), LOG_LEVEL_INFO);
    assert_int_equal(log_level_parse(NULL), LOG_LEVEL_INFO);
}

#define TEST(f) cmocka_unit_test_teardown(f, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_says_when_who_and_what),
        TEST(null_texts_are_left_out_but_zero_is_not),
        TEST(levels_below_the_least_are_silent),
        TEST(a_value_cannot_forge_a_line),
        TEST(invalid_utf8_is_replaced),
        TEST(long_values_are_cut_between_characters),
        TEST(a_line_that_gets_too_long_ends_early_and_says_so),
        TEST(errno_survives_logging),
        TEST(levels_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
