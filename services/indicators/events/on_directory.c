/* SPDX-License-Identifier: MIT */
/* Bodies that are renamed, moved or closed. */
#include "indicators/events/on_directory.h"

#include "app/app.h"
#include "audit/audit.h"
#include "base/str.h"
#include "common_sql.h"
#include "events/directory_payloads.h"
#include "indicators_sql.h"
#include "unit/tenant_cache.h"

/* Ordered monitoring of a body that ended with one heir is that one's; else an office allocates it
 * (handlers/monitoring.c). */
static int succeed(struct ctx *c, const char *tenant_id, struct problem *err)
{
    struct db_result *heir, *tasks;

    if (db_run(c->db, &sql_heir_of, BIND({"tenant_id", tenant_id}), &heir, err) < 0)
        return -1;
    if (db_rows(heir) != 1)
        return 0;
    if (db_run(c->db, &sql_monitoring_succeed,
               BIND({"tenant_id", tenant_id}, {"new_id", db_text(heir, 0, "id")},
                    {"new_scope", db_text(heir, 0, "scope")}),
               &tasks, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(tasks); i++) {
        const struct audit_object task = {"monitoring", db_text(tasks, i, "id"),
                                          db_text(tasks, i, "tenant_id"), db_text(tasks, i, "scope")};
        if (audit_add_for(c, "monitoring.allocate", &task, NULL, err) < 0)
            return -1;
    }
    return 0;
}

int on_org_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct org_changed *o = e->data;

    tenant_cache_forget(c->app->tenants);
    if (str_eq(o->change, "CLOSED"))
        return succeed(c, o->tenant_id, err);
    if (!o->old_scope || str_eq(o->old_scope, o->scope))
        return 0;
    return db_send(c->db, &sql_move_scopes, BIND({"old_scope", o->old_scope}, {"tenant_id", o->tenant_id}),
                   err);
}
