/* SPDX-License-Identifier: MIT */
/* Black and odorous bodies: of each month, from the points of the body and what residents say. */
#include "indicators/engine/water.h"

#include "base/uuid.h"
#include "indicators/domain/black_odour.h"
#include "indicators/domain/water_period.h"
#include "indicators/engine/object_alerts.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"
#include <stdio.h>

enum { MONTHS = 64, POINTS_MAX = 200, FIRST_OF_MONTH = 1 };

struct body_point {
    char id[UUID_TEXT];
    int32_t chainage;
    struct black_odour_point data;
};

struct answer {
    int64_t share, second; /* negative: nobody was asked */
};

struct body_month {
    struct water_mean means[BLACK_ODOUR_ITEMS], depth;
    int32_t transparencies;
    struct body_point points[POINTS_MAX];
    bool is_severe[POINTS_MAX]; /* part of a stretch that is */
    size_t n_points;
    uint32_t days; /* bit i: something was sampled on day i */
    struct answer foul, content;
};

struct bodies {
    struct batch *b;
    const struct standard *standard;
    const struct water_rules *rules; /* of values below detection */
    struct body_month *items;
};

static const struct water_item plain = {0}; /* its mean is the arithmetic one */

static int item_of(const char *code)
{
    int i = 0;

    while (i < BLACK_ODOUR_ITEMS && !str_eq(black_odour_item_code((enum black_odour_item)i), code))
        i++;
    return i;
}

/* ---- reading */

/* The last answer of a month is the one that counts. */
static void take_answer(struct answer *a, const struct db_result *one)
{
    int64_t second = db_int(one, 0, "second");

    if (a->share < 0 || second > a->second)
        *a = (struct answer){db_decimal(one, 0, "value", VALUE_SCALE), second};
}

/* Points come one after the other, in the order of the stream. */
static struct body_point *point_of(struct body_month *m, const struct db_result *one, struct problem *err)
{
    const char *id = db_text(one, 0, "point");
    struct body_point *p = m->n_points ? &m->points[m->n_points - 1] : NULL;

    if (p && str_eq(p->id, id))
        return p;
    if (m->n_points == POINTS_MAX) {
        (void)problem_cause(err, PROBLEM_INTERNAL, "a body of more than %d points", POINTS_MAX);
        return NULL;
    }
    p = &m->points[m->n_points++];
    (void)snprintf(p->id, sizeof p->id, "%s", id);
    p->chainage =
        db_text(one, 0, "chainage_m") ? (int32_t)db_int(one, 0, "chainage_m") : BLACK_ODOUR_NO_CHAINAGE;
    return p;
}

static int add_sample(const struct bodies *bs, struct body_month *m, enum black_odour_item item,
                      const struct db_result *one, struct problem *err)
{
    int64_t value = water_read_value(bs->rules, one);
    int64_t depth = db_text(one, 0, "depth") ? db_decimal(one, 0, "depth", VALUE_SCALE) : 0;
    struct body_point *p = point_of(m, one, err);

    if (!p)
        return -1;
    m->days |= UINT32_C(1) << (db_int(one, 0, "day") - FIRST_OF_MONTH);
    m->transparencies += item == BLACK_ODOUR_TRANSPARENCY;
    if (depth > 0)
        water_mean_add(&m->depth, &plain, depth);
    water_mean_add(&m->means[item], &plain, value);
    black_odour_point_add(&p->data, item, black_odour_value_grade(bs->standard, item, value, depth));
    return 0;
}

static int add_datum(void *arg, const struct db_result *one, struct problem *err)
{
    struct bodies *bs = arg;
    struct body_month *m = &bs->items[db_int(one, 0, "n") - 1];
    const char *code = db_text(one, 0, "item");
    int item = item_of(code);

    if (item < BLACK_ODOUR_ITEMS)
        return add_sample(bs, m, (enum black_odour_item)item, one, err);
    take_answer(str_eq(code, BLACK_ODOUR_SURVEY_FOUL) ? &m->foul : &m->content, one);
    return 0;
}

