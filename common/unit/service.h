/* SPDX-License-Identifier: MIT */
/* A service as tables, the process that it runs in, and the unit of work that everything in it is done by. */
#ifndef BIHUAN_UNIT_SERVICE_H
#define BIHUAN_UNIT_SERVICE_H

#include "auth/jwt.h"
#include "base/clock.h"
#include "base/stop.h"
#include "config/config.h"
#include "db/db.h"
#include "unit/ctx.h"
#include <stdatomic.h>

struct authority_row;
struct event_type;
struct proxies;
struct quota;
struct consumer;
struct server;
struct tenant_cache;
struct work_kind;

/* Work by time: run by one process at a time (advisory lock), catching up on what was missed. */
struct job {
    const char *name;
    /* looked at that often; the job itself decides what is due from the clock and what it recorded */
    int period_seconds;
    int (*run)(struct ctx *c, struct problem *err); /* a write unit with system range; reply ignored */
};

/* A loop over many rows may commit between batches: the job is called again at once while it returns JOB_MORE. */
enum { JOB_DONE = 0, JOB_MORE = 1 };

struct service {
    const char *name; /* "issues": log field, stream name, consumer group, database role bihuan_<name> */
    int port;
    const struct route *routes; /* ends with { 0 } */
    /* http/authority.h: who may do what; ends with { 0 }. NULL: permissions and the walls of rows decide alone. */
    const struct authority_row *authority;
    const struct event_type *emits;   /* ends with { 0 } */
    const struct consumer *consumers; /* ends with { 0 } */
    const struct job *jobs;           /* ends with { 0 } */
    const struct work_kind *works;    /* work/work.h; ends with { 0 }, or NULL */
    const struct stmt *const *statements;
    bool signs;                                         /* makes tokens, so it needs BIHUAN_SIGNING_KEK */
    int (*start)(struct app *app, struct problem *err); /* may be NULL: self-tests, caches */
    /* What it cannot work without, beside the schema: asked by /readyz until it was there once, so that a wrong secret
     * stops a roll-out and what is lost later takes nobody out of service. A system unit's function; may be NULL. */
    int (*equipped)(struct ctx *c, void *arg, struct problem *err);
};

struct app {
    const struct service *service;
    struct config config;
    struct clock clock;
    struct db_pool *pool;
    struct db_pool *patient; /* app_unit_patient() and long work */
    struct jwt_verifier *verifier;
    struct router *router;
    struct quota *quota;          /* http/quota.h */
    struct proxies *proxies;      /* http/remote.h */
    struct tenant_cache *tenants; /* unit/tenant_cache.h: forget it when org.changed arrives */
    struct server *server;
    atomic_bool is_equipped; /* service->equipped has succeeded */
    atomic_bool is_misfit;   /* app_fits() */
    _Atomic int64_t fit_asked_us;
    atomic_bool draining; /* /readyz says no, answers close their connections */
    struct stop stop;     /* the process ends: background threads return */
    const char *conninfo; /* of the service's own role */
};

/** A unit of system work (job, consumer): write mode, whole range, principal "system:<service>". */
int app_unit(struct app *app, int (*fn)(struct ctx *c, void *arg, struct problem *err), void *arg,
             struct problem *err) MUST_CHECK;
/** The same for what nobody waits for: scheduled work, and effects that a request's time was too short for. Statements
 *  have as long as those of long work. */
int app_unit_patient(struct app *app, int (*fn)(struct ctx *c, void *arg, struct problem *err), void *arg,
                     struct problem *err) MUST_CHECK;
/** A system unit: PROBLEM_UNAVAILABLE with what is wrong when this build cannot work with the schema. */
int app_check_schema(struct ctx *c, void *arg, struct problem *err) MUST_CHECK;
/** The same for what works in the background, asked at most once a second; true while the database cannot be asked. Who
 * does not fit leaves the work to those that do: it would fail, or be done by rules that hold no longer. */
bool app_fits(struct app *app);

#endif
