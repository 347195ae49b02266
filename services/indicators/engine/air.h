/* SPDX-License-Identifier: MIT */
/* Air of a batch, from hours upwards: days of stations, days of places, then months and years of both (domain C.2 to
 * C.4). */
#ifndef BIHUAN_INDICATORS_ENGINE_AIR_H
#define BIHUAN_INDICATORS_ENGINE_AIR_H

#include "indicators/engine/batch.h"

/** Everything that the batch's days of stations touch. */
int air_evaluate(struct batch *b, struct problem *err) MUST_CHECK;

/* -- its parts */

/** The hours of the planned days, hours[i] those of day i; what is told twice for an hour counts by the first source in
 *  the order of their names. */
int air_read_hours(struct batch *b, struct air_hours *hours, struct problem *err) MUST_CHECK;
/* The basis of a day, looked up again only when another edition begins. All zero is the empty one. */
struct air_basis_cache {
    const struct standard *hj663, *gb3095;
    struct air_basis basis;
};

int air_basis_on(const struct batch *b, struct air_basis_cache *cache, int32_t day,
                 struct problem *err) MUST_CHECK;
/** A day by every edition of HJ 633. */
int air_put_day(struct batch *b, const struct subject *s, int32_t day, const struct air_day *figures,
                struct problem *err) MUST_CHECK;
/** The exact figures of a row with the columns so2 to o3_8h. */
void air_read_exact(const struct db_result *r, int64_t values[AIR_ITEM_COUNT]);
/** Days of places, whose stations' days are written already. */
int air_evaluate_places(struct batch *b, const struct plan *days, struct problem *err) MUST_CHECK;
/** Months and years that days of the subjects touch; the days are written already. */
int air_evaluate_years(struct batch *b, const struct plan *days, struct problem *err) MUST_CHECK;

#endif
