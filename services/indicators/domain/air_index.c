/* SPDX-License-Identifier: MIT */
/* Air quality index (domain C.2). */
#include "indicators/domain/air_index.h"

#include "base/attr.h"
#include "base/decimal.h"
#include "base/str.h"

const struct code air_level_codes[AIR_LEVELS + 1] = {
    {"EXCELLENT",     "Excellent", "优"},
    {"GOOD",          "Good", "良"},
    {"LIGHT",          "Lightly polluted", "轻度污染"},
    {"MODERATE",          "Moderately polluted", "中度污染"},
    {"HEAVY",         "Heavily polluted", "重度污染"},
    {"SEVERE", "Severely polluted", "严重污染"},
    {0     },
};

/* Which rule says what lies beyond the last breakpoint. */
static const struct {
    const char *averaging, *rule;
} above_rules[] = {
    {"1H",  "above_1H" },
    {"8H",  "above_8H" },
    {"24H", "above_24H"}
};

static const struct standard_rule *above_rule(const struct standard *s, const char *item,
                                              const char *averaging)
{
    for (size_t i = 0; i < ARRAY_LEN(above_rules); i++)
        if (str_eq(above_rules[i].averaging, averaging))
            return standard_rule(s, item, above_rules[i].rule);
    return NULL;
}

/* Keeps the breakpoints in the order of their IAQI, whatever the order of the rows; false when there are too many. */
static bool add_breakpoint(struct air_item_scale *scale, const struct standard_limit *l)
{
    int32_t at = scale->n++;

    if (at == AIR_STEPS_MAX)
        return false;
    for (; at > 0 && scale->iaqi[at - 1] > l->level; at--) {
        scale->iaqi[at] = scale->iaqi[at - 1];
        scale->breakpoint[at] = scale->breakpoint[at - 1];
    }
    scale->iaqi[at] = l->level;
    scale->breakpoint[at] = l->value;
    return true;
}

static bool is_ascending(const struct air_item_scale *scale)
{
    if (scale->n < 2 || scale->iaqi[0] != 0 || scale->breakpoint[0] != 0)
        return false;
    for (int32_t i = 1; i < scale->n; i++)
        if (scale->iaqi[i] <= scale->iaqi[i - 1] || scale->breakpoint[i] <= scale->breakpoint[i - 1])
            return false;
    return true;
}

static int64_t unit_of(int32_t decimals)
{
    int64_t unit = VALUE_ONE;

    for (; decimals > 0 && unit > 1; decimals--)
        unit /= 10;
    return unit;
}

static bool read_item(struct air_item_scale *ret, const struct standard *s, const char *item,
                      const char *averaging)
{
    const struct standard_rule *above = above_rule(s, item, averaging);

    ret->unit = unit_of(standard_places(s, item, "decimals"));
    ret->above = above && str_eq(above->text, "CAP") ? (int32_t)(above->value / VALUE_ONE) : AIR_NO_INDEX;
    for (size_t i = 0; i < s->n_limits; i++) {
        const struct standard_limit *l = &s->limits[i];
        if (str_eq(l->item, item) && str_eq(l->averaging, averaging) && !add_breakpoint(ret, l))
            return false;
    }
    return is_ascending(ret);
}

/* The rules "hour" and "day" of an item name the breakpoints it is read from. */
static bool read_items(struct air_scale *ret, const struct standard *s, enum air_period period)
{
    const char *rule = period == AIR_HOUR ? "hour" : "day";
    const char *optional = period == AIR_HOUR ? "hour_optional" : "day_optional";
    bool any = false;

    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        const char *averaging = standard_text(s, air_item_codes[i], rule, NULL);
        if (!averaging)
            continue;
        if (!read_item(&ret->items[i], s, air_item_codes[i], averaging))
            return false;
        ret->items[i].part =
            standard_count(s, air_item_codes[i], optional, 0) ? AIR_PART_OPTIONAL : AIR_PART_REQUIRED;
        any = true;
    }
    return any;
}

