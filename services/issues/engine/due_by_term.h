/* SPDX-License-Identifier: MIT */
/* Keeps the due dates of issues that nobody named one for to what programme and term allow (domain/issue_due.h). */
#ifndef BIHUAN_ISSUES_ENGINE_DUE_BY_TERM_H
#define BIHUAN_ISSUES_ENGINE_DUE_BY_TERM_H

#include "unit/ctx.h"

/** Of one issue, whose term or programme changed; its light follows. It becomes the issue of the unit. */
int due_by_term_follow(struct ctx *c, const char *issue_id, struct problem *err) MUST_CHECK;
/** Of every issue of a programme that has been issued: of the path parameter programme_id. */
int due_by_term_follow_programme(struct ctx *c, struct problem *err) MUST_CHECK;
/** Of all that are assigned and have none, or another than their programme's: those of before, and what a change did
 *  not reach. */
int due_by_term_follow_missing(struct ctx *c, struct problem *err) MUST_CHECK;

#endif
