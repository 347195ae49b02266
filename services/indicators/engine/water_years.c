/* SPDX-License-Identifier: MIT */
/* Years of sections from their months: class of the mean, months that attain, improvement. */
#include "indicators/engine/water.h"

#include "base/date.h"
#include "base/decimal.h"
#include "indicators/domain/water_period.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"

enum { YEARS = 64, MONTHS = 12, ALL = 100 };

struct section_year {
    struct water_mean means[WATER_ITEMS_MAX];
    uint8_t classes[MONTHS];
    int32_t months; /* with a class */
};

struct years {
    const struct water_rules *rules;
    const struct plan_year *plan;
    struct section_year *items;
};

static int add_month(void *arg, const struct db_result *one, struct problem *err)
{
    struct years *ys = arg;
    size_t n = (size_t)db_int(one, 0, "n") - 1;
    struct section_year *y = &ys->items[n];
    int year, month, day, item;

    (void)err;
    date_to_ymd(db_date(one, 0, "period_start"), &year, &month, &day);
    y->classes[month - 1] = (uint8_t)db_int(one, 0, "class");
    item = db_text(one, 0, "item") ? water_item_find(ys->rules, db_text(one, 0, "item")) : -1;
    if (item >= 0)
        water_mean_add(&y->means[item], &ys->rules->items[item], db_decimal(one, 0, "value", VALUE_SCALE));
    return 0;
}

/* Years that all begin on the same day. */
static int read_years(struct batch *b, struct years *ys, size_t n, struct problem *err)
{
    struct arena *a = &b->c->arena;
    int32_t first_day = ys->plan[0].first_day;
    struct text_array ids;

    text_array_init(&ids, a);
    for (size_t i = 0; i < n; i++) {
        text_array_add(&ids, b->subjects[ys->plan[i].subject].object_id);
        ys->items[i] = (struct section_year){0};
    }
    return db_each(b->c->db, &sql_evaluation_months,
                   BIND({"subjects", text_array_done(&ids)}, {"edition", ys->rules->limits->code},
                        {"from", db_arg_date(a, first_day)},
                        {"to", db_arg_date(a, first_day + plan_year_days(first_day) - 1)}),
                   add_month, ys, err);
}

/* ---- verdicts */

struct verdict {
    struct water_sample exact;
    struct water_verdict class;
    bool valid, by_mean, by_months;
    int32_t attained_months;
};

static void judge(const struct editions *e, const struct water_rules *r, const struct subject *s,
                  struct section_year *y, int32_t first_day, struct verdict *v)
{
    const struct standard *method = edition_on(&e->eval, first_day);
    int64_t share = standard_number(method, "", "attainment_months_share", (int64_t)ALL * VALUE_ONE);
    struct water_sample rounded = {.body = s->body_type, .rounding = WATER_ROUND_STAT20};

    *v = (struct verdict){.exact = {.body = s->body_type}};
    for (size_t i = 0; i < r->n; i++) {
        int64_t mean;
        if (water_mean(&y->means[i], &r->items[i], WATER_ROUND_STAT20, &mean))
            water_sample_set(&rounded, (int)i, mean);
        if (water_mean(&y->means[i], &r->items[i], WATER_ROUND_NONE, &mean))
            water_sample_set(&v->exact, (int)i, mean);
    }
    water_class(r, &rounded, &v->class);
    for (int m = 0; m < MONTHS; m++) {
        y->months += y->classes[m] != WATER_CLASS_NONE;
        v->attained_months += water_attains(y->classes[m], s->target);
    }
    v->valid = water_year_is_valid(r, y->months, 0);
    v->by_mean = water_attains(v->class.class, s->target);
    v->by_months = water_attains_by_months(y->classes, MONTHS, s->target, share);
}

static enum attained attained_of(const struct editions *e, const struct subject *s, const struct verdict *v,
                                 int32_t first_day)
{
    const struct standard *method = edition_on(&e->eval, first_day);
    bool by_months = str_eq(standard_text(method, "", "attainment_mode", "MEAN"), "MONTHS");

    if (s->target == 0 || v->class.class == WATER_CLASS_NONE)
        return ATTAINED_UNKNOWN;
    return (by_months ? v->by_months : v->by_mean) ? ATTAINED_YES : ATTAINED_NO;
}

static void put_flag(struct buf *out, const char *name, bool flag)
{
    results_name(out, name);
    buf_add(out, flag ? "true" : "false");
}

static void put_figures(struct buf *out, const struct water_rules *r, const struct subject *s,
                        const struct section_year *y, const struct verdict *v)
{
    buf_add_char(out, '{');
    water_put_sample(out, r, &v->exact, &v->class);
    results_name(out, "classes");
    for (int m = 0; m < MONTHS; m++)
        buf_addf(out, "%c%d", m ? ',' : '[', y->classes[m]);
    buf_add_char(out, ']');
    results_int(out, "months", y->months);
    if (s->target) {
        results_int(out, "attained_months", v->attained_months);
        put_flag(out, "attained_by_mean", v->by_mean);
        put_flag(out, "attained_by_months", v->by_months);
    }
    if (s->baseline)
        put_flag(out, "improved", water_is_improved(r, v->class.class, s->baseline));
    buf_add_char(out, '}');
}

static int put_year(struct batch *b, const struct water_rules *r, const struct plan_year *p,
                    struct section_year *y, struct problem *err)
{
    const struct subject *s = &b->subjects[p->subject];
    struct verdict v;
    struct buf *out;

    judge(&b->editions, r, s, y, p->first_day, &v);
    out = results_begin(b, &(struct result_head){.subject = s,
                                                 .kind = "WATER_YEAR",
                                                 .standard = r->limits->code,
                                                 .period_start = p->first_day,
                                                 .valid = v.valid,
                                                 .aqi = AIR_NO_INDEX,
                                                 .level = v.class.grade,
                                                 .class = v.class.class,
                                                 .attained = attained_of(&b->editions, s, &v, p->first_day)});
    put_figures(out, r, s, y, &v);
    return results_end(b, err);
}

static int evaluate(struct batch *b, const struct water_rules *r, const struct plan_year *plan,
                    size_t n_years, struct problem *err)
{
    struct years ys = {.rules = r, .items = arena_array(&b->c->arena, YEARS, sizeof *ys.items)};

    for (size_t done = 0, n; done < n_years; done += n) {
        n = plan_same_year(plan + done, n_years - done, YEARS);
        ys.plan = plan + done;
        if (read_years(b, &ys, n, err) < 0)
            return -1;
        for (size_t i = 0; i < n; i++)
            if (put_year(b, r, &ys.plan[i], &ys.items[i], err) < 0)
                return -1;
    }
    return results_flush(b, err);
}

int water_evaluate_years(struct batch *b, const struct month_plan *months, struct problem *err)
{
    struct plan_year *plan = arena_array(&b->c->arena, months->n + 1, sizeof *plan);
    size_t n_years = plan_years(months->months, months->n, plan);

    for (size_t e = 0; e < b->editions.gb3838.n; e++) {
        struct water_rules *rules;
        if (editions_water(b->c, &b->editions, b->editions.gb3838.items[e], ctx_today(b->c), &rules, err) <
                0 ||
            evaluate(b, rules, plan, n_years, err) < 0)
            return -1;
    }
    return 0;
}
