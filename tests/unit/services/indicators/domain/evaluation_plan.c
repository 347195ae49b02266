/* SPDX-License-Identifier: MIT */
/* Which periods a change touches: those, and no others. */
#include "indicators/domain/evaluation_plan.h"
#include "base/date.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DAYS = 200, SUBJECTS = 7, ROUNDS = 200 };

static int32_t day(int year, int month, int d)
{
    return date_from_ymd(year, month, d);
}

static void days_are_sorted_and_each_once(void **state)
{
    struct plan_day days[] = {
        {1, 20},
        {0, 30},
        {1, 10},
        {0, 30},
        {1, 20}
    };
    (void)state;

    assert_int_equal(plan_days(days, 5), 3);
    assert_int_equal(days[0].subject, 0);
    assert_int_equal(days[1].day, 10);
    assert_int_equal(days[2].day, 20);
    assert_int_equal(plan_days(days, 0), 0);
    assert_int_equal(plan_find(days, 3, 1, 20), 2);
    assert_int_equal(plan_find(days, 3, 0, 20), -1);
}

static void a_day_touches_its_month_and_its_year(void **state)
{
    const struct plan_day days[] = {
        {0, day(2024, 2,  29)},
        {0, day(2024, 12, 31)},
        {0, day(2025, 1,  1) },
        {1, day(2025, 1,  31)},
    };
    struct plan_year years[4];
    (void)state;

    assert_int_equal(plan_years(days, 4, years), 3);
    assert_int_equal(years[0].first_day, day(2024, 1, 1));
    assert_int_equal(years[0].months, 1u << 1 | 1u << 11);
    assert_int_equal(years[1].first_day, day(2025, 1, 1));
    assert_int_equal(years[1].months, 1u);
    assert_int_equal(years[2].subject, 1);
    assert_int_equal(plan_same_year(years, 3, 64), 1);
    assert_int_equal(plan_same_year(years + 1, 2, 64), 2);
    assert_int_equal(plan_same_year(years + 1, 2, 1), 1);
    assert_int_equal(plan_year_days(day(2024, 1, 1)), 366);
    assert_int_equal(plan_year_days(day(2025, 1, 1)), 365);
    assert_int_equal(plan_month_end(day(2024, 2, 1)), day(2024, 2, 29));
    assert_int_equal(plan_month_end(day(2025, 12, 31)), day(2025, 12, 31));
    assert_int_equal(plan_month_of(day(2024, 2, 29)), day(2024, 2, 1));
    assert_int_equal(plan_year_of(day(2024, 12, 31)), day(2024, 1, 1));
}

static void stations_touch_the_places_they_count_for(void **state)
{
    const struct plan_places places[] = {
        {{0, 2}}, {{1, 2}}, {{PLAN_NO_PLACE, 2}}, {{PLAN_NO_PLACE, PLAN_NO_PLACE}}};
    const struct plan_day days[] = {
        {0, 5},
        {1, 5},
        {1, 6},
        {2, 7},
        {3, 8}
    };
    struct plan_day touched[10];
    (void)state;

    assert_int_equal(plan_places(days, 5, places, touched), 6);
    assert_int_equal(plan_find(touched, 6, 0, 5), 0);
    assert_int_equal(plan_find(touched, 6, 1, 6), 2);
    assert_int_equal(plan_find(touched, 6, 2, 7), 5);
    assert_int_equal(plan_find(touched, 6, 2, 8), -1);
}

/* The plan has exactly the periods of its days, whatever their order and number. */
static void nothing_is_left_out_and_nothing_is_added(void **state)
{
    struct random r = {2026};
    (void)state;

    for (int round = 0; round < ROUNDS; round++) {
        struct plan_day given[DAYS], days[DAYS];
        struct plan_year years[DAYS];
        size_t n = (size_t)random_between(&r, 1, DAYS), n_days, n_years, months = 0;
        for (size_t i = 0; i < n; i++)
            days[i] = given[i] = (struct plan_day){random_between(&r, 0, SUBJECTS - 1),
                                                   random_between(&r, day(2023, 11, 1), day(2025, 2, 1))};
        n_days = plan_days(days, n);
        n_years = plan_years(days, n_days, years);
        for (size_t i = 0; i < n; i++)
            assert_true(plan_find(days, n_days, given[i].subject, given[i].day) >= 0);
        for (size_t y = 0; y < n_years; y++)
            for (int m = 0; m < 12; m++) {
                int32_t first = date_add_months(years[y].first_day, m);
                bool is_touched = false;
                for (size_t i = 0; i < n; i++)
                    is_touched = is_touched || (given[i].subject == years[y].subject &&
                                                plan_month_of(given[i].day) == first);
                assert_int_equal((years[y].months >> m) & 1, is_touched);
                months += is_touched;
            }
        assert_true(months >= n_years && months <= n_days);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_sorted_and_each_once),
        cmocka_unit_test(a_day_touches_its_month_and_its_year),
        cmocka_unit_test(stations_touch_the_places_they_count_for),
        cmocka_unit_test(nothing_is_left_out_and_nothing_is_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
