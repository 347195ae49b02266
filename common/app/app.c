/* SPDX-License-Identifier: MIT */
/* From a struct service to a process, and back to nothing when SIGTERM comes. */
#include "app/app.h"
#include "app/api_dump.h"
#include "app/health.h"
#include "app/keys.h"
#include "app/production.h"
#include "app/scheduler.h"
#include "base/str.h"
#include "db/conninfo.h"
#include "events/worker.h"
#include "http/quota.h"
#include "http/remote.h"
#include "http/server.h"
#include "log/log.h"
#include "unit/tenant_cache.h"
#include "work/work.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    THREADS_MAX = 5,
    CUT_EVERY_MS = 500,
    BACKGROUND_CONNECTIONS = 3,
    POOL_WAIT_MS = 5000,
    LOCK_WAIT_MS = 1500, /* who waits for another's row keeps a worker from everybody else */
    PATIENT_CONNECTIONS = 5,
    PATIENT_WAIT_MS = 10000,
    EXIT_CONFIG = 2,
    KEPT_BYTES = 1024 * 1024,
};

struct thread {
    pthread_t id;
    void *(*main)(void *);
    struct app *app;
    struct threads *all;
};

/* The background threads that were started. */
struct threads {
    struct thread items[THREADS_MAX];
    int n;
    atomic_int running;
    struct stop ended; /* all of them */
};

static void tell_settings(const struct problem *err, enum log_level level)
{
    for (size_t i = 0; i < err->n_fields && i < PROBLEM_FIELDS_MAX; i++)
        log_line(level, "start.setting",
                 LOG_PAIRS(LOG_TEXT("name", err->fields[i].pointer), LOG_TEXT("code", err->fields[i].code),
                           LOG_TEXT("message", err->fields[i].message)));
}

static int complain(const struct problem *err)
{
    tell_settings(err, LOG_LEVEL_ERROR);
    log_line(LOG_LEVEL_ERROR, "start.failed",
             LOG_PAIRS(LOG_TEXT("detail", err->detail), LOG_TEXT("cause", err->cause)));
    return -1;
}

static int open_clock(struct app *app, struct problem *err)
{
    app->clock = clock_system();
    if (str_empty(app->config.clock_file))
        return 0;
    if (clock_movable(app->config.clock_file, &app->clock) < 0)
        return problem_fail(err, PROBLEM_INTERNAL, "BIHUAN_CLOCK_FILE %s: %s", app->config.clock_file,
                            strerror(errno));
    log_line(LOG_LEVEL_WARN, "start.movable_clock", LOG_PAIRS(LOG_TEXT("file", app->config.clock_file)));
    return 0;
}

static int open_database(struct app *app, struct arena *a, struct problem *err)
{
    const struct config *cfg = &app->config;
    int64_t size = cfg->db_pool ? cfg->db_pool : cfg->workers + BACKGROUND_CONNECTIONS;

    app->conninfo = conninfo_of(a, cfg->pg, arena_printf(a, "bihuan_%s", app->service->name),
                                arena_printf(a, "bihuan-%s", app->service->name), cfg->pg_password);
    if (db_pool_new(app->conninfo, (int)size, &app->pool, err) < 0)
        return -1;
    db_pool_limits(app->pool, (int)cfg->statement_timeout_ms, LOCK_WAIT_MS, POOL_WAIT_MS);
    if (db_pool_new(app->conninfo, PATIENT_CONNECTIONS, &app->patient, err) < 0)
        return -1;
    db_pool_limits(app->patient, (int)cfg->work_statement_timeout_ms, 0, PATIENT_WAIT_MS);
    return 0;
}

/* The source "database" of BIHUAN_ISSUERS. */
static int open_verifier(struct app *app, struct problem *err)
{
    const struct own_keys own = {app_read_own_keys, app};

    return jwt_verifier_new(app->config.issuers, &app->clock, &own, &app->verifier, err);
}

static int open_app(struct app *app, struct arena *a, struct problem *err)
{
    const struct route *const tables[] = {app->service->routes, health_routes, NULL};

    tenant_cache_new(&app->tenants);
    quota_new(&app->config, &app->quota);
    if (proxies_parse(app->config.trusted_proxies, &app->proxies, err) < 0)
        return -1;
    if (open_clock(app, err) < 0 || open_database(app, a, err) < 0)
        return -1;
    if (open_verifier(app, err) < 0 || router_new(tables, &app->router, err) < 0)
        return -1;
    if (app->service->start && app->service->start(app, err) < 0)
        return -1;
    return server_start(app, &app->server, err);
}

static void leave(struct threads *t)
{
    if (atomic_fetch_sub(&t->running, 1) == 1)
        stop_now(&t->ended);
}

static void *run_thread(void *arg)
{
    const struct thread *thread = arg;

    (void)thread->main(thread->app);
    leave(thread->all);
    return NULL;
}

static void start_thread(struct threads *t, void *(*fn)(void *), struct app *app)
{
    struct thread *thread = &t->items[t->n];
    int r;

    *thread = (struct thread){.main = fn, .app = app, .all = t};
    (void)atomic_fetch_add(&t->running, 1);
    r = pthread_create(&thread->id, NULL, run_thread, thread);
    if (r == 0) {
        t->n++;
        return;
    }
    leave(t);
    log_line(LOG_LEVEL_ERROR, "start.thread", LOG_PAIRS(LOG_TEXT("cause", strerror(r))));
}

