/* SPDX-License-Identifier: MIT */
/* Sorting what was touched into subjects and days, and the order in which results are computed. */
#include "indicators/engine/batch.h"

#include "indicators/engine/air.h"
#include "indicators/engine/discharge.h"
#include "indicators/engine/object_alerts.h"
#include "indicators/engine/results.h"
#include "indicators/engine/water.h"
#include "indicators_sql.h"
#include <string.h>

void text_array_init(struct text_array *t, struct arena *a)
{
    buf_init(&t->text, a);
    buf_add_char(&t->text, '{');
}

void text_array_add(struct text_array *t, const char *word)
{
    if (t->text.len > 1)
        buf_add_char(&t->text, ',');
    buf_add(&t->text, word);
}

const char *text_array_done(struct text_array *t)
{
    buf_add_char(&t->text, '}');
    return t->text.data;
}

static const char *id_of(const struct subject *s)
{
    return s->object_id ? s->object_id : s->tenant_id;
}

/* What is computed besides the objects: found among those of the batch, or a new one. */
static int32_t subject_beside(struct batch *b, const struct subject *wanted)
{
    for (size_t i = b->n_objects; i < b->n_subjects; i++)
        if (str_eq(id_of(&b->subjects[i]), id_of(wanted)))
            return (int32_t)i;
    b->subjects[b->n_subjects] = *wanted;
    return (int32_t)b->n_subjects++;
}

static int32_t place_of(struct batch *b, const char *tenant_id, const char *scope)
{
    const struct subject place = {.tenant_id = tenant_id,
                                  .scope = scope,
                                  .kind = "PLACE",
                                  .air_class = PLACE_AIR_CLASS,
                                  .body = NO_BODY};

    return tenant_id ? subject_beside(b, &place) : PLAN_NO_PLACE;
}

static int32_t body_of(struct batch *b, const struct db_result *r, int row)
{
    const struct subject body = {.object_id = db_text(r, row, "body_id"),
                                 .tenant_id = db_text(r, row, "body_tenant_id"),
                                 .scope = db_text(r, row, "body_scope"),
                                 .kind = "WATER_BODY",
                                 .body = NO_BODY};

    return body.object_id ? subject_beside(b, &body) : NO_BODY;
}

static struct subject subject_of(struct batch *b, const struct db_result *r, int row)
{
    return (struct subject){
        .object_id = db_text(r, row, "object_id"),
        .tenant_id = db_text(r, row, "tenant_id"),
        .scope = db_text(r, row, "scope"),
        .kind = db_text(r, row, "kind"),
        .discharge_standard = db_text(r, row, "discharge_standard"),
        .air_class = db_text(r, row, "air_class") ? (int32_t)db_int(r, row, "air_class") : PLACE_AIR_CLASS,
        .target = (int32_t)db_int(r, row, "target_class"),
        .baseline = (int32_t)db_int(r, row, "baseline_class"),
        .body_type = water_body_of(db_text(r, row, "body_type")),
        .places = {{place_of(b, db_text(r, row, "district_id"), db_text(r, row, "district_scope")),
                    place_of(b, db_text(r, row, "city_id"), db_text(r, row, "city_scope"))}},
        .body = body_of(b, r, row),
    };
}

/* Index of the object of that id, or -1; objects are in the order of their ids. */
static int32_t object_of(const struct batch *b, const char *id)
{
    size_t low = 0, high = b->n_objects;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(b->subjects[middle].object_id, id);
        if (order == 0)
            return (int32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* Where the days of such an object go. */
static struct plan *plan_of(struct batch *b, const char *kind)
{
    if (str_eq(kind, "AIR_STATION"))
        return &b->air;
    return str_eq(kind, "ENTERPRISE") || str_eq(kind, "PLANT") ? &b->discharge : &b->water;
}

static void add_day(struct batch *b, const struct touched *t)
{
    int32_t object = object_of(b, t->object_id);
    struct plan *plan;

    if (object < 0)
        return;
    plan = plan_of(b, b->subjects[object].kind);
    plan->days[plan->n++] = (struct plan_day){object, t->day};
}

static int load_subjects(struct batch *b, const struct touched *days, size_t n, struct problem *err)
{
    struct text_array ids;
    struct db_result *r;

    text_array_init(&ids, &b->c->arena);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !str_eq(days[i].object_id, days[i - 1].object_id))
            text_array_add(&ids, days[i].object_id);
    if (db_run(b->c->db, &sql_evaluation_subjects, BIND({"objects", text_array_done(&ids)}), &r, err) < 0)
        return -1;
    b->n_objects = b->n_subjects = (size_t)db_rows(r);
    b->subjects = arena_array(&b->c->arena, b->n_objects * (2 + PLAN_PLACES) + 1, sizeof *b->subjects);
    for (size_t i = 0; i < b->n_objects; i++)
        b->subjects[i] = subject_of(b, r, (int)i);
    return 0;
}

int batch_open(struct ctx *c, const struct touched *days, size_t n, struct batch *ret, struct problem *err)
{
    *ret = (struct batch){.c = c};
    if (load_subjects(ret, days, n, err) < 0)
        return -1;
    ret->air.days = arena_array(&c->arena, n + 1, sizeof *ret->air.days);
    ret->water.days = arena_array(&c->arena, n + 1, sizeof *ret->water.days);
    ret->discharge.days = arena_array(&c->arena, n + 1, sizeof *ret->discharge.days);
    for (size_t i = 0; i < n; i++)
        add_day(ret, &days[i]);
    ret->air.n = plan_days(ret->air.days, ret->air.n);
    ret->water.n = plan_days(ret->water.days, ret->water.n);
    ret->discharge.n = plan_days(ret->discharge.days, ret->discharge.n);
    object_alerts_init(&ret->alerts, &c->arena);
    buf_init(&ret->rows, &c->arena);
    buf_add_char(&ret->rows, '[');
    return editions_load(c, &ret->editions, err);
}

void batch_forget_groups(struct batch *b)
{
    for (size_t i = 0; i < b->n_objects; i++) {
        b->subjects[i].places = (struct plan_places){
            {PLAN_NO_PLACE, PLAN_NO_PLACE}
        };
        b->subjects[i].body = NO_BODY;
    }
}

int batch_run(struct batch *b, struct problem *err)
{
    if (b->air.n > 0 && air_evaluate(b, err) < 0)
        return -1;
    if (b->water.n > 0 && water_evaluate(b, err) < 0)
        return -1;
    if (b->discharge.n > 0 && discharge_evaluate(b, err) < 0)
        return -1;
    return results_flush(b, err);
}
