/* SPDX-License-Identifier: MIT */
/* From hours to days and places (domain C.4). */
#include "indicators/domain/air_statistics.h"

#include "base/decimal.h"

enum { PERCENT = 100 };

static const struct air_figure nothing = {.exact = AIR_NONE, .value = AIR_NONE};

/* An item's own rule, or the edition's. */
static int32_t count_of(const struct standard *s, const char *item, const char *name, int32_t otherwise)
{
    return standard_count(s, item, name, standard_count(s, "", name, otherwise));
}

/* As far as it makes sense: what an edition says wrongly must not reach beyond the hours or days there are. */
static int32_t count_within(const struct standard *s, const char *item, const char *name, int32_t otherwise,
                            int32_t least, int32_t most)
{
    int32_t count = count_of(s, item, name, otherwise);

    return count < least ? least : count > most ? most : count;
}

struct air_rules air_rules_of(const struct standard *hj663, const char *item)
{
    return (struct air_rules){
        .decimals = count_within(hj663, item, "decimals", VALUE_SCALE, 0, VALUE_SCALE),
        .day_min_hours = count_of(hj663, item, "day_min_hours", 1),
        .month_min_days = count_of(hj663, item, "month_min_days", 1),
        .february_min_days = count_of(hj663, item, "february_min_days", 1),
        .quarter_min_days = count_of(hj663, item, "quarter_min_days", 1),
        .year_min_days = count_of(hj663, item, "year_min_days", 1),
        .window_hours = count_within(hj663, item, "window_hours", 1, 1, AIR_DAY_HOURS),
        .window_min_hours = count_of(hj663, item, "window_min_hours", 1),
        .first_window_end = count_within(hj663, item, "first_window_end", 1, 1, AIR_DAY_HOURS),
        .day_min_windows = count_of(hj663, item, "day_min_windows", 1),
        .short_day_when_exceeding = count_of(hj663, item, "short_day_when_exceeding", 0) != 0,
        .station_share = count_of(hj663, item, "station_share", 100),
        .percentile = count_within(hj663, item, "percentile", 0, 0, PERCENT),
        .percentile_limit = standard_text(hj663, item, "percentile_limit", ""),
        .annual_mean = count_of(hj663, item, "annual_mean", 0) != 0,
        .index_weight = count_of(hj663, item, "index_weight", 0),
    };
}

/* sum / divisor, rounded once to so many places. */
static int64_t quotient(int64_t sum, int64_t divisor, int32_t decimals)
{
    int64_t unit = 1;

    for (int32_t places = VALUE_SCALE; places > decimals; places--)
        unit *= 10;
    return decimal_div_half_even(sum, divisor * unit) * unit;
}

struct air_figure air_mean(const int64_t *values, size_t n, int32_t at_least, int32_t decimals)
{
    int64_t sum = 0;
    int32_t there = 0;

    for (size_t i = 0; i < n; i++) {
        if (values[i] == AIR_NONE)
            continue;
        if (__builtin_add_overflow(sum, values[i], &sum))
            return nothing;
        there++;
    }
    if (there == 0)
        return nothing;
    return (struct air_figure){there >= at_least, there, quotient(sum, there, VALUE_SCALE),
                               quotient(sum, there, decimals)};
}

struct air_figure air_day_mean(const int64_t hours[AIR_DAY_HOURS], const struct air_rules *rules)
{
    return air_mean(hours, AIR_DAY_HOURS, rules->day_min_hours, rules->decimals);
}

/* The greater of two; both roundings keep the order, so each may be taken for itself. */
static void raise_to(struct air_figure *most, const struct air_figure *f)
{
    most->n++;
    if (f->exact > most->exact)
        most->exact = f->exact;
    if (f->value > most->value)
        most->value = f->value;
}

struct air_figure air_day_max_hour(const int64_t hours[AIR_DAY_HOURS], const struct air_rules *rules)
{
    struct air_figure most = nothing;

    for (int i = 0; i < AIR_DAY_HOURS; i++) {
        struct air_figure hour = air_mean(&hours[i], 1, 1, rules->decimals);
        if (hour.valid)
            raise_to(&most, &hour);
    }
    most.valid = most.n >= rules->day_min_hours;
    return most;
}

struct air_figure air_window_mean(const int64_t *values, size_t end, const struct air_rules *rules)
{
    size_t length = (size_t)rules->window_hours;

    if (length > end)
        length = end;
    return air_mean(values + end - length, length, rules->window_min_hours, rules->decimals);
}

struct air_figure air_day_max_window(const int64_t hours[AIR_DAY_HOURS], const struct air_rules *rules,
                                     int64_t limit)
{
    struct air_figure most = nothing;

    for (int32_t end = rules->first_window_end; end <= AIR_DAY_HOURS; end++) {
        struct air_figure window = air_window_mean(hours, (size_t)end, rules);
        if (window.valid)
            raise_to(&most, &window);
    }
    most.valid = most.n >= rules->day_min_windows ||
                 (most.n > 0 && rules->short_day_when_exceeding && limit != AIR_NONE && most.value > limit);
    return most;
}

struct air_figure air_station_mean(const int64_t *stations, size_t n, const struct air_rules *rules)
{
    struct air_figure mean = air_mean(stations, n, 1, rules->decimals);

    mean.valid = mean.valid && (int64_t)mean.n * 100 >= (int64_t)n * rules->station_share;
    return mean;
}
