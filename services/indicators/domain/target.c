/* SPDX-License-Identifier: MIT */
/* Targets and red lines. */
#include "indicators/domain/target.h"

#include "base/date.h"
#include "base/str.h"

/* What a value may fall short by. */
static int64_t tolerance_of(const struct target *t)
{
    bool tolerant = t->qualifier == TARGET_QUALIFIER_ABOUT || t->qualifier == TARGET_QUALIFIER_BASICALLY;

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
    return is_at_least(v, t->value - tolerance_of(t)) &&
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

static bool is_baseline(const struct target *t)
{
    return t->type == TARGET_TYPE_BASELINE_GE || t->type == TARGET_TYPE_BASELINE_LE;
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
    struct target_verdict v = {.is_aspirational = t->qualifier == TARGET_QUALIFIER_STRIVE};

    if (t->type == TARGET_TYPE_UNSET || (is_baseline(t) && !t->has_base))
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

static bool fits(const struct target *t)
{
    bool at_least = t->type == TARGET_TYPE_GE || t->type == TARGET_TYPE_BASELINE_GE;
    bool at_most = t->type == TARGET_TYPE_LE || t->type == TARGET_TYPE_BASELINE_LE;
    bool whole = t->type == TARGET_TYPE_GE || t->type == TARGET_TYPE_EQ || t->type == TARGET_TYPE_COMPLETE_BY;

    switch (t->qualifier) {
    case TARGET_QUALIFIER_AT_LEAST:
        return at_least;
    case TARGET_QUALIFIER_AT_MOST:
        return at_most;
    case TARGET_QUALIFIER_FULLY:
        return whole && t->value == RATIO_PERCENT * (int64_t)VALUE_ONE;
    case TARGET_QUALIFIER_MONOTONE:
        return t->type == TARGET_TYPE_MONOTONE;
    default:
        return true;
    }
}

int target_check(const struct target *t, struct problem *err)
{
    bool tolerant = t->qualifier == TARGET_QUALIFIER_ABOUT || t->qualifier == TARGET_QUALIFIER_BASICALLY;

    if (t->type != TARGET_TYPE_UNSET && !fits(t))
        problem_field(err, "/qualifier", "mismatch", "%s does not go with %s",
                      target_qualifier_codes[t->qualifier].code, target_type_codes[t->type].code);
    if (t->tolerance < 0)
        problem_field(err, "/tolerance", "range", "must not be negative");
    else if (t->tolerance > 0 && (!tolerant || t->is_red_line || needs_previous(t)))
        problem_field(err, "/tolerance", "not-allowed", "this target has none");
    if (t->type == TARGET_TYPE_COMPLETE_BY && t->complete_by == DATE_NONE)
        problem_field(err, "/complete_by", "required", "the day by which it is complete");
    if (t->type != TARGET_TYPE_COMPLETE_BY && t->complete_by != DATE_NONE)
        problem_field(err, "/complete_by", "not-allowed", "goes with COMPLETE_BY only");
    if (t->type == TARGET_TYPE_TREND_IMPROVE && t->direction == TARGET_DIRECTION_NONE)
        problem_field(err, "/direction", "required", "a trend needs to know what is better");
    return problem_fields_check(err);
}
