/* SPDX-License-Identifier: MIT */
/* Passes over the log, batch by batch. */
#include "events/reconcile.h"
#include "base/str.h"
#include "common_sql.h"
#include "events/inbound.h"
#include "events/subscription.h"
#include "metrics/metrics.h"
#include <string.h>

/* Behind every transaction, also of those that were restored from a server which counted further. */
static const char xid_end[] = "18446744073709551615";

/* One pass over the transactions [from_xid, upto_xid) of the log. */
struct pass {
    struct reconciler *reconciler;
    struct app *app;
    int64_t after_seconds; /* the age at which an event is missed */
    char from_xid[XID_TEXT], visible[XID_TEXT];
    const char *upto_xid;
    struct horizon now;
    char at_xid[XID_TEXT]; /* where the last batch ended: transaction and position */
    int64_t at_position;
};

/* What one batch found. */
struct batch {
    struct pass *pass;
    struct arena arena; /* outlives the unit */
    struct inbound_list list;
};

static void copy(char *out, size_t size, const struct db_result *r, int row, const char *column)
{
    (void)str_format(out, size, "%s", db_text(r, row, column));
}

static int read_window(struct ctx *c, void *arg, struct problem *err)
{
    struct pass *p = arg;
    struct db_result *r;

    p->now.us = clock_monotonic_us();
    if (db_one(c->db, &sql_reconcile_window, BIND({"service", c->app->service->name}), &r, err) < 0)
        return -1;
    copy(p->from_xid, sizeof p->from_xid, r, 0, "from_xid");
    copy(p->visible, sizeof p->visible, r, 0, "visible");
    copy(p->now.xid, sizeof p->now.xid, r, 0, "horizon");
    copy(p->now.taken_at, sizeof p->now.taken_at, r, 0, "taken_at");
    copy(p->now.server, sizeof p->now.server, r, 0, "server");
    return 0;
}

/* When there is no room the new one is left out, so that the oldest grows old enough however many passes there are. */
static void remember(struct reconciler *r, const struct horizon *horizon)
{
    if (r->n < HORIZONS_MAX)
        r->horizons[r->n++] = *horizon;
}

/* The latest horizon that is old enough; those before it are of no use any more. NULL: none is. */
static const struct horizon *old_enough(struct reconciler *r, int64_t now_us)
{
    const int64_t age_us = r->app->config.reconcile_seconds * 1000 * 1000;
    size_t n = 0;

    while (n < r->n && now_us - r->horizons[n].us >= age_us)
        n++;
    if (n == 0)
        return NULL;
    r->n -= n - 1;
    memmove(&r->horizons[0], &r->horizons[n - 1], r->n * sizeof r->horizons[0]);
    return &r->horizons[0];
}

static int find_missing(struct ctx *c, void *arg, struct problem *err)
{
    struct batch *b = arg;
    struct pass *p = b->pass;
    struct bind binds[SUBSCRIPTION_BINDS + 7] = {0};
    struct bind *next = subscription_bind(&c->arena, c->app->service->consumers, binds);
    struct db_result *r;

    *next++ = (struct bind){"service", c->app->service->name};
    *next++ = (struct bind){"from_xid", p->at_xid};
    *next++ = (struct bind){"from_position", db_arg_int(&c->arena, p->at_position)};
    *next++ = (struct bind){"upto_xid", p->upto_xid};
    *next++ = (struct bind){"after_seconds", db_arg_int(&c->arena, p->after_seconds)};
    *next++ = (struct bind){"batch", db_arg_int(&c->arena, c->app->config.consumer_batch)};
    if (db_send(c->db, &sql_walk_by_index, BIND_NONE, err) < 0 ||
        db_run(c->db, &sql_reconcile_missing, binds, &r, err) < 0)
        return -1;
    b->list = (struct inbound_list){arena_array(&b->arena, (size_t)db_rows(r) + 1, sizeof *b->list.items), 0};
    for (int i = 0; i < db_rows(r); i++)
        b->list.items[b->list.n++] =
            (struct inbound){.id = arena_strdup(&b->arena, db_text(r, i, "id")),
                             .producer = arena_strdup(&b->arena, db_text(r, i, "producer"))};
    if (b->list.n > 0) {
        copy(p->at_xid, sizeof p->at_xid, r, db_rows(r) - 1, "xid");
        p->at_position = db_int(r, db_rows(r) - 1, "position");
    }
    return 0;
}

static int handle_batch(struct batch *b, struct problem *err)
{
    const struct pass *p = b->pass;

    if (app_unit(p->app, find_missing, b, err) < 0 ||
        inbound_handle(p->app, &b->list, INBOUND_BY_LOG, p->reconciler->dead_letters, err) < 0)
        return -1;
    if (b->list.n > 0)
        metric_add(METRIC_EVENTS_RECONCILED, NULL, NULL, (int64_t)b->list.n);
    return 0;
}

/* Whether the window was read to its end, or -1. */
static int read_on(struct pass *p, struct problem *err)
{
    size_t n;

    (void)str_format(p->at_xid, sizeof p->at_xid, "%s", p->from_xid);
    p->at_position = -1;
    do {
        struct batch b = {.pass = p};
        int result = handle_batch(&b, err);
        n = b.list.n;
        arena_done(&b.arena);
        if (result < 0)
            return -1;
        if (stop_wait(&p->app->stop, 0))
            return 0;
    } while (n >= (size_t)p->app->config.consumer_batch);
    return 1;
}

static int advance(struct ctx *c, void *arg, struct problem *err)
{
    const struct pass *p = arg;
    const struct horizon *to = old_enough(p->reconciler, p->now.us);

    if (!to)
        return 0;
    return db_run(c->db, &sql_reconcile_advance,
                  BIND({"upto_xid", to->xid}, {"from_xid", p->from_xid}, {"taken_at", to->taken_at},
                       {"server", to->server}),
                  NULL, err);
}

int reconcile(struct reconciler *r, bool all, struct problem *err)
{
    struct pass p = {
        .reconciler = r, .app = r->app, .after_seconds = all ? 0 : r->app->config.reconcile_seconds};
    int result;

    p.upto_xid = all ? xid_end : p.visible;
    if (app_unit(r->app, read_window, &p, err) < 0)
        return -1;
    remember(r, &p.now);
    result = read_on(&p, err);
    return result <= 0 ? result : app_unit(r->app, advance, &p, err);
}
