/* SPDX-License-Identifier: MIT */
/* The months that observations will be put in are made before the first of them comes. */
#include "indicators/jobs/jobs.h"
#include "indicators_sql.h"

int job_observation_partitions(struct ctx *c, struct problem *err)
{
    return db_run(c->db, &sql_observation_partition_ensure, BIND_NONE, NULL, err);
}
