/* SPDX-License-Identifier: MIT */
/* One request, top to bottom. Every step is a function that returns 0, or -1 with a problem. */
#include "http/dispatch.h"
#include "http/accept.h"
#include "http/authority.h"
#include "http/guard.h"
#include "http/idempotency.h"
#include "http/quota.h"
#include "http/request.h"
#include "log/log.h"
#include "metrics/metrics.h"
#include "unit/service.h"
#include "unit/tenant_cache.h"
#include <stdio.h>
#include <string.h>

enum { TRIES = 3 };

typedef int step_fn(struct ctx *c, struct problem *err);

static int find_route(struct ctx *c, struct problem *err)
{
    return router_match(c->app->router, &c->arena, c->req.method, c->req.path, &c->match, err);
}

/* -- the unit of work -- */

/* 406 only when nothing fits: what the handler made is known here, and nothing has been committed yet. A job that was
 * made is told of whatever was asked for: its result has the type. */
static int check_reply(struct ctx *c, struct problem *err)
{
    const struct reply *r = &c->reply;

    if (r->status == 0)
        return problem_cause(err, PROBLEM_INTERNAL, "%s gave no answer", c->match.route->operation);
    if (r->status != 202 && r->content_type && !accept_allows(request_header(c, "Accept"), r->content_type))
        return problem_fail(err, PROBLEM_NOT_ACCEPTABLE, "there is only %s", r->content_type);
    return 0;
}

static int run_once(struct ctx *c, struct problem *err)
{
    bool replayed;

    if (idempotency_begin(c, &replayed, err) < 0)
        return -1;
    if (replayed)
        return 0;
    if (authority_admit(c, err) < 0 || c->match.route->handler(c, err) < 0 || check_reply(c, err) < 0 ||
        idempotency_keep(c, err) < 0)
        return -1;
    return c->db ? db_commit(c->db, err) : 0;
}

static void open_db(struct ctx *c)
{
    enum db_mode mode = c->match.route->tx;

    c->db = mode == DB_NONE ? NULL : db_open(c->app->pool, &c->arena, mode, &c->who->tenant, ctx_lookup, c);
    if (c->db)
        db_set_roles(c->db, c->who->roles_text);
}

/* Whether it may succeed when done again; where the caller's tenant lies has to be looked up before. */
static bool may_do_again(struct ctx *c)
{
    if (!c->db)
        return c->has_moved;
    c->has_moved = db_tenant_moved(c->db);
    c->retry_after_s = db_wait_s(c->db) > 0 ? db_wait_s(c->db) : c->retry_after_s;
    return db_is_retryable(c->db);
}

/* What lost against another transaction is done again, from the same decoded input. What a failed try left in the arena
 * stays there until the request ends; the number of tries bounds it. */
static int run(struct ctx *c, struct problem *err)
{
    for (int i = 1;; i++) {
        bool again;

        *err = (struct problem){0};
        c->has_moved = false;
        c->retry_after_s = 0;
        reply_reset(c);
        open_db(c);
        if (run_once(c, err) == 0)
            break;
        again = may_do_again(c) && i < TRIES;
        if (c->db)
            db_end(c->db);
        if (!again)
            return -1;
        if (c->has_moved && principal_look_again(c, err) < 0)
            return -1;
    }
    if (c->db)
        db_end(c->db);
    if (c->places_changed)
        tenant_cache_forget(c->app->tenants);
    return 0;
}

/* Before the body is there. */
static step_fn *const head[] = {
    request_check_head, find_route, guard_authenticate, quota_check, guard_authorize, request_check_announced,
};

static step_fn *const rest[] = {
    request_check_size,   request_check_media, request_check_version, request_check_key,
    request_decode_query, request_decode_body, request_check_ids,     run,
};

static bool walk(struct ctx *c, step_fn *const *steps, size_t n, struct problem *err)
{
    for (size_t i = 0; i < n; i++)
        if (steps[i](c, err) < 0) {
            if (err->code == PROBLEM_NONE)
                (void)problem_cause(err, PROBLEM_INTERNAL, "a step failed without a problem");
            return false;
        }
    err->code = PROBLEM_NONE;
    return true;
}

