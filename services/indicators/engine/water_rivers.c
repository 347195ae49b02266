/* SPDX-License-Identifier: MIT */
/* Rivers and basins (河流、流域): the grade of what the sections of a body, of a district and of the city say together. */
#include "indicators/engine/water.h"

#include "base/date.h"
#include "indicators/domain/water_period.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"

enum { GROUPS = 64, SECTIONS_MAX = 5000, SAMPLES_MAX = 16 };

/* What is read of one group. */
struct group {
    uint8_t *classes; /* of its sections */
    struct water_sample samples[SAMPLES_MAX];
    const char *section; /* being read */
    size_t n;
};

struct rivers {
    struct batch *b;
    const struct water_rules *rules;
    const char *kind; /* of the results */
    const struct plan_day *plan;
    struct group now;
    size_t read; /* groups whose result is written */
};

/* ---- the result of a group */

static void put_verdict(struct buf *out, const struct water_rules *r, const struct water_river *v)
{
    const int64_t sections = (int64_t)v->sections;

    buf_add_char(out, '{');
    results_int(out, "sections", sections);
    results_int(out, "good", (int64_t)v->good);
    results_int(out, "worst", (int64_t)v->worst);
    if (v->grade) {
        results_name(out, "grade");
        buf_add_json(out, r->grade_label[v->grade]);
        results_name(out, "basis");
        buf_add_json(out, v->class == WATER_CLASS_NONE ? "SHARES" : "MEAN");
    }
    buf_add_char(out, '}');
}

static struct water_river judge(const struct water_rules *r, const struct group *g)
{
    struct water_river shares, means;

    water_river_by_classes(r, g->classes, g->n, &shares);
    if (shares.grade || g->n == 0 || g->n > SAMPLES_MAX)
        return shares;
    water_river(r, g->samples, g->n, &means);
    shares.grade = means.grade;
    shares.class = means.class;
    return shares;
}

static int finish_group(struct rivers *rs, struct problem *err)
{
    const struct plan_day *d = &rs->plan[rs->read++];
    struct water_river v = judge(rs->rules, &rs->now);
    struct buf *out = results_begin(rs->b, &(struct result_head){
                                               .subject = &rs->b->subjects[d->subject],
                                               .kind = rs->kind,
                                               .standard = rs->rules->limits->code,
                                               .period_start = d->day,
                                               .valid = v.grade != 0,
                                               .aqi = AIR_NO_INDEX,
                                               .level = v.grade,
                                               .class = v.class,
                                               .attained = ATTAINED_UNKNOWN,
                                           });

    put_verdict(out, rs->rules, &v);
    rs->now.n = 0;
    rs->now.section = NULL;
    return results_end(rs->b, err);
}

/* ---- reading */

static int begin_section(struct rivers *rs, const struct db_result *one, struct problem *err)
{
    struct group *g = &rs->now;

    if (g->n == SECTIONS_MAX)
        return problem_cause(err, PROBLEM_INTERNAL, "a basin of more than %d sections", SECTIONS_MAX);
    g->section = arena_strdup(&rs->b->c->arena, db_text(one, 0, "section"));
    if (g->n < SAMPLES_MAX)
        g->samples[g->n] = (struct water_sample){.body = water_body_of(db_text(one, 0, "body_type")),
                                                 .rounding = WATER_ROUND_STAT20};
    g->classes[g->n++] = (uint8_t)db_int(one, 0, "class");
    return 0;
}

/* One item of a section; groups come in the order of the plan, sections together. */
static int add_item(void *arg, const struct db_result *one, struct problem *err)
{
    struct rivers *rs = arg;
    struct group *g = &rs->now;
    int item;

    while (rs->read + 1 < (size_t)db_int(one, 0, "n"))
        if (finish_group(rs, err) < 0)
            return -1;
    if ((!g->section || !str_eq(g->section, db_text(one, 0, "section"))) && begin_section(rs, one, err) < 0)
        return -1;
    item = db_text(one, 0, "item") ? water_item_find(rs->rules, db_text(one, 0, "item")) : -1;
    if (item >= 0 && g->n <= SAMPLES_MAX)
        water_sample_set(&g->samples[g->n - 1], item, db_decimal(one, 0, "value", VALUE_SCALE));
    return 0;
}

static int put_groups(struct rivers *rs, const struct plan_day *plan, size_t n, const char *of_sections,
                      struct problem *err)
{
    struct arena *a = &rs->b->c->arena;
    struct text_array bodies, places, days;

    text_array_init(&bodies, a);
    text_array_init(&places, a);
    text_array_init(&days, a);
    for (size_t i = 0; i < n; i++) {
        const struct subject *s = &rs->b->subjects[plan[i].subject];
        text_array_add(&bodies, s->object_id ? s->object_id : "NULL");
        text_array_add(&places, s->scope);
        text_array_add(&days, db_arg_date(a, plan[i].day));
    }
    rs->plan = plan;
    rs->read = 0;
    if (db_each(rs->b->c->db, &sql_evaluation_sections,
                BIND({"bodies", text_array_done(&bodies)}, {"places", text_array_done(&places)},
                     {"starts", text_array_done(&days)}, {"kind", of_sections},
                     {"edition", rs->rules->limits->code}),
                add_item, rs, err) < 0)
        return -1;
    while (rs->read < n)
        if (finish_group(rs, err) < 0)
            return -1;
    return 0;
}

/* ---- which groups */

static void add_group(struct month_plan *plan, int32_t subject, int32_t first_day)
{
    if (subject >= 0)
        plan->months[plan->n++] = (struct plan_day){subject, first_day};
}

/* The body, the district and the city of the touched months, by month or by year. */
static struct month_plan groups_of(struct batch *b, const struct month_plan *touched, bool by_year)
{
    struct month_plan plan = {
        .months = arena_array(&b->c->arena, touched->n * (1 + PLAN_PLACES) + 1, sizeof *plan.months)};

    for (size_t i = 0; i < touched->n; i++) {
        const struct subject *s = &b->subjects[touched->months[i].subject];
        int32_t first = by_year ? plan_year_of(touched->months[i].day) : touched->months[i].day;
        add_group(&plan, s->body, first);
        for (int p = 0; p < PLAN_PLACES; p++)
            add_group(&plan, s->places.place[p], first);
    }
    plan.n = plan_days(plan.months, plan.n);
    return plan;
}

static int evaluate(struct rivers *rs, const struct month_plan *plan, const char *of_sections,
                    struct problem *err)
{
    for (size_t done = 0; done < plan->n; done += GROUPS)
        if (put_groups(rs, plan->months + done, plan->n - done < GROUPS ? plan->n - done : GROUPS,
                       of_sections, err) < 0)
            return -1;
    return results_flush(rs->b, err);
}

int water_evaluate_rivers(struct batch *b, const struct month_plan *touched, struct problem *err)
{
    struct month_plan months = groups_of(b, touched, false), years = groups_of(b, touched, true);
    struct rivers rs = {.b = b, .now = {.classes = arena_array(&b->c->arena, SECTIONS_MAX, 1)}};

    for (size_t e = 0; e < b->editions.gb3838.n; e++) {
        struct water_rules *rules;
        if (editions_water(b->c, &b->editions, b->editions.gb3838.items[e], ctx_today(b->c), &rules, err) < 0)
            return -1;
        rs.rules = rules;
        rs.kind = "RIVER_MONTH";
        if (evaluate(&rs, &months, "WATER_MONTH", err) < 0)
            return -1;
        rs.kind = "RIVER_YEAR";
        if (evaluate(&rs, &years, "WATER_YEAR", err) < 0)
            return -1;
    }
    return 0;
}
