/* SPDX-License-Identifier: MIT */
/* Working days: Monday to Friday, overridden by the days that the State Council's yearly notice names, which are days
 * off and make-up working days (调休) on a Saturday or Sunday (domain 0.3).
 *
 * A calendar borrows its arrays. A year that is not loaded is counted by weekends only; whoever consulted it says
 * "provisional" and computes again when the notice is there. */
#ifndef BIHUAN_DEADLINE_CALENDAR_H
#define BIHUAN_DEADLINE_CALENDAR_H

#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct special_day {
    int32_t day; /* base/date.h */
    bool is_workday;
};

struct work_calendar {
    const struct special_day *days; /* ascending, no day twice */
    size_t n_days;
    const int *years; /* whose notice is loaded, ascending, no year twice */
    size_t n_years;
};

/** The order that the other functions rely on; PROBLEM_INTERNAL when it does not hold. */
int calendar_check(const struct work_calendar *cal, struct problem *err) MUST_CHECK;
bool calendar_is_workday(const struct work_calendar *cal, int32_t day);
/** Every year whose notice can name a day in from..to is loaded: that of the day, and for the last three days of
 *  December the next year too. */
bool calendar_is_loaded(const struct work_calendar *cal, int32_t from, int32_t to);
/** Working days in from..to, both included; 0 when `to` is before `from`. */
int32_t calendar_count(const struct work_calendar *cal, int32_t from, int32_t to);
/** The day itself when it is a working day, else the next one. */
int32_t calendar_roll(const struct work_calendar *cal, int32_t day);

#endif
