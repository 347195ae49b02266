/* SPDX-License-Identifier: MIT */
/* Effects of the indicators' events on issues. */
#ifndef BIHUAN_ISSUES_EVENTS_ON_INDICATORS_H
#define BIHUAN_ISSUES_EVENTS_ON_INDICATORS_H

#include "events/event.h"

/* A value broke a red line. */
struct redline_breach {
    struct field_mask mask;
    const char *value_id, *alert_id, *indicator, *period, *target_type, *red_line_class;
    int64_t revision;
    int64_t value, limit_value; /* millionths */
    int32_t on_date;
};
extern const struct field_table redline_breach_table;

/** The breach is kept at every open issue that is about the indicator and whose tenant's area it lies in. */
int on_redline_breach(struct ctx *c, const struct event *e, struct problem *err) MUST_CHECK;

#endif
