/* SPDX-License-Identifier: MIT */
/* Alerts that follow from a value. */
#include "indicators/engine/alerts.h"

#include "base/uuid.h"
#include "indicators/events/indicator_events.h"
#include "indicators/store/target_rows.h"
#include "indicators_sql.h"

int alerts_end(struct ctx *c, const struct db_result *value, struct problem *err)
{
    return db_send(c->db, &sql_alerts_end, BIND({"value_id", db_text(value, 0, "id")}), err);
}

static int raise_alert(struct ctx *c, struct alert_facts *alert, struct problem *err)
{
    const struct db_result *v = alert->value, *t = alert->target;
    char *id = arena_alloc(&c->arena, UUID_TEXT);

    uuid7_format(c->now_us, id);
    alert->id = id;
    if (db_send(c->db, &sql_alert_raise,
                BIND({"alert_id", id}, {"tenant_id", db_text(v, 0, "tenant_id")},
                     {"at_scope", db_text(v, 0, "scope")}, {"unit_id", db_text(v, 0, "unit_id")},
                     {"unit_scope", db_text(v, 0, "unit_scope")}, {"kind", alert_kind_values[alert->kind]},
                     {"code", db_text(v, 0, "indicator_code")}, {"period_kind", db_text(v, 0, "period_kind")},
                     {"start", db_text(v, 0, "period_start")}, {"value_id", db_text(v, 0, "id")},
                     {"value_version", db_text(v, 0, "row_version")},
                     {"target_id", t ? db_text(t, alert->target_row, "target_id") : NULL},
                     {"target_version", t ? db_text(t, alert->target_row, "_target_version") : NULL},
                     {"raw", db_text(v, 0, "value_raw")}, {"bound", alert->limit}, {"why", alert->reason}),
                err) < 0)
        return -1;
    return indicator_event_alert(c, alert, err);
}

/* What the figure was held against: the target's, the base year's, or the last frozen one. */
static const char *limit_of(const struct db_result *targets, int row, enum target_type type)
{
    switch (type) {
    case TARGET_TYPE_BASELINE_GE:
    case TARGET_TYPE_BASELINE_LE:
        return db_text(targets, row, "base_value");
    case TARGET_TYPE_MONOTONE:
    case TARGET_TYPE_TREND_IMPROVE:
        return db_text(targets, row, "_previous_raw");
    case TARGET_TYPE_COUNT_ZERO:
        return "0";
    default:
        return db_text(targets, row, "target_value");
    }
}

static int check_target(struct ctx *c, const struct db_result *value, const struct db_result *targets,
                        int row, struct problem *err)
{
    const struct target_row t = target_read(targets, row);
    const struct value_figure figure = figure_read(value, 0, "value_raw", "numerator", "denominator");
    const struct period p = {period_kind_of(db_text(value, 0, "period_kind")),
                             db_date(value, 0, "period_start")};
    const struct target_facts facts = {
        .has_value = str_eq(db_text(value, 0, "validity"), "VALID"),
        .value = value_ratio(&t.measure, &figure),
        .standard = db_text(value, 0, "standard_version"),
        .is_open = period_is_open(&p, ctx_today(c)),
        .today = ctx_today(c),
        .completed_on = DATE_NONE,
        .previous = t.previous,
        .n_previous = t.n_previous,
    };
    const struct target_verdict verdict = target_status(&t.target, &facts);
    struct alert_facts alert = {.kind = alert_of(&t.target, &verdict),
                                .value = value,
                                .target = targets,
                                .target_row = row,
                                .limit = limit_of(targets, row, t.target.type)};

    if (p.kind != PERIOD_YEAR && str_has_word(t.measure.periods, "Y"))
        return 0;
    return alert.kind == ALERT_NONE ? 0 : raise_alert(c, &alert, err);
}

int alerts_check(struct ctx *c, const struct db_result *value, struct problem *err)
{
    const struct period p = {PERIOD_YEAR, db_date(value, 0, "period_start")};
    struct db_result *targets;

    if (alerts_end(c, value, err) < 0 ||
        db_run(c->db, &sql_value_targets,
               BIND({"tenant_id", db_text(value, 0, "tenant_id")},
                    {"code", db_text(value, 0, "indicator_code")}, {"kind", db_text(value, 0, "period_kind")},
                    {"start", db_text(value, 0, "period_start")},
                    {"version", db_text(value, 0, "standard_version")},
                    {"year", db_arg_int(&c->arena, period_year(&p))}, {"page_as_of", NULL}),
               &targets, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(targets); i++)
        if (check_target(c, value, targets, i, err) < 0)
            return -1;
    return 0;
}

int alert_manipulated(struct ctx *c, const struct db_result *value, const char *reason, struct problem *err)
{
    return raise_alert(c, &(struct alert_facts){.kind = ALERT_MANIPULATED, .value = value, .reason = reason},
                       err);
}
