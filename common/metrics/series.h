/* SPDX-License-Identifier: MIT */
/* One metric with its label values, as counting and writing share it. Private to common/metrics. */
#ifndef BIHUAN_METRICS_SERIES_H
#define BIHUAN_METRICS_SERIES_H

#include "metrics/metrics.h"
#include <stdatomic.h>

enum {
    SERIES_MAX = 3000,   /* after that label values become "other" */
    SERIES_SLOTS = 8191, /* of the hash table; never full, so that a search ends */
    SERIES_BUCKETS = 13,
    SERIES_LABEL = 64,
};

struct series_key {
    enum metric_id id;
    char a[SERIES_LABEL], b[SERIES_LABEL];
};

struct series {
    struct series_key key;
    _Atomic int64_t value; /* of a histogram: the sum in microseconds */
    _Atomic int64_t bucket[SERIES_BUCKETS +
                           1]; /* observations up to its bound and above the one before; the last has none */
};

extern const int64_t series_bounds[SERIES_BUCKETS];

/** The series in a slot, or NULL. */
const struct series *series_at(size_t slot);

#endif
