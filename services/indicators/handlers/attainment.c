/* SPDX-License-Identifier: MIT */
/* /attainment and /red-lines: every target of an area beside what was reached, and the verdict (domain C.1). */
#include "http/page.h"
#include "indicators/domain/projection.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/target_rows.h"
#include "indicators_sql.h"

#include "base/decimal.h"

/* A row of attainment_list, as the rules take it. */
struct standing {
    struct target_row row;
    struct projection_series series;
    struct target_facts facts;
    bool has_year; /* a figure of the year itself */
};

static const struct attainment_query *query_of(const struct ctx *c)
{
    return c->query;
}

/* The day that the answer speaks of. */
static int32_t day_of(const struct ctx *c)
{
    const struct field *as_of = field_find(&attainment_query_table, "as_of");

    return field_is_present(&attainment_query_table, as_of, c->query) ? query_of(c)->page.as_of
                                                                      : ctx_today(c);
}

static bool is_open(const struct ctx *c)
{
    const struct period year = {PERIOD_YEAR, date_from_ymd((int)query_of(c)->year, 1, 1)};

    return period_is_open(&year, day_of(c));
}

static struct projection_series read_series(const struct db_result *r, int row, int year)
{
    return (struct projection_series){
        .kind = period_kind_of(db_text(r, row, "_kind")),
        .year = year,
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

static void read_standing(const struct ctx *c, const struct db_result *r, int row, struct standing *ret)
{
    const struct value_figure year = figure_read(r, row, "_year_raw", "_year_top", "_year_bottom");
    struct target_facts *f = &ret->facts;

    *ret = (struct standing){
        .row = target_read(r, row),
        .series = read_series(r, row, (int)query_of(c)->year),
        .has_year = db_text(r, row, "value_id") != NULL,
    };
    *f = (struct target_facts){
        .has_value = ret->has_year || ret->series.n > 0,
        .value = ret->has_year ? value_ratio(&ret->row.measure, &year)
                               : projection_so_far(&ret->row.measure, &ret->series),
        .standard = db_text(r, row, "value_standard"),
        .is_open = is_open(c),
        .today = day_of(c),
        .completed_on = DATE_NONE,
        .previous = ret->row.previous,
        .n_previous = ret->row.n_previous,
    };
    f->has_projection = f->is_open && projection_of_year(&ret->row.measure, &ret->series, &f->projection);
}

static void add_figure(struct buf *b, const char *name, bool is_there, const struct ratio *r, int places)
{
    char text[DECIMAL_TEXT];
    int64_t value;

    if (is_there && ratio_round(r, places, &value)) {
        decimal_format(value, VALUE_SCALE, text);
        buf_addf(b, ",\"%s\":\"%s\"", name, text);
    } else {
        buf_addf(b, ",\"%s\":null", name);
    }
}

/* What the columns do not say. */
static void add_verdict(void *arg, struct buf *b, const struct db_result *r, int row)
{
    struct standing s;
    struct target_verdict v;

    read_standing(arg, r, row, &s);
    v = target_status(&s.row.target, &s.facts);
    add_figure(b, "value", s.facts.has_value, &s.facts.value, VALUE_SCALE);
    add_figure(b, "value_rounded", s.facts.has_value, &s.facts.value, s.row.measure.decimals);
    buf_addf(b, ",\"periods\":%d", s.has_year ? 0 : (int)s.series.n);
    add_figure(b, "projection", s.facts.has_projection, &s.facts.projection, VALUE_SCALE);
    buf_addf(b, ",\"verdict\":\"%s\",\"is_breach\":%s,\"is_aspirational\":%s",
             target_status_codes[v.status].code, v.is_breach ? "true" : "false",
             s.row.is_aspirational ? "true" : "false");
}

/* The region whose figures a department answers for, as binds; nothing for others, or when another area is asked for. */
static int find_region(struct ctx *c, const char **ret_scope, const char **ret_department,
                       struct problem *err)
{
    struct db_result *r;

    *ret_scope = *ret_department = NULL;
    if (c->who->tenant.kind != TENANT_DEPARTMENT || query_of(c)->page.subtree)
        return 0;
    if (db_one(c->db, &sql_department_region, BIND_NONE, &r, err) < 0)
        return -1;
    *ret_scope = db_text(r, 0, "region_scope");
    *ret_department = db_text(r, 0, "dept_code");
    return 0;
}

static int reply_standings(struct ctx *c, bool only_red, struct problem *err)
{
    const char *scope, *department;
    struct page page;

    if (page_open(c, &page, err) < 0 || find_region(c, &scope, &department, err) < 0)
        return -1;
    page.more = add_verdict;
    return page_reply(c, &page, scope ? &sql_attainment_list_department : &sql_attainment_list_office,
                      scope ? &sql_attainment_count_department : &sql_attainment_count_office,
                      BIND({"region_scope", scope}, {"department", department},
                           {"only_red", only_red ? "true" : NULL}, {"is_open", db_arg_bool(is_open(c))}),
                      err);
}

int attainment_list(struct ctx *c, struct problem *err)
{
    return reply_standings(c, false, err);
}

int red_line_list(struct ctx *c, struct problem *err)
{
    return reply_standings(c, true, err);
}
