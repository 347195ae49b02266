/* SPDX-License-Identifier: MIT */
/* The editions that a batch is evaluated by: every result is computed by all editions of its family (domain 0.2), and
 * statistics by the one that is in force. On the unit's arena. */
#ifndef BIHUAN_INDICATORS_ENGINE_EDITIONS_H
#define BIHUAN_INDICATORS_ENGINE_EDITIONS_H

#include "indicators/domain/air_day.h"
#include "indicators/domain/water_rules.h"
#include "unit/ctx.h"

/* The editions of one family, oldest first. */
struct edition_list {
    const struct standard **items;
    size_t n;
};

struct editions {
    struct edition_list hj633, gb3095, hj663, gb3838, stat, eval, black_odour;
    struct air_scale *scales; /* of hj633, for a day */
};

/** Everything that is loaded; INTERNAL when an edition of HJ 633 makes no scale. */
int editions_load(struct ctx *c, struct editions *ret, struct problem *err) MUST_CHECK;
/** The edition in force on a day; before the first the first, after the last the last; NULL when there is none at all.
 * */
const struct standard *edition_on(const struct edition_list *list, int32_t day);
/** How days of stations are computed on that day; NOT_FOUND without an edition of HJ 663. */
int editions_basis(const struct editions *e, int32_t day, struct air_basis *ret,
                   struct problem *err) MUST_CHECK;
/** What surface water is judged by on that day. */
int editions_water(struct ctx *c, const struct editions *e, const struct standard *gb3838, int32_t day,
                   struct water_rules **ret, struct problem *err) MUST_CHECK;

#endif
