/* SPDX-License-Identifier: MIT */
/* One day of a station or place as it is evaluated (日评价): figures of all items, and the index of each edition. Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_AIR_DAY_H
#define BIHUAN_INDICATORS_DOMAIN_AIR_DAY_H

#include "indicators/domain/air_index.h"
#include "indicators/domain/air_statistics.h"

/* What is measured by the hour: the items before ozone's 8 hours, which are computed. */
enum { AIR_MEASURED = AIR_O3_8H };

/* An edition of HJ 663, each item's rules looked up once. */
struct air_basis {
    struct air_rules rules[AIR_ITEM_COUNT];
    int64_t short_day_limit; /* what makes a day of too few windows of 8 hours valid; AIR_NONE = nothing */
};

struct air_hours {
    int64_t item[AIR_MEASURED][AIR_DAY_HOURS];
};

struct air_day {
    struct air_figure figures[AIR_ITEM_COUNT];
};

/** `gb3095`: whose limit of 8 hours, grade II, makes a short day valid when it is exceeded; NULL = none. */
struct air_basis air_basis_of(const struct standard *hj663, const struct standard *gb3095);
/** No hour has a value. */
void air_hours_clear(struct air_hours *h);
/** The day of a station from its hours. */
struct air_day air_day_of_hours(const struct air_basis *b, const struct air_hours *hours);
/** The day of a place from the days of its `n` evaluation stations (区域评价), one column an item: the mean of those that
 * are there. */
struct air_day air_day_of_stations(const struct air_basis *b, int64_t *const columns[AIR_ITEM_COUNT],
                                   size_t n);
/** The index of the day by one edition of HJ 633, from the figures that are valid. */
struct air_index air_day_index(const struct air_scale *scale, const struct air_day *day,
                               unsigned unmonitored);

#endif
