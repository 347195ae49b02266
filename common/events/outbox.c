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

void event_add_text(struct buf *data, const char *name, const char *value)
{
    buf_addf(data, ",\"%s\":", name);
    buf_add_json(data, value);
}

void outbox_batch_init(struct outbox_batch *b, struct arena *a)
{
    buf_init(&b->rows, a);
}

static void add_member(struct buf *b, const char *before, const char *value)
{
    buf_add(b, before);
    buf_add_json(b, value);
}

void outbox_batch_add(struct ctx *c, struct outbox_batch *b, const struct event_type *type,
                      const struct event_subject *about, const char *data)
{
    struct buf *rows = &b->rows;

    add_member(rows, rows->len > 0 ? ",{\"id\":" : "{\"id\":", uuid7_new(&c->arena, c->now_us));
    add_member(rows, ",\"type\":", type->name);
    buf_addf(rows, ",\"version\":%d", type->version);
    add_member(rows, ",\"aggregate_id\":", about->aggregate_id);
    add_member(rows, ",\"tenant_id\":", about->tenant_id);
    add_member(rows, ",\"scope\":", about->scope);
    buf_add(rows, ",\"data\":");
    buf_add(rows, data);
    buf_add_char(rows, '}');
}

int outbox_send(struct ctx *c, const struct outbox_batch *b, struct problem *err)
{
    if (b->rows.len == 0)
        return 0;
    return db_send(c->db, &sql_outbox_insert_all,
                   BIND({"event_at", db_arg_time(&c->arena, c->now_us)},
                        {"event_traceparent", c->traceparent[0] ? c->traceparent : NULL},
                        {"events", arena_printf(&c->arena, "[%s]", b->rows.data)}),
                   err);
}
