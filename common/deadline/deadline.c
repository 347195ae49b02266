/* SPDX-License-Identifier: MIT */
/* Time limits: checks of the input, terms one after the other on the ledger of days that count, and how today stands to
 * it. */
#include "deadline/deadline.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "deadline/ledger.h"
#include <stdio.h>

#define DAY_US INT64_C(86400000000)
#define HOUR_US INT64_C(3600000000)
#define SHANGHAI_US (8 * HOUR_US)

const char *const deadline_unit_names[] = {"CD", "WD", "MON", "H", NULL};

bool deadline_unit_parse(const char *name, enum deadline_unit *ret)
{
    for (int i = 0; deadline_unit_names[i]; i++) {
        if (str_eq(name, deadline_unit_names[i])) {
            *ret = (enum deadline_unit)i;
            return true;
        }
    }
    return false;
}

/* ---- input ---- */

static int32_t amount_max(enum deadline_unit unit)
{
    switch (unit) {
    case DEADLINE_MON:
        return DEADLINE_MONTHS_MAX;
    case DEADLINE_H:
        return DEADLINE_HOURS_MAX;
    case DEADLINE_CD:
    case DEADLINE_WD:
        break;
    }
    return DEADLINE_DAYS_MAX;
}

/* `at` is "" for the term itself, "/extensions/N" for an extension. */
static void check_term(const struct deadline_term *t, const char *at, int32_t least, struct problem *err)
{
    char pointer[PROBLEM_POINTER];

    if (t->amount >= least && t->amount <= amount_max(t->unit))
        return;
    (void)snprintf(pointer, sizeof pointer, "%s/amount", at);
    problem_field(err, pointer, "range", "from %d to %d", (int)least, (int)amount_max(t->unit));
}

static void check_extensions(const struct deadline_input *in, struct problem *err)
{
    char at[PROBLEM_POINTER];

    if (in->n_extensions > DEADLINE_EXTENSIONS_MAX) {
        problem_field(err, "/extensions", "too-many", "at most %d", DEADLINE_EXTENSIONS_MAX);
        return;
    }
    for (size_t i = 0; i < in->n_extensions; i++) {
        (void)snprintf(at, sizeof at, "/extensions/%zu", i);
        check_term(&in->extensions[i], at, 0, err);
        if ((in->extensions[i].unit == DEADLINE_H) == (in->term.unit == DEADLINE_H))
            continue;
        (void)snprintf(at, sizeof at, "/extensions/%zu/unit", i);
        problem_field(err, at, "enum", "hours and days do not mix");
    }
}

static int64_t day_begin_us(int32_t day)
{
    return day * DAY_US - SHANGHAI_US;
}

static bool start_is_covered(const struct deadline_input *in)
{
    if (in->term.unit != DEADLINE_H)
        return ledger_covers(in->start);
    return in->start_us >= day_begin_us(ledger_first_day()) &&
           in->start_us < day_begin_us(ledger_last_day() + 1);
}

static void check_start(const struct deadline_input *in, struct problem *err)
{
    if (!start_is_covered(in))
        problem_field(err, "/start", "range", "years 1900 to 2199");
    if (in->term.unit == DEADLINE_H && in->counts_start_day)
        problem_field(err, "/unit", "enum", "hours have no start day to count");
    check_term(&in->term, "", in->counts_start_day ? 1 : 0, err);
}

/* ---- days and months ---- */

/* The nominal end of a term that begins after `day`. Months are taken whole, then the paused days are made up for. */
static int32_t add_term(const struct ledger *l, const struct deadline_term *t, int32_t day,
                        bool counts_start_day)
{
    int32_t before = day - counts_start_day;
    int32_t end;

    if (t->unit != DEADLINE_MON)
        return ledger_walk(l, t->unit, before, t->amount);
    end = date_add_months(day, t->amount) - counts_start_day;
    return ledger_walk(l, DEADLINE_CD, end, ledger_count_paused(l, DEADLINE_CD, before + 1, end));
}

