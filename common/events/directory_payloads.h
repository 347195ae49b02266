/* SPDX-License-Identifier: MIT */
/* Payloads of the directory's events, for the service that emits them and those that listen; the same words as in
 * api/events/. */
#ifndef BIHUAN_EVENTS_DIRECTORY_PAYLOADS_H
#define BIHUAN_EVENTS_DIRECTORY_PAYLOADS_H

#include "json/field.h"

/* org.changed: a tenant came into being, was renamed, recoded, moved or closed; in its subtree one event for all. */
struct org_changed {
    struct field_mask mask;
    const char *tenant_id, *kind, *change, *code, *name, *scope, *old_scope;
    int32_t effective_date;
};

/* calendar.changed: the working days of a year were loaded or changed. */
struct calendar_changed {
    struct field_mask mask;
    int64_t year, days;
    const char *source;
};

extern const struct field_table org_changed_table, calendar_changed_table;

#endif
