/* SPDX-License-Identifier: MIT */
/* Prometheus metrics: rows of metrics.def; label values come from bounded sets only. Thread-safe, lock-free on the hot
 * path. */
#ifndef BIHUAN_METRICS_METRICS_H
#define BIHUAN_METRICS_METRICS_H

#include "base/str.h"
#include <stdint.h>

enum metric_id {
#define METRIC(id, name, kind, labels, help) METRIC_##id,
#include "metrics/metrics.def"
#undef METRIC
    METRIC_COUNT
};

/** Adds to a counter; `a` and `b` are its label values (NULL where it has none). */
void metric_add(enum metric_id id, const char *a, const char *b, int64_t n);
/** Sets a gauge; `a` is its label value, or NULL. */
void metric_set(enum metric_id id, const char *a, int64_t value);
/** One observation of a histogram, in microseconds. */
void metric_observe(enum metric_id id, const char *a, int64_t us);
/** Everything in the Prometheus text format 0.0.4. */
void metrics_write(struct buf *b);

struct metric_row {
    const char *name, *kind, *labels, *help;
};
extern const struct metric_row metric_rows[METRIC_COUNT];

#endif
