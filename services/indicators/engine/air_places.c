/* SPDX-License-Identifier: MIT */
/* Days of districts and cities from the days of their evaluation stations (domain C.4). */
#include "indicators/engine/air.h"

#include "base/date.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"
#include <string.h>

/* A station of a place; one that counts for a district and for the city is there twice. */
struct station {
    int32_t place; /* index of the subject */
    const char *id;
    int32_t valid_from, valid_to; /* DATE_NONE = open */
};

struct places {
    struct batch *b;
    const struct plan *plan;
    int32_t first_day, n_days;
    struct station *stations; /* by place */
    size_t n;
    int64_t (*values)[AIR_ITEM_COUNT]; /* [station][day of the window] */
};

static void set_window(struct places *p)
{
    int32_t last = p->plan->days[0].day;

    p->first_day = last;
    for (size_t i = 1; i < p->plan->n; i++) {
        p->first_day = p->plan->days[i].day < p->first_day ? p->plan->days[i].day : p->first_day;
        last = p->plan->days[i].day > last ? p->plan->days[i].day : last;
    }
    p->n_days = last - p->first_day + 1;
}

/* ---- stations */

static int load_stations(struct places *p, struct problem *err)
{
    struct batch *b = p->b;
    struct text_array scopes;
    struct db_result *r;

    text_array_init(&scopes, &b->c->arena);
    for (size_t i = b->n_objects; i < b->n_subjects; i++)
        text_array_add(&scopes, b->subjects[i].scope);
    if (db_run(b->c->db, &sql_evaluation_stations, BIND({"places", text_array_done(&scopes)}), &r, err) < 0)
        return -1;
    p->n = (size_t)db_rows(r);
    p->stations = arena_array(&b->c->arena, p->n + 1, sizeof *p->stations);
    for (size_t i = 0; i < p->n; i++)
        p->stations[i] = (struct station){(int32_t)b->n_objects + (int32_t)db_int(r, (int)i, "n") - 1,
                                          db_text(r, (int)i, "id"), db_date(r, (int)i, "valid_from"),
                                          db_date(r, (int)i, "valid_to")};
    return 0;
}

static bool is_in_service(const struct station *s, int32_t day)
{
    return s->valid_from <= day && (s->valid_to == DATE_NONE || s->valid_to >= day);
}

/* ---- their days */

static int64_t *values_of(const struct places *p, size_t station, int32_t day)
{
    return p->values[station * (size_t)p->n_days + (size_t)(day - p->first_day)];
}

static int put_day(void *arg, const struct db_result *one, struct problem *err)
{
    struct places *p = arg;

    (void)err;
    if (str_eq(db_text(one, 0, "standard_version"), p->b->editions.hj633.items[0]->code))
        air_read_exact(one, values_of(p, (size_t)db_int(one, 0, "n") - 1, db_date(one, 0, "period_start")));
    return 0;
}

/* A station that is there twice is read for its first place and copied to the other. */
static void copy_days(struct places *p)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t first = 0; first < i; first++)
            if (str_eq(p->stations[first].id, p->stations[i].id)) {
                memcpy(values_of(p, i, p->first_day), values_of(p, first, p->first_day),
                       (size_t)p->n_days * sizeof *p->values);
                break;
            }
}

static int read_days(struct places *p, struct problem *err)
{
    struct arena *a = &p->b->c->arena;
    size_t cells = p->n * (size_t)p->n_days;
    struct text_array ids;

    p->values = arena_array(a, cells + 1, sizeof *p->values);
    for (size_t i = 0; i < cells; i++)
        for (int item = 0; item < AIR_ITEM_COUNT; item++)
            p->values[i][item] = AIR_NONE;
    text_array_init(&ids, a);
    for (size_t i = 0; i < p->n; i++)
        text_array_add(&ids, p->stations[i].id);
    if (db_each(p->b->c->db, &sql_evaluation_days,
                BIND({"subjects", text_array_done(&ids)},
                     {"first_edition", p->b->editions.hj633.items[0]->code},
                     {"from", db_arg_date(a, p->first_day)},
                     {"to", db_arg_date(a, p->first_day + p->n_days - 1)}),
                put_day, p, err) < 0)
        return -1;
    copy_days(p);
    return 0;
}

/* ---- places */

/* The figures of a place's stations that were in service, a column an item; how many there are. */
static size_t columns_of(const struct places *p, const struct plan_day *d, int64_t *columns[AIR_ITEM_COUNT])
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++) {
        const int64_t *values = values_of(p, i, d->day);
        if (p->stations[i].place != d->subject || !is_in_service(&p->stations[i], d->day))
            continue;
        for (int item = 0; item < AIR_ITEM_COUNT; item++)
            columns[item][n] = values[item];
        n++;
    }
    return n;
}

static int put_places(struct places *p, struct problem *err)
{
    struct air_basis_cache cache = {0};
    int64_t *columns[AIR_ITEM_COUNT];

    for (int item = 0; item < AIR_ITEM_COUNT; item++)
        columns[item] = arena_array(&p->b->c->arena, p->n + 1, sizeof *columns[item]);
    for (size_t i = 0; i < p->plan->n; i++) {
        const struct plan_day *d = &p->plan->days[i];
        size_t n = columns_of(p, d, columns);
        struct air_day day;
        if (air_basis_on(p->b, &cache, d->day, err) < 0)
            return -1;
        day = air_day_of_stations(&cache.basis, columns, n);
        if (air_put_day(p->b, &p->b->subjects[d->subject], d->day, &day, err) < 0)
            return -1;
    }
    return results_flush(p->b, err);
}

int air_evaluate_places(struct batch *b, const struct plan *days, struct problem *err)
{
    struct places p = {.b = b, .plan = days};

    if (days->n == 0)
        return 0;
    set_window(&p);
    if (load_stations(&p, err) < 0 || read_days(&p, err) < 0)
        return -1;
    return put_places(&p, err);
}
