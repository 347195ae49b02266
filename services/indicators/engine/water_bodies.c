/* SPDX-License-Identifier: MIT */
/* Black and odorous bodies: of each month, from the points of the body. */
#include "indicators/engine/water.h"

#include "indicators/domain/black_odour.h"
#include "indicators/domain/water_period.h"
#include "indicators/engine/object_alerts.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"
#include <stdio.h>

enum { MONTHS = 64, POINTS_MAX = 200 };

struct body_month {
    struct water_mean means[BLACK_ODOUR_ITEMS];
    struct black_odour_point points[POINTS_MAX];
    size_t n_points;
};

struct bodies {
    struct batch *b;
    const struct standard *standard;
    const struct water_rules *rules; /* of values below detection */
    struct body_month *items;
    char point[UUID_TEXT]; /* being read */
    int64_t n;
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

static int add_datum(void *arg, const struct db_result *one, struct problem *err)
{
    struct bodies *bs = arg;
    int64_t n = db_int(one, 0, "n"), value = water_read_value(bs->rules, one);
    struct body_month *m = &bs->items[n - 1];
    int item = item_of(db_text(one, 0, "item"));

    if (n != bs->n || !str_eq(bs->point, db_text(one, 0, "point"))) {
        if (m->n_points == POINTS_MAX)
            return problem_cause(err, PROBLEM_INTERNAL, "a body of more than %d points", POINTS_MAX);
        (void)snprintf(bs->point, sizeof bs->point, "%s", db_text(one, 0, "point"));
        bs->n = n;
        m->n_points++;
    }
    if (item == BLACK_ODOUR_ITEMS)
        return problem_cause(err, PROBLEM_INTERNAL, "an item that is none");
    water_mean_add(&m->means[item], &plain, value);
    black_odour_point_add(&m->points[m->n_points - 1], (enum black_odour_item)item,
                          black_odour_value_grade(bs->standard, (enum black_odour_item)item, value, 0));
    return 0;
}

/* ---- verdicts */

struct body_verdict {
    int64_t means[BLACK_ODOUR_ITEMS];
    bool has[BLACK_ODOUR_ITEMS], any, is_found;
    enum black_odour_grade grade;
    int32_t severe_points;
};

static void judge(const struct standard *s, const struct body_month *m, struct body_verdict *v)
{
    enum black_odour_grade points[POINTS_MAX];
    bool severe[POINTS_MAX];

    *v = (struct body_verdict){0};
    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++) {
        v->has[i] = water_mean(&m->means[i], &plain, WATER_ROUND_NONE, &v->means[i]);
        v->any = v->any || v->has[i];
    }
    v->is_found = black_odour_is_found(s, v->means, v->has, 0, -1);
    if (!v->is_found)
        return;
    for (size_t i = 0; i < m->n_points; i++)
        points[i] = black_odour_point_grade(s, &m->points[i]);
    v->grade = black_odour_body_grade(s, points, m->n_points, severe);
    for (size_t i = 0; i < m->n_points; i++)
        v->severe_points += points[i] == BLACK_ODOUR_SEVERE;
}

static void judge_body(struct bodies *bs, const struct plan_day *d, const struct body_verdict *v)
{
    struct exceedances x;

    exceedances_of_body(bs->standard, v->means, v->has, &x);
    object_alerts_add(bs->b, &(struct judged){.subject = &bs->b->subjects[d->subject],
                                              .kind = "BLACK_ODOUR",
                                              .limits = bs->standard,
                                              .first_day = d->day,
                                              .last_day = plan_month_end(d->day),
                                              .level = (int32_t)v->grade,
                                              .exceeds = v->grade != BLACK_ODOUR_NONE,
                                              .items = &x});
}

static int put_body(struct bodies *bs, const struct plan_day *d, const struct body_month *m,
                    struct problem *err)
{
    struct body_verdict v;
    struct buf *out;

    judge(bs->standard, m, &v);
    judge_body(bs, d, &v);
    out = results_begin(bs->b, &(struct result_head){.subject = &bs->b->subjects[d->subject],
                                                     .kind = "BLACK_ODOUR",
                                                     .standard = bs->standard->code,
                                                     .period_start = d->day,
                                                     .valid = v.any,
                                                     .aqi = AIR_NO_INDEX,
                                                     .level = (int32_t)v.grade,
                                                     .attained = !v.any       ? ATTAINED_UNKNOWN
                                                                 : v.is_found ? ATTAINED_NO
                                                                              : ATTAINED_YES});
    buf_add(out, "{\"means\":{");
    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++)
        if (v.has[i])
            results_value(out, black_odour_item_code((enum black_odour_item)i), v.means[i]);
    buf_add_char(out, '}');
    results_int(out, "points", (int64_t)m->n_points);
    results_int(out, "severe_points", v.severe_points);
    buf_add_char(out, '}');
    return results_end(bs->b, err);
}

static int put_months(struct bodies *bs, const struct plan_day *months, size_t n, struct problem *err)
{
    const char *ids, *days;

    for (size_t i = 0; i < n; i++)
        bs->items[i] = (struct body_month){0};
    bs->n = 0;
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
    return 0;
}
