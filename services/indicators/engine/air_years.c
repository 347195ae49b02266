/* SPDX-License-Identifier: MIT */
/* Months and years from the days that are written: means, percentiles, attainment by GB 3095, good days by HJ 633. */
#include "indicators/engine/air.h"

#include "base/date.h"
#include "indicators/domain/air_year.h"
#include "indicators/engine/results.h"
#include "indicators_sql.h"

enum { YEARS = 64, EDITIONS_MAX = 8, MONTHS = 12 };

/* A year of a subject, day by day. */
struct year {
    int64_t exact[AIR_ITEM_COUNT][AIR_YEAR_DAYS];
    int32_t aqi[EDITIONS_MAX][AIR_YEAR_DAYS]; /* by edition of HJ 633 */
};

struct years {
    struct batch *b;
    const struct plan_year *plan;
    struct year *items;
};

/* ---- reading */

static void clear(struct year *y)
{
    for (int d = 0; d < AIR_YEAR_DAYS; d++) {
        for (int i = 0; i < AIR_ITEM_COUNT; i++)
            y->exact[i][d] = AIR_NONE;
        for (int e = 0; e < EDITIONS_MAX; e++)
            y->aqi[e][d] = AIR_NO_INDEX;
    }
}

static size_t edition_named(const struct edition_list *list, const char *code)
{
    size_t i = 0;

    while (i < list->n && !str_eq(list->items[i]->code, code))
        i++;
    return i;
}

static int put_day(void *arg, const struct db_result *one, struct problem *err)
{
    struct years *ys = arg;
    size_t n = (size_t)db_int(one, 0, "n") - 1;
    size_t edition = edition_named(&ys->b->editions.hj633, db_text(one, 0, "standard_version"));
    int32_t at = db_date(one, 0, "period_start") - ys->plan[n].first_day;
    int64_t values[AIR_ITEM_COUNT];

    (void)err;
    if (edition == ys->b->editions.hj633.n) /* of an edition that is gone */
        return 0;
    if (db_text(one, 0, "aqi"))
        ys->items[n].aqi[edition][at] = (int32_t)db_int(one, 0, "aqi");
    if (edition > 0)
        return 0;
    air_read_exact(one, values);
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        ys->items[n].exact[i][at] = values[i];
    return 0;
}

/* Years that all begin on the same day. */
static int read_years(struct years *ys, size_t n, struct problem *err)
{
    struct arena *a = &ys->b->c->arena;
    int32_t first_day = ys->plan[0].first_day;
    struct text_array ids;

    text_array_init(&ids, a);
    for (size_t i = 0; i < n; i++) {
        const struct subject *s = &ys->b->subjects[ys->plan[i].subject];
        text_array_add(&ids, s->object_id ? s->object_id : s->tenant_id);
        clear(&ys->items[i]);
    }
    return db_each(ys->b->c->db, &sql_evaluation_days,
                   BIND({"subjects", text_array_done(&ids)},
                        {"first_edition", ys->b->editions.hj633.items[0]->code},
                        {"from", db_arg_date(a, first_day)},
                        {"to", db_arg_date(a, first_day + plan_year_days(first_day) - 1)}),
                   put_day, ys, err);
}

/* ---- months */

static void put_means(struct buf *out, const struct air_figure means[AIR_ITEM_COUNT])
{
    results_name(out, "means");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (means[i].valid)
            results_value(out, air_item_codes[i], means[i].value);
    buf_add_char(out, '}');
    results_name(out, "exact");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (means[i].n > 0)
            results_value(out, air_item_codes[i], means[i].exact);
    buf_add_char(out, '}');
    results_name(out, "counts");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (means[i].n > 0)
            results_int(out, air_item_codes[i], means[i].n);
    buf_add_char(out, '}');
}

static void put_counts(struct buf *out, const struct air_days *d, int32_t days)
{
    results_int(out, "days", days);
    results_int(out, "valid_days", d->valid);
    results_int(out, "good_days", d->good);
    results_int(out, "heavy_days", d->heavy);
    if (d->shown != AIR_NONE)
        results_value(out, "good_rate", d->shown);
}

