/* SPDX-License-Identifier: MIT */
/* The clocks of an issue: the limits of its steps, and the pauses that stop all of them (domain/issue_suspension.h). */
#ifndef BIHUAN_ISSUES_ENGINE_CLOCKS_H
#define BIHUAN_ISSUES_ENGINE_CLOCKS_H

#include "issues/domain/issue_suspension.h"
#include "issues/engine/step.h"

/** Starts a limit of the step today, by the tenant's figure; its last day goes into the change of the issue's row. */
int clock_start(struct ctx *c, struct step *s, enum issue_clock_kind kind, struct problem *err) MUST_CHECK;
/** Ends the limits that do not go on in the state `to`. */
int clocks_leave(struct ctx *c, int to, struct problem *err) MUST_CHECK;
/** T24: everything stands still from today. */
int clocks_stop(struct ctx *c, struct step *s, struct problem *err) MUST_CHECK;
/** Whatever way an issue leaves SUSPENDED: the pause ends, and every date that it stopped moves by its days. */
int clocks_run_again(struct ctx *c, struct step *s, struct problem *err) MUST_CHECK;

/** The issue's due date moves: versions of its plan that are not filed go along, but one that was to end before it. */
int plans_follow(struct ctx *c, const char *issue_id, int32_t old_due, int32_t new_due,
                 struct problem *err) MUST_CHECK;

/** The calendar of a year came or changed: limits, and due dates that a pause moved, that have days of it or were
 *  provisional are computed again, and what follows from them. */
int clocks_recompute(struct ctx *c, int32_t year, struct problem *err) MUST_CHECK;

/** The pauses of an issue, in the unit's arena; *ret_n of them. */
int pauses_load(struct ctx *c, const char *issue_id, const struct issue_pause **ret, size_t *ret_n,
                struct problem *err) MUST_CHECK;

#endif
