/* SPDX-License-Identifier: MIT */
/* Values of places from what is evaluated there. */
#include "indicators/engine/place_values.h"

#include "indicators/engine/value_put.h"
#include "indicators_sql.h"

/* Years of places, and the same as arrays of the server. */
struct place_years {
    struct plan_year *years;
    size_t n;
    const char *ids, *scopes, *days;
};

static void name_years(struct batch *b, struct place_years *p)
{
    struct text_array ids, scopes, days;

    text_array_init(&ids, &b->c->arena);
    text_array_init(&scopes, &b->c->arena);
    text_array_init(&days, &b->c->arena);
    for (size_t i = 0; i < p->n; i++) {
        const struct subject *s = &b->subjects[p->years[i].subject];
        text_array_add(&ids, s->tenant_id);
        text_array_add(&scopes, s->scope);
        text_array_add(&days, db_arg_date(&b->c->arena, p->years[i].first_day));
    }
    p->ids = text_array_done(&ids);
    p->scopes = text_array_done(&scopes);
    p->days = text_array_done(&days);
}

/* The years of the places that days of objects count for. */
static struct place_years years_touched(struct batch *b, const struct plan *days)
{
    struct arena *a = &b->c->arena;
    size_t room = days->n * PLAN_PLACES + 1, n;
    struct plan_places *above = arena_array(a, b->n_objects + 1, sizeof *above);
    struct plan_day *touched = arena_array(a, room, sizeof *touched);
    struct place_years p = {.years = arena_array(a, room, sizeof *p.years)};

    for (size_t i = 0; i < b->n_objects; i++)
        above[i] = b->subjects[i].places;
    n = plan_places(days->days, days->n, above, touched);
    p.n = plan_years(touched, n, p.years);
    name_years(b, &p);
    return p;
}

/* What the values of places are made of. */
static const struct family {
    const struct stmt *figures;
    const char *kinds; /* of objects */
} air = {&sql_evaluation_air_values, "{AIR_STATION}"},
  water = {&sql_evaluation_water_values, "{WATER_SECTION,WATER_BODY}"};

/* Leaves out those of which something is still to be computed. */
static int drop_waiting(struct batch *b, const struct family *f, struct place_years *p, struct problem *err)
{
    struct db_result *r;
    size_t kept = 0;

    if (db_run(b->c->db, &sql_evaluation_waiting,
               BIND({"places", p->scopes}, {"years", p->days}, {"kinds", f->kinds}), &r, err) < 0)
        return -1;
    for (size_t i = 0; i < p->n; i++) {
        bool waits = false;
        for (int row = 0; row < db_rows(r); row++)
            waits = waits || db_int(r, row, "n") == (int64_t)i + 1;
        if (!waits)
            p->years[kept++] = p->years[i];
    }
    p->n = kept;
    name_years(b, p);
    return 0;
}

static struct value_figure figure_of(const struct db_result *r, int row)
{
    return (struct value_figure){
        .has_value = db_text(r, row, "value") != NULL,
        .has_parts = db_text(r, row, "top") != NULL,
        .value = db_decimal(r, row, "value", VALUE_SCALE),
        .numerator = db_int(r, row, "top") * VALUE_ONE,
        .denominator = db_int(r, row, "bottom") * VALUE_ONE,
    };
}

static int put(struct batch *b, const struct place_years *p, const struct db_result *r, int row,
               struct problem *err)
{
    const struct subject *place = &b->subjects[p->years[db_int(r, row, "n") - 1].subject];
    const struct value_put in = {
        .owner = {.id = place->tenant_id, .scope = place->scope},
        .indicator = db_text(r, row, "code"),
        .period = { period_kind_of(db_text(r, row, "period_kind")), db_date(r, row, "period_start")},
        .version = db_text(r, row, "standard_version"),
        .figure = figure_of(r, row),
        .is_insufficient = !db_bool(r, row, "sufficient"),
        .reason = "computed from observations",
    };
    struct value_written written;

    return value_put_computed(b->c, &in, &written, err);
}

static int put_all(struct batch *b, const struct plan *days, const struct family *f, struct problem *err)
{
    struct place_years p = years_touched(b, days);
    struct db_result *r;

    if (p.n > 0 && drop_waiting(b, f, &p, err) < 0)
        return -1;
    if (p.n == 0)
        return 0;
    if (db_run(b->c->db, f->figures, BIND({"subjects", p.ids}, {"places", p.scopes}, {"years", p.days}), &r,
               err) < 0)
        return -1;
    for (int row = 0; row < db_rows(r); row++)
        if (put(b, &p, r, row, err) < 0)
            return -1;
    return 0;
}

int place_values_put(struct batch *b, struct problem *err)
{
    return put_all(b, &b->air, &air, err) < 0 ? -1 : put_all(b, &b->water, &water, err);
}
