/* SPDX-License-Identifier: MIT */
/* The reconciler: Redis is no system of record, so what it lost is found by comparing the log with the inbox.
 *
 * event_cursor.compared_to is the high-water mark: everything published before it was compared already, so a pass reads only what
 * was published since, up to BIHUAN_RECONCILE_SECONDS ago (younger events may still be on their way). */
#include "base/str.h"
#include "common_sql.h"
#include "events/inbound.h"
#include "metrics/metrics.h"
#include <stdio.h>

/* One pass over the window (compared_to, upto] of the log, batch by batch. */
struct pass {
    struct app *app;
    struct redis *dead_letters;
    struct arena arena; /* of the pass */
    bool all;           /* however young */
    const char *compared_to, *upto;
    char from_at[64]; /* where the last batch ended: time and position */
    int64_t from_position;
};

/* What one batch found. */
struct batch {
    struct pass *pass;
    struct arena arena; /* outlives the unit */
    const char **events;
    int n;
    const char *last_at; /* of the last event */
    int64_t last_position;
};

/* The subscriptions as three arrays side by side, for unnest(). */
static struct bind *subscriptions(struct arena *a, const struct consumer *rows)
{
    struct buf producers, types, versions;
    struct bind *binds = arena_array(a, 9, sizeof *binds);

    buf_init(&producers, a);
    buf_init(&types, a);
    buf_init(&versions, a);
    for (const struct consumer *row = rows; row->name; row++) {
        char before = row == rows ? '{' : ',';
        buf_addf(&producers, "%c%s", before, row->producer);
        buf_addf(&types, "%c%s", before, row->name);
        buf_addf(&versions, "%c%d", before, row->version);
    }
    buf_add_char(&producers, '}');
    buf_add_char(&types, '}');
    buf_add_char(&versions, '}');
    binds[0] = (struct bind){"producers", producers.data};
    binds[1] = (struct bind){"types", types.data};
    binds[2] = (struct bind){"versions", versions.data};
    return binds;
}

static int read_window(struct ctx *c, void *arg, struct problem *err)
{
    struct pass *p = arg;
    const char *after = db_arg_int(&c->arena, p->all ? 0 : c->app->config.reconcile_seconds);
    struct db_result *r;

    if (db_one(c->db, &sql_reconcile_window, BIND({"after_seconds", after}), &r, err) < 0)
        return -1;
    p->compared_to = arena_strdup(&p->arena, db_text(r, 0, "compared_to"));
    p->upto = arena_strdup(&p->arena, db_text(r, 0, "upto"));
    (void)snprintf(p->from_at, sizeof p->from_at, "%s", p->compared_to);
    p->from_position = INT64_MAX; /* behind everything of that very time */
    return 0;
}

static int find_missing(struct ctx *c, void *arg, struct problem *err)
{
    struct batch *b = arg;
    const struct pass *p = b->pass;
    struct bind *binds = subscriptions(&c->arena, c->app->service->consumers);
    struct db_result *r;

    binds[3] = (struct bind){"service", c->app->service->name};
    binds[4] = (struct bind){"from_at", p->from_at};
    binds[5] = (struct bind){"from_position", db_arg_int(&c->arena, p->from_position)};
    binds[6] = (struct bind){"upto", p->upto};
    binds[7] = (struct bind){"batch", db_arg_int(&c->arena, c->app->config.consumer_batch)};
    if (db_run(c->db, &sql_reconcile_missing, binds, &r, err) < 0)
        return -1;
    b->n = db_rows(r);
    b->events = arena_array(&b->arena, (size_t)b->n + 1, sizeof *b->events);
    for (int i = 0; i < b->n; i++)
        b->events[i] = envelope_format(&b->arena, r, i);
    if (b->n > 0) {
        b->last_at = arena_strdup(&b->arena, db_text(r, b->n - 1, "published_at"));
        b->last_position = db_int(r, b->n - 1, "position");
    }
    return 0;
}

static int handle_batch(struct batch *b, struct problem *err)
{
    struct pass *p = b->pass;
    struct inbound_list list = {NULL, 0};

    if (app_unit(p->app, find_missing, b, err) < 0)
        return -1;
    list.items = arena_array(&b->arena, (size_t)b->n + 1, sizeof *list.items);
    for (int i = 0; i < b->n; i++)
        (void)inbound_add(p->app, &b->arena, b->events[i], &list, err);
    if (inbound_handle(p->app, &list, p->dead_letters, err) < 0)
        return -1;
    if (b->n == 0)
        return 0;
    metric_add(METRIC_EVENTS_RECONCILED, NULL, NULL, (int64_t)list.n);
    (void)snprintf(p->from_at, sizeof p->from_at, "%s", b->last_at);
    p->from_position = b->last_position;
    return 0;
}

static int advance(struct ctx *c, void *arg, struct problem *err)
{
    const struct pass *p = arg;

    return db_run(c->db, &sql_reconcile_advance, BIND({"upto", p->upto}, {"compared_to", p->compared_to}),
                  NULL, err);
}

static int run_pass(struct pass *p, struct problem *err)
{
    int n = 0;

    if (app_unit(p->app, read_window, p, err) < 0)
        return -1;
    do {
        struct batch b = {.pass = p};
        int result = handle_batch(&b, err);
        n = b.n;
        arena_done(&b.arena);
        if (result < 0)
            return -1;
        if (stop_wait(&p->app->stop, 0))
            return 0;
    } while (n >= p->app->config.consumer_batch);
    /* A relay may be about to commit what it published a moment ago: the mark stays behind that. */
    return p->all ? 0 : app_unit(p->app, advance, p, err);
}

int inbound_reconcile(struct app *app, struct redis *dead_letters, bool all, struct problem *err)
{
    struct pass p = {.app = app, .dead_letters = dead_letters, .all = all};
    int result = run_pass(&p, err);

    arena_done(&p.arena);
    return result;
}
