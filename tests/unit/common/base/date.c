/* SPDX-License-Identifier: MIT */
/* Tests of civil dates. */
#include "base/date.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_date(int32_t day, const char *text)
{
    char out[DATE_TEXT];

    date_format(day, out);
    assert_string_equal(out, text);
}

static int32_t day_of(const char *text)
{
    int32_t day = DATE_NONE;

    assert_true(date_parse(text, &day));
    return day;
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(date_from_ymd(1970, 1, 1), 0);
    assert_int_equal(date_from_ymd(1969, 12, 31), -1);
    assert_int_equal(date_from_ymd(2000, 3, 1), 11017);
    assert_int_equal(date_from_ymd(2026, 1, 1), 20454);
    assert_int_equal(date_from_ymd(1900, 1, 1), -25567);
}

static void every_day_of_three_centuries_goes_there_and_back(void **state)
{
    int32_t last = date_from_ymd(2199, 12, 31);
    int32_t day = date_from_ymd(1900, 1, 1);
    int weekday = 1; /* 1900-01-01 was a Monday */
    int y, m, d, ey = 1900, em = 1, ed = 1;
    (void)state;

    for (; day <= last; day++) {
        date_to_ymd(day, &y, &m, &d);
        assert_true(y == ey && m == em && d == ed);
        assert_int_equal(date_from_ymd(y, m, d), day);
        assert_int_equal(date_weekday(day), weekday);
        weekday = weekday % 7 + 1;
        if (++ed > date_days_in_month(ey, em)) {
            ed = 1;
            ey += em == 12;
            em = em % 12 + 1;
        }
    }
    assert_int_equal(ey, 2200);
}

static void only_dates_that_exist_are_parsed(void **state)
{
    static const char *const wrong[] = {
        "",           "2026",       "2026-1-1",    "2026-02-29",  "2100-02-29", "2026-13-01", "2026-00-01",
        "2026-01-00", "2026-04-31", "2026-01-01 ", " 2026-01-01", "20260101",   "1899-12-31", "2200-01-01",
        "2026/01/01", "2026-01-1a", "-026-01-01",  "2026-01-01T", "二〇二六",
    };
    int32_t day = 7;
    (void)state;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(date_parse(wrong[i], &day));
    assert_int_equal(day, 7);
    assert_int_equal(day_of("2024-02-29"), date_from_ymd(2024, 2, 29));
    assert_int_equal(day_of("2000-02-29"), date_from_ymd(2000, 2, 29));
}

static void no_date_formats_as_nothing(void **state)
{
    (void)state;
    assert_date(DATE_NONE, "");
    assert_date(date_from_ymd(1900, 1, 1), "1900-01-01");
    assert_date(date_from_ymd(2199, 12, 31), "2199-12-31");
}

static void adding_months_keeps_the_day_or_takes_the_last(void **state)
{
    (void)state;
    assert_date(date_add_months(day_of("2026-08-31"), 6), "2027-02-28");
    assert_date(date_add_months(day_of("2027-08-31"), 6), "2028-02-29");
    assert_date(date_add_months(day_of("2026-05-11"), 6), "2026-11-11");
    assert_date(date_add_months(day_of("2026-12-15"), 1), "2027-01-15");
    assert_date(date_add_months(day_of("2026-01-31"), -1), "2025-12-31");
    assert_date(date_add_months(day_of("2026-03-31"), -13), "2025-02-28");
    assert_date(date_add_months(day_of("2026-03-31"), 0), "2026-03-31");
    assert_date(date_add_months(day_of("2024-02-29"), 12), "2025-02-28");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days_have_their_numbers),
        cmocka_unit_test(every_day_of_three_centuries_goes_there_and_back),
        cmocka_unit_test(only_dates_that_exist_are_parsed),
        cmocka_unit_test(no_date_formats_as_nothing),
        cmocka_unit_test(adding_months_keeps_the_day_or_takes_the_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
