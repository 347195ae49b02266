/* SPDX-License-Identifier: MIT */
/* Raising and ending alerts of objects. */
#include "indicators/engine/object_alerts.h"

#include "base/date.h"
#include "base/uuid.h"
#include "indicators/engine/results.h"
#include "indicators/events/indicator_events.h"
#include "indicators_sql.h"

enum { DAYS = 60 }; /* where the method has no rule */

static void clear(struct object_alerts *a, struct arena *arena)
{
    text_array_init(&a->kept, arena);
    a->exceeding.len = 0;
    buf_add_char(&a->exceeding, '[');
    a->n_kept = a->n_exceeding = 0;
}

void object_alerts_init(struct object_alerts *a, struct arena *arena)
{
    buf_init(&a->exceeding, arena);
    clear(a, arena);
}

/* ---- adding */

static void add_kept(struct batch *b, const struct judged *j)
{
    char start[DATE_TEXT];

    date_format(j->first_day, start);
    text_array_add(&b->alerts.kept,
                   arena_printf(&b->c->arena, "%s/%s/%s", j->subject->object_id, j->kind, start));
    b->alerts.n_kept++;
}

static void add_items(struct buf *out, const struct exceedances *x)
{
    results_name(out, "items");
    buf_add_char(out, '[');
    for (size_t i = 0; i < x->n; i++) {
        const struct exceedance *one = &x->items[i];
        buf_add(out, i ? ",{" : "{");
        results_text(out, "item", one->item);
        results_value(out, "value", one->value);
        results_value(out, "limit", one->limit);
        if (one->multiple != EXCEEDANCE_NO_MULTIPLE)
            results_value(out, "multiple", one->multiple);
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}

static void add_exceeding(struct batch *b, const struct judged *j)
{
    struct buf *out = &b->alerts.exceeding;
    char id[UUID_TEXT];

    uuid7_format(b->c->now_us, id);
    buf_add(out, b->alerts.n_exceeding++ ? ",{" : "{");
    results_text(out, "id", id);
    results_text(out, "object_id", j->subject->object_id);
    results_text(out, "kind", j->kind);
    results_text(out, "period_kind", j->first_day == j->last_day ? "D" : "M");
    results_text(out, "start", db_arg_date(&b->c->arena, j->first_day));
    results_text(out, "standard", j->limits->code);
    if (j->level)
        results_int(out, "level", j->level);
    if (j->level_limit)
        results_int(out, "level_limit", j->level_limit);
    add_items(out, j->items);
    buf_add_char(out, '}');
}

static bool is_news(const struct batch *b, const struct judged *j)
{
    int32_t today = ctx_today(b->c);
    const struct standard *method = edition_on(&b->editions.eval, today);

    return standard_is_valid(j->limits, j->first_day) &&
           exceedance_is_recent(j->last_day, today,
                                method ? standard_count(method, "", "alert_days", DAYS) : DAYS);
}

void object_alerts_add(struct batch *b, const struct judged *j)
{
    if (!j->limits || !j->exceeds)
        add_kept(b, j);
    else if (is_news(b, j))
        add_exceeding(b, j);
}

/* ---- writing */

static int end_kept(struct batch *b, struct problem *err)
{
    struct object_alerts *a = &b->alerts;

    if (a->n_kept == 0)
        return 0;
    return db_send(b->c->db, &sql_object_alerts_end, BIND({"kept", text_array_done(&a->kept)}), err);
}

static int raise_exceeding(struct batch *b, struct problem *err)
{
    struct object_alerts *a = &b->alerts;
    struct db_result *r;

    if (a->n_exceeding == 0)
        return 0;
    buf_add_char(&a->exceeding, ']');
    if (db_run(b->c->db, &sql_object_alerts_raise, BIND({"rows", a->exceeding.data}), &r, err) < 0)
        return -1;
    return indicator_event_objects(b->c, r, err);
}

int object_alerts_flush(struct batch *b, struct problem *err)
{
    if (end_kept(b, err) < 0 || raise_exceeding(b, err) < 0)
        return -1;
    clear(&b->alerts, &b->c->arena);
    return 0;
}
