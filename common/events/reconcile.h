/* SPDX-License-Identifier: MIT */
/* The reconciler: Redis is no system of record, so what it lost is found by comparing the log with the inbox.
 *
 * event_cursor.compared_xid is the mark: of all transactions before it every event was compared, and none can be added,
 * because they had all ended when the mark was taken. A pass reads what is behind the mark and older than
 * BIHUAN_RECONCILE_SECONDS (younger events may still be on their way), then moves the mark to the latest horizon that
 * is as old. A transaction that lasts holds the mark back, not the events of others. */
#ifndef BIHUAN_EVENTS_RECONCILE_H
#define BIHUAN_EVENTS_RECONCILE_H

#include "redis/redis.h"
#include "unit/service.h"

/* Four are taken in the time that the oldest of use has to wait. */
enum { HORIZONS_MAX = 8, XID_TEXT = 24, HORIZON_TIME_TEXT = 64, HORIZON_SERVER_TEXT = 96 };

struct horizon {
    int64_t us; /* monotonic, when it was taken */
    char xid[XID_TEXT];
    char taken_at[HORIZON_TIME_TEXT]; /* the server's time */
    char server[HORIZON_SERVER_TEXT]; /* which one: another's horizon says nothing */
};

struct reconciler {
    struct app *app;
    struct redis *dead_letters;
    struct horizon horizons[HORIZONS_MAX]; /* oldest first */
    size_t n;
};

/** Handles published events of subscribed types that never arrived: those that are old enough to be missed, or, when
 *  `all`, everything that the log shows by now, so that what Redis lost comes before what it carries. Stops early when
 *  the process ends. */
int reconcile(struct reconciler *r, bool all, struct problem *err) MUST_CHECK;

#endif
