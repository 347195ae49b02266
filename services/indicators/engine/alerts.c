/* SPDX-License-Identifier: MIT */
/* Alerts that follow from a value. */
#include "indicators/engine/alerts.h"

#include "base/uuid.h"
#include "indicators/events/indicator_events.h"
#include "indicators/store/target_rows.h"
#include "indicators_sql.h"

/* The figure that is judged. */
struct figure {
    const struct db_result *values; /* rows with the columns of {state} */
    int row;
    const struct db_result *open; /* alerts on it that are open, of alerts_open; NULL = there are none */
    bool *kept;                   /* of each of them: it still says what holds */
};

static const char *text_of(const struct figure *f, const char *column)
{
    return db_text(f->values, f->row, column);
}

static int end_all(struct ctx *c, const struct db_result *value, struct problem *err)
{
    return db_send(c->db, &sql_alerts_end, BIND({"value_id", db_text(value, 0, "id")}), err);
}

static int raise_alert(struct ctx *c, struct alert_facts *alert, struct problem *err)
{
    const struct db_result *v = alert->value, *t = alert->target;
    int row = alert->value_row;
    char *id = arena_alloc(&c->arena, UUID_TEXT);

    uuid7_format(c->now_us, id);
    alert->id = id;
    if (db_send(c->db, &sql_alert_raise,
                BIND({"alert_id", id}, {"tenant_id", db_text(v, row, "tenant_id")},
                     {"at_scope", db_text(v, row, "scope")}, {"unit_id", db_text(v, row, "unit_id")},
                     {"unit_scope", db_text(v, row, "unit_scope")}, {"kind", alert_kind_values[alert->kind]},
                     {"code", db_text(v, row, "indicator_code")},
                     {"period_kind", db_text(v, row, "period_kind")},
                     {"start", db_text(v, row, "period_start")}, {"value_id", db_text(v, row, "id")},
                     {"value_version", db_text(v, row, "row_version")},
                     {"target_id", t ? db_text(t, alert->target_row, "target_id") : NULL},
                     {"target_version", t ? db_text(t, alert->target_row, "_target_version") : NULL},
                     {"raw", db_text(v, row, "value_raw")}, {"bound", alert->limit}, {"why", alert->reason}),
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

static struct alert_facts alert_against(struct ctx *c, const struct figure *f,
                                        const struct db_result *targets, int row)
{
    const struct target_row t = target_read(targets, row);
    const struct value_figure figure =
        figure_read(f->values, f->row, "value_raw", "numerator", "denominator");
    const struct period p = {period_kind_of(text_of(f, "period_kind")),
                             db_date(f->values, f->row, "period_start")};
    const struct target_facts facts = {
        .has_value = str_eq(text_of(f, "validity"), "VALID"),
        .value = value_ratio(&t.measure, &figure),
        .standard = text_of(f, "standard_version"),
        .is_open = period_is_open(&p, ctx_today(c)),
        .today = ctx_today(c),
        .completed_on = DATE_NONE,
        .previous = t.previous,
        .n_previous = t.n_previous,
    };
    const struct target_verdict verdict = target_status(&t.target, &facts);
    bool is_part = p.kind != PERIOD_YEAR && str_has_word(t.measure.periods, "Y");

    return (struct alert_facts){.kind = is_part ? ALERT_NONE : alert_of(&t.target, &verdict),
                                .value = f->values,
                                .value_row = f->row,
                                .target = targets,
                                .target_row = row,
                                .limit = limit_of(targets, row, t.target.type)};
}

static bool is_same_text(const char *a, const char *b)
{
    return str_eq(a ? a : "", b ? b : "");
}

/* An open alert says what this one would: of the same kind, against the same target of the same type and figure. */
static bool is_said(const struct figure *f, const struct alert_facts *alert)
{
    const struct db_result *t = alert->target, *open = f->open;

    for (int i = 0; open && i < db_rows(open); i++) {
        if (is_same_text(db_text(open, i, "target_id"), db_text(t, alert->target_row, "target_id")) &&
            str_eq(db_text(open, i, "target_type"), db_text(t, alert->target_row, "target_type")) &&
            str_eq(db_text(open, i, "kind"), alert_kind_values[alert->kind]) &&
            is_same_text(db_text(open, i, "limit_value"), alert->limit))
            return f->kept[i] = true;
    }
    return false;
}

static int end_unsaid(struct ctx *c, const struct figure *f, struct problem *err)
{
    for (int i = 0; f->open && i < db_rows(f->open); i++)
        if (!f->kept[i] &&
            db_send(c->db, &sql_alert_end, BIND({"alert_id", db_text(f->open, i, "id")}), err) < 0)
            return -1;
    return 0;
}

/* A finished year whose quality is worse than that of the frozen one before breaks the bottom line, whatever its
 * targets are. */
static int judge_quality(struct ctx *c, const struct figure *f, struct problem *err)
{
    struct db_result *before;

    if (db_run(c->db, &sql_value_year_before,
               BIND({"tenant_id", text_of(f, "tenant_id")}, {"code", text_of(f, "indicator_code")},
                    {"kind", text_of(f, "period_kind")}, {"start", text_of(f, "period_start")},
                    {"version", text_of(f, "standard_version")}),
               &before, err) < 0)
        return -1;
    if (db_rows(before) == 0)
        return 0;
    const struct value_measure m = measure_read(before, 0);
    const struct value_figure now = figure_read(f->values, f->row, "value_raw", "numerator", "denominator"),
                              then = figure_read(before, 0, "before_raw", "before_top", "before_bottom");
    const struct ratio is = value_ratio(&m, &now), was = value_ratio(&m, &then);
    struct alert_facts alert = {.kind = ALERT_RED_LINE,
                                .value = f->values,
                                .value_row = f->row,
                                .target = before,
                                .limit = db_text(before, 0, "before_raw")};
    enum target_direction direction =
        (enum target_direction)code_find(target_direction_codes, db_text(before, 0, "_direction"));
    if (!red_line_deteriorates(direction, &is, &was) || is_said(f, &alert))
        return 0;
    return raise_alert(c, &alert, err);
}

/* Compares the figure with the targets of its tenant: raises what is not said yet, ends what no longer holds. */
static int judge(struct ctx *c, const struct figure *f, struct problem *err)
{
    const struct period p = {PERIOD_YEAR, db_date(f->values, f->row, "period_start")};
    struct db_result *targets;

    if (db_run(c->db, &sql_value_targets,
               BIND({"tenant_id", text_of(f, "tenant_id")}, {"code", text_of(f, "indicator_code")},
                    {"kind", text_of(f, "period_kind")}, {"start", text_of(f, "period_start")},
                    {"version", text_of(f, "standard_version")},
                    {"year", db_arg_int(&c->arena, period_year(&p))}, {"page_as_of", NULL}),
               &targets, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(targets); i++) {
        struct alert_facts alert = alert_against(c, f, targets, i);
        if (alert.kind != ALERT_NONE && !is_said(f, &alert) && raise_alert(c, &alert, err) < 0)
            return -1;
    }
    return judge_quality(c, f, err) < 0 ? -1 : end_unsaid(c, f, err);
}

static int set_range(struct ctx *c, const struct tenancy *range, struct problem *err)
{
    return db_send(c->db, &sql_alerts_range, BIND({"range_lo", range->lo}, {"range_hi", range->hi}), err);
}

/* A department enters figures of its region and sees none that another one answers for. */
static bool is_of_region(const struct ctx *c, const struct db_result *r)
{
    return !scope_is_within(db_text(r, 0, "scope"), c->who->tenant.scope);
}

/* Figures are judged as their tenant sees them, whoever brought one in. Until the unit ends, what others are held
 * against (a target, a frozen figure) changes alone for the indicator and tenant; any number of other figures come at a
 * time. So neither passes the other unseen. */
static int begin(struct ctx *c, const struct db_result *r, bool alone, struct problem *err)
{
    struct tenancy region = {0};

    tenancy_set_scope(&region, db_text(r, 0, "scope"));
    if (is_of_region(c, r) && set_range(c, &region, err) < 0)
        return -1;
    return db_send(c->db, alone ? &sql_alerts_lock : &sql_alerts_share,
                   BIND({"tenant_id", db_text(r, 0, "tenant_id")}, {"code", db_text(r, 0, "indicator_code")}),
                   err);
}

/* The rest of the unit is the caller's again. */
static int finish(struct ctx *c, const struct db_result *r, struct problem *err)
{
    return is_of_region(c, r) ? set_range(c, &c->who->tenant, err) : 0;
}

static bool is_looked_back_at(const struct db_result *value)
{
    return db_int(value, 0, "times_frozen") > 0;
}

int alerts_check(struct ctx *c, const struct db_result *value, struct problem *err)
{
    if (begin(c, value, is_looked_back_at(value), err) < 0 || end_all(c, value, err) < 0 ||
        judge(c, &(struct figure){.values = value}, err) < 0)
        return -1;
    return finish(c, value, err);
}

int alerts_end(struct ctx *c, const struct db_result *value, struct problem *err)
{
    if (begin(c, value, is_looked_back_at(value), err) < 0 || end_all(c, value, err) < 0)
        return -1;
    return finish(c, value, err);
}

static int judge_again(struct ctx *c, const struct db_result *values, struct problem *err)
{
    for (int i = 0; i < db_rows(values); i++) {
        struct figure f = {.values = values, .row = i};
        struct db_result *open;
        if (db_run(c->db, &sql_alerts_open, BIND({"value_id", text_of(&f, "id")}), &open, err) < 0)
            return -1;
        f.open = open;
        f.kept = arena_array(&c->arena, (size_t)db_rows(open), sizeof *f.kept);
        if (judge(c, &f, err) < 0)
            return -1;
    }
    return 0;
}

int alerts_check_target(struct ctx *c, const struct db_result *target, struct problem *err)
{
    struct db_result *values;

    if (begin(c, target, true, err) < 0 ||
        db_run(c->db, &sql_values_of_target, BIND({"target_id", db_text(target, 0, "id")}), &values, err) <
            0 ||
        judge_again(c, values, err) < 0)
        return -1;
    return finish(c, target, err);
}

int alerts_check_later(struct ctx *c, const struct db_result *value, struct problem *err)
{
    struct db_result *values;

    if (!is_looked_back_at(value))
        return 0;
    if (begin(c, value, true, err) < 0 ||
        db_run(c->db, &sql_values_after,
               BIND({"tenant_id", db_text(value, 0, "tenant_id")},
                    {"code", db_text(value, 0, "indicator_code")}, {"kind", db_text(value, 0, "period_kind")},
                    {"start", db_text(value, 0, "period_start")},
                    {"version", db_text(value, 0, "standard_version")}),
               &values, err) < 0 ||
        judge_again(c, values, err) < 0)
        return -1;
    return finish(c, value, err);
}

int alert_manipulated(struct ctx *c, const struct db_result *value, const char *reason, struct problem *err)
{
    return raise_alert(c, &(struct alert_facts){.kind = ALERT_MANIPULATED, .value = value, .reason = reason},
                       err);
}
