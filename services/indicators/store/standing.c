/* SPDX-License-Identifier: MIT */
/* Targets beside what was reached, and counts of them. */
#include "indicators/store/standing.h"

/* The words of target_status_codes as columns. */
static const char *const columns[TARGET_STATUS_COUNT] = {"attained", "not_attained",   "at_risk",
                                                         "no_data",  "not_comparable", "unset"};

static struct projection_series read_series(const struct db_result *r, int row)
{
    return (struct projection_series){
        .kind = period_kind_of(db_text(r, row, "_kind")),
        .year = (int)db_int(r, row, "_at_year"),
        .n = (int32_t)db_int(r, row, "_n"),
        .n_parts = (int32_t)db_int(r, row, "_n_parts"),
        .total = db_decimal(r, row, "_total", VALUE_SCALE),
        .numerator_total = db_decimal(r, row, "_top_total", VALUE_SCALE),
        .denominator_total = db_decimal(r, row, "_bottom_total", VALUE_SCALE),
        .first = figure_read(r, row, "_first_raw", "_first_top", "_first_bottom"),
        .latest = figure_read(r, row, "_latest_raw", "_latest_top", "_latest_bottom"),
        .first_start = db_date(r, row, "_first_start"),
        .latest_start = db_date(r, row, "_latest_start"),
    };
}

static void read_facts(const struct db_result *r, int row, int32_t today, struct standing *s)
{
    const struct period year = {PERIOD_YEAR, date_from_ymd(s->series.year, 1, 1)};
    const struct value_figure figure = figure_read(r, row, "_year_raw", "_year_top", "_year_bottom");
    struct target_facts *f = &s->facts;

    *f = (struct target_facts){
        .has_value = s->has_year || s->series.n > 0,
        .value = s->has_year ? value_ratio(&s->row.measure, &figure)
                             : projection_so_far(&s->row.measure, &s->series),
        .standard = db_text(r, row, "value_standard"),
        .is_open = period_is_open(&year, today),
        .today = today,
        .completed_on = DATE_NONE,
        .previous = s->row.previous,
        .n_previous = s->row.n_previous,
    };
    f->has_projection = f->is_open && projection_of_year(&s->row.measure, &s->series, &f->projection);
    s->year_last = period_last(&year);
}

void standing_read(const struct db_result *r, int row, int32_t today, struct standing *ret)
{
    *ret = (struct standing){
        .row = target_read(r, row),
        .series = read_series(r, row),
        .has_year = db_text(r, row, "value_id") != NULL,
        .has_alert = db_text(r, row, "alert_id") != NULL,
    };
    read_facts(r, row, today, ret);
    ret->verdict = target_status(&ret->row.target, &ret->facts);
}

struct tally tally_read(const struct db_result *r, int row)
{
    struct tally t = {.breaches = db_int(r, row, "breaches"), .alerts = db_int(r, row, "alerts")};

    for (int i = 0; i < TARGET_STATUS_COUNT; i++)
        t.of[i] = db_int(r, row, columns[i]);
    return t;
}

void tally_write(struct buf *b, const struct tally *t)
{
    for (int i = 0; i < TARGET_STATUS_COUNT; i++)
        buf_addf(b, ",\"%s\":%lld", columns[i], (long long)t->of[i]);
    buf_addf(b, ",\"breaches\":%lld,\"alerts\":%lld", (long long)t->breaches, (long long)t->alerts);
}
