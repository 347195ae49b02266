/* SPDX-License-Identifier: MIT */
/* Lights (domain B.7). */
#include "issues/domain/issue_light.h"
#include "issues/domain/issue_workflow.h"

int64_t issue_expected_progress(const struct issue_milestone *list, size_t n, int32_t today)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        if (list[i].planned != DATE_NONE && list[i].planned <= today)
            sum += list[i].weight;
    return sum;
}

int32_t issue_overdue_days(const struct issue_milestone *list, size_t n, int32_t today)
{
    int32_t most = 0;

    for (size_t i = 0; i < n; i++)
        if (list[i].actual == DATE_NONE && list[i].planned != DATE_NONE && today - list[i].planned > most)
            most = today - list[i].planned;
    return most;
}

int32_t issue_days_left(int32_t due, int32_t today)
{
    return due - today;
}

/* The rules that need a running clock; a long-term issue has none. */
static unsigned red_by_date(const struct issue_light_facts *f, const struct issue_parameters *p,
                            int32_t today)
{
    unsigned reasons = 0;

    if (f->due != DATE_NONE && today > f->due)
        reasons |= ISSUE_LIGHT_PAST_DUE;
    if (f->overdue_days > p->red_overdue_days)
        reasons |= ISSUE_LIGHT_MILESTONE_LATE;
    if (f->expected - f->actual >= p->red_lag)
        reasons |= ISSUE_LIGHT_BEHIND;
    return reasons;
}

static unsigned yellow_by_date(const struct issue_light_facts *f, const struct issue_parameters *p,
                               int32_t today)
{
    unsigned reasons = 0;

    if (f->overdue_days >= p->yellow_overdue_days)
        reasons |= ISSUE_LIGHT_MILESTONE_LATE;
    if (f->expected - f->actual >= p->yellow_lag)
        reasons |= ISSUE_LIGHT_BEHIND;
    if (f->due != DATE_NONE && issue_days_left(f->due, today) >= 0 &&
        issue_days_left(f->due, today) <= p->yellow_due_days && f->actual < p->yellow_due_progress)
        reasons |= ISSUE_LIGHT_DUE_SOON;
    return reasons;
}

static unsigned red_by_conduct(const struct issue_light_facts *f, const struct issue_parameters *p)
{
    unsigned reasons = 0;

    if (f->false_rectification)
        reasons |= ISSUE_LIGHT_FALSE;
    if (f->upper_returns >= p->red_upper_returns)
        reasons |= ISSUE_LIGHT_RETURNED;
    return reasons;
}

struct issue_light_verdict issue_light(const struct issue_light_facts *f, const struct issue_parameters *p)
{
    int32_t today = f->suspended_on != DATE_NONE ? f->suspended_on : f->today;
    bool dated = f->state != ISSUE_STATE_LONG_TERM;
    unsigned red, yellow;

    if (!issue_is_open(f->state))
        return (struct issue_light_verdict){ISSUE_LIGHT_GREEN, 0};
    red = red_by_conduct(f, p) | (dated ? red_by_date(f, p, today) : 0u);
    if (red)
        return (struct issue_light_verdict){ISSUE_LIGHT_RED, red};
    yellow = (f->report_missed ? (unsigned)ISSUE_LIGHT_REPORT_MISSED : 0u) |
             (dated ? yellow_by_date(f, p, today) : 0u);
    return (struct issue_light_verdict){yellow ? ISSUE_LIGHT_YELLOW : ISSUE_LIGHT_GREEN, yellow};
}
