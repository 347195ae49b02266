/* SPDX-License-Identifier: MIT */
/* Lights (domain B.7). */
#include "issues/domain/issue_light.h"
#include "issues/domain/issue_workflow.h"

/* The rules that need a running clock; a long-term issue has none. */
static unsigned red_by_date(const struct issue_light_facts *f, const struct issue_parameters *p)
{
    unsigned reasons = 0;

    if (f->days_late > 0)
        reasons |= ISSUE_LIGHT_PAST_DUE;
    if (f->overdue_days > p->red_overdue_days)
        reasons |= ISSUE_LIGHT_MILESTONE_LATE;
    if (f->expected - f->actual >= p->red_lag)
        reasons |= ISSUE_LIGHT_BEHIND;
    return reasons;
}

static unsigned yellow_by_date(const struct issue_light_facts *f, const struct issue_parameters *p)
{
    unsigned reasons = 0;

    if (f->overdue_days >= p->yellow_overdue_days)
        reasons |= ISSUE_LIGHT_MILESTONE_LATE;
    if (f->expected - f->actual >= p->yellow_lag)
        reasons |= ISSUE_LIGHT_BEHIND;
    if (f->days_left >= 0 && f->days_left <= p->yellow_due_days && f->actual < p->yellow_due_progress)
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

/* What a step or a report left undone: never red by itself (domain B.7). */
static unsigned yellow_by_omission(const struct issue_light_facts *f, const struct issue_parameters *p)
{
    unsigned reasons = 0;

    if (f->report_missed)
        reasons |= ISSUE_LIGHT_REPORT_MISSED;
    if (p->yellow_step_days > 0 && f->step_days >= p->yellow_step_days)
        reasons |= ISSUE_LIGHT_STEP_LATE;
    return reasons;
}

struct issue_light_verdict issue_light(const struct issue_light_facts *f, const struct issue_parameters *p)
{
    bool dated = f->state != ISSUE_STATE_LONG_TERM;
    unsigned red, yellow;

    if (!issue_is_open(f->state))
        return (struct issue_light_verdict){ISSUE_LIGHT_GREEN, 0};
    red = red_by_conduct(f, p) | (dated ? red_by_date(f, p) : 0u);
    if (red)
        return (struct issue_light_verdict){ISSUE_LIGHT_RED, red};
    yellow = yellow_by_omission(f, p) | (dated ? yellow_by_date(f, p) : 0u);
    return (struct issue_light_verdict){yellow ? ISSUE_LIGHT_YELLOW : ISSUE_LIGHT_GREEN, yellow};
}
