/* SPDX-License-Identifier: MIT */
/* From the periods of a year so far to the year (年度预测): the figure reached, and the one expected at its end. Pure.
 *
 * How periods add up follows from the formula: concentrations are averaged, shares of days and sections pooled, counts
 * and totals summed and carried on in proportion; what has been done of a list, and what is left, goes on by the
 * average step from the first period to the latest; what a survey or a percentile says stays as it was last. */
#ifndef BIHUAN_INDICATORS_DOMAIN_PROJECTION_H
#define BIHUAN_INDICATORS_DOMAIN_PROJECTION_H

#include "indicators/domain/value_entry.h"

/* The valid periods of one kind in a year, in order. */
struct projection_series {
    enum period_kind kind;
    int year;
    int32_t n;       /* 0: none yet */
    int32_t n_parts; /* of them with numerator and denominator */
    int64_t total;   /* of their values */
    int64_t numerator_total, denominator_total;
    struct value_figure first, latest;
    int32_t first_start, latest_start;
};

/** The year so far; not applicable without a period. */
struct ratio projection_so_far(const struct value_measure *m, const struct projection_series *s);
/** The year as expected; false when nothing can be said: no period, or too few of them for a step. */
bool projection_of_year(const struct value_measure *m, const struct projection_series *s, struct ratio *ret);

#endif
