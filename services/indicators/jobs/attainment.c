/* SPDX-License-Identifier: MIT */
/* Keeps the counts of attainment (attainment_count), tenant by tenant, by the rules of the list. */
#include "base/date.h"
#include "indicators/jobs/jobs.h"
#include "indicators/store/standing.h"
#include "indicators_sql.h"

enum { BATCH = 25 };

/* What a batch comes to: rows of attainment_count and attainment_tenant, as arrays that are not closed yet. */
struct counts {
    struct buf groups, bodies;
    struct tally tally; /* of the group that is being counted */
    int32_t until;      /* of the tenant */
};

/* Rows `a` and `b` have these columns in common. */
static bool is_alike(const struct db_result *r, int a, int b, const char *const *columns)
{
    for (; *columns; columns++)
        if (!str_eq(db_text(r, a, *columns), db_text(r, b, *columns)))
            return false;
    return true;
}

static void open_row(struct buf *b, const struct db_result *r, int row)
{
    buf_addf(b, "%c{\"tenant_id\":\"%s\",\"scope\":\"%s\"", b->len > 0 ? ',' : '[',
             db_text(r, row, "tenant_id"), db_text(r, row, "scope"));
}

static void end_group(struct counts *k, const struct db_result *r, int row)
{
    open_row(&k->groups, r, row);
    buf_addf(&k->groups, ",\"year\":%s,\"element\":\"%s\"", db_text(r, row, "_at_year"),
             db_text(r, row, "element"));
    tally_write(&k->groups, &k->tally);
    buf_add(&k->groups, "}");
    k->tally = (struct tally){0};
}

static void end_body(struct counts *k, const struct db_result *r, int row)
{
    char day[DATE_TEXT];

    date_format(k->until, day);
    open_row(&k->bodies, r, row);
    if (k->until != DATE_NONE)
        buf_addf(&k->bodies, ",\"holds_until\":\"%s\"", day);
    buf_add(&k->bodies, "}");
    k->until = DATE_NONE;
}

static void count(struct ctx *c, struct counts *k, const struct db_result *r, int row)
{
    static const char *const group[] = {"tenant_id", "_at_year", "element", NULL}, *const body[] = {
                                                                                       "tenant_id", NULL};
    bool is_last = row + 1 == db_rows(r);
    struct standing s;
    int32_t until;

    standing_read(r, row, ctx_today(c), &s);
    tally_count(&k->tally, &s.verdict, s.has_alert);
    until = target_holds_until(&s.row.target, &s.facts, s.year_last);
    if (until != DATE_NONE && (k->until == DATE_NONE || until < k->until))
        k->until = until;
    if (is_last || !is_alike(r, row, row + 1, group))
        end_group(k, r, row);
    if (is_last || !is_alike(r, row, row + 1, body))
        end_body(k, r, row);
}

static int keep(struct ctx *c, struct counts *k, const char *this_year, struct problem *err)
{
    buf_add(&k->groups, "]");
    buf_add(&k->bodies, "]");
    return db_send(c->db, &sql_attainment_keep,
                   BIND({"counts", k->groups.data}, {"bodies", k->bodies.data}, {"this_year", this_year}),
                   err);
}

static int count_all(struct ctx *c, const char *tenants, struct problem *err)
{
    const struct period day = {PERIOD_DAY, ctx_today(c)};
    const char *this_year = db_arg_int(&c->arena, period_year(&day));
    struct counts k = {.until = DATE_NONE};
    struct db_result *r;

    if (db_send(c->db, &sql_attainment_forget, BIND({"tenants", tenants}), err) < 0 ||
        db_run(c->db, &sql_attainment_of_tenants,
               BIND({"tenants", tenants}, {"this_year", this_year}, {"page_as_of", NULL}), &r, err) < 0)
        return -1;
    buf_init(&k.groups, &c->arena);
    buf_init(&k.bodies, &c->arena);
    for (int i = 0; i < db_rows(r); i++)
        count(c, &k, r, i);
    return db_rows(r) > 0 ? keep(c, &k, this_year, err) : 0;
}

int job_attainment(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    int64_t n;

    if (db_one(c->db, &sql_attainment_take, BIND_NONE, &r, err) < 0)
        return -1;
    n = db_int(r, 0, "n");
    if (n > 0 && count_all(c, db_text(r, 0, "tenants"), err) < 0)
        return -1;
    return n == BATCH ? JOB_MORE : JOB_DONE;
}
