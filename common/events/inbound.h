/* SPDX-License-Identifier: MIT */
/* Received events, whatever pointed to them: an entry of a stream, a failed try or the comparison with the log. All of
 * these only say which event; what it is and does comes from the row of that id and producer in event_log, which nobody
 * but the producer can write. Effect and inbox row are one transaction, failures are written down and tried again.
 *
 * Whoever reads has the time of a request for each statement, so that nothing holds up the events of all others for
 * long: what takes longer is recorded as `slow`, which is no try, and slow.c tries it again in all patience.
 *
 * The rule of order: events of one aggregate take effect in the order of their sequence. While one of them is being
 * tried, later ones wait (state `waiting`); once it is dead they go on without it, and effects compare sequences where
 * that matters. */
#ifndef BIHUAN_EVENTS_INBOUND_H
#define BIHUAN_EVENTS_INBOUND_H

#include "redis/redis.h"
#include "unit/service.h"

enum inbound_state {
    INBOUND_UNKNOWN, /* the log has no such event, or none yet */
    INBOUND_FOREIGN, /* nothing that the service subscribes to */
    INBOUND_SEEN,    /* decided before */
    INBOUND_WAITS,   /* behind a failing event of its aggregate */
    INBOUND_EARLY,   /* an event of its aggregate that goes before it has not come */
    INBOUND_FRESH,   /* this unit has to have the effect */
};

struct inbound {
    const char *id, *producer;
    enum inbound_state state;        /* what the last unit found */
    const struct consumer *consumer; /* NULL while unknown or foreign */
};

struct inbound_list {
    struct inbound *items;
    size_t n;
};

enum inbound_way {
    INBOUND_BY_HINT, /* in any order, so that the order of aggregates is looked after */
    INBOUND_BY_LOG,  /* in the order of the log */
};

/** Decides all of them: handled, handled before, waiting, or failed and recorded; each item's state says which, and
 *  what is unknown remains so. 1: events of their aggregates that go before some of them have not come, so the log has
 *  to be read to its end before these are tried again BY_LOG. -1 when the database cannot be reached: everything may be
 *  given again. */
int inbound_handle(struct app *app, const struct inbound_list *list, enum inbound_way way,
                   struct redis *dead_letters, struct problem *err) MUST_CHECK;
/** Tries again what failed before and is due, for about a second; *ret_more when another turn would find more. */
int inbound_retry(struct app *app, struct redis *dead_letters, bool *ret_more,
                  struct problem *err) MUST_CHECK;
/** The same for one event that the database had no time or no room for, with the time of long work; *ret_more when
 *  there was one that no other process is at. */
int inbound_retry_slow(struct app *app, struct redis *dead_letters, bool *ret_more,
                       struct problem *err) MUST_CHECK;

#endif
