/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/history and the petitioner behind an issue: what happened, and who must stay unnamed. */
#include "audit/audit.h"
#include "http/update.h"
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int issue_history(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_issue_history, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* A read of a restricted class is an act: the audit entry is written before the answer leaves (F.4 7). */
int petitioner_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_petitioner_get, BIND_NONE, &r, err) < 0 ||
        audit_add(c, "petitioner.read", "issue", ctx_param(c, "issue_id"), NULL, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int petitioner_put(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_petitioner_put, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return db_one(c->db, &sql_petitioner_version, BIND_NONE, &r, err) < 0
                   ? -1
                   : put_missed(c, db_int(r, 0, "row_version"), err);
    if (audit_add(c, "petitioner.write", "issue", ctx_param(c, "issue_id"), NULL, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
