/* SPDX-License-Identifier: MIT */
/* Entered figures. */
#include "indicators/domain/value_entry.h"

#include "base/decimal.h"
#include "base/str.h"

#define VALUE_LARGEST 999999999999999999 /* a column's eighteen digits */

/* The year's total of as many periods still fits a column. */
static int64_t largest(const struct value_entry *e)
{
    return VALUE_LARGEST / period_count(e->period.kind, period_year(&e->period));
}

const char *const value_validity_values[VALUE_VALIDITIES + 1] = {"VALID", "INSUFFICIENT", "NOT_APPLICABLE",
                                                                 NULL};

static bool is_percent(const struct value_measure *m)
{
    return str_eq(m->unit, "%");
}

/* Ratios of parts: everything that is told in %, and what the catalogue calls a ratio in another unit. */
static bool has_parts_by_kind(const struct value_measure *m)
{
    return is_percent(m) || str_eq(m->formula_kind, "RATIO");
}

/* Means and percentiles of concentrations are rounded before they are compared (HJ 663). */
static bool compares_rounded(const struct value_measure *m)
{
    return str_has_word("AIR_MEAN AIR_PERCENTILE", m->formula_kind);
}

static void check_plain(const struct value_entry *e, struct problem *err)
{
    int64_t value = e->figure.value;

    if (value < 0)
        problem_field(err, "/value", "range", "it cannot be negative");
    if (is_percent(&e->measure) && value > RATIO_PERCENT * (int64_t)VALUE_ONE)
        problem_field(err, "/value", "range", "a percentage is at most 100");
    if (str_eq(e->measure.formula_kind, "COUNT") && value % VALUE_ONE != 0)
        problem_field(err, "/value", "whole", "a count is a whole number");
    if (value > largest(e))
        problem_field(err, "/value", "range", "the total of a year of such values is too large");
}

static void check_parts(const struct value_entry *e, struct problem *err)
{
    const struct value_figure *f = &e->figure;
    int64_t value;

    if (!has_parts_by_kind(&e->measure))
        problem_field(err, "/numerator", "not-allowed", "the indicator is no ratio");
    if (f->numerator < 0)
        problem_field(err, "/numerator", "range", "it cannot be negative");
    if (f->denominator < 0)
        problem_field(err, "/denominator", "range", "it cannot be negative");
    if (f->numerator > largest(e))
        problem_field(err, "/numerator", "range", "the total of a year of such values is too large");
    if (f->denominator > largest(e))
        problem_field(err, "/denominator", "range", "the total of a year of such values is too large");
    if (is_percent(&e->measure) && f->numerator > f->denominator)
        problem_field(err, "/numerator", "range", "a part is no more than its whole");
    else if (f->denominator > 0 && (!value_raw(&e->measure, f, &value) || value > VALUE_LARGEST))
        problem_field(err, "/numerator", "range", "the ratio is too large");
}

static void check_figure(const struct value_entry *e, struct problem *err)
{
    const struct value_figure *f = &e->figure;

    if (!f->has_value && !f->has_parts)
        problem_field(err, "/value", "required", "a value, or numerator and denominator");
    if (f->has_value && f->has_parts)
        problem_field(err, "/value", "not-allowed", "it follows from numerator and denominator");
    if (f->has_value)
        check_plain(e, err);
    if (f->has_parts)
        check_parts(e, err);
}

static void check_period(const struct value_entry *e, struct problem *err)
{
    if (!str_has_word(e->measure.periods, period_kind_values[e->period.kind]))
        problem_field(err, "/period", "kind", "the indicator is told by %s", e->measure.periods);
    if (e->period.start > e->today)
        problem_field(err, "/period", "future", "the period has not begun");
}

int value_entry_check(const struct value_entry *e, struct problem *err)
{
    check_figure(e, err);
    check_period(e, err);
    if (e->unit && !str_eq(e->unit, e->measure.unit ? e->measure.unit : ""))
        problem_field(err, "/unit", "unit", "the indicator is in %s",
                      e->measure.unit ? e->measure.unit : "no unit");
    if (e->version && !e->version_family)
        problem_field(err, "/standard_version", "unknown-reference", "no edition %s of a standard",
                      e->version);
    else if (e->version && !str_eq(e->version_family, e->measure.family))
        problem_field(err, "/standard_version", "family", "the indicator is computed by %s",
                      e->measure.family ? e->measure.family : "no standard");
    return problem_fields_check(err);
}

static struct ratio exact(const struct value_measure *m, const struct value_figure *f)
{
    if (f->has_parts)
        return is_percent(m) ? ratio_of_parts(f->numerator, f->denominator)
                             : ratio_intensity(f->numerator, f->denominator);
    if (!f->has_value)
        return (struct ratio){0, 0, is_percent(m) ? RATIO_PERCENT : 1};
    return is_percent(m) ? ratio_of_parts(f->value, RATIO_PERCENT * (int64_t)VALUE_ONE)
                         : ratio_of_value(f->value);
}

struct ratio value_ratio(const struct value_measure *m, const struct value_figure *f)
{
    struct value_figure rounded = {.has_value = true};

    if (compares_rounded(m) && value_shown(m, f, &rounded.value))
        return exact(m, &rounded);
    return exact(m, f);
}

bool value_raw(const struct value_measure *m, const struct value_figure *f, int64_t *ret)
{
    struct ratio r = exact(m, f);

    return ratio_round(&r, VALUE_SCALE, ret);
}

bool value_shown(const struct value_measure *m, const struct value_figure *f, int64_t *ret)
{
    struct ratio r = exact(m, f);

    return ratio_round(&r, m->decimals, ret);
}
