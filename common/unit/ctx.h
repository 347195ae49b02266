/* SPDX-License-Identifier: MIT */
/* The context of one unit of work: an HTTP request, a consumed event or a job. Everything in it lives until the unit
 * ends. */
#ifndef BIHUAN_UNIT_CTX_H
#define BIHUAN_UNIT_CTX_H

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "unit/principal.h"
#include "unit/reply.h"
#include "unit/router.h"

struct app;
struct ctx;

/** How far a piece of work is: steps done, and of how many (0: not known). -1 ends it. */
typedef int ctx_step_fn(struct ctx *c, int64_t done, int64_t total, struct problem *err);

struct http_request {
    const char *method;
    const char *path;  /* raw, with /v1 */
    const char *query; /* raw, without '?', may be "" */
    const char *body;
    size_t body_len;
    bool body_is_lost; /* there was no room for it */
    const char *remote;
    const char *(*header)(const struct http_request *req,
                          const char *name); /* case-insensitive; NULL when absent */
    const void *impl;
};

struct ctx {
    struct arena arena;
    struct app *app;
    int64_t now_us;   /* read once, so that one unit sees one time */
    int32_t work_day; /* the day that a job makes up for; 0: today */
    struct http_request req;
    struct route_match match;
    const struct principal *who; /* never NULL in a handler; system work acts as principal_system() */
    struct db *db;
    struct db_pool *pool; /* that ctx_unit() borrows from; NULL: the process's own */
    ctx_step_fn *step;    /* who hears of it, and what he needs; NULL: nobody */
    void *step_arg;
    const void *object; /* what the operation is done to, by the table of authority; shape by its kind */
    const struct db_result *part; /* a part of it as it stands */
    const void *in;               /* decoded body, by match.route->body */
    const void *query;            /* decoded query, by match.route->query */
    int64_t if_match;             /* row_version of If-Match; 0 when not required */
    const char *idempotency_key;  /* NULL when none was given or the route takes none */
    struct reply reply;
    char request_id[64];
    char traceparent[56];
    int64_t retry_after_s; /* of a refusal that passes; 0: a second */
    int64_t spent_us;      /* on the request so far; not the time that its body took to come */
    bool has_moved;   /* a unit found that the caller's tenant does not lie where it was believed to lie */
    bool is_admitted; /* its head has been looked at */
    bool
        places_changed; /* tenants were moved or closed: what is remembered of them is forgotten after the commit */
    bool english;       /* Accept-Language prefers en */
};

/** A unit of work of this caller by itself, for a handler whose route opens none (DB_NONE) because much is done between
 *  its statements: `fn` sees it as c->db, and is called again when it lost against others, as a handler is. No
 *  connection is held between two. */
typedef int ctx_unit_fn(struct ctx *c, void *arg, struct problem *err);
int ctx_unit(struct ctx *c, enum db_mode mode, ctx_unit_fn *fn, void *arg, struct problem *err) MUST_CHECK;
/** What `fn` puts into the arena is gone when it has ended: for one part of many of the unit at hand. */
int ctx_apart(struct ctx *c, ctx_unit_fn *fn, void *arg, struct problem *err) MUST_CHECK;

/** Tells how far the unit's work is; -1 when it is to end. */
int ctx_step(struct ctx *c, int64_t done, int64_t total, struct problem *err) MUST_CHECK;

/** Path parameter by name; programmer error when the route has none of that name. */
const char *ctx_param(const struct ctx *c, const char *name);
/** Turns the unit to one object, as the path of a request would: system work's only path parameter, or another value
 *  for one of the route's, or one beside them, so that a handler does with several objects what a request does with
 *  one. */
void ctx_set_param(struct ctx *c, const char *name, const char *value);
/** Civil date in Shanghai of this unit, or the day that it makes up for. */
int32_t ctx_today(const struct ctx *c);
/** Finds ctx_* builtins, then path parameters, body fields (and has_<field>), query fields: the db_lookup_fn of a unit.
 *  Builtins: ctx_tenant_id ctx_tenant_code ctx_tenant_name ctx_kind ctx_level (letter) ctx_scope ctx_scope2 ctx_lo
 *  ctx_hi ctx_actor ctx_actor_name ctx_roles ctx_is_client ctx_now ctx_today ctx_request_id ctx_traceparent ctx_remote
 *  ctx_operation ctx_if_match ctx_idempotency_key ctx_new_id (a new UUIDv7 at every use). What is empty is SQL NULL,
 *  but ctx_lo and ctx_hi. */
db_lookup_fn ctx_lookup;

#endif
