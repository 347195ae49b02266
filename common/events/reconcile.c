/* SPDX-License-Identifier: MIT */
/* The reconciler: Redis is no system of record, so what it lost is found by comparing the log with the inbox.
 *
 * event_cursor.compared_to is the high-water mark: everything published before it was compared already, so a pass reads only what
 * was published since, up to BIHUAN_RECONCILE_SECONDS ago (younger events may still be on their way). */
#include "base/str.h"
#include "common_sql.h"
#include "events/inbound.h"
#include "metrics/metrics.h"
#include <string.h>

struct missing {
    struct arena *arena; /* outlives the unit */
    const char **events;
    int n;
    bool all;   /* however young */
    bool whole; /* the window was read to its end */
    const char *compared_to, *upto;
};

/* The subscriptions as three arrays side by side, for unnest(). */
static struct bind *subscriptions(struct arena *a, const struct consumer *rows)
{
    struct buf producers, types, versions;
    struct bind *binds = arena_array(a, 8, sizeof *binds);

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

static int read_window(struct ctx *c, struct missing *m, struct problem *err)
{
    struct db_result *r;
    const char *after = db_arg_int(&c->arena, m->all ? 0 : c->app->config.reconcile_seconds);

    if (db_one(c->db, &sql_reconcile_window, BIND({"after_seconds", after}), &r, err) < 0)
        return -1;
    m->compared_to = arena_strdup(m->arena, db_text(r, 0, "compared_to"));
    m->upto = arena_strdup(m->arena, db_text(r, 0, "upto"));
    return 0;
}

static int find_missing(struct ctx *c, void *arg, struct problem *err)
{
    struct missing *m = arg;
    struct bind *binds = subscriptions(&c->arena, c->app->service->consumers);
    const int64_t batch = c->app->config.consumer_batch;
    struct db_result *r;

    if (read_window(c, m, err) < 0)
        return -1;
    binds[3] = (struct bind){"service", c->app->service->name};
    binds[4] = (struct bind){"compared_to", m->compared_to};
    binds[5] = (struct bind){"upto", m->upto};
    binds[6] = (struct bind){"batch", db_arg_int(&c->arena, batch)};
    if (db_run(c->db, &sql_reconcile_missing, binds, &r, err) < 0)
        return -1;
    m->n = db_rows(r);
    m->whole = m->n < batch;
    m->events = arena_array(m->arena, (size_t)m->n + 1, sizeof *m->events);
    for (int i = 0; i < m->n; i++)
        m->events[i] = envelope_format(m->arena, r, i);
    return 0;
}

static int advance(struct ctx *c, void *arg, struct problem *err)
{
    const struct missing *m = arg;

    return db_run(c->db, &sql_reconcile_advance, BIND({"upto", m->upto}, {"compared_to", m->compared_to}),
                  NULL, err);
}

static int handle_missing(struct app *app, struct missing *m, struct redis *dead_letters, struct problem *err)
{
    struct inbound_list list = {arena_array(m->arena, (size_t)m->n + 1, sizeof *list.items), 0};

    for (int i = 0; i < m->n; i++)
        (void)inbound_add(app, m->arena, m->events[i], &list, err);
    if (inbound_handle(app, &list, dead_letters, err) < 0)
        return -1;
    metric_add(METRIC_EVENTS_RECONCILED, NULL, NULL, (int64_t)list.n);
    return 0;
}

int inbound_reconcile(struct app *app, struct redis *dead_letters, bool all, bool *ret_more,
                      struct problem *err)
{
    struct arena a = {0};
    struct missing m = {.arena = &a, .all = all};
    int result = app_unit(app, find_missing, &m, err);

    if (result >= 0 && m.n > 0)
        result = handle_missing(app, &m, dead_letters, err);
    /* A relay may be about to commit what it published a moment ago: the mark stays behind that. */
    if (result >= 0 && m.whole && !all && strcmp(m.compared_to, m.upto) != 0)
        result = app_unit(app, advance, &m, err);
    *ret_more = result >= 0 && !m.whole;
    arena_done(&a);
    return result;
}
