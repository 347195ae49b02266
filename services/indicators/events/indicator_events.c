/* SPDX-License-Identifier: MIT */
/* Builders of the events of the indicators service. */
#include "indicators/events/indicator_events.h"

#include "base/clock.h"
#include "base/date.h"

static void begin(struct ctx *c, struct buf *b, const struct db_result *v, int row)
{
    buf_init(b, &c->arena);
    buf_addf(b, "{\"value_id\":\"%s\"", db_text(v, row, "id"));
    event_add_text(b, "indicator", db_text(v, row, "indicator_code"));
    event_add_text(b, "period_kind", db_text(v, row, "period_kind"));
    event_add_text(b, "period_start", db_text(v, row, "period_start"));
    event_add_text(b, "period", db_text(v, row, "period"));
    event_add_text(b, "standard_version", db_text(v, row, "standard_version"));
    buf_addf(b, ",\"revision\":%lld", (long long)db_int(v, row, "revision"));
    event_add_text(b, "value", db_text(v, row, "value_raw"));
}

static const struct event_type *type_of(const char *name, int version)
{
    const struct event_type *type = indicator_event_types;

    while (type->name && !(str_eq(type->name, name) && type->version == version))
        type++;
    return type;
}

static int finish(struct ctx *c, struct buf *b, const char *name, const struct db_result *v, int row,
                  struct problem *err)
{
    const struct event_subject about = {db_text(v, row, "id"), db_text(v, row, "tenant_id"),
                                        db_text(v, row, "scope")};

    buf_add_char(b, '}');
    return outbox_add(c, type_of(name, 1), &about, b->data, err);
}

static void add_time(struct buf *b, const char *name, int64_t us)
{
    char text[CLOCK_TEXT];

    clock_format(us, text);
    event_add_text(b, name, text);
}

static void add_today(struct ctx *c, struct buf *b)
{
    char text[DATE_TEXT];

    date_format(ctx_today(c), text);
    event_add_text(b, "on_date", text);
}

int indicator_event_frozen(struct ctx *c, const struct db_result *v, struct problem *err)
{
    struct buf b;

    begin(c, &b, v, 0);
    event_add_text(&b, "value_rounded", db_text(v, 0, "value_rounded"));
    event_add_text(&b, "numerator", db_text(v, 0, "numerator"));
    event_add_text(&b, "denominator", db_text(v, 0, "denominator"));
    event_add_text(&b, "validity", db_text(v, 0, "validity"));
    buf_addf(&b, ",\"is_erratum\":%s", db_int(v, 0, "times_frozen") > 1 ? "true" : "false");
    event_add_text(&b, "entered_by", db_text(v, 0, "entered_by"));
    event_add_text(&b, "frozen_by", c->who->actor);
    return finish(c, &b, "indicator.frozen", v, 0, err);
}

static void add_target(struct ctx *c, struct buf *b, const struct alert_facts *alert)
{
    event_add_text(b, "target_id", db_text(alert->target, alert->target_row, "target_id"));
    event_add_text(b, "target_type", db_text(alert->target, alert->target_row, "target_type"));
    event_add_text(b, "limit_value", alert->limit);
    add_today(c, b);
}

int indicator_event_alert(struct ctx *c, const struct alert_facts *alert, struct problem *err)
{
    const struct db_result *v = alert->value;
    int row = alert->value_row;
    struct buf b;

    begin(c, &b, v, row);
    event_add_text(&b, "alert_id", alert->id);
    if (alert->kind == ALERT_MANIPULATED) {
        add_today(c, &b);
        event_add_text(&b, "reason", alert->reason);
        event_add_text(&b, "entered_by", db_text(v, row, "entered_by"));
        event_add_text(&b, "reported_by", c->who->actor);
        return finish(c, &b, "data.manipulated", v, row, err);
    }
    add_target(c, &b, alert);
    if (alert->kind == ALERT_EXCEED)
        return finish(c, &b, "indicator.exceed", v, row, err);
    event_add_text(&b, "red_line_class", db_text(alert->target, alert->target_row, "_red_line_class"));
    return finish(c, &b, "indicator.redline_breach", v, row, err);
}

/* ---- objects */

static void add_level(struct buf *b, const struct db_result *r, int row, const char *column)
{
    if (db_text(r, row, column))
        buf_addf(b, ",\"%s\":%lld", column, (long long)db_int(r, row, column));
}