/* ---- verdicts */

struct body_verdict {
    struct black_odour_means means;
    bool is_known, is_found;
    enum black_odour_grade grade;
    int32_t severe_points;
};

/* Only where each transparency came with a depth is the whole body as shallow as their mean. */
static int64_t depth_of(const struct body_month *m)
{
    int64_t depth;

    return m->transparencies > 0 && m->depth.n == m->transparencies &&
                   water_mean(&m->depth, &plain, WATER_ROUND_NONE, &depth)
               ? depth
               : 0;
}

static void judge(const struct standard *s, struct body_month *m, struct body_verdict *v)
{
    enum black_odour_grade points[POINTS_MAX];

    *v = (struct body_verdict){
        .means = {.survey = m->foul.share, .depth = depth_of(m)}
    };
    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++) {
        v->means.has[i] = water_mean(&m->means[i], &plain, WATER_ROUND_NONE, &v->means.value[i]);
        v->is_known = v->is_known || v->means.has[i];
    }
    v->is_found = black_odour_is_found(s, &v->means);
    v->is_known = v->is_known || v->is_found;
    if (!v->is_found)
        return;
    for (size_t i = 0; i < m->n_points; i++) {
        points[i] = black_odour_point_grade(s, &m->points[i].data);
        v->severe_points += points[i] == BLACK_ODOUR_SEVERE;
    }
    v->grade = black_odour_body_grade(s, points, m->n_points, m->is_severe);
    if (v->grade == BLACK_ODOUR_NONE)
        v->grade = BLACK_ODOUR_LIGHT; /* nobody but the residents has found it */
}

/* ---- figures */

static void put_answers(struct buf *out, const struct body_month *m)
{
    if (m->foul.share >= 0)
        results_value(out, BLACK_ODOUR_SURVEY_FOUL, m->foul.share);
    if (m->content.share >= 0)
        results_value(out, BLACK_ODOUR_SURVEY_CONTENT, m->content.share);
}

/* Points one after the other in the stream are a stretch; where one does not say where it lies, nobody knows what is
 * next to what. */
static void put_stretches(struct buf *out, const struct body_month *m, const struct body_verdict *v)
{
    const char *comma = "";

    results_name(out, "severe_stretches");
    buf_add_char(out, '[');
    if (v->grade == BLACK_ODOUR_LIGHT && m->points[m->n_points - 1].chainage != BLACK_ODOUR_NO_CHAINAGE)
        for (size_t i = 0, n; i < m->n_points; i += n ? n : 1) {
            for (n = 0; i + n < m->n_points && m->is_severe[i + n]; n++)
                ;
            if (n > 0) {
                buf_addf(out, "%s{\"from\":\"%s\",\"to\":\"%s\",\"points\":%zu}", comma, m->points[i].id,
                         m->points[i + n - 1].id, n);
                comma = ",";
            }
        }
    buf_add_char(out, ']');
}

static void put_sampling(struct buf *out, const struct standard *s, const struct body_month *m)
{
    static const char *const names[] = {"FEW_POINTS", "FEW_ROUNDS", "SPACING", "INTERVAL"};
    struct black_odour_sampling p;
    int32_t chainage[POINTS_MAX];
    const char *comma = "";
    unsigned lacks;

    for (size_t i = 0; i < m->n_points; i++)
        chainage[i] = m->points[i].chainage;
    p = black_odour_sampling_of(m->days, chainage, m->n_points);
    lacks = black_odour_sampling_lacks(s, &p);
    results_int(out, "rounds", p.rounds);
    results_name(out, "sampling_lacks");
    buf_add_char(out, '[');
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (lacks >> i & 1) {
            buf_addf(out, "%s\"%s\"", comma, names[i]);
            comma = ",";
        }
    buf_add_char(out, ']');
}