/* -- the answer -- */

static bool is_options(const struct ctx *c, const struct problem *err)
{
    return err->code == PROBLEM_METHOD_NOT_ALLOWED && strcmp(c->req.method, "OPTIONS") == 0;
}

/* If-None-Match on a read: the caller has this version already. */
static void spare_body(struct ctx *c)
{
    const char *known = request_header(c, "If-None-Match");
    const char *tag = reply_header_get(&c->reply, "ETag");

    if (known && tag && c->reply.status == 200 && strcmp(c->match.route->method, "GET") == 0 &&
        strcmp(known, tag) == 0)
        reply_empty(c, 304);
}

static void add_common_headers(struct ctx *c)
{
    reply_header(c, "X-Request-Id", c->request_id);
    reply_header(c, "traceparent", c->traceparent);
    reply_header(c, "X-Content-Type-Options", "nosniff");
    if (!reply_header_get(&c->reply, "Cache-Control"))
        reply_header(c, "Cache-Control", "no-store");
    if (atomic_load(&c->app->draining))
        reply_header(c, "Connection", "close");
}

static void answer(struct ctx *c, struct problem *err)
{
    if (is_options(c, err)) {
        *err = (struct problem){0};
        reply_reset(c);
        reply_empty(c, 204);
        reply_header(c, "Allow", c->match.allow);
    } else if (err->code != PROBLEM_NONE) {
        reply_problem(c, err);
    } else {
        spare_body(c);
    }
    add_common_headers(c);
}

/* -- what is left of it -- */

static enum log_level level_of_answer(const struct ctx *c)
{
    if (c->reply.status >= 500)
        return LOG_LEVEL_ERROR;
    return c->match.route && c->match.route->flags & ROUTE_MATRIX_SKIP ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO;
}

static const char *or_null(const char *s)
{
    return s[0] == '\0' ? NULL : s;
}

static void record(const struct ctx *c, const struct problem *err)
{
    const char *operation = c->match.route ? c->match.route->operation : "none";
    char status[12];

    (void)snprintf(status, sizeof status, "%d", c->reply.status);
    metric_add(METRIC_HTTP_REQUESTS, operation, status, 1);
    metric_observe(METRIC_HTTP_SECONDS, operation, c->spent_us);
    log_line(level_of_answer(c), "http.request",
             LOG_PAIRS(LOG_TEXT("request_id", c->request_id), LOG_TEXT("traceparent", c->traceparent),
                       LOG_TEXT("method", c->req.method), LOG_TEXT("path", c->req.path),
                       LOG_TEXT("operation", operation), LOG_NUMBER("status", c->reply.status),
                       LOG_NUMBER("us", c->spent_us), LOG_TEXT("tenant", or_null(c->who->tenant.code)),
                       LOG_TEXT("actor", or_null(c->who->actor)), LOG_TEXT("remote", c->req.remote),
                       LOG_TEXT("problem", err->code == PROBLEM_NONE ? NULL : problem_kind(err->code)->slug),
                       LOG_TEXT("detail", or_null(err->detail)), LOG_TEXT("cause", or_null(err->cause))));
}

bool dispatch_head(struct ctx *c)
{
    static const struct principal nobody; /* until somebody is known */
    int64_t start = clock_monotonic_us();
    struct problem err = {0};

    c->now_us = clock_now_us(&c->app->clock);
    c->who = &nobody;
    request_identify(c);
    c->is_admitted = walk(c, head, ARRAY_LEN(head), &err);
    if (!c->is_admitted) {
        quota_count_refused(c, &err);
        answer(c, &err);
    }
    c->spent_us = clock_monotonic_us() - start;
    if (!c->is_admitted)
        record(c, &err);
    return c->is_admitted;
}

void dispatch(struct ctx *c)
{
    struct problem err = {0};
    int64_t start;

    if (!c->is_admitted && !dispatch_head(c))
        return;
    start = clock_monotonic_us();
    c->now_us = clock_now_us(&c->app->clock); /* the body may have taken its time */
    (void)walk(c, rest, ARRAY_LEN(rest), &err);
    answer(c, &err);
    c->spent_us += clock_monotonic_us() - start;
    record(c, &err);
}
