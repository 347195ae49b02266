/* SPDX-License-Identifier: MIT */
/* What the versions of the issue workflow share; each version is a file of its own. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_VERSIONS_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_VERSIONS_H

#include "issues/domain/issue_effects.h"
#include "issues/domain/issue_guards.h"
#include "issues/domain/issue_workflow.h"

/* Index = enum issue_state; both end with { 0 }. */
extern const struct workflow_state issue_states[];
extern const struct workflow_relation issue_relation_list[];

extern const struct workflow issue_workflow_1, issue_workflow_2;

/* The value of a version. */
#define ISSUE_WORKFLOW(number, rows)                                                                         \
    {                                                                                                        \
        "issue", number, "Rectification of an issue", "督察反馈问题整改", issue_states, issue_relation_list, \
            rows, issue_guards, issue_effects,                                                               \
    }

#endif
