/* SPDX-License-Identifier: MIT */
/* From days to months, quarters and years (domain C.4). */
#include "indicators/domain/air_year.h"

#include "base/date.h"
#include "base/decimal.h"
#include <stdlib.h>

enum { MONTHS_OF_YEAR = 12, MONTHS_OF_QUARTER = 3, FEBRUARY = 2, PERCENT = 100 };

static int32_t months_of(enum air_span span)
{
    return span == AIR_YEAR ? MONTHS_OF_YEAR : span == AIR_QUARTER ? MONTHS_OF_QUARTER : 1;
}

static int32_t days_needed(enum air_span span, const struct air_rules *rules)
{
    return span == AIR_YEAR ? rules->year_min_days : span == AIR_QUARTER ? rules->quarter_min_days : 1;
}

static int32_t values_between(const int64_t *days, size_t from, size_t to)
{
    int32_t there = 0;

    for (; from < to; from++)
        there += days[from] != AIR_NONE;
    return there;
}

/* Each month from `first_day` on has the days it needs. */
static bool months_are_valid(const int64_t *days, size_t n, int32_t first_day, int32_t months,
                             const struct air_rules *rules)
{
    for (size_t from = 0; months > 0; months--) {
        int year, month, ignored;
        size_t to;
        date_to_ymd(first_day + (int32_t)from, &year, &month, &ignored);
        to = from + (size_t)date_days_in_month(year, month);
        if (values_between(days, from < n ? from : n, to < n ? to : n) <
            (month == FEBRUARY ? rules->february_min_days : rules->month_min_days))
            return false;
        from = to;
    }
    return true;
}

struct air_figure air_span_mean(const int64_t *days, size_t n, int32_t first_day, enum air_span span,
                                const struct air_rules *rules)
{
    struct air_figure mean = air_mean(days, n, days_needed(span, rules), rules->decimals);

    mean.valid = mean.valid && months_are_valid(days, n, first_day, months_of(span), rules);
    return mean;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static size_t sorted_values(const int64_t *days, size_t n, int64_t sorted[AIR_YEAR_DAYS])
{
    size_t there = 0;

    for (size_t i = 0; i < n && there < AIR_YEAR_DAYS; i++)
        if (days[i] != AIR_NONE)
            sorted[there++] = days[i];
    qsort(sorted, there, sizeof *sorted, compare);
    return there;
}

struct air_figure air_percentile(const int64_t *days, size_t n, int32_t percentile, int32_t decimals)
{
    int64_t sorted[AIR_YEAR_DAYS] = {0}, hundredfold, exact;
    size_t there = sorted_values(days, n, sorted), below, part;

    if (there == 0)
        return (struct air_figure){.exact = AIR_NONE, .value = AIR_NONE};
    below = (there - 1) * (size_t)percentile / PERCENT; /* index of X(s) */
    part = (there - 1) * (size_t)percentile % PERCENT;  /* hundredths of the way to its neighbour */
    hundredfold = sorted[below] * PERCENT;
    if (part > 0)
        hundredfold += (sorted[below + 1] - sorted[below]) * (int64_t)part;
    exact = decimal_div_half_even(hundredfold, PERCENT);
    return (struct air_figure){true, (int32_t)there, exact,
                               decimal_round(hundredfold, VALUE_SCALE + 2, decimals) / PERCENT};
}

struct air_year_item air_year_item(const int64_t *days, size_t n, int32_t first_day,
                                   const struct air_rules *rules)
{
    struct air_year_item item = {air_span_mean(days, n, first_day, AIR_YEAR, rules),
                                 air_percentile(days, n, rules->percentile, rules->decimals)};

    item.percentile.valid = item.mean.valid;
    return item;
}

bool air_exceeds(int64_t value, int64_t limit)
{
    return value > limit;
}

int64_t air_multiple(int64_t value, int64_t limit, int32_t decimals)
{
    int64_t parts = 1, multiple;

    for (int32_t i = 0; i < decimals; i++)
        parts *= 10;
    if (!air_exceeds(value, limit) ||
        !decimal_mul_div(value - limit, parts, limit, DECIMAL_HALF_EVEN, &multiple))
        return 0;
    return multiple * (VALUE_ONE / parts);
}

static void judge(struct air_verdict *v, const struct air_figure *f, int64_t limit)
{
    if (!f->valid || limit == AIR_NONE) {
        if (v->attainment != AIR_NOT_ATTAINED)
            v->attainment = AIR_NO_DATA;
    } else if (air_exceeds(f->value, limit)) {
        v->attainment = AIR_NOT_ATTAINED;
    }
}

static int64_t limit_of(const struct standard *gb3095, const char *item, const char *averaging, int32_t grade)
{
    int64_t limit = AIR_NONE;

    return standard_limit(gb3095, item, averaging, grade, &limit) ? limit : AIR_NONE;
}

static int64_t multiple_of(const struct air_figure *f, int64_t limit, int32_t decimals)
{
    return f->valid && limit != AIR_NONE ? air_multiple(f->value, limit, decimals) : 0;
}

static struct air_verdict evaluate(const struct standard *gb3095, const char *code, int32_t grade,
                                   const struct air_rules *rules, const struct air_year_item *item)
{
    struct air_verdict v = {AIR_ATTAINED, AIR_NONE, AIR_NONE, 0, 0};

    if (rules->annual_mean) {
        v.mean_limit = limit_of(gb3095, code, "YEAR", grade);
        judge(&v, &item->mean, v.mean_limit);
    }
    v.percentile_limit = limit_of(gb3095, code, rules->percentile_limit, grade);
    judge(&v, &item->percentile, v.percentile_limit);
    return v;
}

/* One item that fails fails the place; else one without data leaves it open. */
static enum air_attainment both(enum air_attainment place, enum air_attainment item)
{
    if (place == AIR_NOT_ATTAINED || item == AIR_NOT_ATTAINED)
        return AIR_NOT_ATTAINED;
    return place == AIR_NO_DATA || item == AIR_NO_DATA ? AIR_NO_DATA : AIR_ATTAINED;
}

struct air_year_verdict air_evaluate_year(const struct standard *hj663, const struct standard *gb3095,
                                          int32_t grade, const struct air_year_item items[AIR_ITEM_COUNT])
{
    struct air_year_verdict year = {.attainment = AIR_NO_DATA};
    bool first = true;
    int32_t decimals = standard_places(hj663, "", "multiple_decimals");

    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        struct air_rules rules = air_rules_of(hj663, air_item_codes[i]);
        struct air_verdict *v = &year.items[i];
        if (rules.percentile == 0) {
            *v = (struct air_verdict){AIR_NO_DATA, AIR_NONE, AIR_NONE, 0, 0};
            continue;
        }
        *v = evaluate(gb3095, air_item_codes[i], grade, &rules, &items[i]);
        v->mean_multiple = multiple_of(&items[i].mean, v->mean_limit, decimals);
        v->percentile_multiple = multiple_of(&items[i].percentile, v->percentile_limit, decimals);
        year.attainment = first ? v->attainment : both(year.attainment, v->attainment);
        first = false;
    }
    return year;
}

