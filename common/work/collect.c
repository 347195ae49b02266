/* SPDX-License-Identifier: MIT */
/* What is a day old goes, with its files. */
#include "common_sql.h"
#include "unit/service.h"
#include "work/place.h"
#include "work/work.h"

enum { BATCH = 500 };

/* What was committed while its process ended is not done again; that it was done is said as far as it is known. */
static int end_the_lost(struct ctx *c, struct problem *err)
{
    struct problem why = {0};
    struct buf b;

    (void)problem_fail(&why, PROBLEM_INTERNAL,
                       "what it wrote is kept; its process ended before it could report");
    buf_init(&b, &c->arena);
    problem_write(&b, &why, false, c->request_id, NULL);
    return db_send(c->db, &sql_work_lost, BIND({"service", c->app->service->name}, {"problem", b.data}), err);
}

int work_collect(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (end_the_lost(c, err) < 0)
        return -1;
    if (db_run(c->db, &sql_work_expired, BIND({"service", c->app->service->name}), &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        work_file_remove(c->app, db_text(r, i, "id"), db_int(r, i, "attempts"));
        work_file_remove(c->app, db_text(r, i, "id"), WORK_BODY);
    }
    work_files_sweep(c->app);
    return db_rows(r) >= BATCH ? JOB_MORE : JOB_DONE;
}
