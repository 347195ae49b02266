/* SPDX-License-Identifier: MIT */
/* Alerts that follow from a value or a target, in its transaction: raised, ended and told. `value` is a row with the
 * columns of {state} (sql/value.sql). */
#ifndef BIHUAN_INDICATORS_ENGINE_ALERTS_H
#define BIHUAN_INDICATORS_ENGINE_ALERTS_H

#include "unit/ctx.h"

/** Ends what the figure before caused, and compares the value with the targets of its tenant: the breach of a red line
 *  at once, an exceedance of another upper limit. A period of a year that has a figure of its own is not compared with
 *  the year's target. */
int alerts_check(struct ctx *c, const struct db_result *value, struct problem *err) MUST_CHECK;
/** Judges the running figures again that a target is for, or was for before it changed. `target` is the row as it was
 *  written, with its id, tenant_id, scope and indicator_code. An alert that says the same as before stays; one that
 *  does not ends, and what is new is raised. */
int alerts_check_target(struct ctx *c, const struct db_result *target, struct problem *err) MUST_CHECK;
/** Judges the running figures again that look back at this one, which is frozen or was: those up to the second frozen
 * one after it. */
int alerts_check_later(struct ctx *c, const struct db_result *value, struct problem *err) MUST_CHECK;
/** Ends what rests on the figure. */
int alerts_end(struct ctx *c, const struct db_result *value, struct problem *err) MUST_CHECK;
/** Somebody found the data manipulated. */
int alert_manipulated(struct ctx *c, const struct db_result *value, const char *reason,
                      struct problem *err) MUST_CHECK;

#endif
