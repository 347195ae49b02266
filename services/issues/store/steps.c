/* SPDX-License-Identifier: MIT */
/* A step of the ladder by the path of the request. */
#include "issues/store/steps.h"

#include "issues_sql.h"

int step_reply(struct ctx *c, int status, const char *step_id, const char *location, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_escalation_get, BIND({"step_id", step_id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, location);
}
