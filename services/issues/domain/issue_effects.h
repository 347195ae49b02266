/* SPDX-License-Identifier: MIT */
/* The effects that issue workflows name; the service has an executor for each (workflow_check() at start). */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_EFFECTS_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_EFFECTS_H

#include "workflow/workflow.h"

/* Ends with { 0 }. */
extern const struct workflow_effect issue_effects[];

#endif
