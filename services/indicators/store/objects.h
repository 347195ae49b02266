/* SPDX-License-Identifier: MIT */
/* Looking at a monitored object as it was written, for the handler and for the import. */
#ifndef BIHUAN_INDICATORS_STORE_OBJECTS_H
#define BIHUAN_INDICATORS_STORE_OBJECTS_H

#include "unit/ctx.h"

/** `r` is the row that a statement of sql/object.sql returned. VALIDATION when it does not fit its kind; else what
 *  follows from it is written too: the histories of stages and measures, what is to be computed anew, the alert of a
 *  transfer without an approved survey (domain S-074), and the audit entry `action`. */
int object_written(struct ctx *c, const struct db_result *r, const char *action,
                   struct problem *err) MUST_CHECK;

#endif
