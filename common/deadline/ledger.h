/* SPDX-License-Identifier: MIT */
/* The days that count towards a limit: those of its kind on a calendar, without the pauses (hearings, appraisals,
 * suspensions ...). A plain value that borrows the calendar. For deadline.c; callers use deadline.h. */
#ifndef BIHUAN_DEADLINE_LEDGER_H
#define BIHUAN_DEADLINE_LEDGER_H

#include "deadline/deadline.h"

struct ledger {
    const struct work_calendar *cal;
    size_t n;
    struct day_range pauses[DEADLINE_EXCLUSIONS_MAX]; /* ascending, apart from each other */
};

/** The bounds of all dates here: the years 1900..2199. */
int32_t ledger_first_day(void);
int32_t ledger_last_day(void);
bool ledger_covers(int32_t day);

/** Sorts and merges the pauses; faults are added to err. `open_end` ends those that have no end, and one that has not
 *  begun by then is left out; DATE_NONE makes an end required. */
void ledger_init(struct ledger *l, const struct day_range *pauses, size_t n, int32_t open_end,
                 struct problem *err);
/** Days of the kind (CD, WD) in from..to that count. */
int32_t ledger_count(const struct ledger *l, enum deadline_unit unit, int32_t from, int32_t to);
/** Days of the kind in from..to that fall into a pause. */
int32_t ledger_count_paused(const struct ledger *l, enum deadline_unit unit, int32_t from, int32_t to);
/** The day on which the `missing`-th day after `day` counts; `day` itself when none is missing; a day beyond the bounds
 *  when there is none within. */
int32_t ledger_walk(const struct ledger *l, enum deadline_unit unit, int32_t day, int32_t missing);

#endif
