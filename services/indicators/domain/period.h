/* SPDX-License-Identifier: MIT */
/* The periods that indicators are told for (统计周期): a year, a quarter, a month or a day. Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_PERIOD_H
#define BIHUAN_INDICATORS_DOMAIN_PERIOD_H

#include "base/attr.h"
#include "base/date.h"

enum period_kind { PERIOD_YEAR, PERIOD_QUARTER, PERIOD_MONTH, PERIOD_DAY, PERIOD_KINDS };
/* "Y", "Q", "M", "D"; ends with NULL. */
extern const char *const period_kind_values[PERIOD_KINDS + 1];

struct period {
    enum period_kind kind;
    int32_t start; /* its first day */
};

/** Exactly "2026", "2026-Q3", "2026-09" or "2026-09-30", years 1949..2199, a period that exists. */
bool period_parse(const char *text, struct period *ret);
/** The kind of a letter; PERIOD_KINDS when there is none. */
enum period_kind period_kind_of(const char *letter);
int period_year(const struct period *p);
/** Its last day, included. */
int32_t period_last(const struct period *p);
/** How many periods of that kind the year has. */
int period_count(enum period_kind kind, int year);
/** The day is in it or before it: what is told of it is not final. */
bool period_is_open(const struct period *p, int32_t today);

#endif
