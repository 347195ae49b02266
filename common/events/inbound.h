/* SPDX-License-Identifier: MIT */
/* Received events, whatever way they came: effect and inbox row in one transaction, failures written down and tried again.
 *
 * The rule of order: events of one aggregate take effect in the order of their sequence. While one of them is being tried, later
 * ones wait (state `waiting`); once it is dead they go on without it, and effects compare sequences where that matters. */
#ifndef BIHUAN_EVENTS_INBOUND_H
#define BIHUAN_EVENTS_INBOUND_H

#include "events/envelope.h"
#include "redis/redis.h"
#include "unit/service.h"

enum inbound_state {
    INBOUND_SEEN,  /* handled by an earlier unit */
    INBOUND_FRESH, /* this unit has to have the effect */
    INBOUND_WAITS, /* behind a failing event of its aggregate */
};

struct inbound {
    struct envelope envelope;
    enum envelope_kind kind;  /* GOOD or BAD_DATA */
    struct problem bad;       /* of BAD_DATA */
    enum inbound_state state; /* of the unit that is at it */
};

struct inbound_list {
    struct inbound *items;
    size_t n;
};

/** Decides all of them: handled, handled before, waiting, or failed and recorded. -1 when the database cannot be reached: nothing may
 *  be acknowledged, everything may be given again. */
int inbound_handle(struct app *app, const struct inbound_list *list, struct redis *dead_letters,
                   struct problem *err) MUST_CHECK;
/** Tries again what failed before and is due; *ret_more when another turn would find more. */
int inbound_retry(struct app *app, struct redis *dead_letters, bool *ret_more,
                  struct problem *err) MUST_CHECK;
/** Handles published events of subscribed types that never arrived: those that are old enough to be missed, or, when `all`,
 *  everything in the log by now, so that what Redis lost comes before what it carries. Stops early when the process ends. */
int inbound_reconcile(struct app *app, struct redis *dead_letters, bool all, struct problem *err) MUST_CHECK;
/** Reads `json` and adds it to `list` (which has room) when the service subscribes to it. ENVELOPE_UNREADABLE: see *err. */
enum envelope_kind inbound_add(struct app *app, struct arena *a, const char *json, struct inbound_list *list,
                               struct problem *err);

#endif
