/* SPDX-License-Identifier: MIT */
/* Work by time of the indicators service. Each run does one batch in one transaction and is called again while there is
 * more. */
#ifndef BIHUAN_INDICATORS_JOBS_H
#define BIHUAN_INDICATORS_JOBS_H

#include "app/app.h"

/* Ends with { 0 }. */
extern const struct job indicator_jobs[];

/** Computes anew what changed observations touch, a batch a call. */
int job_evaluate(struct ctx *c, struct problem *err);
/** Counts the targets of marked tenants anew, and of those whose counts a day has ended; what it has not come to, the
 *  board judges itself, so lateness costs time, not truth. */
int job_attainment(struct ctx *c, struct problem *err);
/** Counts anew what the register of objects says where it has changed, and all of it once a day. */
int job_register(struct ctx *c, struct problem *err);
/** Makes the partitions of the months ahead. */
int job_observation_partitions(struct ctx *c, struct problem *err);

#endif
