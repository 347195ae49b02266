/* SPDX-License-Identifier: MIT */
/* Results on their way into `evaluation`: rows of a JSON array, many to a statement. */
#ifndef BIHUAN_INDICATORS_ENGINE_RESULTS_H
#define BIHUAN_INDICATORS_ENGINE_RESULTS_H

#include "indicators/engine/batch.h"

enum attained { ATTAINED_NO, ATTAINED_YES, ATTAINED_UNKNOWN };

struct result_head {
    const struct subject *subject;
    const char *kind, *standard;
    int32_t period_start;
    bool valid;
    int32_t aqi;          /* AIR_NO_INDEX = none */
    int32_t level, class; /* 0 = none */
    enum attained attained;
};

/** Opens a row; the caller adds its figures, one JSON object, to the buffer, then ends the row. */
struct buf *results_begin(struct batch *b, const struct result_head *head);
int results_end(struct batch *b, struct problem *err) MUST_CHECK;
/** Writes what waits, alerts with it. */
int results_flush(struct batch *b, struct problem *err) MUST_CHECK;

/** `"name":` with a comma before it unless it is the first of its object. */
void results_name(struct buf *b, const char *name);
/** `"name":"1.25"` of a value in millionths. */
void results_value(struct buf *b, const char *name, int64_t value);
void results_text(struct buf *b, const char *name, const char *text);
void results_int(struct buf *b, const char *name, int64_t value);
/** `"name":["so2","no2"]` of the bits of air items. */
void results_items(struct buf *b, const char *name, unsigned items);

#endif
