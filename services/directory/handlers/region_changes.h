/* SPDX-License-Identifier: MIT */
/* Applying a planned change of division; used by the route for changes already due and by the daily job for the others.
 * */
#ifndef BIHUAN_DIRECTORY_REGION_CHANGES_H
#define BIHUAN_DIRECTORY_REGION_CHANGES_H

#include "unit/ctx.h"

/** Applies one planned change in the unit's transaction: versions end and begin on its day, scopes move, successors are
 *  kept, and org.changed tells the others. PROBLEM_IN_USE when a body to be closed still has open children. */
int region_change_apply(struct ctx *c, const char *change_id, struct problem *err) MUST_CHECK;
/** Whether a change of that kind and day fits what has happened to the body already; CONFLICT otherwise. */
int region_change_check_times(struct ctx *c, const char *tenant_id, const char *kind, int32_t day,
                              struct problem *err) MUST_CHECK;
/** The job: every planned change whose day has come, oldest first. */
int region_changes_due(struct ctx *c, struct problem *err) MUST_CHECK;

#endif
