/* SPDX-License-Identifier: MIT */
/* The relay: outbox -> stream and log, in one transaction a batch, by one process a producer.
 *
 * Redis has the entries before COMMIT, so that while it is away nothing leaves the outbox, and shows them behind it, so
 * that who is pointed to a row finds it. A crash in between loses nothing: our own consumers read the log besides
 * (decision 17), and whoever relays next shows the last batch again, for others read the stream alone.
 * Nothing is notified on insert (NOTIFY serialises commits); the outbox is polled, at once after a batch, for more may
 * have come meanwhile, and backing off from 1 to 100 ms while nothing comes. */
#include "base/str.h"
#include "common_sql.h"
#include "db/lease.h"
#include "events/envelope.h"
#include "events/worker.h"
#include "log/log.h"
#include "metrics/metrics.h"
#include "redis/redis.h"
#include "unit/service.h"

enum {
    POLL_FIRST_MS = 1,
    POLL_IDLE_MS = 100,
    RETRY_MS = 250,
    RETRY_MAX_MS = 2000,
    STANDBY_MS = 250,
    GAUGE_EVERY_US = 5 * 1000 * 1000,
};

struct relay {
    struct app *app;
    struct lease *lease;
    struct redis *redis;
    const char *stream;
    struct arena arena; /* of the batch in hand */
    const char **events;
    size_t n;          /* held by Redis, or not yet announced */
    bool unsaid;       /* they are in the log, and Redis may not have shown them */
    bool holds;        /* the lease, since the last turn */
    int64_t pause_ms;  /* before the next turn */
    int64_t gauged_us; /* when the backlog was last counted */
    bool failing;      /* said so in the log; say when it works again */
};

static void format_batch(struct relay *relay, const struct db_result *r)
{
    size_t n = (size_t)db_rows(r);

    arena_done(&relay->arena);
    arena_init(&relay->arena);
    relay->events = arena_array(&relay->arena, n, sizeof *relay->events);
    for (size_t i = 0; i < n; i++)
        relay->events[i] = envelope_format(&relay->arena, r, (int)i);
}

static int take_and_hold(struct ctx *c, void *arg, struct problem *err)
{
    struct relay *relay = arg;
    const char *batch = db_arg_int(&c->arena, relay->app->config.relay_batch);
    struct db_result *r;
    size_t n;

    relay->n = 0;
    if (db_send(c->db, &sql_probe_by_index, BIND_NONE, err) < 0 ||
        db_run(c->db, &sql_relay_take, BIND({"batch", batch}), &r, err) < 0)
        return -1;
    n = (size_t)db_rows(r);
    if (n == 0)
        return 0;
    format_batch(relay, r);
    if (redis_cmd_hold(relay->redis, relay->stream, relay->events, n, EVENT_STREAM_KEPT, err) < 0)
        return -1;
    relay->n = n;
    return 0;
}

/* When the commit failed they are shown too: it may have come about, and a hint to nothing does no harm. */
static int move(struct relay *relay, struct problem *err)
{
    struct problem ignored = {0};
    int moved = app_unit(relay->app, take_and_hold, relay, err);

    if (relay->n == 0)
        return moved;
    if (redis_cmd_show(relay->redis, relay->n, moved < 0 ? &ignored : err) < 0) {
        relay->unsaid = moved == 0;
        return -1;
    }
    return moved;
}

static int read_last(struct ctx *c, void *arg, struct problem *err)
{
    struct relay *relay = arg;
    const char *batch = db_arg_int(&c->arena, relay->app->config.relay_batch);
    struct db_result *r;

    if (db_run(c->db, &sql_relay_last, BIND({"batch", batch}), &r, err) < 0)
        return -1;
    format_batch(relay, r);
    relay->n = (size_t)db_rows(r);
    return 0;
}

/* Who relayed before may have ended behind a commit and before Redis showed what it held. */
static int take_over(struct relay *relay, struct problem *err)
{
    if (relay->holds)
        return 0;
    if (app_unit(relay->app, read_last, relay, err) < 0)
        return -1;
    relay->unsaid = relay->n > 0;
    relay->holds = true;
    return 0;
}

