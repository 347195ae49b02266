/* SPDX-License-Identifier: MIT */
/* Bodies that are renamed, moved or closed. */
#include "indicators/events/on_directory.h"

#include "app/app.h"
#include "auth/tenant_cache.h"
#include "base/str.h"
#include "common_sql.h"
#include "events/directory_payloads.h"

int on_org_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct org_changed *o = e->data;

    tenant_cache_forget(c->app->tenants);
    if (!o->old_scope || str_eq(o->old_scope, o->scope))
        return 0;
    return db_send(c->db, &sql_move_scopes, BIND({"old_scope", o->old_scope}, {"new_scope", o->scope}), err);
}
