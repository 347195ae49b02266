/* SPDX-License-Identifier: MIT */
/* A step of the ladder by the path of the request, for the handlers that act upon one. */
#ifndef BIHUAN_ISSUES_STORE_STEPS_H
#define BIHUAN_ISSUES_STORE_STEPS_H

#include "issues/store/target.h"

/** Answers with the step as the caller is shown it; `location` as for reply_row. */
int step_reply(struct ctx *c, int status, const char *step_id, const char *location,
               struct problem *err) MUST_CHECK;

#endif
