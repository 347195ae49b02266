/* SPDX-License-Identifier: MIT */
/* What a change of observations touches (domain C.8: exactly the periods touched are computed anew): the day of a
 * station, its month and year, and the same of the places that the station counts for. Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_EVALUATION_PLAN_H
#define BIHUAN_INDICATORS_DOMAIN_EVALUATION_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day of a subject: an object or a place, by its index in the caller's list. */
struct plan_day {
    int32_t subject, day;
};

/* A year of a subject, with the months of it that are touched: bit 0 is January. */
struct plan_year {
    int32_t subject, first_day;
    uint32_t months;
};

enum { PLAN_NO_PLACE = -1, PLAN_PLACES = 2 };

/* The places that a station counts for: its district and its city, or PLAN_NO_PLACE. */
struct plan_places {
    int32_t place[PLAN_PLACES];
};

/** Sorts by subject and day and drops what is there twice; how many are left. */
size_t plan_days(struct plan_day *days, size_t n);
/** Index of a day among sorted ones, or -1. */
ptrdiff_t plan_find(const struct plan_day *days, size_t n, int32_t subject, int32_t day);
/** The years of sorted days, those that begin together side by side; `ret` has room for `n`. */
size_t plan_years(const struct plan_day *days, size_t n, struct plan_year *ret);
/** How many of the first years, at most `max`, begin on the same day. */
size_t plan_same_year(const struct plan_year *years, size_t n, size_t max);
/** The days of places that days of stations touch, sorted; `ret` has room for PLAN_PLACES * n. */
size_t plan_places(const struct plan_day *days, size_t n, const struct plan_places *places,
                   struct plan_day *ret);
/** Days of the year that begins on that day. */
int32_t plan_year_days(int32_t first_day);
/** First day of the month, and of the year, of a day. */
int32_t plan_month_of(int32_t day);
int32_t plan_year_of(int32_t day);
/** Last day of the month that a day is in. */
int32_t plan_month_end(int32_t day);

#endif
