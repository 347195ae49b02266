/* SPDX-License-Identifier: MIT */
/* From days to months, quarters and years (评价, domain C.4): means and percentiles with their validity, annual
 * evaluation of the pollutants against a grade of GB 3095, shares of good days, compound index. Pure; days are values
 * of air_statistics.h. */
#ifndef BIHUAN_INDICATORS_DOMAIN_AIR_YEAR_H
#define BIHUAN_INDICATORS_DOMAIN_AIR_YEAR_H

#include "indicators/domain/air_index.h"
#include "indicators/domain/air_statistics.h"

enum { AIR_YEAR_DAYS = 366 };

enum air_span { AIR_MONTH, AIR_QUARTER, AIR_YEAR };

/** Mean over a span of months (月、季、年平均). days[0] is its first day; days after days[n - 1] are not there. Valid when the
 *  span has enough days, and each of its months too. */
struct air_figure air_span_mean(const int64_t *days, size_t n, int32_t first_day, enum air_span span,
                                const struct air_rules *rules);
/** Percentile (百分位数, HJ 663 Annex A) of the values that are there, at most AIR_YEAR_DAYS: k = 1 + (n - 1) p, between
 *  the neighbours of k in proportion. Valid whenever there is a value. */
struct air_figure air_percentile(const int64_t *days, size_t n, int32_t percentile, int32_t decimals);

/* What is evaluated of one item in a year. */
struct air_year_item {
    struct air_figure mean, percentile;
};

/** Mean and percentile of a year's days; both are valid only when the mean is. */
struct air_year_item air_year_item(const int64_t *days, size_t n, int32_t first_day,
                                   const struct air_rules *rules);

enum air_attainment { AIR_NO_DATA, AIR_ATTAINED, AIR_NOT_ATTAINED };

struct air_verdict {
    enum air_attainment attainment;
    int64_t mean_limit, percentile_limit;       /* AIR_NONE where it is not evaluated */
    int64_t mean_multiple, percentile_multiple; /* 超标倍数, millionths; 0 = does not exceed */
};

struct air_year_verdict {
    enum air_attainment attainment; /* of the place: all items that are evaluated attain */
    struct air_verdict items[AIR_ITEM_COUNT];
};

/** A concentration exceeds a limit (超标): after rounding, and more than it. */
bool air_exceeds(int64_t value, int64_t limit);
/** (C - S) / S (超标倍数) in millionths, rounded to `decimals`; 0 when the limit is not exceeded. */
int64_t air_multiple(int64_t value, int64_t limit, int32_t decimals);
/** Annual evaluation (年评价) against a grade of an edition of GB 3095, 1 or 2: an item attains when its mean and its
 *  percentile do, where they are evaluated, and does not as soon as one of them exceeds. Items that an edition does not
 *  evaluate stay AIR_NO_DATA and do not count. */
struct air_year_verdict air_evaluate_year(const struct standard *hj663, const struct standard *gb3095,
                                          int32_t grade, const struct air_year_item items[AIR_ITEM_COUNT]);
/** Compound index (环境空气质量综合指数) of a year against a grade, in millionths; false unless the edition has it switched on
 *  and every figure is valid. */
bool air_compound_index(const struct standard *hj663, const struct standard *gb3095, int32_t grade,
                        const struct air_year_item items[AIR_ITEM_COUNT], int64_t *ret);

struct air_days {
    int32_t valid; /* days with an AQI: the others count nowhere */
    int32_t good;  /* 优良天 */
    int32_t heavy; /* 重污染天 */
    int64_t
        rate; /* 优良率, % in millionths, cut and not rounded so that "at least" holds exactly; AIR_NONE without days */
    int64_t shown; /* rounded as it is published */
};

/** Counts the days of a list of AQI, AIR_NO_INDEX = NA. */
struct air_days air_count_days(const struct standard *hj663, const struct air_scale *scale,
                               const int32_t *aqi, size_t n);

#endif
