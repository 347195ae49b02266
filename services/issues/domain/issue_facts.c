/* SPDX-License-Identifier: MIT */
/* The empty set of facts. */
#include "issues/domain/issue_facts.h"

static struct issue_request no_request(void)
{
    struct issue_request r = {0};

    r.due = r.until = DATE_NONE;
    r.extension_reason = r.suspension_reason = r.goals_verdict = -1;
    r.source_level = r.category = r.merge_state = -1;
    return r;
}

struct issue_facts issue_facts_init(void)
{
    struct issue_facts f = {0};

    f.state = WORKFLOW_START;
    f.previous = WORKFLOW_SAME;
    f.today = f.due = f.due_nominal = f.assigned_on = f.bounce_by = DATE_NONE;
    f.plan.due = f.plan.programme_due = DATE_NONE;
    f.extensions.new_due = f.extensions.apply_by = DATE_NONE;
    f.closure.sites = 1;
    f.publicity.start = f.publicity.end = DATE_NONE;
    f.request = no_request();
    f.parameters = issue_parameters_default();
    return f;
}