static bool read_levels(struct air_scale *ret, const struct standard *s)
{
    for (int32_t level = 1; level < AIR_LEVELS; level++) {
        int64_t upto;
        if (!standard_limit(s, "aqi", "", level, &upto))
            return false;
        ret->level_upto[level - 1] = (int32_t)(upto / VALUE_ONE);
    }
    ret->level_upto[AIR_LEVELS - 1] = INT32_MAX;
    return true;
}

bool air_scale_init(struct air_scale *ret, const struct standard *s, enum air_period period)
{
    *ret = (struct air_scale){
        .primary_over = standard_count(s, "", "primary_over", 0),
        .exceeding_over = standard_count(s, "", "exceeding_over", AIR_NO_INDEX),
        .missing_na_at_most = standard_count(s, "", "missing_na_at_most", AIR_NO_INDEX),
        .good_at_most = standard_count(s, "", "good_day_at_most", 0),
        .heavy_over = standard_count(s, "", "heavy_day_over", INT32_MAX),
        .unmonitored_is_not_missing = standard_count(s, "", "unmonitored_is_not_missing", 0) != 0,
    };
    return read_items(ret, s, period) && read_levels(ret, s);
}

/* From one breakpoint to the next, upwards to a whole number (HJ 633-2026 4.2.6, HJ 633-2012 6.2). */
static int32_t interpolate(const struct air_item_scale *scale, int32_t step, int64_t c)
{
    int64_t low = scale->breakpoint[step - 1], width = scale->breakpoint[step] - low;
    int64_t rise =
        (scale->iaqi[step] - scale->iaqi[step - 1]) * (c - low); /* at most 500 times a breakpoint */

    return scale->iaqi[step - 1] + (int32_t)((rise + width - 1) / width);
}

int32_t air_iaqi(const struct air_item_scale *scale, int64_t concentration)
{
    int64_t c;

    if (concentration == AIR_NONE || scale->part == AIR_PART_NONE)
        return AIR_NO_INDEX;
    c = decimal_div_half_even(concentration, scale->unit) * scale->unit;
    for (int32_t step = 1; step < scale->n; step++)
        if (c <= scale->breakpoint[step])
            return interpolate(scale, step, c);
    return scale->above;
}

int32_t air_level(const struct air_scale *scale, int32_t aqi)
{
    int32_t level = 1;

    if (aqi == AIR_NO_INDEX)
        return 0;
    while (aqi > scale->level_upto[level - 1])
        level++;
    return level;
}

static void take_item(struct air_index *x, enum air_part part, int item, int64_t value)
{
    unsigned bit = 1u << item;

    if (value == AIR_NONE && part == AIR_PART_REQUIRED)
        x->missing |= bit;
    if (value != AIR_NONE && part == AIR_PART_NONE)
        x->ignored |= bit;
    if (x->iaqi[item] > x->aqi)
        x->aqi = x->iaqi[item];
}

static unsigned items_with(const struct air_index *x, int32_t at_least)
{
    unsigned bits = 0;

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (x->iaqi[i] >= at_least)
            bits |= 1u << i;
    return bits;
}

struct air_index air_index(const struct air_scale *scale, const int64_t values[AIR_ITEM_COUNT],
                           unsigned unmonitored)
{
    struct air_index x = {.aqi = AIR_NO_INDEX};

    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        x.iaqi[i] = air_iaqi(&scale->items[i], values[i]);
        take_item(&x, scale->items[i].part, i, values[i]);
    }
    if (scale->unmonitored_is_not_missing)
        x.missing &= ~unmonitored;
    if (x.missing && x.aqi <= scale->missing_na_at_most)
        x.aqi = AIR_NO_INDEX;
    x.level = air_level(scale, x.aqi);
    if (x.aqi > scale->primary_over)
        x.primary = items_with(&x, x.aqi);
    if (x.aqi != AIR_NO_INDEX && scale->exceeding_over != AIR_NO_INDEX)
        x.exceeding = items_with(&x, scale->exceeding_over + 1);
    return x;
}
