/* SPDX-License-Identifier: MIT */
/* Days by which steps of the ladder, and reports that were returned, ask for an answer: with what they were computed
 * from, so that a calendar that comes later computes them anew (domain 0.3). */
#ifndef BIHUAN_ISSUES_ENGINE_DUTY_DAYS_H
#define BIHUAN_ISSUES_ENGINE_DUTY_DAYS_H

#include "deadline/deadline.h"
#include "issues/domain/issue_parameters.h"
#include "unit/ctx.h"

struct duty_day {
    const char *kind; /* "RECEIPT", "REPLY", "PLAN", "REPORT" */
    int32_t due;
    int32_t began; /* DATE_NONE: a person named the day */
    struct deadline_term term;
};

/** Sets the day, for a kind that is set, of the named limit (issue_limit()) that runs from `began`. */
int duty_day_of(struct ctx *c, int32_t began, const char *limit, const struct issue_parameters *p,
                struct duty_day *ret, struct problem *err) MUST_CHECK;
/** Adds {kind, nth, due_on, began_on, amount, unit} to a list without its brackets; `id` is that of the step, or NULL
 *  where all are of one. */
void duty_day_add(struct buf *b, const char *id, int nth, const struct duty_day *day);
/** The list of `n` days, each the first of its kind. */
const char *duty_days_json(struct arena *a, const struct duty_day *days, size_t n);
/** Computes anew what has days of a year whose calendar came or changed. */
int duty_days_recompute(struct ctx *c, int32_t year, struct problem *err) MUST_CHECK;

#endif
