/* SPDX-License-Identifier: MIT */
/* Bodies that are renamed, moved or closed. */
#include "indicators/events/on_directory.h"

#include "app/app.h"
#include "auth/tenant_cache.h"
#include "base/str.h"
#include "events/directory_payloads.h"
#include "indicators_sql.h"

/* Every table that lies at a tenant's scope. */
static const struct stmt *const moves[] = {
    &sql_move_target,
    &sql_move_object,
    &sql_move_observation,
    &sql_move_observation_revision,
    &sql_move_value,
    &sql_move_alert,
    &sql_move_monitoring,
    &sql_move_evaluation,
    &sql_move_evaluation_dirty,
    &sql_move_attainment_mark,
    &sql_move_attainment_count,
    &sql_move_attainment_tenant,
    &sql_move_register_dirty,
};

static int move_rows(struct ctx *c, const char *old_scope, const char *new_scope, struct problem *err)
{
    for (size_t i = 0; i < ARRAY_LEN(moves); i++)
        if (db_send(c->db, moves[i], BIND({"old_scope", old_scope}, {"new_scope", new_scope}), err) < 0)
            return -1;
    return 0;
}

int on_org_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct org_changed *o = e->data;

    tenant_cache_forget(c->app->tenants);
    if (!o->old_scope || str_eq(o->old_scope, o->scope))
        return 0;
    return move_rows(c, o->old_scope, o->scope, err);
}
