/* SPDX-License-Identifier: MIT */
#include "issues/domain/issue_due.h"

#include "issues/domain/issue_limits.h"

static int32_t begun_on(const struct issue_facts *f)
{
    return f->assigned_on != DATE_NONE ? f->assigned_on : f->today;
}

static int32_t programme_of(const struct issue_facts *f)
{
    return issue_programme_limit(begun_on(f), f->plan.programme_due);
}

/* The programme's, else what the term allows. The days that the issue stood still since such a limit began are none of
 * it: its due date was moved by them, and rolled. */
static int32_t limit_of(const struct issue_facts *f)
{
    int32_t limit = programme_of(f), paused = f->suspension.of_programme;

    if (limit == DATE_NONE) {
        limit = issue_term_limit(f->term_class, begun_on(f), &f->parameters);
        paused = f->suspension.of_term;
    }
    return issue_limit_moved(limit, paused, f->due_nominal, f->due);
}

/* Another term or programme speaks from today on: what it would have asked for before is nobody's failure. A day that
 * stands is not put off by it. */
int32_t issue_due_of_term(const struct issue_facts *f)
{
    int32_t day = limit_of(f);

    if (day == DATE_NONE || day >= f->today || day == f->due)
        return day;
    return issue_limit_earlier(f->due, issue_term_limit(f->term_class, f->today, &f->parameters));
}

int32_t issue_due_assigned(const struct issue_facts *f)
{
    struct issue_facts now = *f;

    now.assigned_on = f->today;
    now.suspension.of_term = 0;
    now.due = now.due_nominal = DATE_NONE;
    return issue_due_of_term(&now);
}

int32_t issue_plan_limit(const struct issue_facts *f)
{
    int32_t limit = limit_of(f);

    if (f->state == ISSUE_STATE_RECTIFYING || (programme_of(f) == DATE_NONE && f->due != DATE_NONE) ||
        (f->is_due_by_term && f->due != DATE_NONE && limit < f->today))
        return f->due;
    return f->is_rebound ? issue_limit_earlier(f->due, limit) : limit;
}

bool issue_is_unplanned(enum issue_state state)
{
    return state == ISSUE_STATE_ASSIGNED || state == ISSUE_STATE_SIGNED || state == ISSUE_STATE_PLANNING ||
           state == ISSUE_STATE_PLAN_REVIEW;
}

bool issue_due_is_open(const struct issue_facts *f)
{
    return (f->state == ISSUE_STATE_REGISTERED || issue_is_unplanned((enum issue_state)f->state)) &&
           (f->due == DATE_NONE || f->is_due_by_term);
}
