/* SPDX-License-Identifier: MIT */
/* Gives a due date to assigned issues that have none and could have: those of before, and what stood still when its
 * programme came. */
#include "issues/engine/due_by_term.h"
#include "issues/jobs/jobs.h"

int job_due_dates(struct ctx *c, struct problem *err)
{
    return due_by_term_follow_missing(c, err) < 0 ? -1 : JOB_DONE;
}
