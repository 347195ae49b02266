/* SPDX-License-Identifier: MIT */
/* Housekeeping of the platform's own tables. */
#include "app/scheduler.h"
#include "common_sql.h"
#include "work/work.h"

/* Rows a batch of the clean-up statements takes; a full batch means that there is more. */
enum { CLEAN_UP_BATCH = 5000, HOUR = 3600 };

static int make_partitions(struct ctx *c, struct problem *err)
{
    return db_run(c->db, &sql_partition_ensure, BIND_NONE, NULL, err);
}

static int clean_up(struct ctx *c, const struct stmt *statement, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, statement, BIND({"service", c->app->service->name}), &r, err) < 0)
        return -1;
    return db_affected(r) >= CLEAN_UP_BATCH ? JOB_MORE : JOB_DONE;
}

static int clean_inbox(struct ctx *c, struct problem *err)
{
    return clean_up(c, &sql_inbox_clean_up, err);
}

static int clean_idempotency(struct ctx *c, struct problem *err)
{
    return clean_up(c, &sql_idempotency_clean_up, err);
}

const struct job platform_jobs[] = {
    {"platform.clean_idempotency", HOUR, clean_idempotency},
    {"platform.clean_inbox",           HOUR, clean_inbox},
    {"platform.clean_work",       HOUR, work_collect},
    {"platform.partitions",                 HOUR, make_partitions},
    {0       },
};
