/* SPDX-License-Identifier: MIT */
/* Work by time of the issues service. Each run does one batch in one transaction and is called again while there is
 * more. */
#ifndef BIHUAN_ISSUES_JOBS_JOBS_H
#define BIHUAN_ISSUES_JOBS_JOBS_H

#include "app/app.h"

/** Lights and the ladder of every open issue, once a day from 00:30 (B.7, B.8); a missed day is caught up with. */
int job_daily(struct ctx *c, struct problem *err);
/** Suspensions whose last day is over end (T24). */
int job_suspensions(struct ctx *c, struct problem *err);
/** Issues that could have a due date and have none get one (I4). */
int job_due_dates(struct ctx *c, struct problem *err);
/** Reports whose day is over are MISSED. */
int job_missed_reports(struct ctx *c, struct problem *err);

#endif
