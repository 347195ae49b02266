/* SPDX-License-Identifier: MIT */
/* GET /attainment/board: the targets of a subtree by verdict, tenant by tenant, in one answer (decision 0012). */
#include "indicators/handlers/attainment.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/standing.h"
#include "indicators_sql.h"
#include <string.h>

enum { ELEMENTS_MAX = 16 };

struct board {
    struct buf tenants;
    const char *tenant; /* whose targets are being counted; NULL = none yet */
    struct tally of_tenant, total;
    struct {
        const char *code;
        struct tally tally;
    } elements[ELEMENTS_MAX + 1]; /* in order of their codes; ends with NULL */
};

static const struct attainment_query *query_of(const struct ctx *c)
{
    return c->query;
}

static struct tally *of_element(struct board *b, const char *code)
{
    size_t i = 0, n = 0;

    while (b->elements[i].code && strcmp(b->elements[i].code, code) < 0)
        i++;
    if (!b->elements[i].code || strcmp(b->elements[i].code, code) != 0) {
        while (b->elements[i + n].code)
            n++;
        memmove(&b->elements[i + 1], &b->elements[i], n * sizeof b->elements[0]);
        memset(&b->elements[i], 0, sizeof b->elements[0]);
        b->elements[i].code = code;
    }
    return &b->elements[i].tally;
}

static void write_tally(struct buf *b, const struct tally *t)
{
    buf_addf(b, "\"total\":%lld", (long long)tally_total(t));
    tally_write(b, t);
}

static void end_tenant(struct board *b)
{
    if (!b->tenant)
        return;
    write_tally(&b->tenants, &b->of_tenant);
    buf_add(&b->tenants, "}");
    tally_add(&b->total, &b->of_tenant);
    b->of_tenant = (struct tally){0};
}

/* Rows come tenant by tenant. */
static void go_to_tenant(struct board *b, const struct db_result *r, int row)
{
    const char *id = db_text(r, row, "tenant_id");

    if (str_eq(b->tenant, id))
        return;
    end_tenant(b);
    b->tenant = id;
    buf_addf(&b->tenants, "%s{\"tenant\":{\"id\":\"%s\",\"code\":", b->tenants.len > 0 ? "," : "", id);
    buf_add_json(&b->tenants, db_text(r, row, "tenant_code"));
    buf_add(&b->tenants, ",\"name\":");
    buf_add_json(&b->tenants, db_text(r, row, "tenant_name"));
    buf_add(&b->tenants, "},");
}

/* A target that is judged now, what was counted of a tenant, or of an element. */
static void add_row(struct ctx *c, struct board *b, const struct db_result *r, int row)
{
    struct tally t = {0};
    struct standing s;

    if (db_text(r, row, "target_id")) {
        standing_read(r, row, attainment_day(c), &s);
        tally_count(&t, &s.verdict, s.has_alert);
        tally_add(of_element(b, db_text(r, row, "element")), &t);
    } else {
        t = tally_read(r, row);
    }
    if (db_text(r, row, "tenant_id")) {
        go_to_tenant(b, r, row);
        tally_add(&b->of_tenant, &t);
    } else {
        tally_add(of_element(b, db_text(r, row, "counted_element")), &t);
    }
}

static int reply_board(struct ctx *c, const struct db_result *r)
{
    struct board board = {0};
    char day[DATE_TEXT];
    struct buf b;

    buf_init(&board.tenants, &c->arena);
    for (int i = 0; i < db_rows(r); i++)
        add_row(c, &board, r, i);
    end_tenant(&board);
    date_format(attainment_day(c), day);
    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"year\":%lld,\"as_of\":\"%s\",", (long long)query_of(c)->year, day);
    write_tally(&b, &board.total);
    buf_add(&b, ",\"elements\":[");
    for (size_t i = 0; board.elements[i].code; i++) {
        buf_addf(&b, "%s{\"element\":\"%s\",", i > 0 ? "," : "", board.elements[i].code);
        write_tally(&b, &board.elements[i].tally);
        buf_add(&b, "}");
    }
    buf_add(&b, "],\"tenants\":[");
    buf_add_n(&b, board.tenants.data, board.tenants.len);
    buf_add(&b, "]}");
    return reply_json(c, 200, b.data, b.len);
}

/* Counts are kept of whole tenants, as things stand, by element. */
static const struct stmt *statement_for(const struct ctx *c, const struct page *page, const char *region)
{
    if (region)
        return &sql_attainment_judge_department;
    return page->as_of || query_of(c)->indicator || query_of(c)->red_line_class ? &sql_attainment_judge_office
                                                                                : &sql_attainment_board;
}

int attainment_board(struct ctx *c, struct problem *err)
{
    const char *scope, *department;
    struct db_result *r;
    struct page page;

    if (page_open(c, &page, err) < 0 || attainment_region(c, &scope, &department, err) < 0)
        return -1;
    if (db_run(c->db, statement_for(c, &page, scope),
               BIND({"page_lo", page.lo}, {"page_hi", page.hi}, {"page_as_of", page.as_of},
                    {"region_scope", scope}, {"department", department}, {"only_red", NULL},
                    {"this_year", attainment_this_year(c)}),
               &r, err) < 0)
        return -1;
    return reply_board(c, r);
}