static int put_month(struct years *ys, const struct plan_year *p, const struct year *y, int32_t first_day,
                     struct problem *err)
{
    const struct editions *e = &ys->b->editions;
    const struct standard *hj663 = edition_on(&e->hj663, first_day);
    size_t at = (size_t)(first_day - p->first_day),
           days = (size_t)(date_add_months(first_day, 1) - first_day);
    struct air_figure means[AIR_ITEM_COUNT];
    unsigned insufficient = 0;
    bool valid = true;

    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        const struct air_rules rules = air_rules_of(hj663, air_item_codes[i]);
        means[i] = air_span_mean(&y->exact[i][at], days, first_day, AIR_MONTH, &rules);
        valid = valid && (means[i].valid || rules.percentile == 0);
        insufficient |= means[i].valid ? 0 : 1u << i;
    }
    for (size_t i = 0; i < e->hj633.n; i++) {
        struct air_days counted = air_count_days(hj663, &e->scales[i], &y->aqi[i][at], days);
        struct buf *out = results_begin(ys->b, &(struct result_head){.subject = &ys->b->subjects[p->subject],
                                                                     .kind = "AIR_MONTH",
                                                                     .standard = e->hj633.items[i]->code,
                                                                     .period_start = first_day,
                                                                     .valid = valid,
                                                                     .aqi = AIR_NO_INDEX,
                                                                     .attained = ATTAINED_UNKNOWN});
        buf_add_char(out, '{');
        put_means(out, means);
        results_items(out, "insufficient", insufficient);
        put_counts(out, &counted, (int32_t)days);
        buf_add_char(out, '}');
        if (results_end(ys->b, err) < 0)
            return -1;
    }
    return 0;
}

static int put_months(struct years *ys, const struct plan_year *p, const struct year *y, struct problem *err)
{
    for (int m = 0; m < MONTHS; m++)
        if (p->months & 1u << m && put_month(ys, p, y, date_add_months(p->first_day, m), err) < 0)
            return -1;
    return 0;
}

/* ---- years */

static const char *const attainments[] = {"NO_DATA", "ATTAINED", "NOT_ATTAINED"};
static const enum attained attained_of[] = {ATTAINED_UNKNOWN, ATTAINED_YES, ATTAINED_NO};

static void put_limited(struct buf *out, const char *name, const struct air_figure *f, int64_t limit,
                        int64_t multiple)
{
    if (limit == AIR_NONE || f->n == 0)
        return;
    results_name(out, name);
    buf_add_char(out, '{');
    results_value(out, "value", f->value);
    results_value(out, "exact", f->exact);
    results_value(out, "limit", limit);
    if (multiple > 0)
        results_value(out, "multiple", multiple);
    results_name(out, "valid");
    buf_add(out, f->valid ? "true}" : "false}");
}

static void put_year_items(struct buf *out, const struct air_year_item items[AIR_ITEM_COUNT],
                           const struct air_year_verdict *v)
{
    results_name(out, "items");
    buf_add_char(out, '{');
    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        const struct air_verdict *one = &v->items[i];
        if (one->percentile_limit == AIR_NONE && one->mean_limit == AIR_NONE)
            continue;
        results_name(out, air_item_codes[i]);
        buf_add(out, "{\"attainment\":\"");
        buf_add(out, attainments[one->attainment]);
        buf_add_char(out, '"');
        results_int(out, "days", items[i].mean.n);
        put_limited(out, "mean", &items[i].mean, one->mean_limit, one->mean_multiple);
        put_limited(out, "percentile", &items[i].percentile, one->percentile_limit, one->percentile_multiple);
        buf_add_char(out, '}');
    }
    buf_add_char(out, '}');
}

static bool year_is_valid(const struct standard *hj663, const struct air_year_item items[AIR_ITEM_COUNT])
{
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (air_rules_of(hj663, air_item_codes[i]).percentile != 0 && !items[i].mean.valid)
            return false;
    return true;
}

