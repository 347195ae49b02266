/* SPDX-License-Identifier: MIT */
/* Work by time of the indicators service. */
#ifndef BIHUAN_INDICATORS_JOBS_H
#define BIHUAN_INDICATORS_JOBS_H

#include "app/app.h"

/* Ends with { 0 }. */
extern const struct job indicator_jobs[];

/** Computes anew what changed observations touch, a batch a call. */
int job_evaluate(struct ctx *c, struct problem *err);
/** Makes the partitions of the months ahead. */
int job_observation_partitions(struct ctx *c, struct problem *err);

#endif