/* C / S of an item: of its mean where that is evaluated, else of its percentile. */
static bool single_index(const struct standard *gb3095, const char *code, int32_t grade,
                         const struct air_rules *rules, const struct air_year_item *item, int64_t *ret)
{
    const struct air_figure *f = rules->annual_mean ? &item->mean : &item->percentile;
    int64_t limit = limit_of(gb3095, code, rules->annual_mean ? "YEAR" : rules->percentile_limit, grade);

    return f->valid && limit != AIR_NONE &&
           decimal_mul_div(f->value, (int64_t)VALUE_ONE * rules->index_weight, limit, DECIMAL_HALF_EVEN, ret);
}

bool air_compound_index(const struct standard *hj663, const struct standard *gb3095, int32_t grade,
                        const struct air_year_item items[AIR_ITEM_COUNT], int64_t *ret)
{
    int64_t sum = 0;

    if (!standard_count(hj663, "", "compound_index", 0))
        return false;
    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        struct air_rules rules = air_rules_of(hj663, air_item_codes[i]);
        int64_t single;
        if (rules.index_weight == 0)
            continue;
        if (!single_index(gb3095, air_item_codes[i], grade, &rules, &items[i], &single))
            return false;
        sum += single;
    }
    *ret = decimal_round(sum, VALUE_SCALE, standard_places(hj663, "", "index_decimals"));
    return true;
}

struct air_days air_count_days(const struct standard *hj663, const struct air_scale *scale,
                               const int32_t *aqi, size_t n)
{
    struct air_days d = {.rate = AIR_NONE, .shown = AIR_NONE};
    int64_t decimals = standard_places(hj663, "", "rate_decimals"), unit = VALUE_ONE;

    for (size_t i = 0; i < n; i++) {
        d.valid += aqi[i] != AIR_NO_INDEX;
        d.good += aqi[i] != AIR_NO_INDEX && aqi[i] <= scale->good_at_most;
        d.heavy += aqi[i] > scale->heavy_over;
    }
    if (d.valid == 0)
        return d;
    for (int64_t i = 0; i < decimals; i++)
        unit /= 10;
    d.rate = (int64_t)d.good * PERCENT * VALUE_ONE / d.valid;
    d.shown = decimal_div_half_even((int64_t)d.good * PERCENT * VALUE_ONE, d.valid * unit) * unit;
    return d;
}