static int put_verdicts(struct years *ys, const struct plan_year *p,
                        const struct air_year_item items[AIR_ITEM_COUNT], struct problem *err)
{
    const struct editions *e = &ys->b->editions;
    const struct standard *hj663 = edition_on(&e->hj663, p->first_day);
    const struct subject *s = &ys->b->subjects[p->subject];

    for (size_t i = 0; i < e->gb3095.n; i++) {
        struct air_year_verdict v = air_evaluate_year(hj663, e->gb3095.items[i], s->air_class, items);
        int64_t compound;
        struct buf *out = results_begin(ys->b, &(struct result_head){.subject = s,
                                                                     .kind = "AIR_YEAR",
                                                                     .standard = e->gb3095.items[i]->code,
                                                                     .period_start = p->first_day,
                                                                     .valid = year_is_valid(hj663, items),
                                                                     .aqi = AIR_NO_INDEX,
                                                                     .attained = attained_of[v.attainment]});
        buf_add_char(out, '{');
        put_year_items(out, items, &v);
        if (air_compound_index(hj663, e->gb3095.items[i], s->air_class, items, &compound))
            results_value(out, "compound_index", compound);
        buf_add_char(out, '}');
        if (results_end(ys->b, err) < 0)
            return -1;
    }
    return 0;
}

static int put_good_days(struct years *ys, const struct plan_year *p, const struct year *y,
                         struct problem *err)
{
    const struct editions *e = &ys->b->editions;
    const struct standard *hj663 = edition_on(&e->hj663, p->first_day);
    int32_t days = plan_year_days(p->first_day);

    for (size_t i = 0; i < e->hj633.n; i++) {
        struct air_days counted = air_count_days(hj663, &e->scales[i], y->aqi[i], (size_t)days);
        struct buf *out = results_begin(ys->b, &(struct result_head){.subject = &ys->b->subjects[p->subject],
                                                                     .kind = "AIR_YEAR_DAYS",
                                                                     .standard = e->hj633.items[i]->code,
                                                                     .period_start = p->first_day,
                                                                     .valid = counted.valid > 0,
                                                                     .aqi = AIR_NO_INDEX,
                                                                     .attained = ATTAINED_UNKNOWN});
        buf_add_char(out, '{');
        put_counts(out, &counted, days);
        buf_add_char(out, '}');
        if (results_end(ys->b, err) < 0)
            return -1;
    }
    return 0;
}

static int put_year(struct years *ys, const struct plan_year *p, const struct year *y, struct problem *err)
{
    const struct standard *hj663 = edition_on(&ys->b->editions.hj663, p->first_day);
    struct air_year_item items[AIR_ITEM_COUNT];

    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        const struct air_rules rules = air_rules_of(hj663, air_item_codes[i]);
        items[i] = air_year_item(y->exact[i], (size_t)plan_year_days(p->first_day), p->first_day, &rules);
    }
    if (put_months(ys, p, y, err) < 0 || put_verdicts(ys, p, items, err) < 0 ||
        put_good_days(ys, p, y, err) < 0)
        return -1;
    return 0;
}

int air_evaluate_years(struct batch *b, const struct plan *days, struct problem *err)
{
    struct plan_year *plan = arena_array(&b->c->arena, days->n + 1, sizeof *plan);
    size_t n_years = plan_years(days->days, days->n, plan);
    struct years ys = {.b = b, .items = arena_array(&b->c->arena, YEARS, sizeof *ys.items)};

    if (b->editions.hj633.n > EDITIONS_MAX)
        return problem_cause(err, PROBLEM_INTERNAL, "more than %d editions of HJ 633", EDITIONS_MAX);
    for (size_t done = 0, n; done < n_years; done += n) {
        n = plan_same_year(plan + done, n_years - done, YEARS);
        ys.plan = plan + done;
        if (read_years(&ys, n, err) < 0)
            return -1;
        for (size_t i = 0; i < n; i++)
            if (put_year(&ys, &ys.plan[i], &ys.items[i], err) < 0)
                return -1;
    }
    return results_flush(b, err);
}
