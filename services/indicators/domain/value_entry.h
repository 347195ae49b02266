/* SPDX-License-Identifier: MIT */
/* What an entered figure of an indicator may be (指标值填报, domain C.1, C.7), and what it comes to. Pure.
 * The figure is given plainly, or for a ratio as numerator and denominator; both are kept, and compared unrounded. */
#ifndef BIHUAN_INDICATORS_DOMAIN_VALUE_ENTRY_H
#define BIHUAN_INDICATORS_DOMAIN_VALUE_ENTRY_H

#include "indicators/domain/period.h"
#include "indicators/domain/ratio.h"
#include "problem/problem.h"

enum value_validity { VALUE_VALID, VALUE_INSUFFICIENT, VALUE_NOT_APPLICABLE, VALUE_VALIDITIES };
/* "VALID" 有效, "INSUFFICIENT" 数据不足, "NOT_APPLICABLE" 不适用 (denominator 0); ends with NULL. */
extern const char *const value_validity_values[VALUE_VALIDITIES + 1];

/* What the catalogue says of the indicator. */
struct value_measure {
    const char *unit;         /* NULL = none */
    const char *formula_kind; /* "AIR_MEAN", "RATIO", "COUNT" ... */
    const char *periods;      /* words: Y Q M D */
    const char *family;       /* the standard it is computed by; NULL = none */
    int32_t decimals;         /* shown */
};

/* A figure; an invalid one may be missing. */
struct value_figure {
    bool has_value, has_parts;
    int64_t value, numerator, denominator; /* millionths */
};

struct value_entry {
    struct value_measure measure;
    struct value_figure figure;
    struct period period;
    int32_t today;
    const char *unit;           /* as declared; NULL = not said */
    const char *version;        /* the edition it was computed by; NULL = none named */
    const char *version_family; /* of that edition; NULL = there is no such edition */
};

/** VALIDATION with an entry for everything that is wrong: no figure or both kinds, a negative one, a percentage beyond
 *  100, a part beyond its whole, parts of what is no ratio, a broken count, another unit, a period that is not the
 *  indicator's or lies in the future, an edition of another standard. */
int value_entry_check(const struct value_entry *e, struct problem *err) MUST_CHECK;

/** The figure as the rules of targets take it: in % where the unit is, and rounded first where the standard compares
 *  rounded figures (concentrations, HJ 663). Not applicable when there is none. */
struct ratio value_ratio(const struct value_measure *m, const struct value_figure *f);
/** Its plain value to six places, half-even; false when there is none. */
bool value_raw(const struct value_measure *m, const struct value_figure *f, int64_t *ret);
/** As it is shown: half-even to the indicator's decimals; false when there is none. */
bool value_shown(const struct value_measure *m, const struct value_figure *f, int64_t *ret);

#endif
