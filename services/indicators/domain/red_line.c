/* SPDX-License-Identifier: MIT */
/* Red lines and alerts. */
#include "indicators/domain/red_line.h"

#include "base/str.h"

const char *const alert_kind_values[ALERT_KINDS] = {"NONE", "RED_LINE", "EXCEED", "MANIPULATED"};

bool red_line_is(const char *red_line_class, enum target_type type)
{
    return !str_empty(red_line_class) || type == TARGET_TYPE_MONOTONE;
}

static bool is_upper_limit(enum target_type type)
{
    return type == TARGET_TYPE_LE || type == TARGET_TYPE_BASELINE_LE || type == TARGET_TYPE_COUNT_ZERO;
}

enum alert_kind alert_of(const struct target *t, const struct target_verdict *v)
{
    if (v->is_breach)
        return ALERT_RED_LINE;
    return v->status == TARGET_STATUS_NOT_ATTAINED && is_upper_limit(t->type) ? ALERT_EXCEED : ALERT_NONE;
}

bool red_line_deteriorates(enum target_direction direction, const struct ratio *now,
                           const struct ratio *before)
{
    int order;

    if (!ratio_is_applicable(now) || !ratio_is_applicable(before))
        return false;
    order = ratio_compare_ratios(now, before);
    return direction == TARGET_DIRECTION_HIGHER ? order < 0
                                                : direction == TARGET_DIRECTION_LOWER && order > 0;
}
