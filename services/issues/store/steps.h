/* SPDX-License-Identifier: MIT */
/* A step of the ladder by the path of the request, for the handlers that act upon one. */
#ifndef BIHUAN_ISSUES_STORE_STEPS_H
#define BIHUAN_ISSUES_STORE_STEPS_H

#include "issues/store/target.h"

/** The issue and, in `*ret`, escalation_state; NOT_FOUND when either is not there or not shown, in the same words. */
int step_load(struct ctx *c, struct issue_head *h, struct db_result **ret, struct problem *err) MUST_CHECK;
/** Answers with the step as the caller is shown it; `location` as for reply_row. */
int step_reply(struct ctx *c, int status, const char *step_id, const char *location,
               struct problem *err) MUST_CHECK;

#endif
