/* SPDX-License-Identifier: MIT */
/* Air quality index (空气质量指数 AQI, domain C.2): IAQI of each item, AQI, level, primary pollutants. Pure.
 *
 * An edition of HJ 633 is indexed once per period into a struct air_scale, which points to nothing; all arithmetic is
 * on it. */
#ifndef BIHUAN_INDICATORS_DOMAIN_AIR_INDEX_H
#define BIHUAN_INDICATORS_DOMAIN_AIR_INDEX_H

#include "base/code.h"
#include "indicators/domain/air_item.h"
#include "indicators/domain/standard.h"

enum air_period { AIR_HOUR, AIR_DAY };

enum { AIR_STEPS_MAX = 16, AIR_LEVELS = 6, AIR_NO_INDEX = -1 };

enum air_part {
    AIR_PART_NONE,     /* not an item of this edition and period: does not count */
    AIR_PART_OPTIONAL, /* counts when it is there */
    AIR_PART_REQUIRED, /* is missing when it is not */
};

/* One item on its breakpoints (分段点), ascending from IAQI 0. */
struct air_item_scale {
    enum air_part part;
    int64_t unit;  /* concentrations are rounded to its multiples first (修约) */
    int32_t n;     /* breakpoints */
    int32_t above; /* IAQI beyond the last one, AIR_NO_INDEX = none is computed */
    int64_t breakpoint[AIR_STEPS_MAX];
    int32_t iaqi[AIR_STEPS_MAX];
};

struct air_scale {
    struct air_item_scale items[AIR_ITEM_COUNT];
    int32_t level_upto[AIR_LEVELS]; /* greatest AQI of levels 1..5; the last has none */
    int32_t primary_over;           /* a primary pollutant has an IAQI above this */
    int32_t exceeding_over;     /* an exceeding one above this; AIR_NO_INDEX where the edition knows none */
    int32_t missing_na_at_most; /* with an item missing an AQI up to this is not given (5.3.1) */
    int32_t good_at_most;       /* a good day (优良天) has at most this AQI */
    int32_t heavy_over;         /* heavy pollution (重污染天) has more */
    bool unmonitored_is_not_missing; /* 5.3.2 */
};

struct air_index {
    int32_t iaqi[AIR_ITEM_COUNT]; /* AIR_NO_INDEX where there is none */
    int32_t aqi;                  /* AIR_NO_INDEX = NA */
    int32_t level;                /* 1..6 (一级..六级), 0 without an AQI */
    unsigned primary;             /* 首要污染物: all that tie; bits 1 << enum air_item, here and below */
    unsigned exceeding;           /* 超标污染物 */
    unsigned missing;             /* items of the index without a value */
    unsigned ignored;             /* values that are no items of this edition and period */
};

/* 优 良 轻度污染 ..; row level - 1 (Annex A). Ends with { 0 }. */
extern const struct code air_level_codes[AIR_LEVELS + 1];

/** Indexes an edition of HJ 633 for a period; false when its rows make no scale: no items, breakpoints that do not
 *  ascend from 0, levels without bounds. */
bool air_scale_init(struct air_scale *ret, const struct standard *s, enum air_period period);
/** IAQI (空气质量分指数) of a concentration: rounded, interpolated, upwards to a whole number. AIR_NO_INDEX without a value,
 *  and where the edition computes none. */
int32_t air_iaqi(const struct air_item_scale *scale, int64_t concentration);
/** Level of an AQI, 1..6; 0 without one. */
int32_t air_level(const struct air_scale *scale, int32_t aqi);
/** Everything about one hour or day. `unmonitored`: items that the place does not measure by plan ("/" of 5.3.2). */
struct air_index air_index(const struct air_scale *scale, const int64_t values[AIR_ITEM_COUNT],
                           unsigned unmonitored);

#endif
