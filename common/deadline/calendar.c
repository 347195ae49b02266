/* SPDX-License-Identifier: MIT */
/* Working days, counted in closed form: whole weeks by division, then the special days of the range one by one. */
#include "deadline/calendar.h"
#include "base/date.h"

enum {
    FRIDAY = 5,
    DAYS_BEFORE_NEW_YEAR = 3, /* the notice for 2019 made 2018-12-29 a working day and 2018-12-31 a day off */
};

int calendar_check(const struct work_calendar *cal, struct problem *err)
{
    for (size_t i = 1; i < cal->n_days; i++) {
        if (cal->days[i - 1].day >= cal->days[i].day)
            return problem_cause(err, PROBLEM_INTERNAL, "special days are not in order at %zu", i);
    }
    for (size_t i = 1; i < cal->n_years; i++) {
        if (cal->years[i - 1] >= cal->years[i])
            return problem_cause(err, PROBLEM_INTERNAL, "calendar years are not in order at %zu", i);
    }
    return 0;
}

/* Index of the first special day at or after `day`. */
static size_t lower_bound(const struct work_calendar *cal, int32_t day)
{
    size_t low = 0, high = cal->n_days;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (cal->days[mid].day < day)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool is_weekday(int32_t day)
{
    return date_weekday(day) <= FRIDAY;
}

bool calendar_is_workday(const struct work_calendar *cal, int32_t day)
{
    size_t i = lower_bound(cal, day);

    if (i < cal->n_days && cal->days[i].day == day)
        return cal->days[i].is_workday;
    return is_weekday(day);
}

static bool year_is_loaded(const struct work_calendar *cal, int year)
{
    for (size_t i = 0; i < cal->n_years; i++) {
        if (cal->years[i] == year)
            return true;
    }
    return false;
}

bool calendar_is_loaded(const struct work_calendar *cal, int32_t from, int32_t to)
{
    int first, last, month, day;

    date_to_ymd(from, &first, &month, &day);
    date_to_ymd(to + DAYS_BEFORE_NEW_YEAR, &last, &month, &day);
    for (int year = first; year <= last; year++) {
        if (!year_is_loaded(cal, year))
            return false;
    }
    return true;
}

/* Weekdays (Monday to Friday) in from..to. */
static int32_t count_weekdays(int32_t from, int32_t to)
{
    int32_t days = to - from + 1;
    int32_t count = days / 7 * 5;

    for (int32_t day = to - days % 7 + 1; day <= to; day++)
        count += is_weekday(day);
    return count;
}

int32_t calendar_count(const struct work_calendar *cal, int32_t from, int32_t to)
{
    int32_t count;

    if (to < from)
        return 0;
    count = count_weekdays(from, to);
    for (size_t i = lower_bound(cal, from); i < cal->n_days && cal->days[i].day <= to; i++)
        count += (int32_t)cal->days[i].is_workday - (int32_t)is_weekday(cal->days[i].day);
    return count;
}

int32_t calendar_roll(const struct work_calendar *cal, int32_t day)
{
    while (!calendar_is_workday(cal, day))
        day++;
    return day;
}
