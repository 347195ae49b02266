/* SPDX-License-Identifier: MIT */
/* A year from its periods. */
#include "indicators/domain/projection.h"

#include "base/decimal.h"
#include "base/str.h"

enum growth { STAYS, AVERAGES, POOLS, SUMS, STEPS };

/* clang-format off: one row a line, in columns */
static const struct kind {
    const char *name;
    enum growth growth;
} kinds[] = {
    {"AIR_GOOD_DAYS", POOLS},
    {"AIR_HEAVY_DAYS",               SUMS},
    {"AIR_MEAN",AVERAGES},
    {"BLACK_ODOUR",      STEPS},
    {"COUNT",               SUMS},
    {"FARMLAND",     STEPS},
    {"RATIO",         STEPS},
    {"SITES",               STEPS},
    {"SUM",      SUMS},
    {"WATER_ATTAINED",         POOLS},
    {"WATER_IMPROVED",               STEPS},
    {"WATER_WORST",POOLS},
    {0          },
};
/* clang-format on */

static enum growth growth_of(const struct value_measure *m, const struct projection_series *s)
{
    const struct kind *k = kinds;

    while (k->name && !str_eq(k->name, m->formula_kind))
        k++;
    if (!k->name)
        return STAYS;
    return k->growth == POOLS && s->n_parts < s->n ? STAYS : k->growth;
}

static struct ratio plain(const struct value_measure *m, int64_t value)
{
    return value_ratio(m, &(struct value_figure){.has_value = true, .value = value});
}

static bool mean_of(const struct projection_series *s, int64_t *ret)
{
    return decimal_mul_div(s->total, 1, s->n, DECIMAL_HALF_EVEN, ret);
}

struct ratio projection_so_far(const struct value_measure *m, const struct projection_series *s)
{
    enum growth growth = growth_of(m, s);
    int64_t mean;

    if (s->n == 0)
        return value_ratio(m, &(struct value_figure){0});
    if (growth == AVERAGES && mean_of(s, &mean))
        return plain(m, mean);
    if (growth == SUMS)
        return plain(m, s->total);
    if (growth == POOLS)
        return value_ratio(m, &(struct value_figure){.has_parts = true,
                                                     .numerator = s->numerator_total,
                                                     .denominator = s->denominator_total});
    return value_ratio(m, &s->latest);
}

/* Of a period in its year, from 0. */
static int number_of(enum period_kind kind, int32_t start)
{
    int year, month, day;

    date_to_ymd(start, &year, &month, &day);
    if (kind == PERIOD_DAY)
        return start - date_from_ymd(year, 1, 1);
    return kind == PERIOD_QUARTER ? (month - 1) / 3 : month - 1;
}

/* Nothing falls below zero, no share exceeds the whole. */
static int64_t in_bounds(const struct value_measure *m, int64_t value)
{
    int64_t whole = RATIO_PERCENT * (int64_t)VALUE_ONE;

    if (value < 0)
        return 0;
    return str_eq(m->unit, "%") && value > whole ? whole : value;
}

static bool step_on(const struct value_measure *m, const struct projection_series *s, struct ratio *ret)
{
    int first = number_of(s->kind, s->first_start), latest = number_of(s->kind, s->latest_start);
    int left = period_count(s->kind, s->year) - 1 - latest;
    int64_t from, to, gain;

    if (latest == first || !value_raw(m, &s->first, &from) || !value_raw(m, &s->latest, &to) ||
        !decimal_mul_div(to - from, left, latest - first, DECIMAL_HALF_EVEN, &gain))
        return false;
    *ret = plain(m, in_bounds(m, to + gain));
    return true;
}

static bool sum_on(const struct value_measure *m, const struct projection_series *s, struct ratio *ret)
{
    int64_t whole;

    if (!decimal_mul_div(s->total, period_count(s->kind, s->year), s->n, DECIMAL_HALF_EVEN, &whole))
        return false;
    *ret = plain(m, whole);
    return true;
}

bool projection_of_year(const struct value_measure *m, const struct projection_series *s, struct ratio *ret)
{
    if (s->n == 0)
        return false;
    switch (growth_of(m, s)) {
    case SUMS:
        return sum_on(m, s, ret);
    case STEPS:
        return step_on(m, s, ret);
    default:
        *ret = projection_so_far(m, s);
        return true;
    }
}
