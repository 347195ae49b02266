/* SPDX-License-Identifier: MIT */
/* Time limits: from the day of an event to the last day for what must follow, in calendar days, working days, months or
 * hours, with pauses that do not count and extensions (domain 0.3, B.6, D.11). Pure integer arithmetic on civil dates.
 *
 * The day of the event is not counted. `nominal_due` is the arithmetic result, `due` the next working day when that is
 * a day off. Warnings go by the nominal day, lateness by `due`. */
#ifndef BIHUAN_DEADLINE_DEADLINE_H
#define BIHUAN_DEADLINE_DEADLINE_H

#include "deadline/calendar.h"

enum deadline_unit {
    DEADLINE_CD,  /* calendar day 自然日 */
    DEADLINE_WD,  /* working day 工作日 */
    DEADLINE_MON, /* month: the same day number, or the month's last day */
    DEADLINE_H,   /* hour */
};

/* "CD", "WD", "MON", "H", NULL: in the order of the enum. */
extern const char *const deadline_unit_names[];
/** The unit of that name; false when there is none. */
bool deadline_unit_parse(const char *name, enum deadline_unit *ret);

enum {
    DEADLINE_DAYS_MAX = 3660,
    DEADLINE_MONTHS_MAX = 120,
    DEADLINE_HOURS_MAX = 87600,
    DEADLINE_EXCLUSIONS_MAX = 64,
    DEADLINE_EXTENSIONS_MAX = 16,
};

struct deadline_term {
    int32_t amount;
    enum deadline_unit unit;
};

/* Days from..to, both included. A pause that still lasts has `to` DATE_NONE and counts up to today. */
struct day_range {
    int32_t from, to;
};

struct deadline_input {
    int32_t start;    /* day of the event (CD, WD, MON) */
    int64_t start_us; /* instant of the event (H) */
    struct deadline_term term;
    const struct deadline_term *extensions; /* one after the other, each from the nominal end before it */
    size_t n_extensions;
    const struct day_range *exclusions; /* hearings, appraisals, suspensions ...: any order, may overlap */
    size_t n_exclusions;
    bool counts_start_day; /* publicity: the first day is day 1 */
    bool rolls;            /* a day off moves `due` on; not so for seizures (domain D.5) */
    int32_t today;         /* DATE_NONE: nothing that depends on today is asked for */
};

struct deadline {
    int32_t nominal_due, due;
    int64_t due_us;             /* H: the instant; else 0 */
    int32_t remaining;          /* calendar days to `due`; below 0 = overdue by so many */
    int32_t remaining_workdays; /* working days after today up to `due`; below 0 = working days since */
    bool overdue;               /* today is after `due` */
    bool paused;                /* today is a day that does not count */
    bool provisional;           /* a year that decides the result is not in the calendar */
};

/** Computes a limit. PROBLEM_VALIDATION with the pointers /start, /amount, /unit, /exclusions/N/from, /exclusions/N/to
 *  and /extensions/N/amount, /extensions/N/unit when the input is out of bounds or the result leaves the years
 *  1900..2199. Hours run around the clock: they neither roll nor count the start day, and mix with no other unit. */
int deadline_compute(const struct deadline_input *in, const struct work_calendar *cal, struct deadline *ret,
                     struct problem *err) MUST_CHECK;

/* Days of a kind that passed between two events, without those that do not count: late days, days of a daily fine. */
struct day_count {
    int32_t after;           /* not counted itself */
    int32_t through;         /* counted */
    enum deadline_unit unit; /* CD or WD */
    const struct day_range *exclusions;
    size_t n_exclusions;
};

/** 0 when `through` is not after `after`. An exclusion without an end lasts through `through`. */
int deadline_count(const struct day_count *in, const struct work_calendar *cal, int32_t *ret,
                   struct problem *err) MUST_CHECK;

/** The days on which something may be done that must wait for several ends and has a last day of its own: from the day
 *  after the latest of `ends` to `last`. False when no day is left. */
bool deadline_window(const int32_t *ends, size_t n_ends, int32_t last, struct day_range *ret);

#endif
