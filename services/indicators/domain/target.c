/* SPDX-License-Identifier: MIT */
/* Targets and red lines. */
#include "indicators/domain/target.h"

#include "base/date.h"
#include "base/str.h"

/* What a value may fall short by. */
static int64_t tolerance_of(const struct target *t)
{
    bool tolerant = str_has_word(t->qualifiers, "ABOUT") || str_has_word(t->qualifiers, "BASICALLY");

    return tolerant && !t->is_red_line ? t->tolerance : 0;
}

static bool is_at_least(const struct ratio *v, int64_t limit)
{
    return ratio_compare(v, limit) >= 0;
}

static bool is_at_most(const struct ratio *v, int64_t limit)
{
    return ratio_compare(v, limit) <= 0;
}

/* COMPLETE_BY: complete, and not known to have been completed late. */
static bool is_complete(const struct target *t, const struct target_facts *f, const struct ratio *v)
{
    int64_t whole = t->has_value ? t->value : RATIO_PERCENT * (int64_t)VALUE_ONE;

    return is_at_least(v, whole - tolerance_of(t)) &&
           (f->completed_on == DATE_NONE || f->completed_on <= t->complete_by);
}

/* `a` is better than `b`: above zero; as good: 0. Without a direction nothing is better. */
static int better(const struct target *t, const struct ratio *a, const struct ratio *b)
{
    int order = ratio_compare_ratios(a, b);

    if (t->direction == TARGET_DIRECTION_NONE)
        return 0;
    return t->direction == TARGET_DIRECTION_HIGHER ? order : -order;
}

/* Better than the period before, and not worse than the one before that: recovering from a dip is no improvement. */
static bool is_improving(const struct target *t, const struct target_facts *f, const struct ratio *v)
{
    bool has_second = f->n_previous > 1 && ratio_is_applicable(&f->previous[1]);

    return better(t, v, &f->previous[0]) > 0 && (!has_second || better(t, v, &f->previous[1]) >= 0);
}

static bool is_kept(const struct target *t, const struct target_facts *f, const struct ratio *v)
{
    int64_t tolerance = tolerance_of(t);

    switch (t->type) {
    case TARGET_TYPE_GE:
        return is_at_least(v, t->value - tolerance);
    case TARGET_TYPE_LE:
        return is_at_most(v, t->value + tolerance);
    case TARGET_TYPE_EQ:
        return is_at_least(v, t->value - tolerance) && is_at_most(v, t->value + tolerance);
    case TARGET_TYPE_COUNT_ZERO:
        return is_at_most(v, tolerance);
    case TARGET_TYPE_COMPLETE_BY:
        return is_complete(t, f, v);
    case TARGET_TYPE_BASELINE_GE:
        return is_at_least(v, t->base_value - tolerance);
    case TARGET_TYPE_BASELINE_LE:
        return is_at_most(v, t->base_value + tolerance);
    case TARGET_TYPE_MONOTONE:
        return ratio_compare_ratios(v, &f->previous[0]) >= 0;
    case TARGET_TYPE_TREND_IMPROVE:
        return is_improving(t, f, v);
    default:
        return false;
    }
}

/* The figures that its type needs are known. */
static bool is_set(const struct target *t)
{
    switch (t->type) {
    case TARGET_TYPE_GE:
    case TARGET_TYPE_LE:
    case TARGET_TYPE_EQ:
        return t->has_value;
    case TARGET_TYPE_BASELINE_GE:
    case TARGET_TYPE_BASELINE_LE:
        return t->has_base;
    case TARGET_TYPE_COMPLETE_BY:
        return t->complete_by != DATE_NONE;
    default:
        return t->type != TARGET_TYPE_UNSET;
    }
}

static bool needs_previous(const struct target *t)
{
    return t->type == TARGET_TYPE_MONOTONE || t->type == TARGET_TYPE_TREND_IMPROVE;
}

bool target_is_comparable(const struct target *t, const char *standard)
{
    return str_eq(t->standard ? t->standard : "", standard ? standard : "");
}

static bool is_known(const struct target *t, const struct target_facts *f)
{
    if (!f->has_value || !ratio_is_applicable(&f->value))
        return false;
    return !needs_previous(t) || (f->n_previous > 0 && ratio_is_applicable(&f->previous[0]));
}

/* The date of COMPLETE_BY has not passed. */
static bool has_time_left(const struct target *t, const struct target_facts *f)
{
    return t->type == TARGET_TYPE_COMPLETE_BY && f->today <= t->complete_by && f->completed_on == DATE_NONE;
}

static enum target_status compare(const struct target *t, const struct target_facts *f)
{
    bool kept = is_kept(t, f, &f->value);
    bool projected = f->has_projection && ratio_is_applicable(&f->projection);

    if (t->is_red_line || !(f->is_open || has_time_left(t, f)))
        return kept ? TARGET_STATUS_ATTAINED : TARGET_STATUS_NOT_ATTAINED;
    if (kept)
        return projected && !is_kept(t, f, &f->projection) ? TARGET_STATUS_AT_RISK : TARGET_STATUS_ATTAINED;
    if (has_time_left(t, f) || (projected && is_kept(t, f, &f->projection)))
        return TARGET_STATUS_AT_RISK;
    return TARGET_STATUS_NOT_ATTAINED;
}

struct target_verdict target_status(const struct target *t, const struct target_facts *f)
{
    struct target_verdict v = {.is_aspirational = str_has_word(t->qualifiers, "STRIVE")};

    if (!is_set(t))
        v.status = TARGET_STATUS_UNSET;
    else if (!is_known(t, f))
        v.status = TARGET_STATUS_NO_DATA;
    else if (!target_is_comparable(t, f->standard))
        v.status = TARGET_STATUS_NOT_COMPARABLE;
    else
        v.status = compare(t, f);
    v.is_breach = t->is_red_line && v.status == TARGET_STATUS_NOT_ATTAINED;
    return v;
}

int32_t target_holds_until(const struct target *t, const struct target_facts *f, int32_t period_last)
{
    int32_t until = f->is_open ? period_last : DATE_NONE;

    if (has_time_left(t, f) && (until == DATE_NONE || t->complete_by < until))
        until = t->complete_by;
    return until;
}
