/* SPDX-License-Identifier: MIT */
#include "issues/domain/issue_due.h"

#include "issues/domain/issue_limits.h"

/* The programme's, else what the term allows. The days that the issue stood still since such a limit began are none of
 * it: its due date was moved by them, and rolled. */
int32_t issue_due_of_term(const struct issue_facts *f)
{
    int32_t begun = f->assigned_on != DATE_NONE ? f->assigned_on : f->today;
    int32_t limit = f->plan.programme_due, paused = f->suspension.of_programme;

    if (limit == DATE_NONE) {
        limit = issue_term_limit(f->term_class, begun, &f->parameters);
        paused = f->suspension.of_term;
    }
    return issue_limit_moved(limit, paused, f->due_nominal, f->due);
}

int32_t issue_due_assigned(const struct issue_facts *f)
{
    struct issue_facts now = *f;

    now.assigned_on = f->today;
    now.suspension.of_term = 0;
    return issue_due_of_term(&now);
}

int32_t issue_plan_limit(const struct issue_facts *f)
{
    if (f->state == ISSUE_STATE_RECTIFYING || (f->plan.programme_due == DATE_NONE && f->due != DATE_NONE))
        return f->due;
    return f->is_rebound ? issue_limit_earlier(f->due, issue_due_of_term(f)) : issue_due_of_term(f);
}

bool issue_due_is_open(const struct issue_facts *f)
{
    switch (f->state) {
    case ISSUE_STATE_REGISTERED:
    case ISSUE_STATE_ASSIGNED:
    case ISSUE_STATE_SIGNED:
    case ISSUE_STATE_PLANNING:
    case ISSUE_STATE_PLAN_REVIEW:
        return f->due == DATE_NONE || f->is_due_by_term;
    default:
        return false;
    }
}
