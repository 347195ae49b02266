/* SPDX-License-Identifier: MIT */
/* Liveness, readiness and metrics. */
#include "app/health.h"
#include "app/app.h"
#include "http/server.h"
#include "metrics/metrics.h"
#include "redis/redis.h"
#include "unit/ctx.h"
#include <string.h>

static int health_alive(struct ctx *c, struct problem *err)
{
    static const char alive[] = "{\"status\":\"ok\"}";

    (void)err;
    return reply_json(c, 200, alive, sizeof alive - 1);
}

/* Without Redis events wait in the outbox and writes still succeed: said, but not a reason to be taken out of service.
 * */
static bool redis_answers(struct ctx *c)
{
    struct problem ignored = {0};
    struct redis *r;
    bool ok;

    if (redis_new(c->app->config.redis, c->app->config.redis_password, &r, &ignored) < 0)
        return false;
    ok = redis_cmd_ping(r, &ignored) == 0;
    redis_free(r);
    return ok;
}

static int health_ready(struct ctx *c, struct problem *err)
{
    const char *text;

    if (atomic_load(&c->app->draining))
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the process is ending");
    if (app_check_ready(c->app, err) < 0)
        return -1;
    text = redis_answers(c) ? "{\"status\":\"ready\",\"redis\":\"ok\"}"
                            : "{\"status\":\"ready\",\"redis\":\"down\"}";
    return reply_json(c, 200, text, strlen(text));
}

static int health_metrics(struct ctx *c, struct problem *err)
{
    struct db_pool_stats db = db_pool_stats(c->app->pool);
    struct buf b;

    (void)err;
    metric_set(METRIC_HTTP_IN_FLIGHT, NULL, server_in_flight(c->app->server));
    metric_set(METRIC_DB_POOL_OPEN, NULL, db.open);
    metric_set(METRIC_DB_POOL_BUSY, NULL, db.busy);
    buf_init(&b, &c->arena);
    metrics_write(&b);
    reply_json(c, 200, b.data, b.len);
    c->reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return 0;
}

enum { OPERATOR = ROUTE_PUBLIC | ROUTE_ROOT | ROUTE_MATRIX_SKIP };

const struct route health_routes[] = {
    {"GET",        "/healthz", "getHealth", NULL, DB_NONE, NULL, NULL, OPERATOR, health_alive, 0},
    {"GET", "/readyz", "getReadiness", NULL, DB_NONE, NULL, NULL, OPERATOR, health_ready, 0},
    {"GET",     "/metrics", "getMetrics", NULL, DB_NONE, NULL, NULL, OPERATOR, health_metrics, 0},
    {0       },
};
