/* SPDX-License-Identifier: MIT */
/* Water over a period and over a river: means, attainment, improvement, grades of rivers and basins (domain C.5). Pure.
 * */
#ifndef BIHUAN_INDICATORS_DOMAIN_WATER_PERIOD_H
#define BIHUAN_INDICATORS_DOMAIN_WATER_PERIOD_H

#include "base/decimal_log.h"
#include "indicators/domain/water_class.h"

/* One measured value; below detection (未检出) it is the detection limit that was not reached. */
struct water_datum {
    int64_t value;
    bool is_below_detection;
};

/** What a datum counts as: below detection the method's share (half) of the limit. */
int64_t water_datum_value(const struct water_rules *r, const struct water_datum *d);

/* A mean being taken. All zero is that of nothing. */
struct water_mean {
    int64_t sum, n;
    bool is_beyond; /* the range of values was left: there is no mean */
    struct decimal_log_sum powers;
};

void water_mean_add(struct water_mean *m, const struct water_item *item, int64_t value);
/** Arithmetic mean; of pH -log10(mean(10^-pH)) with millionths. STAT20 rounds the exact mean once, to the item's
 *  places; NONE gives whole millionths on the side of the worse class, so that comparing the result is comparing the
 *  exact mean. False without data, or beyond the range of values. */
bool water_mean(const struct water_mean *m, const struct water_item *item, enum water_rounding rounding,
                int64_t *ret);

/** A year stands on 12 monthly values; months frozen or dry (冰封、断流) may be missing, but not more than leave 8. */
bool water_year_is_valid(const struct water_rules *r, int months, int excused);

/** The class keeps its target (断面达标, mode MEAN); never without a class. */
bool water_attains(int class, int target);
/** Mode MONTHS: share of judged months that keep the target, at least `share` (%, millionths); never without a judged
 * month. */
bool water_attains_by_months(const uint8_t *classes, size_t n, int target, int64_t share);
/** Better than the baseline by as many classes as the method asks (提升). */
bool water_is_improved(const struct water_rules *r, int class, int baseline);

struct water_river {
    int grade; /* 0: nothing judged */
    int class; /* of the mean, where there are too few sections for shares; else WATER_CLASS_NONE */
    size_t sections, good, worst; /* judged; of the good class or better (Ⅰ-Ⅲ); 劣Ⅴ */
};

/** The grade of a river or basin. From five judged sections by the shares of Ⅰ-Ⅲ and 劣Ⅴ, compared unrounded; with fewer
 *  by the single factor of each item's mean over the sections that have it. */
void water_river(const struct water_rules *r, const struct water_sample *sections, size_t n,
                 struct water_river *ret);
/** The same from classes alone; grade 0 with fewer than five. WATER_CLASS_NONE among them is not judged. */
void water_river_by_classes(const struct water_rules *r, const uint8_t *classes, size_t n,
                            struct water_river *ret);

#endif
