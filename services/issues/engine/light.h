/* SPDX-License-Identifier: MIT */
/* Evaluates lights (domain B.7) and writes what changed: the projection on the issue, the log, the event. */
#ifndef BIHUAN_ISSUES_ENGINE_LIGHT_H
#define BIHUAN_ISSUES_ENGINE_LIGHT_H

#include "http/ctx.h"
#include "issues/domain/issue_codes.h"
#include "issues/domain/issue_parameters.h"

/** The light of one issue as of today, after anything that may change it. */
int light_refresh(struct ctx *c, const char *issue_id, struct problem *err) MUST_CHECK;
/** The same for row `row` of light_of or light_batch. */
int light_judge(struct ctx *c, const struct db_result *r, int row, const struct issue_parameters *p,
                enum issue_light *ret, struct problem *err) MUST_CHECK;

#endif
