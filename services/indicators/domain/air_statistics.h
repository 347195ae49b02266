/* SPDX-License-Identifier: MIT */
/* From hours to days and places (统计, domain C.4): means with their validity, ozone by 8 hours, mean over stations.
 * Pure.
 *
 * Concentrations as in air_item.h, AIR_NONE where there is none. A mean is rounded once, from the exact sum. The hours
 * of a day are hours[0..23]; hours[i] is the mean from i:00 to i + 1:00. */
#ifndef BIHUAN_INDICATORS_DOMAIN_AIR_STATISTICS_H
#define BIHUAN_INDICATORS_DOMAIN_AIR_STATISTICS_H

#include "indicators/domain/air_item.h"
#include "indicators/domain/standard.h"

enum { AIR_DAY_HOURS = 24 };

/* How an item is averaged: rows of an edition of HJ 663. */
struct air_rules {
    int32_t decimals;                          /* of every figure that is published */
    int32_t day_min_hours;                     /* 日平均 */
    int32_t month_min_days, february_min_days; /* 月平均, and each month of a longer span */
    int32_t quarter_min_days, year_min_days;   /* 季平均, 年平均 */
    int32_t window_hours, window_min_hours;    /* 8小时滑动平均 */
    int32_t first_window_end, day_min_windows; /* its windows in a day: the first ends at this hour */
    bool short_day_when_exceeding;             /* too few windows do when their greatest exceeds the limit */
    int32_t station_share;                     /* % of the stations that must have a value */
    int32_t percentile;                        /* 98 = P98 (特定百分位数); 0 = none is evaluated */
    const char *percentile_limit;              /* averaging of the limit it is compared with */
    bool annual_mean;                          /* the mean of the year is evaluated */
    int32_t index_weight;                      /* in the compound index */
};

struct air_figure {
    bool valid;
    int32_t n;     /* values it is made of */
    int64_t exact; /* to a millionth; AIR_NONE when n is 0, here and below */
    int64_t value; /* rounded to the decimals of the item (修约) */
};

/** The rules of an item ("pm25", also "nox", "tsp", "pb", "bap"), its own before those of the edition. */
struct air_rules air_rules_of(const struct standard *hj663, const char *item);

/** Mean of those of `n` values that are there; valid when `at_least` are. */
struct air_figure air_mean(const int64_t *values, size_t n, int32_t at_least, int32_t decimals);
/** Daily mean (日平均). */
struct air_figure air_day_mean(const int64_t hours[AIR_DAY_HOURS], const struct air_rules *rules);
/** Greatest hour of a day (日最大1小时平均). */
struct air_figure air_day_max_hour(const int64_t hours[AIR_DAY_HOURS], const struct air_rules *rules);
/** Mean of the window that ends with hour values[end - 1] (8小时滑动平均); hours before values[0] are not there. */
struct air_figure air_window_mean(const int64_t *values, size_t end, const struct air_rules *rules);
/** Greatest window that lies in a day (日最大8小时滑动平均); n counts the valid windows. `limit`: what makes a day of too few
 *  windows valid when it is exceeded, AIR_NONE = nothing does. */
struct air_figure air_day_max_window(const int64_t hours[AIR_DAY_HOURS], const struct air_rules *rules,
                                     int64_t limit);
/** Mean over the evaluation stations of a district or city (区域评价), of one hour or day. */
struct air_figure air_station_mean(const int64_t *stations, size_t n, const struct air_rules *rules);

#endif