static const char *object_data(struct ctx *c, const struct db_result *r, int row)
{
    static const char *const texts[] = {"object_id",   "object_kind",  "object_name", "evaluation_kind",
                                        "period_kind", "period_start", "period",      "standard_version"};
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"alert_id\":\"%s\"", db_text(r, row, "id"));
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        event_add_text(&b, texts[i], db_text(r, row, texts[i]));
    buf_addf(&b, ",\"is_heavy_metal\":%s", db_bool(r, row, "is_heavy_metal") ? "true" : "false");
    add_level(&b, r, row, "level");
    add_level(&b, r, row, "level_limit");
    add_today(c, &b);
    buf_addf(&b, ",\"items\":%s}", db_text(r, row, "items"));
    return b.data;
}

static const char *rebound_data(struct ctx *c, const struct db_result *r, int row)
{
    static const char *const texts[] = {"object_id", "object_name", "period_start", "period",
                                        "standard_version"};
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"alert_id\":\"%s\"", db_text(r, row, "id"));
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        event_add_text(&b, texts[i], db_text(r, row, texts[i]));
    add_level(&b, r, row, "level");
    add_today(c, &b);
    buf_add_char(&b, '}');
    return b.data;
}

/* What is told of an alert: a kind of result has an event of its own, or the one of all that exceed. */
static void add_object(struct ctx *c, struct outbox_batch *batch, const struct db_result *r, int row)
{
    const struct event_subject about = {db_text(r, row, "object_id"), db_text(r, row, "tenant_id"),
                                        db_text(r, row, "scope")};

    if (str_eq(db_text(r, row, "evaluation_kind"), "BLACK_ODOUR_ELIMINATION"))
        outbox_batch_add(c, batch, type_of("water_body.rebound", 1), &about, rebound_data(c, r, row));
    else
        outbox_batch_add(c, batch, type_of("indicator.exceed", 2), &about, object_data(c, r, row));
}

int indicator_event_objects(struct ctx *c, const struct db_result *raised, struct problem *err)
{
    struct outbox_batch batch;

    outbox_batch_init(&batch, &c->arena);
    for (int i = 0; i < db_rows(raised); i++)
        add_object(c, &batch, raised, i);
    return outbox_send(c, &batch, err);
}

int indicator_event_observations(struct ctx *c, const struct db_result *objects, const char *source,
                                 const char *reason, struct problem *err)
{
    struct outbox_batch batch;
    struct buf b;

    outbox_batch_init(&batch, &c->arena);
    for (int i = 0; i < db_rows(objects); i++) {
        const struct event_subject about = {db_text(objects, i, "id"), db_text(objects, i, "tenant_id"),
                                            db_text(objects, i, "scope")};
        buf_init(&b, &c->arena);
        buf_addf(&b, "{\"object_id\":\"%s\"", about.aggregate_id);
        event_add_text(&b, "source", source);
        add_time(&b, "first_at", db_time_us(objects, i, "first_at"));
        add_time(&b, "last_at", db_time_us(objects, i, "last_at"));
        buf_addf(&b, ",\"rows\":%lld", (long long)db_int(objects, i, "rows"));
        add_today(c, &b);
        event_add_text(&b, "reason", reason);
        event_add_text(&b, "reported_by", c->who->actor);
        buf_add_char(&b, '}');
        outbox_batch_add(c, &batch, type_of("data.manipulated", 1), &about, b.data);
    }
    return outbox_send(c, &batch, err);
}

int indicator_event_reported(struct ctx *c, const struct db_result *task, struct problem *err)
{
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"task_id\":\"%s\"", db_text(task, 0, "id"));
    event_add_text(&b, "kind", db_text(task, 0, "kind"));
    event_add_text(&b, "object_id", db_text(task, 0, "object_id"));
    event_add_text(&b, "place", db_text(task, 0, "place"));
    event_add_text(&b, "performer_id", db_text(task, 0, "performer_id"));
    event_add_text(&b, "report_sha256", db_text(task, 0, "report_sha256"));
    add_today(c, &b);
    event_add_text(&b, "reported_by", db_text(task, 0, "reported_by"));
    return finish(c, &b, "monitoring.reported", task, 0, err);
}

int indicator_event_transfer(struct ctx *c, const struct db_result *raised, struct problem *err)
{
    static const char *const texts[] = {"object_id", "object_name",    "tenant",
                                        "region",    "transferred_on", "survey_approved_on"};
    const struct event_subject about = {db_text(raised, 0, "object_id"), db_text(raised, 0, "tenant_id"),
                                        db_text(raised, 0, "scope")};
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"alert_id\":\"%s\"", db_text(raised, 0, "id"));
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        event_add_text(&b, texts[i], db_text(raised, 0, texts[i]));
    add_today(c, &b);
    buf_add_char(&b, '}');
    return outbox_add(c, type_of("site.transferred_unsurveyed", 1), &about, b.data, err);
}
