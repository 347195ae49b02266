/* SPDX-License-Identifier: MIT */
/* GET /attainment/groups: the targets of one tenant by package, and whether a composite is attained (domain S-048,
 * S-079). */
#include "indicators/domain/indicator_group.h"
#include "indicators/handlers/attainment.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/standing.h"
#include "indicators_sql.h"
#include "unit/owner.h"

struct members {
    struct tally tally;
    struct buf targets, without_target; /* members of two JSON arrays */
    int64_t n_without_target;
    bool is_whole; /* the caller answers for every indicator of the group */
};

static const struct attainment_query *query_of(const struct ctx *c)
{
    return c->query;
}

static const char *as_of(struct ctx *c)
{
    const struct field_table *table = c->match.route->query;

    return field_is_present(table, field_find(table, "as_of"), c->query)
               ? db_arg_date(&c->arena, query_of(c)->page.as_of)
               : NULL;
}

static void add_target(struct ctx *c, struct members *m, const struct db_result *r, int row)
{
    struct standing s;

    standing_read(r, row, attainment_day(c), &s);
    tally_count(&m->tally, &s.verdict, s.has_alert);
    if (m->targets.len > 0)
        buf_add_char(&m->targets, ',');
    row_write_more(&m->targets, r, row, attainment_add_verdict, c);
}

static void add_member(struct ctx *c, struct members *m, const struct db_result *r, int row)
{
    if (!db_bool(r, row, "_is_answered"))
        m->is_whole = false;
    if (db_text(r, row, "target_id")) {
        add_target(c, m, r, row);
    } else if (db_bool(r, row, "_is_answered")) {
        m->n_without_target++;
        if (m->without_target.len > 0)
            buf_add_char(&m->without_target, ',');
        buf_add_json(&m->without_target, db_text(r, row, "_code"));
    }
}

/* A department cannot tell of a composite what is another's to answer for. */
static void add_joint_verdict(struct buf *b, const struct indicator_group *g, const struct members *m)
{
    if (g->is_composite && m->is_whole)
        buf_addf(b, ",\"verdict\":\"%s\"",
                 target_status_codes[indicator_group_verdict(&m->tally, m->n_without_target)].code);
    else
        buf_add(b, ",\"verdict\":null");
}

static void add_group(struct ctx *c, struct buf *b, const struct indicator_group *g,
                      const struct db_result *r)
{
    struct members m = {.is_whole = true};

    buf_init(&m.targets, &c->arena);
    buf_init(&m.without_target, &c->arena);
    for (int i = 0; i < db_rows(r); i++)
        if (str_has_word(db_text(r, i, "_groups"), g->code))
            add_member(c, &m, r, i);
    buf_addf(b, "{\"code\":\"%s\",\"name\":\"%s\",\"is_composite\":%s", g->code, g->name,
             g->is_composite ? "true" : "false");
    add_joint_verdict(b, g, &m);
    buf_addf(b, ",\"total\":%lld", (long long)tally_total(&m.tally));
    tally_write(b, &m.tally);
    buf_add(b, ",\"targets\":[");
    buf_add_n(b, m.targets.data, m.targets.len);
    buf_add(b, "],\"without_target\":[");
    buf_add_n(b, m.without_target.data, m.without_target.len);
    buf_add(b, "]}");
}

static int reply_groups(struct ctx *c, const struct owner *tenant, const struct db_result *r)
{
    char day[DATE_TEXT];
    struct buf b;

    date_format(attainment_day(c), day);
    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"year\":%lld,\"as_of\":\"%s\",\"tenant\":{\"id\":\"%s\",\"code\":\"%s\",\"name\":",
             (long long)query_of(c)->year, day, tenant->id, tenant->code);
    buf_add_json(&b, tenant->name);
    buf_add(&b, "},\"groups\":[");
    for (const struct indicator_group *g = indicator_groups; g->code; g++) {
        if (g != indicator_groups)
            buf_add_char(&b, ',');
        add_group(c, &b, g, r);
    }
    buf_add(&b, "]}");
    return reply_json(c, 200, b.data, b.len);
}

int attainment_groups(struct ctx *c, struct problem *err)
{
    const char *scope, *department;
    struct db_result *r;
    struct owner tenant;

    if (owner_find(c, query_of(c)->page.subtree, "?tenant", &tenant, err) < 0 ||
        attainment_region(c, &scope, &department, err) < 0)
        return -1;
    if (db_run(c->db, scope ? &sql_attainment_groups_department : &sql_attainment_groups_office,
               BIND({"tenant_scope", tenant.scope}, {"page_as_of", as_of(c)}, {"region_scope", scope},
                    {"department", department}, {"this_year", attainment_this_year(c)}),
               &r, err) < 0)
        return -1;
    return reply_groups(c, &tenant, r);
}
