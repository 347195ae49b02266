/* SPDX-License-Identifier: MIT */
/* Ordered monitoring. */
#include "indicators/domain/monitoring.h"

#include "base/str.h"

const char *const monitoring_kind_values[] = {"ENFORCEMENT", "SUPERVISORY", "EMERGENCY",
                                              "SURVEY",      "QUALITY",     NULL};
const char *const monitoring_state_values[] = {"ORDERED", "REPORTED", "CANCELLED", NULL};

/* Offices have no monitoring persons of their own: what they carry out themselves they report themselves. */
static const char *const ordering[] = {"CITY_OFFICE", "DIST_OFFICE", "MONITOR_REVIEW", NULL};
static const char *const reporting[] = {"CITY_OFFICE", "DIST_OFFICE", "MONITOR_INPUT", "MONITOR_REVIEW",
                                        NULL};

static bool has_one(const char *roles, const char *const *wanted)
{
    for (; *wanted; wanted++)
        if (str_has_word(roles, *wanted))
            return true;
    return false;
}

int monitoring_order_check(const struct monitoring_order *o, struct problem *err)
{
    if (!has_one(o->roles, ordering))
        return problem_fail(err, PROBLEM_FORBIDDEN, "monitoring is ordered by an office or a reviewer");
    if (!o->has_object && !o->has_place)
        problem_field(err, "/place", "required", "an object, or a place that is described");
    if (o->has_object && o->has_place)
        problem_field(err, "/place", "not-allowed", "the object says where it is");
    if (o->due_date < o->today)
        problem_field(err, "/due_date", "past", "the day is over");
    return problem_fields_check(err);
}

static int check_runs(const struct monitoring_facts *f, struct problem *err)
{
    if (!str_eq(f->state, "ORDERED"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the task is %s", f->state);
    return 0;
}

int monitoring_report_check(const struct monitoring_facts *f, struct problem *err)
{
    if (!f->is_performer || !has_one(f->roles, reporting))
        return problem_fail(err, PROBLEM_FORBIDDEN, "who carries the task out reports on it");
    return check_runs(f, err);
}

int monitoring_cancel_check(const struct monitoring_facts *f, struct problem *err)
{
    if (!f->is_owner || !has_one(f->roles, ordering))
        return problem_fail(err, PROBLEM_FORBIDDEN, "who ordered the task calls it off");
    return check_runs(f, err);
}
