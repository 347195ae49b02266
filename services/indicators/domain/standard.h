/* SPDX-License-Identifier: MIT */
/* One edition of a standard (标准版本) as rows: limits and rules with dates. Pure; owns nothing, points to what loaded it.
 *
 * A new edition is new rows, never new code: the engines read what they compute by from here. Values are millionths
 * (scale 6), in the unit that the edition's rule "unit" of the item names. */
#ifndef BIHUAN_INDICATORS_DOMAIN_STANDARD_H
#define BIHUAN_INDICATORS_DOMAIN_STANDARD_H

#include "base/attr.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VALUE_SCALE = 6, VALUE_ONE = 1000000 };

/* A limit, a breakpoint or a class bound (限值、分段点): what `level` means is the engine's (IAQI 0..500, grade 1..2, class
 * 1..5). */
struct standard_limit {
    const char *item;      /* "pm25", "nh3n" */
    const char *averaging; /* "1H", "8H", "24H", "QUARTER", "YEAR"; "" where the standard knows one only */
    const char *op;        /* "LE" at most, "GE" at least, "LT" below, "GT" above */
    int32_t level;
    int64_t value;
};

/* A rule (规则): decimals, validity minimums, percentiles, what to do above the last breakpoint. */
struct standard_rule {
    const char *item; /* "" = the whole edition */
    const char *name;
    int64_t value;    /* 0 where the rule is a text */
    const char *text; /* "" where it is a number */
};

struct standard {
    const char *code, *family, *title;
    int32_t valid_from, valid_to; /* days (base/date.h), both included; DATE_NONE = open */
    const struct standard_limit *limits;
    size_t n_limits;
    const struct standard_rule *rules;
    size_t n_rules;
};

/** The limit of an item at a level; false when the edition has none. */
bool standard_limit(const struct standard *s, const char *item, const char *averaging, int32_t level,
                    int64_t *ret);
/** The bound of a row as the outermost value that keeps it: values are whole millionths, so "below 10" is "at most
 * 9.999999". */
int64_t standard_bound(const struct standard_limit *limit);
/** The rule of an item ("" = the edition's own), or NULL. */
const struct standard_rule *standard_rule(const struct standard *s, const char *item, const char *name);
/** Its number in millionths; `otherwise` when there is no such rule. */
int64_t standard_number(const struct standard *s, const char *item, const char *name, int64_t otherwise);
/** The same as a whole number: decimals, counts, days. */
int32_t standard_count(const struct standard *s, const char *item, const char *name, int32_t otherwise);
/** The decimal places that a rule names: 0 to VALUE_SCALE, which it is without one. */
int32_t standard_places(const struct standard *s, const char *item, const char *name);
/** Its text; `otherwise` when there is no such rule. */
const char *standard_text(const struct standard *s, const char *item, const char *name,
                          const char *otherwise);
/** The edition is in force on that day. */
bool standard_is_valid(const struct standard *s, int32_t day);

#endif
