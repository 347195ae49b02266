/* SPDX-License-Identifier: MIT */
/* Effects of the directory's events on issues. */
#include "issues/events/on_directory.h"

#include "app/app.h"
#include "common_sql.h"
#include "events/directory_payloads.h"
#include "issues/engine/clocks.h"
#include "issues/store/feedback.h"
#include "issues/store/succession.h"
#include "issues_sql.h"
#include "unit/tenant_cache.h"

int on_calendar_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    struct db_result *r;

    (void)e;
    if (db_run(c->db, &sql_feedback_provisional, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        struct feedback_limits due;
        if (feedback_limits(c, db_text(r, i, "scope"), db_date(r, i, "feedback_date"), &due, err) < 0)
            return -1;
        if (db_send(c->db, &sql_feedback_set_due,
                    BIND({"feedback_id", db_text(r, i, "id")}, {"plan_due", due.plan_due},
                         {"report_due", due.report_due}, {"due_provisional", due.provisional}),
                    err) < 0)
            return -1;
    }
    return clocks_recompute(c, err);
}

/* A body that ended with one successor hands over what is open; with several or none its work is listed, and an office
 * has to say what goes where (handlers/allocation.c, F.6). */
static int succeed(struct ctx *c, const char *tenant_id, struct problem *err)
{
    static const struct stmt *const papers[] = {&sql_succeed_feedbacks, &sql_succeed_programmes};
    struct db_result *r;

    if (db_run(c->db, &sql_successors_of, BIND({"tenant_id", tenant_id}), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1)
        return 0;
    const struct heir heir = {db_text(r, 0, "id"), db_text(r, 0, "code"), db_text(r, 0, "name"),
                              db_text(r, 0, "scope")};
    for (size_t i = 0; i < ARRAY_LEN(papers); i++)
        if (db_send(c->db, papers[i],
                    BIND({"tenant_id", tenant_id}, {"new_id", heir.id}, {"new_scope", heir.scope}), err) < 0)
            return -1;
    return succession_run(c, tenant_id, NULL, &heir, err);
}

int on_org_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct org_changed *o = e->data;

    tenant_cache_forget(c->app->tenants);
    if (o->old_scope && !str_eq(o->old_scope, o->scope) &&
        db_send(c->db, &sql_move_scopes, BIND({"old_scope", o->old_scope}, {"new_scope", o->scope}), err) < 0)
        return -1;
    if (str_eq(o->change, "CLOSED"))
        return succeed(c, o->tenant_id, err);
    /* Closed issues and ended parties keep the name they were signed with. */
    return db_send(c->db, &sql_rename_tenant,
                   BIND({"tenant_id", o->tenant_id}, {"code", o->code}, {"name", o->name}), err);
}