/* A limit in calendar days or months consults the calendar only where it ends, one in working days all along. */
static bool is_provisional(const struct deadline_input *in, const struct ledger *l, const struct deadline *d)
{
    bool along = in->term.unit == DEADLINE_WD;

    for (size_t i = 0; i < in->n_extensions; i++)
        along = along || in->extensions[i].unit == DEADLINE_WD;
    if (!along && !in->rolls)
        return false;
    return !calendar_is_loaded(l->cal, along ? in->start : d->nominal_due, d->due);
}

static void compute_days(const struct deadline_input *in, const struct ledger *l, struct deadline *d)
{
    int32_t end = add_term(l, &in->term, in->start, in->counts_start_day);

    for (size_t i = 0; i < in->n_extensions && ledger_covers(end); i++)
        end = add_term(l, &in->extensions[i], end, false);
    d->nominal_due = end;
    d->due = in->rolls ? calendar_roll(l->cal, end) : end;
    d->provisional = is_provisional(in, l, d);
}

/* ---- hours ---- */

/* Paused days push the end on by what they share with the time run so far. */
static void compute_hours(const struct deadline_input *in, const struct ledger *l, struct deadline *d)
{
    int64_t end = in->start_us + in->term.amount * HOUR_US;

    for (size_t i = 0; i < in->n_extensions; i++)
        end += in->extensions[i].amount * HOUR_US;
    for (size_t i = 0; i < l->n && day_begin_us(l->pauses[i].from) < end; i++) {
        int64_t from = day_begin_us(l->pauses[i].from), to = day_begin_us(l->pauses[i].to + 1);
        if (to > in->start_us)
            end += to - (from > in->start_us ? from : in->start_us);
    }
    d->due_us = end;
    d->nominal_due = d->due = clock_day_of(end);
}

/* ---- the whole ---- */

static void look_from(const struct ledger *l, int32_t today, struct deadline *d)
{
    if (today == DATE_NONE)
        return;
    d->remaining = d->due - today;
    d->overdue = today > d->due;
    d->remaining_workdays =
        calendar_count(l->cal, today + 1, d->due) - calendar_count(l->cal, d->due + 1, today);
    d->paused = ledger_count_paused(l, DEADLINE_CD, today, today) > 0;
}

int deadline_compute(const struct deadline_input *in, const struct work_calendar *cal, struct deadline *ret,
                     struct problem *err)
{
    struct ledger l;
    struct deadline d = {0};

    l.cal = cal;
    check_start(in, err);
    check_extensions(in, err);
    ledger_init(&l, in->exclusions, in->n_exclusions, in->today, err);
    if (in->today != DATE_NONE && !ledger_covers(in->today))
        problem_field(err, "/today", "range", "years 1900 to 2199");
    if (problem_fields_check(err) < 0)
        return -1;
    if (in->term.unit == DEADLINE_H)
        compute_hours(in, &l, &d);
    else
        compute_days(in, &l, &d);
    if (!ledger_covers(d.due)) {
        problem_field(err, "/amount", "range", "the limit ends after the year 2199");
        return problem_fields_check(err);
    }
    look_from(&l, in->today, &d);
    *ret = d;
    return 0;
}

int deadline_count(const struct day_count *in, const struct work_calendar *cal, int32_t *ret,
                   struct problem *err)
{
    struct ledger l;

    l.cal = cal;
    if (!ledger_covers(in->after))
        problem_field(err, "/after", "range", "years 1900 to 2199");
    if (!ledger_covers(in->through))
        problem_field(err, "/through", "range", "years 1900 to 2199");
    if (in->unit != DEADLINE_CD && in->unit != DEADLINE_WD)
        problem_field(err, "/unit", "enum", "CD or WD");
    ledger_init(&l, in->exclusions, in->n_exclusions, in->through, err);
    if (problem_fields_check(err) < 0)
        return -1;
    *ret = ledger_count(&l, in->unit, in->after + 1, in->through);
    return 0;
}

bool deadline_window(const int32_t *ends, size_t n_ends, int32_t last, struct day_range *ret)
{
    int32_t latest = INT32_MIN;

    for (size_t i = 0; i < n_ends; i++)
        latest = ends[i] > latest ? ends[i] : latest;
    if (latest >= last)
        return false;
    *ret = (struct day_range){latest + 1, last};
    return true;
}