static void start_background(struct app *app, struct threads *t)
{
    start_thread(t, scheduler_main, app);
    if (app->service->emits && app->service->emits->name)
        start_thread(t, relay_main, app);
    if (app->service->consumers && app->service->consumers->name) {
        start_thread(t, consumer_main, app);
        start_thread(t, slow_main, app);
    }
    if (app->service->works)
        start_thread(t, work_main, app);
}

/* SIGHUP: keys or memberships were changed, forget what was cached of them. */
static void wait_for_the_end(struct app *app, const sigset_t *signals)
{
    int signal = 0;

    while (sigwait(signals, &signal) == 0 && signal == SIGHUP) {
        jwt_forget(app->verifier);
        tenant_cache_forget(app->tenants);
        log_line(LOG_LEVEL_INFO, "caches.forgotten", LOG_PAIRS(LOG_NUMBER("signal", signal)));
    }
    log_line(LOG_LEVEL_INFO, "stopping", LOG_PAIRS(LOG_NUMBER("signal", signal)));
}

/* A statement of the background may have minutes yet: what it did is undone, and done anew by who comes next. */
static void end_background(struct app *app, struct threads *t)
{
    stop_now(&app->stop);
    while (t->n > 0 && !stop_wait(&t->ended, CUT_EVERY_MS)) {
        db_pool_cut(app->patient);
        db_pool_cut(app->pool);
    }
    for (int i = 0; i < t->n; i++)
        (void)pthread_join(t->items[i].id, NULL);
}

static void close_app(struct app *app, struct threads *t)
{
    atomic_store(&app->draining, true);
    server_stop(app->server, app->config.drain_seconds);
    end_background(app, t);
    router_free(app->router);
    jwt_verifier_free(app->verifier);
    tenant_cache_free(app->tenants);
    quota_free(app->quota);
    proxies_free(app->proxies);
    db_pool_free(app->pool);
    db_pool_free(app->patient);
    stop_done(&t->ended);
    stop_done(&app->stop);
}

/* Blocked before the first thread starts, so that only sigwait() ever sees them; a peer that went away is no signal's
 * business. */
static void take_signals(sigset_t *signals)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    (void)sigemptyset(signals);
    (void)sigaddset(signals, SIGTERM);
    (void)sigaddset(signals, SIGINT);
    (void)sigaddset(signals, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, signals, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

/* What is not fit for production is a fault there, and elsewhere a warning. */
static int configure(struct app *app, struct arena *a, struct problem *err)
{
    struct problem unfit = {0};

    if (config_load(a, &app->config, err) < 0)
        return -1;
    log_init(app->service->name, log_level_parse(app->config.log_level));
    if (app->config.production)
        return production_check(&app->config, app->service->signs, err);
    if (production_check(&app->config, app->service->signs, &unfit) < 0)
        tell_settings(&unfit, LOG_LEVEL_WARN);
    return 0;
}

/* A thread keeps what a page of a list takes. Else it is given back behind each request and fetched anew for the next,
 * which costs it, and every other thread, more than the page. The allocator keeps twice the largest block that was ever
 * freed; told so by mallopt() it would learn no more, and a body of megabytes needs that. */
static void keep_memory(void)
{
    void *volatile block = malloc(KEPT_BYTES);

    free(block);
}

static int serve(const struct service *service)
{
    struct app app = {.service = service};
    struct problem err = {0};
    struct threads threads = {0};
    struct arena a = {0};
    sigset_t signals;
    int r;

    keep_memory();
    log_init(service->name, LOG_LEVEL_INFO);
    if (configure(&app, &a, &err) < 0) {
        (void)complain(&err);
        arena_done(&a);
        return EXIT_CONFIG;
    }
    take_signals(&signals);
    stop_init(&app.stop);
    stop_init(&threads.ended);
    r = open_app(&app, &a, &err);
    if (r < 0) {
        (void)complain(&err);
    } else {
        start_background(&app, &threads);
        log_line(LOG_LEVEL_INFO, "started", LOG_PAIRS(LOG_NUMBER("port", server_port(app.server))));
        wait_for_the_end(&app, &signals);
    }
    close_app(&app, &threads);
    arena_done(&a);
    return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int usage(const struct service *service, FILE *out)
{
    (void)fprintf(out,
                  "usage: bihuan-%s [--dump-api | --dump-statements | --help]\n"
                  "Settings are environment variables: see docs/reference/configuration.md.\n",
                  service->name);
    return out == stdout ? EXIT_SUCCESS : EXIT_CONFIG;
}

int app_run(const struct service *service, int argc, char **argv)
{
    if (argc == 1)
        return serve(service);
    if (argc == 2 && str_eq(argv[1], "--dump-api"))
        api_dump(service);
    else if (argc == 2 && str_eq(argv[1], "--dump-statements"))
        api_dump_statements(service);
    else
        return usage(service, argc == 2 && str_eq(argv[1], "--help") ? stdout : stderr);
    return EXIT_SUCCESS;
}
