/* SPDX-License-Identifier: MIT */
/* Inside the module: the names in a row and what they stand for. */
#ifndef BIHUAN_WORKFLOW_WORKFLOW_INTERNAL_H
#define BIHUAN_WORKFLOW_WORKFLOW_INTERNAL_H

#include "workflow/workflow.h"

enum { WORKFLOW_WORD = 64 };

/** Next word of *at into `out`, moving *at behind it; false at the end. A longer word is cut (workflow_check() finds it
 * unknown). */
bool workflow_word(const char **at, char out[WORKFLOW_WORD]);
const struct workflow_guard *workflow_guard_of(const struct workflow *wf, const char *name);
const struct workflow_effect *workflow_effect_of(const struct workflow *wf, const char *name);

#endif
