/* SPDX-License-Identifier: MIT */
/* What a service subscribes to, as its table of consumers says it: a type and version of one producer. */
#ifndef BIHUAN_EVENTS_SUBSCRIPTION_H
#define BIHUAN_EVENTS_SUBSCRIPTION_H

#include "db/db.h"
#include "events/event.h"

/** The row for an event of the log, or NULL. */
const struct consumer *subscription_of(const struct consumer *table, const char *producer, const char *name,
                                       int64_t version);
/** The same for a CloudEvents type: "cn.bihuan.org.changed.v1" is {"org.changed", 1}. A NULL `producer` is any. */
const struct consumer *subscription_of_type(const struct consumer *table, const char *producer,
                                            const char *type);

enum { SUBSCRIPTION_BINDS = 3 };
/** Writes producers, types and versions, three arrays side by side for unnest(); returns the place behind them. */
struct bind *subscription_bind(struct arena *a, const struct consumer *table, struct bind *binds);

#endif
