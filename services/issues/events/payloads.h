/* SPDX-License-Identifier: MIT */
/* Payload tables of events that are emitted and consumed here; the same words as in api/events/. */
#ifndef BIHUAN_ISSUES_EVENTS_PAYLOADS_H
#define BIHUAN_ISSUES_EVENTS_PAYLOADS_H

#include "json/field.h"

/* One struct holds the members of every emitted payload: nobody decodes them here, the tables state names and bounds. */
struct issue_payload {
    struct field_mask mask;
    const char *issue_id, *code, *transition, *action, *from_state, *to_state, *actor, *reason,
        *closing_level, *feedback_id, *source_level, *category, *severity, *derived_from, *reopened_from,
        *new_issue_id, *new_code, *from_light, *to_light, *escalation_id, *doc_no;
    int32_t closed_on, due_date, on_date, reply_due;
    int64_t level;
    bool extended;
    struct field_list reasons;
};

/* directory: a tenant came into being, was renamed, recoded, moved or closed; in its subtree one event for all. */
struct org_changed {
    struct field_mask mask;
    const char *tenant_id, *kind, *change, *code, *name, *scope, *old_scope;
    int32_t effective_date;
};
/* directory: the working days of a year were loaded or changed. */
struct calendar_changed {
    struct field_mask mask;
    int64_t year, days;
    const char *source;
};

extern const struct field_table org_changed_table, calendar_changed_table;

#endif
