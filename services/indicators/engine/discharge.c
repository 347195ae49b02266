/* SPDX-License-Identifier: MIT */
/* Days of outfalls from what was measured there. */
#include "indicators/engine/discharge.h"

#include "indicators/domain/water_period.h"
#include "indicators/engine/object_alerts.h"
#include "indicators/engine/results.h"
#include "indicators/engine/water.h"
#include "indicators/store/standards.h"
#include "indicators_sql.h"

enum { DAYS = 128 };

struct outfall_day {
    struct water_mean means[WATER_ITEMS_MAX];
};

struct outfalls {
    struct batch *b;
    const struct water_rules **rules; /* by subject; NULL: it names no standard */
    const struct plan_day *plan;      /* days that are computed together */
    struct outfall_day *items;
};

/* ---- standards */

/* The standards that the touched objects name, each once. */
static size_t codes_of(const struct batch *b, const char **codes)
{
    size_t n = 0;

    for (size_t i = 0; i < b->discharge.n; i++) {
        const char *code = b->subjects[b->discharge.days[i].subject].discharge_standard;
        size_t known = 0;
        while (known < n && !str_eq(codes[known], code))
            known++;
        if (code && known == n)
            codes[n++] = code;
    }
    return n;
}

static int read_rules(struct batch *b, const struct standard *limits, const struct water_rules **ret,
                      struct problem *err)
{
    const struct standard *method = edition_on(&b->editions.eval, ctx_today(b->c));
    struct water_rules *rules = arena_alloc(&b->c->arena, sizeof *rules);

    if (!limits || !method)
        return problem_fail(err, PROBLEM_NOT_FOUND, "the rules of evaluating discharges are not loaded");
    *ret = rules;
    return water_rules_init_discharge(rules, limits, method, err);
}

static int load_rules(struct outfalls *o, struct problem *err)
{
    struct batch *b = o->b;
    struct arena *a = &b->c->arena;
    const char **codes = arena_array(a, b->discharge.n, sizeof *codes);
    size_t n = codes_of(b, codes);
    const struct standard **editions = arena_array(a, n + 1, sizeof *editions);

    o->rules = arena_array(a, b->n_objects + 1, sizeof *o->rules);
    if (n > 0 && standards_load_several(b->c, codes, n, editions, err) < 0)
        return -1;
    for (size_t k = 0; k < n; k++) {
        const struct water_rules *rules;
        if (read_rules(b, editions[k], &rules, err) < 0)
            return -1;
        for (size_t i = 0; i < b->n_objects; i++)
            if (str_eq(b->subjects[i].discharge_standard, codes[k]))
                o->rules[i] = rules;
    }
    return 0;
}

/* ---- reading */

static int add_datum(void *arg, const struct db_result *one, struct problem *err)
{
    struct outfalls *o = arg;
    size_t n = (size_t)db_int(one, 0, "n") - 1;
    const struct water_rules *rules = o->rules[o->plan[n].subject];
    int item = rules ? water_item_find(rules, db_text(one, 0, "item")) : -1;

    (void)err;
    if (item >= 0)
        water_mean_add(&o->items[n].means[item], &rules->items[item], water_read_value(rules, one));
    return 0;
}

static struct water_sample sample_of(const struct water_rules *r, const struct outfall_day *day,
                                     enum water_rounding rounding)
{
    struct water_sample s = {.body = WATER_RIVER, .rounding = rounding};

    for (size_t i = 0; i < r->n; i++) {
        int64_t mean;
        if (water_mean(&day->means[i], &r->items[i], rounding, &mean))
            water_sample_set(&s, (int)i, mean);
    }
    return s;
}

/* ---- figures */

static const struct exceedance *exceedance_of(const struct exceedances *x, const char *item)
{
    for (size_t i = 0; i < x->n; i++)
        if (str_eq(x->items[i].item, item))
            return &x->items[i];
    return NULL;
}

static void put_item(struct buf *out, const char *code, int64_t value, int64_t n, const struct exceedance *x)
{
    results_name(out, code);
    buf_add_char(out, '{');
    results_value(out, "value", value);
    results_int(out, "n", n);
    if (x)
        results_value(out, "limit", x->limit);
    if (x && x->multiple != EXCEEDANCE_NO_MULTIPLE)
        results_value(out, "multiple", x->multiple);
    buf_add_char(out, '}');
}

