/* SPDX-License-Identifier: MIT */
/* Payload tables: what api/events/ says, as data. */
#include "issues/domain/issue_codes.h"
#include "issues/events/issue_events.h"

/* One struct holds the members of every emitted payload: nobody decodes them here, the tables state names and bounds.
 * */
struct issue_payload {
    struct field_mask mask;
    const char *issue_id, *code, *transition, *action, *from_state, *to_state, *actor, *reason,
        *closing_level, *feedback_id, *source_level, *category, *severity, *derived_from, *reopened_from,
        *new_issue_id, *new_code, *from_light, *to_light, *escalation_id, *doc_no;
    int32_t closed_on, due_date, on_date, reply_due;
    int64_t level, late_days, late_steps;
    bool extended;
    struct field_list reasons;
};

static const char *const light_reasons[] = {
    "PAST_DUE",      "MILESTONE_LATE", "BEHIND", "FALSE_RECTIFICATION", "RETURNED", "DUE_SOON",
    "REPORT_MISSED", "STEP_LATE",      NULL};
struct light_reason {
    struct field_mask mask;
    const char *value;
};
static const struct field light_reason_fields[] = {
    {"", FIELD_ENUM, 0, offsetof(struct light_reason, value), 0, 0, light_reasons, NULL, 0},
    {0},
};
static const struct field_table light_reason_table = {"LightReason", light_reason_fields,
                                                      sizeof(struct light_reason)};

#define ABOUT                                                                                                \
    FIELD_ROW(issue_payload, issue_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),                                    \
        FIELD_ROW(issue_payload, code, FIELD_TEXT, FIELD_REQUIRED, 1, 64)

static const struct field created_fields[] = {
    ABOUT,
    FIELD_ROW(issue_payload, feedback_id, FIELD_UUID, FIELD_NULLABLE, 0, 0),
    FIELD_CHOICE(issue_payload, source_level, FIELD_REQUIRED, issue_source_level_values),
    FIELD_CHOICE(issue_payload, category, FIELD_REQUIRED, issue_category_values),
    FIELD_CHOICE(issue_payload, severity, FIELD_REQUIRED, issue_severity_values),
    FIELD_CHOICE(issue_payload, closing_level, FIELD_REQUIRED, issue_closing_level_values),
    FIELD_ROW(issue_payload, due_date, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(issue_payload, derived_from, FIELD_UUID, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(issue_payload, reopened_from, FIELD_UUID, FIELD_NULLABLE, 0, 0),
    {0},
};
static const struct field_table created_table = {"IssueCreated", created_fields,
                                                 sizeof(struct issue_payload)};

static const struct field state_changed_fields[] = {
    ABOUT,
    FIELD_ROW(issue_payload, transition, FIELD_TEXT, FIELD_REQUIRED, 1, 8),
    FIELD_ROW(issue_payload, action, FIELD_TEXT, FIELD_REQUIRED, 1, 48),
    FIELD_CHOICE(issue_payload, from_state, FIELD_NULLABLE, issue_state_values),
    FIELD_CHOICE(issue_payload, to_state, FIELD_REQUIRED, issue_state_values),
    FIELD_ROW(issue_payload, actor, FIELD_TEXT, FIELD_REQUIRED, 1, 331),
    FIELD_ROW(issue_payload, reason, FIELD_TEXT, FIELD_NULLABLE, 0, 2000),
    {0},
};
static const struct field_table state_changed_table = {"IssueStateChanged", state_changed_fields,
                                                       sizeof(struct issue_payload)};

static const struct field closed_fields[] = {
    ABOUT,
    FIELD_CHOICE(issue_payload, closing_level, FIELD_REQUIRED, issue_closing_level_values),
    FIELD_ROW(issue_payload, closed_on, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(issue_payload, due_date, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(issue_payload, extended, FIELD_BOOL, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(issue_payload, late_days, FIELD_INT, 0, 0, INT32_MAX),
    FIELD_ROW(issue_payload, late_steps, FIELD_INT, 0, 0, INT32_MAX),
    {0},
};
static const struct field_table closed_table = {"IssueClosed", closed_fields, sizeof(struct issue_payload)};

static const struct field rebound_fields[] = {
    ABOUT,
    FIELD_ROW(issue_payload, new_issue_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(issue_payload, new_code, FIELD_TEXT, FIELD_REQUIRED, 1, 64),
    FIELD_CHOICE(issue_payload, severity, FIELD_REQUIRED, issue_severity_values),
    FIELD_ROW(issue_payload, due_date, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    {0},
};
static const struct field_table rebound_table = {"IssueRebound", rebound_fields,
                                                 sizeof(struct issue_payload)};

static const struct field light_changed_fields[] = {
    ABOUT,
    FIELD_CHOICE(issue_payload, from_light, FIELD_NULLABLE, issue_light_values),
    FIELD_CHOICE(issue_payload, to_light, FIELD_REQUIRED, issue_light_values),
    FIELD_LIST(issue_payload, reasons, FIELD_REQUIRED, 0, 8, &light_reason_table),
    FIELD_ROW(issue_payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
static const struct field_table light_changed_table = {"IssueLightChanged", light_changed_fields,
                                                       sizeof(struct issue_payload)};

static const struct field overdue_fields[] = {
    ABOUT,
    FIELD_ROW(issue_payload, due_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(issue_payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
static const struct field_table overdue_table = {"IssueOverdue", overdue_fields,
                                                 sizeof(struct issue_payload)};

static const struct field escalated_fields[] = {
    ABOUT,
    FIELD_ROW(issue_payload, escalation_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(issue_payload, level, FIELD_INT, FIELD_REQUIRED, 1, 7),
    FIELD_ROW(issue_payload, doc_no, FIELD_TEXT, FIELD_NULLABLE, 1, 120),
    FIELD_ROW(issue_payload, reply_due, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    {0},
};
static const struct field_table escalated_table = {"IssueEscalated", escalated_fields,
                                                   sizeof(struct issue_payload)};

const struct event_type issue_event_types[] = {
    {"issue.created",       1, &created_table},
    {"issue.state_changed",       1, &state_changed_table},
    {"issue.closed", 1, &closed_table},
    {"issue.rebound", 1, &rebound_table},
    {"issue.light_changed",        1, &light_changed_table},
    {"issue.overdue",        1, &overdue_table},
    {"issue.escalated",       1, &escalated_table},
    {0      },
};
