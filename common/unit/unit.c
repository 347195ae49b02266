/* SPDX-License-Identifier: MIT */
/* Units of work that nobody asked for by HTTP: jobs, received events, the relay. */
#include "base/uuid.h"
#include "unit/service.h"
#include "unit/tenant_cache.h"
#include <stdio.h>

enum { UNIT_TRIES = 5 };

typedef int unit_fn(struct ctx *c, void *arg, struct problem *err);

static int unit_once(struct app *app, struct db_pool *pool, unit_fn *fn, void *arg, bool *ret_retry,
                     struct problem *err)
{
    struct ctx c = {.app = app, .now_us = clock_now_us(&app->clock), .pool = pool};
    struct principal who;
    char id[UUID_TEXT];
    int r;

    arena_init(&c.arena);
    principal_system(app->service->name, &who);
    c.who = &who;
    uuid7_format(c.now_us, id);
    (void)snprintf(c.request_id, sizeof c.request_id, "%s", id);
    c.db = db_open(pool, &c.arena, DB_WRITE, &who.tenant, ctx_lookup, &c);
    r = fn(&c, arg, err);
    if (r >= 0 && db_commit(c.db, err) < 0)
        r = -1;
    if (r >= 0 && c.places_changed)
        tenant_cache_forget(app->tenants);
    *ret_retry = r < 0 && db_is_retryable(c.db);
    db_end(c.db);
    arena_done(&c.arena);
    return r;
}

static int unit_on(struct app *app, struct db_pool *pool, unit_fn *fn, void *arg, struct problem *err)
{
    bool retry = false;
    int r = unit_once(app, pool, fn, arg, &retry, err);

    for (int i = 1; r < 0 && retry && i < UNIT_TRIES; i++) {
        *err = (struct problem){0};
        r = unit_once(app, pool, fn, arg, &retry, err);
    }
    return r;
}

int app_unit(struct app *app, unit_fn *fn, void *arg, struct problem *err)
{
    return unit_on(app, app->pool, fn, arg, err);
}

int app_unit_patient(struct app *app, unit_fn *fn, void *arg, struct problem *err)
{
    return unit_on(app, app->patient, fn, arg, err);
}
