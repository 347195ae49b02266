/* SPDX-License-Identifier: MIT */
/* The ladder of supervision (domain B.8): reminders go out by themselves, everything above is proposed to who may issue it. */
#ifndef BIHUAN_ISSUES_ENGINE_LADDER_H
#define BIHUAN_ISSUES_ENGINE_LADDER_H

#include "http/ctx.h"
#include "issues/domain/issue_codes.h"
#include "issues/domain/issue_parameters.h"

struct ladder_look {
    enum issue_light light; /* after today's evaluation */
    int32_t last_looked;    /* day of the walk before this one, or DATE_NONE */
    const struct issue_parameters *parameters;
};

/** The steps that are due for row `row` of daily_batch and have not been taken. */
int ladder_climb(struct ctx *c, const struct db_result *r, int row, const struct ladder_look *look,
                 struct problem *err) MUST_CHECK;
/** When an answer to a step of this level is due; NULL where none is asked for. */
int ladder_reply_due(struct ctx *c, int level, const struct issue_parameters *p, const char **ret,
                     struct problem *err) MUST_CHECK;

#endif
