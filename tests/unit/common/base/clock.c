/* SPDX-License-Identifier: MIT */
/* Tests of clocks and time stamps. */
#include "base/clock.h"
#include "base/date.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define US INT64_C(1000000)

static int64_t parsed(const char *s)
{
    int64_t us = -99;

    assert_int_equal(clock_parse(s, &us), 0);
    return us;
}

static void the_day_changes_at_midnight_in_shanghai(void **state)
{
    (void)state;
    assert_int_equal(clock_day_of(0), 0); /* 1970-01-01T08:00 there */
    assert_int_equal(clock_day_of(parsed("2026-03-31T15:59:59.999999Z")), date_from_ymd(2026, 3, 31));
    assert_int_equal(clock_day_of(parsed("2026-03-31T16:00:00Z")), date_from_ymd(2026, 4, 1));
    assert_int_equal(clock_day_of(-8 * 3600 * US), 0);
    assert_int_equal(clock_day_of(-8 * 3600 * US - 1), -1);
    assert_int_equal(clock_day_of(parsed("1900-01-01T00:00:00+08:00")), date_from_ymd(1900, 1, 1));
}

static void minutes_count_from_midnight_in_shanghai(void **state)
{
    (void)state;
    assert_int_equal(clock_minute_of(0), 480);
    assert_int_equal(clock_minute_of(parsed("2026-03-31T15:59:59.999999Z")), 1439);
    assert_int_equal(clock_minute_of(parsed("2026-03-31T16:00:00Z")), 0);
    assert_int_equal(clock_minute_of(-8 * 3600 * US - 1), 1439);
}

static void a_time_is_written_with_the_zone_of_shanghai(void **state)
{
    char out[CLOCK_TEXT];
    (void)state;

    clock_format(0, out);
    assert_string_equal(out, "1970-01-01T08:00:00.000000+08:00");
    clock_format(parsed("2026-08-15T23:59:59.123456Z"), out);
    assert_string_equal(out, "2026-08-16T07:59:59.123456+08:00");
    clock_format(-1, out);
    assert_string_equal(out, "1970-01-01T07:59:59.999999+08:00");
}

static void zones_and_fractions_are_understood(void **state)
{
    (void)state;
    assert_true(parsed("1970-01-01T00:00:00Z") == 0);
    assert_true(parsed("1970-01-01t00:00:00z") == 0);
    assert_true(parsed("1970-01-01T08:00:00+08:00") == 0);
    assert_true(parsed("1969-12-31T20:30:00-03:30") == 0);
    assert_true(parsed("1970-01-01T00:00:00.5Z") == 500000);
    assert_true(parsed("1970-01-01T00:00:00.000001Z") == 1);
    assert_true(parsed("1970-01-01T00:00:00.000001999Z") == 1);
    assert_true(parsed("1970-01-01T14:00:00+14:00") == 0);
}

static void anything_else_is_not_a_time(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+8:00",
        "2026-01-01T00:00:00+0800",
        "2026-01-01T00:00:00+15:00",
        "2026-01-01T00:00:00+14:01",
        "2026-01-01T00:00:00+08:60",
        "2026-01-01T00:00:00Zx",
        "2026-01-01T00:00:00+08:00x",
        "2026-01-01T00:0:00Z",
        "2026-01-01T00-00:00Z",
    };
    int64_t us = 7;
    (void)state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(clock_parse(bad[i], &us), -1);
    assert_int_equal(us, 7);
}

static void text_goes_there_and_back(void **state)
{
    char out[CLOCK_TEXT];
    (void)state;

    for (int64_t us = -2000000 * US; us < 2000000000 * US; us += 7654321987654) {
        clock_format(us, out);
        assert_true(parsed(out) == us);
    }
}

static void write_offset(const char *path, int64_t offset)
{
    FILE *f = fopen(path, "r+b");

    assert_non_null(f);
    assert_int_equal(fwrite(&offset, sizeof offset, 1, f), 1);
    assert_int_equal(fclose(f), 0);
}

static void the_movable_clock_follows_its_file(void **state)
{
    char path[] = "/tmp/bihuan-clock-XXXXXX";
    int fd = mkstemp(path);
    struct clock c = {0}, sys = clock_system();
    int64_t ahead;
    (void)state;

    assert_true(fd >= 0);
    assert_int_equal(clock_movable(path, &c), -1); /* empty */
    assert_null(c.now_us);
    assert_int_equal(ftruncate(fd, sizeof(int64_t)), 0);
    assert_int_equal(clock_movable(path, &c), 0);
    write_offset(path, 86400 * US);
    ahead = clock_now_us(&c) - clock_now_us(&sys);
    assert_true(ahead > 86390 * US && ahead < 86410 * US);
    write_offset(path, -3600 * US);
    ahead = clock_now_us(&c) - clock_now_us(&sys);
    assert_true(ahead > -3610 * US && ahead < -3590 * US);
    (void)close(fd);
    (void)unlink(path);
    assert_int_equal(clock_movable(path, &c), -1);
}

static void the_monotonic_clock_never_moves_back(void **state)
{
    int64_t last = clock_monotonic_us();
    (void)state;

    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_monotonic_us();
        assert_true(now >= last);
        last = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_day_changes_at_midnight_in_shanghai),
        cmocka_unit_test(minutes_count_from_midnight_in_shanghai),
        cmocka_unit_test(a_time_is_written_with_the_zone_of_shanghai),
        cmocka_unit_test(zones_and_fractions_are_understood),
        cmocka_unit_test(anything_else_is_not_a_time),
        cmocka_unit_test(text_goes_there_and_back),
        cmocka_unit_test(the_movable_clock_follows_its_file),
        cmocka_unit_test(the_monotonic_clock_never_moves_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
