/* SPDX-License-Identifier: MIT */
/* Numbers in blocks. */
#include "issues/store/code_numbers.h"

#include "issues/store/register.h"
#include "issues_sql.h"
#include "unit/service.h"

enum { AHEAD = 100 };

struct number_block {
    struct number_block *before;
    int64_t at, first; /* its place in the order, its first number */
};

struct taking {
    const struct owner *target;
    int64_t first;
};

static int take(struct ctx *c, void *arg, struct problem *err)
{
    struct taking *t = arg;
    struct db_result *r;

    if (db_one(c->db, &sql_code_numbers_take,
               binds_join(c, BIND({"count", db_arg_int(&c->arena, AHEAD)}), target_binds(c, t->target)), &r,
               err) < 0)
        return -1;
    t->first = db_int(r, 0, "first");
    return 0;
}

/* The counter lies nowhere in the tree, so these short units hold no scope: whoever moves the caller's tenant waits for
 * the import, which would wait here behind him. */
static int apart(struct ctx *c, ctx_unit_fn *fn, void *arg, struct problem *err)
{
    const struct principal *who = c->who;
    struct principal system;
    int done;

    principal_system(c->app->service->name, &system);
    c->who = &system;
    done = ctx_unit(c, DB_WRITE, fn, arg, err);
    c->who = who;
    return done;
}

/* It is ours once the unit has ended. */
static int take_block(struct ctx *c, struct code_numbers *n, struct problem *err)
{
    struct taking t = {n->target, 0};
    struct number_block *b = arena_alloc(&c->arena, sizeof *b);

    if (apart(c, take, &t, err) < 0)
        return -1;
    *b = (struct number_block){.before = n->last, .at = n->last ? n->last->at + AHEAD : 0, .first = t.first};
    n->last = b;
    return 0;
}

int code_number_at(struct ctx *c, struct code_numbers *n, int64_t at, int64_t *ret, struct problem *err)
{
    const struct number_block *b;

    while (!n->last || at >= n->last->at + AHEAD)
        if (take_block(c, n, err) < 0)
            return -1;
    for (b = n->last; b->before && at < b->at;)
        b = b->before;
    *ret = b->first + (at - b->at);
    return 0;
}

struct giving {
    struct code_numbers *numbers;
    int64_t used;
};

/* From the last block on, so that what went back makes room for the one in front of it. */
static int give_back(struct ctx *c, void *arg, struct problem *err)
{
    const struct giving *g = arg;

    for (const struct number_block *b = g->numbers->last; b && b->at + AHEAD > g->used; b = b->before) {
        int64_t kept = g->used > b->at ? g->used - b->at : 0;
        const struct bind *binds = BIND({"last", db_arg_int(&c->arena, b->first + kept - 1)},
                                        {"taken", db_arg_int(&c->arena, b->first + AHEAD - 1)});
        if (db_run(c->db, &sql_code_numbers_return, binds_join(c, binds, target_binds(c, g->numbers->target)),
                   NULL, err) < 0)
            return -1;
    }
    return 0;
}

int code_numbers_return(struct ctx *c, struct code_numbers *n, int64_t used, struct problem *err)
{
    struct giving g = {n, used};

    return n->last ? apart(c, give_back, &g, err) : 0;
}
