/* SPDX-License-Identifier: MIT */
/* Suspension (暂缓, T24) and the working-day limits of an issue's steps, which it stops. Pure.
 *
 * A pause is the days from its first to the day before the clocks run again; every date that a pause moves is computed
 * from the rows of pauses, so the order in which they were entered does not matter and a pause ended on its first day
 * changes nothing. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_SUSPENSION_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_SUSPENSION_H

#include "deadline/deadline.h"
#include "issues/domain/issue_facts.h"

struct issue_pause {
    int32_t from, until; /* until: the last day it may stand still without a new act */
    int32_t resumed;     /* the clocks run again from here; DATE_NONE while it lasts */
};

/** The day from which the clocks run again when a pause is ended today. Ended after `until`, by whomever, they have run
 *  since the day after it. */
int32_t issue_pause_end(const struct issue_pause *pause, int32_t today);
/** Whether one more pause from today until `until`, both of them days of it, fits: itself and, with those before it,
 *  their sum. */
bool issue_pause_fits(const struct issue_suspension *before, int32_t until, int32_t today,
                      const struct issue_parameters *p);
/** The days that do not count, in order and apart from each other, each day once; what still lasts counts up to
 *  yesterday. `ret` has room for `n`; returns how many there are. */
size_t issue_pauses_merge(const struct issue_pause *list, size_t n, int32_t today, struct day_range *ret);
/** How many days those are. */
int32_t issue_pause_days(const struct issue_pause *list, size_t n, int32_t today);
/** A last day (of the issue, of a notice, of a milestone) that the pause moved by `days`: the nominal date moves, the
 *  roll over days off comes last (domain 0.3). Not moved, it stays what it was given as, whatever day that is. */
void issue_due_moved(int32_t nominal, int32_t days, const struct work_calendar *cal, struct deadline *ret);

/** The last day that was moved to `nominal` already, by another calendar. */
void issue_due_rolled(int32_t nominal, const struct work_calendar *cal, struct deadline *ret);

/* A limit that runs in working days while the issue stands in certain states. */
struct issue_clock {
    enum issue_clock_kind kind;
    int32_t started;
    struct deadline_term term; /* as it was when it started */
};

/** The name of the limit (issue_limits.h) that such a clock runs by. */
const char *issue_clock_limit(enum issue_clock_kind kind);
/** Goes on in that state; SUSPENDED stops clocks without ending them. */
bool issue_clock_goes_on(enum issue_clock_kind kind, enum issue_state state);
/** The last day, with the pauses left out. */
int issue_clock_due(const struct issue_clock *clock, const struct issue_pause *pauses, size_t n,
                    const struct work_calendar *cal, struct deadline *ret, struct problem *err) MUST_CHECK;

#endif
