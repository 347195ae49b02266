/* SPDX-License-Identifier: MIT */
/* /attainment and /red-lines: every target of an area beside what was reached, and the verdict (domain C.1). */
#include "indicators/handlers/attainment.h"

#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/rates.h"
#include "indicators/store/standing.h"
#include "indicators_sql.h"

static const struct attainment_query *query_of(const struct ctx *c)
{
    return c->query;
}

int32_t attainment_day(const struct ctx *c)
{
    const struct field_table *table = c->match.route->query;

    return field_is_present(table, field_find(table, "as_of"), c->query) ? query_of(c)->page.as_of
                                                                         : ctx_today(c);
}

const char *attainment_this_year(struct ctx *c)
{
    const struct period day = {PERIOD_DAY, attainment_day(c)};

    return db_arg_int(&c->arena, period_year(&day));
}

void attainment_add_verdict(void *arg, struct buf *b, const struct db_result *r, int row)
{
    struct standing s;
    struct ratio reduction;

    standing_read(r, row, attainment_day(arg), &s);
    rate_add(b, "value", s.facts.has_value, &s.facts.value, VALUE_SCALE);
    rate_add(b, "value_rounded", s.facts.has_value, &s.facts.value, s.row.measure.decimals);
    buf_addf(b, ",\"periods\":%d", s.has_year ? 0 : (int)s.series.n);
    rate_add(b, "projection", s.facts.has_projection, &s.facts.projection, VALUE_SCALE);
    reduction = ratio_reduction(s.row.target.base_value, db_decimal(r, row, "_year_raw", VALUE_SCALE));
    rate_add(b, "reduction", db_text(r, row, "_year_raw") && target_has_reduction(&s.row), &reduction,
             RATE_DECIMALS);
    rate_add_change(b, r, row, "_year_raw");
    buf_addf(b, ",\"verdict\":\"%s\",\"is_breach\":%s,\"is_aspirational\":%s",
             target_status_codes[s.verdict.status].code, s.verdict.is_breach ? "true" : "false",
             s.row.is_aspirational ? "true" : "false");
}

int attainment_region(struct ctx *c, const char **ret_scope, const char **ret_department, struct problem *err)
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

    if (page_open(c, &page, err) < 0 || attainment_region(c, &scope, &department, err) < 0)
        return -1;
    page.more = attainment_add_verdict;
    return page_reply(c, &page, scope ? &sql_attainment_list_department : &sql_attainment_list_office,
                      scope ? &sql_attainment_count_department : &sql_attainment_count_office,
                      BIND({"region_scope", scope}, {"department", department},
                           {"only_red", only_red ? "true" : NULL}, {"this_year", attainment_this_year(c)}),
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
