/* SPDX-License-Identifier: MIT */
/* Water of a batch: months and years of sections, rivers and basins, and black and odorous bodies (domain C.5, C.6). */
#ifndef BIHUAN_INDICATORS_ENGINE_WATER_H
#define BIHUAN_INDICATORS_ENGINE_WATER_H

#include "indicators/domain/water_class.h"
#include "indicators/engine/batch.h"

/** Everything that the batch's days of sections and bodies touch. */
int water_evaluate(struct batch *b, struct problem *err) MUST_CHECK;

/* -- its parts */

/* Months of subjects, each by its first day. */
struct month_plan {
    struct plan_day *months; /* sorted */
    size_t n;
};

/** `months` from `n` on as two arrays of the server: ids and first days. */
void water_name_months(struct batch *b, const struct plan_day *months, size_t n, const char **ret_ids,
                       const char **ret_days);
/** What a row of observations counts as (columns value and flag). */
int64_t water_read_value(const struct water_rules *r, const struct db_result *one);
/** Years of sections whose months are written. */
int water_evaluate_years(struct batch *b, const struct month_plan *months, struct problem *err) MUST_CHECK;
/** Bodies of the touched objects. */
int water_evaluate_bodies(struct batch *b, const struct month_plan *months, struct problem *err) MUST_CHECK;

/** Of the bodies whose months are written: where they are gone (消除), also in the months that look back at these, and
 *  where they are back (返黑返臭), which raises an alert. */
int water_evaluate_eliminations(struct batch *b, const struct standard *s, const struct month_plan *months,
                                struct problem *err) MUST_CHECK;

/** Rivers and basins of the touched objects: the bodies, districts and cities whose sections have their results. */
int water_evaluate_rivers(struct batch *b, const struct month_plan *months, struct problem *err) MUST_CHECK;

/** `"exact":{}` and `"items":{}`: what a sample is, and how each item of it is judged. */
void water_put_sample(struct buf *out, const struct water_rules *r, const struct water_sample *exact,
                      const struct water_verdict *v);

#endif
