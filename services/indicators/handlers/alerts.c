/* SPDX-License-Identifier: MIT */
/* /alerts: what values gave cause to, and who took notice. */
#include "audit/audit.h"
#include "http/page.h"
#include "indicators/handlers/handlers.h"
#include "indicators_sql.h"

int alert_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_alert_list, &sql_alert_count, err);
}

int alert_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_alert_get, BIND({"page_as_of", NULL}), &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* Why nothing was acknowledged. */
static int refuse(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_alert_version, BIND_NONE, &r, err) < 0)
        return -1;
    if (!db_bool(r, 0, "mine"))
        return problem_fail(err, PROBLEM_FORBIDDEN, "the body that answers for the figure acknowledges it");
    if (db_bool(r, 0, "done"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the alert is acknowledged already");
    return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %lld, not %lld",
                        (long long)db_int(r, 0, "row_version"), (long long)c->if_match);
}

int alert_acknowledge(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_alert_acknowledge, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return refuse(c, err);
    if (audit_add(c, "alert.acknowledge", "alert", ctx_param(c, "alert_id"), NULL, err) < 0)
        return -1;
    return alert_get(c, err);
}
