/* SPDX-License-Identifier: MIT */
/* The envelope of an event, CloudEvents 1.0 in JSON, with sequence, tenantid, scope and traceparent as extension
 * attributes. It is written for whoever listens outside; what a consumer of ours does comes from the row of the log,
 * and the entry of a stream only says which row that is. */
#ifndef BIHUAN_EVENTS_ENVELOPE_H
#define BIHUAN_EVENTS_ENVELOPE_H

#include "db/db.h"
#include "events/event.h"

#define ENVELOPE_TYPE "cn.bihuan."
#define ENVELOPE_SOURCE "/bihuan/"

enum hint_kind {
    HINT_GOOD,
    HINT_FOREIGN,   /* of a type that the table does not subscribe to */
    HINT_REFUSED,   /* it names another producer than the stream's, or a type that is another producer's */
    HINT_MALFORMED, /* not an event at all */
};

/** A row of outbox or event_log as a CloudEvent, on the arena. */
const char *envelope_format(struct arena *a, const struct db_result *r, int row) NONNULL_RETURN;
/** The id that an entry `json` of the stream of `producer` points to; all else in it is only looked at to tell what is
 *  not for us. */
enum hint_kind envelope_hint(struct arena *a, const struct consumer *table, const char *producer,
                             const char *json, const char **ret_id);
/** A row of event_log as the event that `subscription` asks for. Payload fields that its table does not know are passed
 *  over, so that a producer may add fields before its consumers learn them; -1: *err says what is wrong with the
 *  payload. */
int envelope_read(struct arena *a, const struct consumer *subscription, const struct db_result *r, int row,
                  struct event *ret, struct problem *err) MUST_CHECK;
/** The payload alone, from JSON text. */
int envelope_read_data(struct arena *a, const struct consumer *subscription, const char *json,
                       struct event *ret, struct problem *err) MUST_CHECK;

#endif
