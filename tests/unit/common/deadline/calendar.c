/* SPDX-License-Identifier: MIT */
/* Tests of the working-day calendar. */
#include "deadline/calendar.h"
#include "base/date.h"
#include "support/calendar.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int32_t day_of(const char *s)
{
    int32_t day = DATE_NONE;

    assert_true(date_parse(s, &day));
    return day;
}

static bool is_workday(const char *s)
{
    return calendar_is_workday(test_calendar(), day_of(s));
}

static void weekends_are_off_and_other_days_worked(void **state)
{
    (void)state;
    assert_true(is_workday("2026-08-14"));
    assert_false(is_workday("2026-08-15"));
    assert_false(is_workday("2026-08-16"));
    assert_true(is_workday("2026-08-17"));
}

static void the_notice_overrides_both_ways(void **state)
{
    (void)state;
    assert_false(is_workday("2026-02-16")); /* a Monday of 春节 */
    assert_true(is_workday("2026-02-14"));  /* a worked Saturday */
    assert_true(is_workday("2026-09-20"));  /* a worked Sunday */
    assert_false(is_workday("2026-09-25"));
    assert_true(is_workday("2026-10-10"));
}

static void rolling_goes_to_the_next_working_day(void **state)
{
    const struct work_calendar *cal = test_calendar();
    (void)state;

    assert_int_equal(calendar_roll(cal, day_of("2026-10-01")), day_of("2026-10-08"));
    assert_int_equal(calendar_roll(cal, day_of("2026-10-08")), day_of("2026-10-08"));
    assert_int_equal(calendar_roll(cal, day_of("2026-02-15")), day_of("2026-02-24"));
    assert_int_equal(calendar_roll(cal, day_of("2026-09-19")), day_of("2026-09-20"));
}

static void the_closed_form_agrees_with_counting_day_by_day(void **state)
{
    const struct work_calendar *cal = test_calendar();
    int32_t begin = day_of("2024-12-20"), end = day_of("2027-01-10");
    (void)state;

    for (int32_t from = begin; from < end; from += 5) {
        int32_t count = 0;
        for (int32_t to = from; to < end; to++) {
            count += calendar_is_workday(cal, to);
            assert_int_equal(calendar_count(cal, from, to), count);
        }
    }
    assert_int_equal(calendar_count(cal, end, end - 1), 0);
    assert_int_equal(calendar_count(cal, end, begin), 0);
}

static void the_years_have_as_many_working_days_as_announced(void **state)
{
    const struct work_calendar *cal = test_calendar();
    (void)state;

    assert_int_equal(calendar_count(cal, day_of("2025-01-01"), day_of("2025-12-31")), 248);
    assert_int_equal(calendar_count(cal, day_of("2026-01-01"), day_of("2026-12-31")), 248);
}

static void a_range_is_loaded_when_every_year_is(void **state)
{
    const struct work_calendar *cal = test_calendar();
    (void)state;

    assert_true(calendar_is_loaded(cal, day_of("2025-01-01"), day_of("2026-12-28")));
    assert_false(calendar_is_loaded(cal, day_of("2024-12-31"), day_of("2025-01-01")));
    assert_false(calendar_is_loaded(cal, day_of("2026-12-01"), day_of("2026-12-29")));
    assert_false(calendar_is_loaded(cal, day_of("2026-12-01"), day_of("2027-01-01")));
    assert_false(calendar_is_loaded(&(struct work_calendar){0}, 0, 0));
}

static void a_calendar_out_of_order_is_refused(void **state)
{
    const struct special_day days[] = {
        {5, true },
        {5, false}
    };
    const int years[] = {2026, 2025};
    struct problem err = {0};
    (void)state;

    assert_int_equal(calendar_check(&(struct work_calendar){days, 2, NULL, 0}, &err), -1);
    assert_int_equal(calendar_check(&(struct work_calendar){days, 1, years, 2}, &err), -1);
    assert_int_equal(err.code, PROBLEM_INTERNAL);
    assert_int_equal(calendar_check(&(struct work_calendar){days, 1, years, 1}, &err), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weekends_are_off_and_other_days_worked),
        cmocka_unit_test(the_notice_overrides_both_ways),
        cmocka_unit_test(rolling_goes_to_the_next_working_day),
        cmocka_unit_test(the_closed_form_agrees_with_counting_day_by_day),
        cmocka_unit_test(the_years_have_as_many_working_days_as_announced),
        cmocka_unit_test(a_range_is_loaded_when_every_year_is),
        cmocka_unit_test(a_calendar_out_of_order_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
