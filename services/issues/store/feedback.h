/* SPDX-License-Identifier: MIT */
/* The limits that run from a feedback's date, for the handler and for the recomputation when a calendar arrives. */
#ifndef BIHUAN_ISSUES_STORE_FEEDBACK_H
#define BIHUAN_ISSUES_STORE_FEEDBACK_H

#include "issues/store/limits.h"

struct feedback_limits {
    const char *plan_due, *report_due, *provisional; /* as SQL takes them */
};

int feedback_limits(struct ctx *c, const char *scope, int32_t date, struct feedback_limits *ret,
                    struct problem *err) MUST_CHECK;

#endif
