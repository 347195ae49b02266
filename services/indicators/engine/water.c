/* SPDX-License-Identifier: MIT */
/* Months of sections from what was measured there. */
#include "indicators/engine/water.h"

#include "base/date.h"
#include "indicators/domain/water_period.h"
#include "indicators/engine/object_alerts.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"

enum { MONTHS = 64 };

struct section_month {
    struct water_mean means[WATER_ITEMS_MAX];
    int32_t samples;
};

struct months {
    const struct water_rules *rules;
    struct section_month *items;
};

void water_name_months(struct batch *b, const struct plan_day *months, size_t n, const char **ret_ids,
                       const char **ret_days)
{
    struct text_array ids, days;

    text_array_init(&ids, &b->c->arena);
    text_array_init(&days, &b->c->arena);
    for (size_t i = 0; i < n; i++) {
        text_array_add(&ids, b->subjects[months[i].subject].object_id);
        text_array_add(&days, db_arg_date(&b->c->arena, months[i].day));
    }
    *ret_ids = text_array_done(&ids);
    *ret_days = text_array_done(&days);
}

int64_t water_read_value(const struct water_rules *r, const struct db_result *one)
{
    const struct water_datum d = {db_decimal(one, 0, "value", VALUE_SCALE),
                                  str_eq(db_text(one, 0, "flag"), "BELOW_DETECTION")};

    return water_datum_value(r, &d);
}

static int add_sample(void *arg, const struct db_result *one, struct problem *err)
{
    struct months *m = arg;
    struct section_month *month = &m->items[db_int(one, 0, "n") - 1];
    int item = water_item_find(m->rules, db_text(one, 0, "item"));

    (void)err;
    if (item < 0)
        return 0;
    water_mean_add(&month->means[item], &m->rules->items[item], water_read_value(m->rules, one));
    month->samples++;
    return 0;
}

/* ---- figures */

static void put_factor(struct buf *out, const struct water_rules *r, const struct water_factor *f)
{
    int64_t multiple;

    results_name(out, r->items[f->item].code);
    buf_add_char(out, '{');
    results_value(out, "value", f->value);
    if (f->class)
        results_int(out, "class", f->class);
    if (f->exceeds && ratio_is_applicable(&f->multiple) &&
        ratio_round(&f->multiple, r->multiple_decimals, &multiple))
        results_value(out, "multiple", multiple);
    buf_add_char(out, '}');
}

void water_put_sample(struct buf *out, const struct water_rules *r, const struct water_sample *exact,
                      const struct water_verdict *v)
{
    const char *comma = "";

    results_name(out, "exact");
    buf_add_char(out, '{');
    for (size_t i = 0; i < r->n; i++)
        if (exact->present & UINT64_C(1) << i)
            results_value(out, r->items[i].code, exact->value[i]);
    buf_add_char(out, '}');
    results_name(out, "items");
    buf_add_char(out, '{');
    for (size_t i = 0; i < v->n; i++)
        put_factor(out, r, &v->factors[i]);
    buf_add_char(out, '}');
    results_name(out, "main");
    buf_add_char(out, '[');
    for (size_t i = 0; i < v->n_main; i++, comma = ",")
        buf_addf(out, "%s\"%s\"", comma, r->items[v->factors[v->main[i]].item].code);
    buf_add_char(out, ']');
}

static void put_grade(struct buf *out, const struct water_rules *r, const struct water_verdict *v)
{
    if (!v->class)
        return;
    results_name(out, "label");
    buf_add_json(out, r->class_label[v->class]);
    results_name(out, "grade");
    buf_add_json(out, r->grade_label[v->grade]);
}

/* ---- months */

static enum attained attained_of(const struct subject *s, int class)
{
    if (class == WATER_CLASS_NONE || s->target == 0)
        return ATTAINED_UNKNOWN;
    return water_attains(class, s->target) ? ATTAINED_YES : ATTAINED_NO;
}

static void sample_of(const struct water_rules *r, const struct section_month *m, enum water_body body,
                      enum water_rounding rounding, struct water_sample *ret)
{
    *ret = (struct water_sample){.body = body, .rounding = rounding};
    for (size_t i = 0; i < r->n; i++) {
        int64_t mean;
        if (water_mean(&m->means[i], &r->items[i], rounding, &mean))
            water_sample_set(ret, (int)i, mean);
    }
}

