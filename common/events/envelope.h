/* SPDX-License-Identifier: MIT */
/* The envelope of an event, CloudEvents 1.0 in JSON, with sequence, tenantid, scope and traceparent as extension attributes. */
#ifndef BIHUAN_EVENTS_ENVELOPE_H
#define BIHUAN_EVENTS_ENVELOPE_H

#include "db/db.h"
#include "events/event.h"

#define ENVELOPE_TYPE "cn.bihuan."
#define ENVELOPE_SOURCE "/bihuan/"

enum envelope_kind {
    ENVELOPE_GOOD,
    ENVELOPE_FOREIGN,    /* well-formed, but of no type that the table subscribes to */
    ENVELOPE_BAD_DATA,   /* subscribed, but its payload does not fit the table */
    ENVELOPE_UNREADABLE, /* not an event at all */
};

struct envelope {
    struct event event;
    const struct consumer *row; /* NULL unless GOOD or BAD_DATA */
    const char *json;
};

/** An outbox or event_log row as a CloudEvent, on the arena. */
const char *envelope_format(struct arena *a, const struct db_result *r, int row) NONNULL_RETURN;
/** Reads `json` for the subscriptions of `table`. Payload fields that the table does not know are passed over, so that a producer
 *  may add fields before its consumers learn them; *err says what is wrong with data. */
enum envelope_kind envelope_parse(struct arena *a, const struct consumer *table, const char *json,
                                  struct envelope *ret, struct problem *err);

#endif