static int say_again(struct relay *relay, struct problem *err)
{
    if (relay->unsaid &&
        redis_cmd_publish(relay->redis, relay->stream, relay->events, relay->n, EVENT_STREAM_KEPT, err) < 0)
        return -1;
    relay->unsaid = false;
    return 0;
}

static int count_pending(struct ctx *c, void *arg, struct problem *err)
{
    struct db_result *r;

    (void)arg;
    if (db_one(c->db, &sql_relay_pending, BIND_NONE, &r, err) < 0)
        return -1;
    metric_set(METRIC_OUTBOX_PENDING, NULL, db_int(r, 0, "pending"));
    return 0;
}

static void gauge(struct relay *relay)
{
    struct problem err = {0};
    int64_t now = clock_monotonic_us();

    if (relay->gauged_us != 0 && now - relay->gauged_us < GAUGE_EVERY_US)
        return;
    relay->gauged_us = now;
    if (app_unit(relay->app, count_pending, NULL, &err) < 0)
        metric_set(METRIC_OUTBOX_PENDING, NULL, -1); /* unknown */
}

static void turn_failed(struct relay *relay, const struct problem *err)
{
    if (!relay->failing)
        log_line(LOG_LEVEL_WARN, "relay.failing", LOG_PAIRS(LOG_TEXT("cause", err->cause)));
    relay->failing = true;
    relay->pause_ms = relay->pause_ms < RETRY_MS       ? RETRY_MS
                      : relay->pause_ms > RETRY_MAX_MS ? RETRY_MAX_MS
                                                       : relay->pause_ms * 2;
}

static void turn_done(struct relay *relay)
{
    if (relay->failing)
        log_line(LOG_LEVEL_INFO, "relay.recovered", LOG_PAIRS(LOG_NUMBER("moved", (int64_t)relay->n)));
    relay->failing = false;
    if (relay->n > 0)
        metric_add(METRIC_EVENTS_PUBLISHED, NULL, NULL, (int64_t)relay->n);
    if (relay->n > 0)
        relay->pause_ms = 0;
    else if (relay->pause_ms == 0)
        relay->pause_ms = POLL_FIRST_MS;
    else if (relay->pause_ms < POLL_IDLE_MS)
        relay->pause_ms = relay->pause_ms * 2 < POLL_IDLE_MS ? relay->pause_ms * 2 : POLL_IDLE_MS;
    else
        relay->pause_ms = POLL_IDLE_MS;
}

static void turn(struct relay *relay)
{
    struct problem err = {0};

    if (!worker_holds(relay->app, relay->lease)) {
        relay->pause_ms = STANDBY_MS;
        relay->holds = false;
        return;
    }
    /* While Redis is away nothing is taken, so that the outbox is not churned by transactions that roll back. */
    if (take_over(relay, &err) < 0 || say_again(relay, &err) < 0 ||
        (relay->failing && redis_cmd_ping(relay->redis, &err) < 0) || move(relay, &err) < 0)
        turn_failed(relay, &err);
    else
        turn_done(relay);
    gauge(relay);
}

void *relay_main(void *arg)
{
    struct app *app = arg;
    struct arena a = {0};
    struct problem err = {0};
    struct relay relay = {.app = app, .stream = arena_printf(&a, EVENT_STREAM "%s", app->service->name)};

    if (redis_new(app->config.redis, app->config.redis_password, &relay.redis, &err) < 0) {
        log_line(LOG_LEVEL_ERROR, "relay.off", LOG_PAIRS(LOG_TEXT("detail", err.detail)));
    } else {
        relay.lease = lease_new(app->conninfo, arena_printf(&a, "relay:%s", app->service->name));
        do
            turn(&relay);
        while (!stop_wait(&app->stop, relay.pause_ms));
    }
    lease_free(relay.lease);
    redis_free(relay.redis);
    arena_done(&relay.arena);
    arena_done(&a);
    return NULL;
}
