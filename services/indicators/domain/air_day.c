/* SPDX-License-Identifier: MIT */
/* One day of a station or place. */
#include "indicators/domain/air_day.h"

enum { GRADE_II = 2 };

struct air_basis air_basis_of(const struct standard *hj663, const struct standard *gb3095)
{
    struct air_basis b = {.short_day_limit = AIR_NONE};
    int64_t limit;

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        b.rules[i] = air_rules_of(hj663, air_item_codes[i]);
    if (gb3095 && standard_limit(gb3095, air_item_codes[AIR_O3_8H], "8H", GRADE_II, &limit))
        b.short_day_limit = limit;
    return b;
}

void air_hours_clear(struct air_hours *h)
{
    for (int i = 0; i < AIR_MEASURED; i++)
        for (int hour = 0; hour < AIR_DAY_HOURS; hour++)
            h->item[i][hour] = AIR_NONE;
}

struct air_day air_day_of_hours(const struct air_basis *b, const struct air_hours *hours)
{
    struct air_day day;

    for (int i = 0; i < AIR_O3; i++)
        day.figures[i] = air_day_mean(hours->item[i], &b->rules[i]);
    day.figures[AIR_O3] = air_day_max_hour(hours->item[AIR_O3], &b->rules[AIR_O3]);
    day.figures[AIR_O3_8H] =
        air_day_max_window(hours->item[AIR_O3], &b->rules[AIR_O3_8H], b->short_day_limit);
    return day;
}

struct air_day air_day_of_stations(const struct air_basis *b, int64_t *const columns[AIR_ITEM_COUNT],
                                   size_t n)
{
    struct air_day day;

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        day.figures[i] = air_station_mean(columns[i], n, &b->rules[i]);
    return day;
}

struct air_index air_day_index(const struct air_scale *scale, const struct air_day *day, unsigned unmonitored)
{
    int64_t values[AIR_ITEM_COUNT];

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        values[i] = day->figures[i].valid ? day->figures[i].value : AIR_NONE;
    return air_index(scale, values, unmonitored);
}
