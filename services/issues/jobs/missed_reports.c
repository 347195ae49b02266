/* SPDX-License-Identifier: MIT */
/* Marks reports that did not come in time; that may change a light. */
#include "issues/engine/light.h"
#include "issues/jobs/jobs.h"
#include "issues_sql.h"

enum { BATCH = 500 };

int job_missed_reports(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_report_miss, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++)
        if (light_refresh(c, db_text(r, i, "issue_id"), err) < 0)
            return -1;
    return db_rows(r) >= BATCH ? JOB_MORE : JOB_DONE;
}