/* The class against the target; only the edition in force says anything. */
static void judge_month(struct batch *b, const struct water_rules *r, const struct plan_day *d,
                        const struct water_verdict *v)
{
    const struct subject *s = &b->subjects[d->subject];
    struct exceedances x;

    if (r->limits != edition_on(&b->editions.gb3838, d->day))
        return;
    exceedances_of_section(r, v, s->body_type, s->target, &x);
    object_alerts_add(b, &(struct judged){.subject = s,
                                          .kind = "WATER_MONTH",
                                          .limits = r->limits,
                                          .first_day = d->day,
                                          .last_day = plan_month_end(d->day),
                                          .level = v->class,
                                          .level_limit = s->target,
                                          .exceeds = s->target > 0 && v->class > s->target,
                                          .items = &x});
}

static int put_month(struct batch *b, const struct water_rules *r, const struct plan_day *d,
                     const struct section_month *m, struct problem *err)
{
    const struct subject *s = &b->subjects[d->subject];
    struct water_sample rounded, exact;
    struct water_verdict v;
    struct buf *out;

    sample_of(r, m, s->body_type, WATER_ROUND_STAT20, &rounded);
    sample_of(r, m, s->body_type, WATER_ROUND_NONE, &exact);
    water_class(r, &rounded, &v);
    judge_month(b, r, d, &v);
    out = results_begin(b, &(struct result_head){.subject = s,
                                                 .kind = "WATER_MONTH",
                                                 .standard = r->limits->code,
                                                 .period_start = d->day,
                                                 .valid = v.class != WATER_CLASS_NONE,
                                                 .aqi = AIR_NO_INDEX,
                                                 .level = v.grade,
                                                 .class = v.class,
                                                 .attained = attained_of(s, v.class)});
    buf_add_char(out, '{');
    water_put_sample(out, r, &exact, &v);
    put_grade(out, r, &v);
    results_int(out, "samples", m->samples);
    buf_add_char(out, '}');
    return results_end(b, err);
}

static int put_months(struct batch *b, const struct water_rules *r, const struct plan_day *months, size_t n,
                      struct section_month *room, struct problem *err)
{
    struct months m = {r, room};
    const char *ids, *days;

    for (size_t i = 0; i < n; i++)
        room[i] = (struct section_month){0};
    water_name_months(b, months, n, &ids, &days);
    if (db_each(b->c->db, &sql_evaluation_samples, BIND({"subjects", ids}, {"months", days}), add_sample, &m,
                err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (put_month(b, r, &months[i], &room[i], err) < 0)
            return -1;
    return 0;
}

/* By every edition of GB 3838. */
static int evaluate_months(struct batch *b, const struct month_plan *plan, struct problem *err)
{
    struct section_month *room = arena_array(&b->c->arena, MONTHS, sizeof *room);

    for (size_t e = 0; e < b->editions.gb3838.n; e++) {
        struct water_rules *rules;
        if (editions_water(b->c, &b->editions, b->editions.gb3838.items[e], ctx_today(b->c), &rules, err) < 0)
            return -1;
        for (size_t done = 0; done < plan->n; done += MONTHS)
            if (put_months(b, rules, plan->months + done, plan->n - done < MONTHS ? plan->n - done : MONTHS,
                           room, err) < 0)
                return -1;
    }
    return results_flush(b, err);
}

/* The touched months of the subjects of a kind. */
static struct month_plan months_of(struct batch *b, const char *kind)
{
    struct month_plan plan = {.months = arena_array(&b->c->arena, b->water.n + 1, sizeof *plan.months)};

    for (size_t i = 0; i < b->water.n; i++) {
        const struct plan_day *d = &b->water.days[i];
        if (!kind || str_eq(b->subjects[d->subject].kind, kind))
            plan.months[plan.n++] = (struct plan_day){d->subject, plan_month_of(d->day)};
    }
    plan.n = plan_days(plan.months, plan.n);
    return plan;
}

int water_evaluate(struct batch *b, struct problem *err)
{
    struct month_plan sections = months_of(b, "WATER_SECTION"), all = months_of(b, NULL);

    if (evaluate_months(b, &sections, err) < 0 || water_evaluate_years(b, &sections, err) < 0)
        return -1;
    return water_evaluate_rivers(b, &all, err) < 0 ? -1 : water_evaluate_bodies(b, &all, err);
}
