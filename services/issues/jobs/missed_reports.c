/* SPDX-License-Identifier: MIT */
/* Marks reports that did not come in time; that may change a light. */
#include "issues/engine/light.h"
#include "issues/jobs/jobs.h"
#include "issues_sql.h"

enum { BATCH = 500 };

int job_missed_reports(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    struct buf ids;

    if (db_run(c->db, &sql_report_miss_lock, BIND_NONE, NULL, err) < 0 ||
        db_run(c->db, &sql_report_miss, BIND_NONE, &r, err) < 0)
        return -1;
    buf_init(&ids, &c->arena);
    for (int i = 0; i < db_rows(r); i++)
        buf_addf(&ids, "%s%s", i ? "," : "", db_text(r, i, "issue_id"));
    if (ids.len > 0 && light_refresh_all(c, arena_printf(&c->arena, "{%s}", ids.data), err) < 0)
        return -1;
    return db_rows(r) >= BATCH ? JOB_MORE : JOB_DONE;
}
