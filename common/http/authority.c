/* SPDX-License-Identifier: MIT */
/* The table of operations, applied. */
#include "http/authority.h"

#include "base/str.h"
#include "common_sql.h"
#include "unit/service.h"

const struct authority_row *authority_find(const struct authority_row *rows, const char *operation)
{
    for (const struct authority_row *row = rows; row && row->operation; row++)
        if (str_eq(row->operation, operation))
            return row;
    return NULL;
}

int authority_decide(const struct authority_row *row, const struct authority_facts *facts,
                     const char *first_by, const char *actor, struct problem *err)
{
    if ((row->who && !(facts->caller & row->who)) || (facts->caller & row->never))
        return problem_fail(err, PROBLEM_FORBIDDEN, "%s", row->rule);
    if (row->states && !str_has_word(row->states, facts->state))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "it is %s; this needs one of: %s", facts->state,
                            row->states);
    if (row->duty != DUTY_NONE && !duty_is_separate(row->duty, first_by, actor))
        return problem_fail(err, PROBLEM_SEPARATION_OF_DUTIES, "%s", duty_table[row->duty].en);
    return 0;
}

static int load_part(struct ctx *c, const struct authority_row *row, struct authority_facts *facts,
                     struct problem *err)
{
    struct db_result *part;

    if (!row->part || !row->kind)
        return 0;
    if (db_one(c->db, row->part, BIND_NONE, &part, err) < 0)
        return -1;
    c->part = part;
    if (db_has_column(part, "is_mine") && db_bool(part, 0, "is_mine"))
        facts->caller |= row->kind->mine;
    return 0;
}

/* Who took the step before: himself, when a client did of whose secret he knows. */
static int load_doer(struct ctx *c, const struct authority_row *row, const char **ret, struct problem *err)
{
    struct db_result *r;

    *ret = row->first_by ? db_text(c->part, 0, row->first_by) : NULL;
    if (!*ret || str_eq(*ret, c->who->actor))
        return 0;
    if (db_one(c->db, &sql_duty_doer, BIND({"first_by", *ret}), &r, err) < 0)
        return -1;
    *ret = db_text(r, 0, "doer");
    return 0;
}

/* Rights and state first, so that nobody learns of a part what he may not touch; but whose a part is is known by the
 * part. */
static int decide(struct ctx *c, const struct authority_row *row, struct problem *err)
{
    struct authority_facts facts = {0};
    const char *first_by, *actor = c->who->actor;

    if (row->kind && row->kind->load(c, &facts, err) < 0)
        return -1;
    c->object = facts.object;
    if (!(row->kind && row->who & row->kind->mine) && authority_decide(row, &facts, NULL, actor, err) < 0)
        return -1;
    if (load_part(c, row, &facts, err) < 0 || load_doer(c, row, &first_by, err) < 0)
        return -1;
    return authority_decide(row, &facts, first_by, actor, err);
}

int authority_admit(struct ctx *c, struct problem *err)
{
    const struct authority_row *rows = c->app->service->authority;
    const struct authority_row *row = authority_find(rows, c->match.route->operation);

    c->object = NULL;
    c->part = NULL;
    if (!rows || c->match.route->flags & ROUTE_PUBLIC)
        return 0;
    return row ? decide(c, row, err)
               : problem_cause(err, PROBLEM_INTERNAL, "no row of authority for this operation");
}
