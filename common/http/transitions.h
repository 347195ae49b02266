/* SPDX-License-Identifier: MIT */
/* What can be done with an object of a workflow and why not: the answer of every GET .../transitions. */
#ifndef BIHUAN_HTTP_TRANSITIONS_H
#define BIHUAN_HTTP_TRANSITIONS_H

#include "unit/ctx.h"
#include "workflow/workflow.h"

/** {state, row_version, workflow_version, actions: [...]} with the ETag; `previous` is the state before suspension, or
 * WORKFLOW_SAME. */
int reply_transitions(struct ctx *c, const struct workflow *wf, const struct workflow_ask *ask, int previous,
                      int64_t row_version);

#endif
