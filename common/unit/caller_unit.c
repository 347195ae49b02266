/* SPDX-License-Identifier: MIT */
/* Units of work within a longer piece of work of one caller. */
#include "unit/ctx.h"
#include "unit/service.h"

enum { UNIT_TRIES = 3 };

static int unit_once(struct ctx *c, enum db_mode mode, ctx_unit_fn *fn, void *arg, bool *ret_again,
                     struct problem *err)
{
    struct db *outer = c->db;
    int done;

    c->db = db_open(c->pool ? c->pool : c->app->pool, &c->arena, mode, &c->who->tenant, ctx_lookup, c);
    db_set_roles(c->db, c->who->roles_text);
    done = fn(c, arg, err);
    if (done >= 0 && db_commit(c->db, err) < 0)
        done = -1;
    c->has_moved = done < 0 && db_tenant_moved(c->db);
    if (done < 0 && db_wait_s(c->db) > 0)
        c->retry_after_s = db_wait_s(c->db);
    *ret_again = done < 0 && db_is_retryable(c->db) && !c->has_moved;
    db_end(c->db);
    c->db = outer;
    return done;
}

int ctx_unit(struct ctx *c, enum db_mode mode, ctx_unit_fn *fn, void *arg, struct problem *err)
{
    bool again;
    int done = unit_once(c, mode, fn, arg, &again, err);

    for (int i = 1; done < 0 && again && i < UNIT_TRIES; i++) {
        *err = (struct problem){0};
        done = unit_once(c, mode, fn, arg, &again, err);
    }
    return done;
}

/* An open unit keeps its results in c->arena, whatever that holds. */
int ctx_apart(struct ctx *c, ctx_unit_fn *fn, void *arg, struct problem *err)
{
    struct arena outer = c->arena;
    int done;

    arena_init(&c->arena);
    done = fn(c, arg, err);
    arena_done(&c->arena);
    c->arena = outer;
    return done;
}

int ctx_step(struct ctx *c, int64_t done, int64_t total, struct problem *err)
{
    return c->step ? c->step(c, done, total, err) : 0;
}
