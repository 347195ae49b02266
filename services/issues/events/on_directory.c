/* SPDX-License-Identifier: MIT */
/* Effects of the directory's events on issues. */
#include "issues/events/on_directory.h"

#include "app/app.h"
#include "base/uuid.h"
#include "common_sql.h"
#include "events/directory_payloads.h"
#include "issues/engine/batches.h"
#include "issues/engine/clocks.h"
#include "issues/engine/duty_days.h"
#include "issues/engine/ladder.h"
#include "issues/store/feedback.h"
#include "issues/store/succession.h"
#include "issues_sql.h"
#include "unit/tenant_cache.h"

static int recompute_feedback(struct ctx *c, const struct db_result *list, int row, struct problem *err)
{
    struct feedback_limits due;

    if (feedback_limits(c, db_text(list, row, "scope"), db_date(list, row, "feedback_date"), &due, err) < 0)
        return -1;
    return db_send(c->db, &sql_feedback_set_due,
                   BIND({"feedback_id", db_text(list, row, "id")}, {"plan_due", due.plan_due},
                        {"report_due", due.report_due}, {"due_provisional", due.provisional}),
                   err);
}

int on_calendar_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct calendar_changed *changed = e->data;
    const struct bind *of_year = BIND({"year", db_arg_int(&c->arena, changed->year)});

    if (batches_run(c, &sql_feedback_of_year, of_year, UUID_NIL, recompute_feedback, err) < 0 ||
        clocks_recompute(c, (int32_t)changed->year, err) < 0)
        return -1;
    return duty_days_recompute(c, (int32_t)changed->year, err);
}

/* A body that ended with one heir hands over what is open; with several or none its work is listed, and an office
 * has to say what goes where (handlers/allocation.c, F.6). */
static int succeed(struct ctx *c, const char *tenant_id, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_heir_of, BIND({"tenant_id", tenant_id}), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1)
        return 0;
    const struct heir heir = {db_text(r, 0, "id"), db_text(r, 0, "code"), db_text(r, 0, "name"),
                              db_text(r, 0, "scope"), db_text(r, 0, "kind")};
    if (succession_run(c, tenant_id, NULL, &heir, err) < 0)
        return -1;
    return ladder_succeed(c, tenant_id, NULL, &heir, err);
}

int on_org_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct org_changed *o = e->data;

    tenant_cache_forget(c->app->tenants);
    if (o->old_scope && !str_eq(o->old_scope, o->scope) &&
        (db_send(c->db, &sql_move_scopes, BIND({"old_scope", o->old_scope}, {"tenant_id", o->tenant_id}),
                 err) < 0 ||
         db_send(c->db, &sql_registrars_follow, BIND({"at_id", o->tenant_id}), err) < 0))
        return -1;
    if (str_eq(o->change, "CLOSED"))
        return succeed(c, o->tenant_id, err);
    /* Closed issues and ended parties keep the name they were signed with. */
    return db_send(c->db, &sql_rename_tenant, BIND({"tenant_id", o->tenant_id}), err);
}
