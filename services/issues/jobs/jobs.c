/* SPDX-License-Identifier: MIT */
/* The table of time-driven work. */
#include "issues/jobs/jobs.h"

#include "issues/handlers/board.h"
#include "issues/service.h"

const struct job issue_jobs[] = {
    {"board-fold",   1, board_fold},
    {"daily",    60, job_daily},
    {"due-dates",        3600, job_due_dates},
    {"missed-reports",     60, job_missed_reports},
    {"suspensions",    60, job_suspensions},
    {0},
};
