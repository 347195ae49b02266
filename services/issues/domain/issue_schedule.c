/* SPDX-License-Identifier: MIT */
/* Periods of progress reports. */
#include "issues/domain/issue_schedule.h"

enum { WEEK = 7, END_OF_DAY = 1440, YEAR_AHEAD = 366, QUARTER_LEFT = 92 };

enum issue_period_kind issue_report_kind(enum issue_severity severity, enum issue_term_class term)
{
    if (term == ISSUE_TERM_LONG_TERM)
        return ISSUE_PERIOD_QUARTER;
    return severity == ISSUE_SEVERITY_MAJOR ? ISSUE_PERIOD_WEEK : ISSUE_PERIOD_MONTH;
}

/* Last day of the calendar week, month or quarter that `day` lies in. */
static int32_t period_end(enum issue_period_kind kind, int32_t day)
{
    int year, month, ignored;

    if (kind == ISSUE_PERIOD_WEEK)
        return day + WEEK - date_weekday(day);
    date_to_ymd(day, &year, &month, &ignored);
    if (kind == ISSUE_PERIOD_QUARTER)
        month += (3 - month % 3) % 3;
    return date_from_ymd(year, month, date_days_in_month(year, month));
}

enum issue_period_kind issue_report_kind_in(enum issue_state state, enum issue_severity severity,
                                            enum issue_term_class term)
{
    return state == ISSUE_STATE_LONG_TERM ? ISSUE_PERIOD_QUARTER : issue_report_kind(severity, term);
}

int32_t issue_work_end(enum issue_state state, int32_t due, int32_t today)
{
    return state == ISSUE_STATE_LONG_TERM || due < today ? DATE_NONE : due;
}

int32_t issue_schedule_until(enum issue_period_kind kind, int32_t end, int32_t today)
{
    return end == DATE_NONE ? period_end(kind, today + YEAR_AHEAD) : end;
}

bool issue_schedule_runs_out(int32_t covered, int32_t end, int32_t today)
{
    return covered == DATE_NONE || covered < (end == DATE_NONE ? today + QUARTER_LEFT : end);
}

/* Day the report of the period that ends on `end` is due. */
static int32_t due_in(enum issue_period_kind kind, int32_t end, const struct issue_parameters *p)
{
    int year, month, ignored;

    if (kind == ISSUE_PERIOD_WEEK)
        return end - WEEK + p->week_report_day;
    date_to_ymd(end, &year, &month, &ignored);
    return date_from_ymd(
        year, month, kind == ISSUE_PERIOD_QUARTER ? (int)p->quarter_report_day : (int)p->month_report_day);
}

/* The report would be due before the work began. */
static bool is_too_early(const struct issue_work *work, const struct issue_period *period)
{
    return period->due_on < work->start ||
           (period->due_on == work->start && period->due_minute <= work->start_minute);
}

/* A report is due while the work goes on; at the latest when the period ends. */
static void fit(const struct issue_work *work, struct issue_period *period)
{
    if (period->due_on > work->due || is_too_early(work, period))
        period->due_on = period->end;
    if (is_too_early(work, period))
        period->due_minute = END_OF_DAY;
}

size_t issue_schedule(enum issue_period_kind kind, const struct issue_work *work,
                      const struct issue_parameters *p, struct issue_period *ret, size_t max)
{
    int32_t minute = kind == ISSUE_PERIOD_WEEK ? p->week_report_minute : p->month_report_minute;
    int32_t from = work->start, day = work->start, due = work->due;
    size_t n = 0;

    if (kind == ISSUE_PERIOD_ADHOC || work->start == DATE_NONE || due == DATE_NONE)
        return 0;
    while (from <= due) {
        int32_t end = period_end(kind, day);
        struct issue_period period = {kind, from, end < due ? end : due, due_in(kind, end, p), minute};
        day = end + 1;
        if (is_too_early(work, &period) && end < due)
            continue; /* joined to the next */
        fit(work, &period);
        if (n < max)
            ret[n] = period;
        n++;
        from = day;
    }
    return n;
}
