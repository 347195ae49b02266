/* SPDX-License-Identifier: MIT */
/* Days of stations from their hours, and days of places from their stations. */
#include "indicators/engine/air.h"

#include "base/date.h"
#include "indicators/engine/object_alerts.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"

int air_basis_on(const struct batch *b, struct air_basis_cache *cache, int32_t day, struct problem *err)
{
    const struct standard *hj663 = edition_on(&b->editions.hj663, day);
    const struct standard *gb3095 = edition_on(&b->editions.gb3095, day);

    if (hj663 && hj663 == cache->hj663 && gb3095 == cache->gb3095)
        return 0;
    cache->hj663 = hj663;
    cache->gb3095 = gb3095;
    return editions_basis(&b->editions, day, &cache->basis, err);
}

/* ---- figures of a day */

static void put_figures(struct buf *out, const struct air_day *day)
{
    results_name(out, "concentrations");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (day->figures[i].valid)
            results_value(out, air_item_codes[i], day->figures[i].value);
    buf_add_char(out, '}');
    results_name(out, "exact");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (day->figures[i].valid)
            results_value(out, air_item_codes[i], day->figures[i].exact);
    buf_add_char(out, '}');
    results_name(out, "counts");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (day->figures[i].n > 0)
            results_int(out, air_item_codes[i], day->figures[i].n);
    buf_add_char(out, '}');
}

static void put_index(struct buf *out, const struct air_index *x)
{
    results_name(out, "iaqi");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (x->iaqi[i] != AIR_NO_INDEX)
            results_int(out, air_item_codes[i], x->iaqi[i]);
    buf_add_char(out, '}');
    results_items(out, "primary", x->primary);
    results_items(out, "exceeding", x->exceeding);
    results_items(out, "missing", x->missing);
}

int air_put_day(struct batch *b, const struct subject *s, int32_t day, const struct air_day *figures,
                struct problem *err)
{
    for (size_t i = 0; i < b->editions.hj633.n; i++) {
        const struct air_index x = air_day_index(&b->editions.scales[i], figures, 0);
        struct buf *out = results_begin(b, &(struct result_head){.subject = s,
                                                                 .kind = "AIR_DAY",
                                                                 .standard = b->editions.hj633.items[i]->code,
                                                                 .period_start = day,
                                                                 .valid = x.aqi != AIR_NO_INDEX,
                                                                 .aqi = x.aqi,
                                                                 .level = x.level,
                                                                 .attained = ATTAINED_UNKNOWN});
        buf_add_char(out, '{');
        put_figures(out, figures);
        put_index(out, &x);
        buf_add_char(out, '}');
        if (results_end(b, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- stations */

/* The day against the limits in force. */
static void judge_station(struct batch *b, const struct air_basis_cache *cache, const struct plan_day *d,
                          const struct air_day *day)
{
    const struct subject *s = &b->subjects[d->subject];
    struct exceedances x = {.n = 0};

    if (cache->gb3095)
        exceedances_of_air(cache->gb3095, s->air_class, day,
                           standard_places(cache->hj663, "", "multiple_decimals"), &x);
    object_alerts_add(b, &(struct judged){.subject = s,
                                          .kind = "AIR_DAY",
                                          .limits = cache->gb3095,
                                          .first_day = d->day,
                                          .last_day = d->day,
                                          .exceeds = x.n > 0,
                                          .items = &x});
}

static int put_stations(struct batch *b, const struct air_hours *hours, struct problem *err)
{
    struct air_basis_cache cache = {0};

    for (size_t i = 0; i < b->air.n; i++) {
        const struct plan_day *d = &b->air.days[i];
        struct air_day day;
        if (air_basis_on(b, &cache, d->day, err) < 0)
            return -1;
        day = air_day_of_hours(&cache.basis, &hours[i]);
        judge_station(b, &cache, d, &day);
        if (air_put_day(b, &b->subjects[d->subject], d->day, &day, err) < 0)
            return -1;
    }
    return results_flush(b, err);
}

/* ---- all of it */

static struct plan places_touched(struct batch *b)
{
    struct arena *a = &b->c->arena;
    struct plan_places *above = arena_array(a, b->n_objects + 1, sizeof *above);
    struct plan plan = {.days = arena_array(a, b->air.n * PLAN_PLACES + 1, sizeof *plan.days)};

    for (size_t i = 0; i < b->n_objects; i++)
        above[i] = b->subjects[i].places;
    plan.n = plan_places(b->air.days, b->air.n, above, plan.days);
    return plan;
}

void air_read_exact(const struct db_result *r, int64_t values[AIR_ITEM_COUNT])
{
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        values[i] =
            db_text(r, 0, air_item_codes[i]) ? db_decimal(r, 0, air_item_codes[i], VALUE_SCALE) : AIR_NONE;
}

int air_evaluate(struct batch *b, struct problem *err)
{
    struct air_hours *hours = arena_array(&b->c->arena, b->air.n, sizeof *hours);
    struct plan places = places_touched(b);

    if (b->editions.hj633.n == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no edition of HJ 633 is loaded");
    if (air_read_hours(b, hours, err) < 0 || put_stations(b, hours, err) < 0)
        return -1;
    if (air_evaluate_places(b, &places, err) < 0)
        return -1;
    return air_evaluate_years(b, &b->air, err) < 0 ? -1 : air_evaluate_years(b, &places, err);
}
