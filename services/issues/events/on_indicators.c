/* SPDX-License-Identifier: MIT */
/* Red lines that were broken where an issue is being worked on. */
#include "issues/events/on_indicators.h"

#include "audit/audit.h"
#include "issues_sql.h"
#include <stddef.h>

enum { FIGURE_SCALE = 6 };
#define FIGURE_MAX 999999999999999999

/* clang-format off: one row a line, in columns */
static const struct field redline_breach_fields[] = {
    FIELD_ROW(redline_breach, value_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(redline_breach, alert_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(redline_breach, indicator, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 3, 40),
    FIELD_ROW(redline_breach, period, FIELD_TEXT, FIELD_REQUIRED, 4, 10),
    FIELD_ROW(redline_breach, revision, FIELD_INT, FIELD_REQUIRED, 1, 1000000),
    FIELD_ROW(redline_breach, target_type, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 40),
    FIELD_ROW(redline_breach, red_line_class, FIELD_TEXT, FIELD_NULLABLE | FIELD_PATTERN, 1, 40),
    FIELD_FIXED(redline_breach, value, FIELD_NULLABLE, -FIGURE_MAX, FIGURE_MAX, FIGURE_SCALE),
    FIELD_FIXED(redline_breach, limit_value, FIELD_NULLABLE, -FIGURE_MAX, FIGURE_MAX, FIGURE_SCALE),
    FIELD_ROW(redline_breach, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
/* clang-format on */
const struct field_table redline_breach_table = {"RedlineBreach", redline_breach_fields,
                                                 sizeof(struct redline_breach)};

static const char *text_of(struct ctx *c, const struct redline_breach *b, const char *name)
{
    return field_text(&redline_breach_table, field_find(&redline_breach_table, name), b, &c->arena);
}

int on_redline_breach(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct redline_breach *b = e->data;
    struct db_result *r;

    if (db_send(c->db, &sql_breaches_lock, BIND_NONE, err) < 0 ||
        db_run(c->db, &sql_breach_record,
               BIND({"event_id", e->id}, {"at_tenant_id", e->tenant_id}, {"code", b->indicator},
                    {"value_id", b->value_id}, {"alert_id", b->alert_id}, {"period", b->period},
                    {"revision", text_of(c, b, "revision")}, {"target_type", b->target_type},
                    {"red_line_class", b->red_line_class}, {"value", text_of(c, b, "value")},
                    {"limit_value", text_of(c, b, "limit_value")}, {"on_date", text_of(c, b, "on_date")}),
               &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        const struct audit_object issue = {"issue", db_text(r, i, "issue_id"), db_text(r, i, "tenant_id"),
                                           db_text(r, i, "scope")};
        if (audit_add_for(c, "issue.redline_breach", &issue, e->data_json, err) < 0)
            return -1;
    }
    return 0;
}
