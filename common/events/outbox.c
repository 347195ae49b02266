/* SPDX-License-Identifier: MIT */
/* Writing an event within the unit of work that it is about. */
#include "base/uuid.h"
#include "common_sql.h"
#include "events/event.h"

int outbox_add(struct ctx *c, const struct event_type *type, const struct event_subject *about,
               const char *data, struct problem *err)
{
    const struct bind *binds =
        BIND({"event_id", uuid7_new(&c->arena, c->now_us)}, {"event_type", type->name},
             {"event_version", db_arg_int(&c->arena, type->version)}, {"aggregate_id", about->aggregate_id},
             {"event_tenant_id", about->tenant_id}, {"event_scope", about->scope},
             {"event_at", db_arg_time(&c->arena, c->now_us)},
             {"event_traceparent", c->traceparent[0] ? c->traceparent : NULL}, {"event_data", data});

    return db_send(c->db, &sql_outbox_insert, binds, err);
}
