/* SPDX-License-Identifier: MIT */
/* Civil dates of the proleptic Gregorian calendar as day counts, so that arithmetic is integer arithmetic.
 * A `day` is the number of days since 1970-01-01; DATE_NONE means "no date". */
#ifndef BIHUAN_BASE_DATE_H
#define BIHUAN_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define DATE_NONE INT32_MIN
enum { DATE_TEXT = 11 };

/** Day of a civil date; the caller guarantees a valid one. */
int32_t date_from_ymd(int year, int month, int day);
void date_to_ymd(int32_t day, int *ret_year, int *ret_month, int *ret_day);
/** Exactly "YYYY-MM-DD", years 1900..2199, a date that exists. */
bool date_parse(const char *s, int32_t *ret_day);
/** "YYYY-MM-DD"; DATE_NONE gives "". */
void date_format(int32_t day, char out[DATE_TEXT]);
/** 1 = Monday .. 7 = Sunday. */
int date_weekday(int32_t day);
/** Same day number `n` months on (n may be negative); the month's last day where it has no such number (domain 0.3,
 * MON). */
int32_t date_add_months(int32_t day, int n);
int date_days_in_month(int year, int month);

#endif