static void put_figures(struct buf *out, const struct water_rules *r, const struct outfall_day *day,
                        const struct water_sample *rounded, const struct exceedances *x)
{
    struct water_sample exact = sample_of(r, day, WATER_ROUND_NONE);

    buf_add(out, "{\"exact\":{");
    for (size_t i = 0; i < r->n; i++)
        if (exact.present >> i & 1)
            results_value(out, r->items[i].code, exact.value[i]);
    buf_add(out, "},\"items\":{");
    for (size_t i = 0; i < r->n; i++)
        if (rounded->present >> i & 1)
            put_item(out, r->items[i].code, rounded->value[i], day->means[i].n,
                     exceedance_of(x, r->items[i].code));
    buf_add(out, "},\"exceeding\":[");
    for (size_t i = 0; i < x->n; i++) {
        buf_add(out, i ? "," : "");
        buf_add_json(out, x->items[i].item);
    }
    buf_add(out, "]}");
}

static int put_day(struct outfalls *o, const struct plan_day *d, const struct outfall_day *day,
                   struct problem *err)
{
    const struct water_rules *r = o->rules[d->subject];
    const struct subject *s = &o->b->subjects[d->subject];
    struct judged judged = {.subject = s, .kind = "DISCHARGE_DAY", .first_day = d->day, .last_day = d->day};
    struct water_sample rounded;
    struct exceedances x;

    if (!r) {
        object_alerts_add(o->b, &judged);
        return 0;
    }
    rounded = sample_of(r, day, WATER_ROUND_STAT20);
    exceedances_of_discharge(r, &rounded, &x);
    judged.limits = r->limits;
    judged.exceeds = x.n > 0;
    judged.items = &x;
    object_alerts_add(o->b, &judged);
    put_figures(results_begin(o->b, &(struct result_head){.subject = s,
                                                          .kind = judged.kind,
                                                          .standard = r->limits->code,
                                                          .period_start = d->day,
                                                          .valid = rounded.present != 0,
                                                          .aqi = AIR_NO_INDEX,
                                                          .attained = rounded.present == 0 ? ATTAINED_UNKNOWN
                                                                      : x.n > 0            ? ATTAINED_NO
                                                                                           : ATTAINED_YES}),
                r, day, &rounded, &x);
    return results_end(o->b, err);
}

/* ---- all of it */

/* What the objects' former standards said of the days is said no longer. */
static int empty_others(struct outfalls *o, const char *ids, const char *days, size_t n, struct problem *err)
{
    struct text_array standards;

    text_array_init(&standards, &o->b->c->arena);
    for (size_t i = 0; i < n; i++) {
        const char *code = o->b->subjects[o->plan[i].subject].discharge_standard;
        text_array_add(&standards, code ? code : "-");
    }
    return db_send(o->b->c->db, &sql_evaluation_discharge_empty,
                   BIND({"subjects", ids}, {"days", days}, {"standards", text_array_done(&standards)}), err);
}

static int put_days(struct outfalls *o, size_t n, struct problem *err)
{
    const char *ids, *days;

    for (size_t i = 0; i < n; i++)
        o->items[i] = (struct outfall_day){0};
    water_name_months(o->b, o->plan, n, &ids, &days);
    if (db_each(o->b->c->db, &sql_evaluation_discharges, BIND({"subjects", ids}, {"days", days}), add_datum,
                o, err) < 0 ||
        empty_others(o, ids, days, n, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (put_day(o, &o->plan[i], &o->items[i], err) < 0)
            return -1;
    return 0;
}

int discharge_evaluate(struct batch *b, struct problem *err)
{
    struct outfalls o = {.b = b, .items = arena_array(&b->c->arena, DAYS, sizeof *o.items)};

    if (load_rules(&o, err) < 0)
        return -1;
    for (size_t done = 0, n; done < b->discharge.n; done += n) {
        n = b->discharge.n - done < DAYS ? b->discharge.n - done : DAYS;
        o.plan = b->discharge.days + done;
        if (put_days(&o, n, err) < 0)
            return -1;
    }
    return results_flush(b, err);
}
