/* SPDX-License-Identifier: MIT */
/* The table of time-driven work. */
#include "indicators/jobs/jobs.h"

const struct job indicator_jobs[] = {
    {"evaluate",      1, job_evaluate},
    {"attainment",   1, job_attainment},
    {"register",    1, job_register},
    {"observation-partitions", 3600, job_observation_partitions},
    {0     },
};
