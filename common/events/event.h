/* SPDX-License-Identifier: MIT */
/* Domain events: CloudEvents 1.0, type cn.bihuan.<name>.v<version>, ordered per aggregate by `sequence`.
 *
 * outbox_add() writes the event in the unit's own transaction; the relay publishes it to the producer's Redis stream
 * and moves it to event_log; a consumer looks up there what the stream points to, and its effect and its inbox row
 * share one transaction. Redis may be lost, or written to by others, at any time without loss. */
#ifndef BIHUAN_EVENTS_EVENT_H
#define BIHUAN_EVENTS_EVENT_H

#include "base/str.h"
#include "unit/ctx.h"
#include "json/field.h"

/* A row of a service's table of emitted events; `payload` is the contract checked against
 * api/events/<name>.v<version>.json. */
struct event_type {
    const char *name; /* "issue.state_changed" */
    int version;
    const struct field_table *payload;
};

/* What an event is about: the aggregate, the tenant that owns it, the scope its rows lie at. */
struct event_subject {
    const char *aggregate_id, *tenant_id, *scope;
};

/** Adds an event with `data` (JSON object text) as payload. Rides with COMMIT. */
int outbox_add(struct ctx *c, const struct event_type *type, const struct event_subject *about,
               const char *data, struct problem *err) MUST_CHECK;

/** Adds `,"name":"value"` to a payload, or null. */
void event_add_text(struct buf *data, const char *name, const char *value);

/* Events of work on many aggregates, written by one statement in the order they were added. Lives in the unit's arena.
 * */
struct outbox_batch {
    struct buf rows; /* of a JSON array */
};
void outbox_batch_init(struct outbox_batch *b, struct arena *a);
void outbox_batch_add(struct ctx *c, struct outbox_batch *b, const struct event_type *type,
                      const struct event_subject *about, const char *data);
/** Writes what was added, nothing for an empty batch. Rides with COMMIT. */
int outbox_send(struct ctx *c, const struct outbox_batch *b, struct problem *err) MUST_CHECK;

/* A received event, as the log has it; `data` was decoded by the row's payload table. */
struct event {
    const char *id, *source, *type, *subject, *tenant_id, *scope;
    int64_t sequence, time_us;
    const void *data;
    const char *data_json;
};

/* A row of a service's table of subscriptions. The function runs in a write unit with system range; an event older than
 * what the aggregate has already seen is still delivered: effects compare sequences where order matters. */
struct consumer {
    const char *producer; /* service whose stream it is: "directory" */
    const char *name;     /* "org.changed" */
    int version;
    const struct field_table *payload;
    int (*on_event)(struct ctx *c, const struct event *e, struct problem *err);
};

#endif
