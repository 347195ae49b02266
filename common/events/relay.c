/* SPDX-License-Identifier: MIT */
/* The relay: outbox -> stream and log, in one transaction a batch, by one process a producer.
 *
 * XADD goes before COMMIT: a crash in between publishes the batch again, never loses it. Nothing is notified on insert
 * (NOTIFY serialises commits); the outbox is polled, at once after a batch, for more may have come meanwhile, and
 * backing off from 1 to 100 ms while nothing comes. */
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
    int64_t moved;     /* by the last turn */
    int64_t pause_ms;  /* before the next turn */
    int64_t gauged_us; /* when the backlog was last counted */
    bool failing;      /* said so in the log; say when it works again */
};

static int take_and_publish(struct ctx *c, void *arg, struct problem *err)
{
    struct relay *relay = arg;
    const char *batch = db_arg_int(&c->arena, relay->app->config.relay_batch);
    const char **events;
    struct db_result *r;
    int n;

    relay->moved = 0;
    if (db_run(c->db, &sql_relay_take, BIND({"batch", batch}), &r, err) < 0)
        return -1;
    n = db_rows(r);
    if (n == 0)
        return 0;
    events = arena_array(&c->arena, (size_t)n, sizeof *events);
    for (int i = 0; i < n; i++)
        events[i] = envelope_format(&c->arena, r, i);
    relay->moved = n;
    return redis_cmd_publish(relay->redis, relay->stream, events, (size_t)n, EVENT_STREAM_KEPT, err);
}

static int count_pending(struct ctx *c, void *arg, struct problem *err)
{
    struct db_result *r;

    (void)arg;
    if (db_one(c->db, &sql_relay_pending, BIND_NONE, &r, err) < 0)
        return -1;
    metric_set(METRIC_OUTBOX_PENDING, db_int(r, 0, "pending"));
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
        metric_set(METRIC_OUTBOX_PENDING, -1); /* unknown */
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
        log_line(LOG_LEVEL_INFO, "relay.recovered", LOG_PAIRS(LOG_NUMBER("moved", relay->moved)));
    relay->failing = false;
    if (relay->moved > 0)
        metric_add(METRIC_EVENTS_PUBLISHED, NULL, NULL, relay->moved);
    if (relay->moved > 0)
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

    if (!lease_hold(relay->lease)) {
        relay->pause_ms = STANDBY_MS;
        return;
    }
    /* While Redis is away nothing is taken, so that the outbox is not churned by transactions that roll back. */
    if ((relay->failing && redis_cmd_ping(relay->redis, &err) < 0) ||
        app_unit(relay->app, take_and_publish, relay, &err) < 0)
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
    arena_done(&a);
    return NULL;
}