static void put_figures(struct buf *out, const struct standard *s, const struct body_month *m,
                        const struct body_verdict *v)
{
    buf_add(out, "{\"means\":{");
    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++)
        if (v->means.has[i])
            results_value(out, black_odour_item_code((enum black_odour_item)i), v->means.value[i]);
    buf_add_char(out, '}');
    if (v->means.depth > 0)
        results_value(out, "depth", v->means.depth);
    put_answers(out, m);
    results_int(out, "points", (int64_t)m->n_points);
    results_int(out, "severe_points", v->severe_points);
    if (m->n_points > 0) {
        put_stretches(out, m, v);
        put_sampling(out, s, m);
    }
    buf_add_char(out, '}');
}

static void judge_body(struct bodies *bs, const struct plan_day *d, const struct body_verdict *v)
{
    struct exceedances x;

    exceedances_of_body(bs->standard, &v->means, &x);
    object_alerts_add(bs->b, &(struct judged){.subject = &bs->b->subjects[d->subject],
                                              .kind = "BLACK_ODOUR",
                                              .limits = bs->standard,
                                              .first_day = d->day,
                                              .last_day = plan_month_end(d->day),
                                              .level = (int32_t)v->grade,
                                              .exceeds = v->is_found,
                                              .items = &x});
}

static int put_body(struct bodies *bs, const struct plan_day *d, struct body_month *m, struct problem *err)
{
    struct body_verdict v;
    struct buf *out;

    judge(bs->standard, m, &v);
    judge_body(bs, d, &v);
    out = results_begin(bs->b, &(struct result_head){.subject = &bs->b->subjects[d->subject],
                                                     .kind = "BLACK_ODOUR",
                                                     .standard = bs->standard->code,
                                                     .period_start = d->day,
                                                     .valid = v.is_known,
                                                     .aqi = AIR_NO_INDEX,
                                                     .level = (int32_t)v.grade,
                                                     .attained = !v.is_known  ? ATTAINED_UNKNOWN
                                                                 : v.is_found ? ATTAINED_NO
                                                                              : ATTAINED_YES});
    put_figures(out, bs->standard, m, &v);
    return results_end(bs->b, err);
}

static int put_months(struct bodies *bs, const struct plan_day *months, size_t n, struct problem *err)
{
    const char *ids, *days;

    for (size_t i = 0; i < n; i++)
        bs->items[i] = (struct body_month){.foul = {.share = -1}, .content = {.share = -1}};
    water_name_months(bs->b, months, n, &ids, &days);
    if (db_each(bs->b->c->db, &sql_evaluation_points, BIND({"subjects", ids}, {"months", days}), add_datum,
                bs, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (put_body(bs, &months[i], &bs->items[i], err) < 0)
            return -1;
    return 0;
}

/* The months of the bodies that the touched objects are or lie in. */
static struct month_plan bodies_touched(struct batch *b, const struct month_plan *touched)
{
    struct month_plan plan = {.months = arena_array(&b->c->arena, touched->n + 1, sizeof *plan.months)};

    for (size_t i = 0; i < touched->n; i++) {
        int32_t body = b->subjects[touched->months[i].subject].body;
        if (body != NO_BODY)
            plan.months[plan.n++] = (struct plan_day){body, touched->months[i].day};
    }
    plan.n = plan_days(plan.months, plan.n);
    return plan;
}

int water_evaluate_bodies(struct batch *b, const struct month_plan *months, struct problem *err)
{
    struct month_plan plan = bodies_touched(b, months);
    struct bodies bs = {.b = b, .standard = edition_on(&b->editions.black_odour, ctx_today(b->c))};
    struct water_rules *rules;

    if (plan.n == 0 || !bs.standard || b->editions.gb3838.n == 0)
        return 0;
    if (editions_water(b->c, &b->editions, b->editions.gb3838.items[0], ctx_today(b->c), &rules, err) < 0)
        return -1;
    bs.rules = rules;
    bs.items = arena_array(&b->c->arena, MONTHS, sizeof *bs.items);
    for (size_t done = 0; done < plan.n; done += MONTHS)
        if (put_months(&bs, plan.months + done, plan.n - done < MONTHS ? plan.n - done : MONTHS, err) < 0)
            return -1;
    return water_evaluate_eliminations(b, bs.standard, &plan, err);
}
