/* SPDX-License-Identifier: MIT */
/* The one place where ulfius is spoken to.
 *
 * ulfius gets one `*` endpoint and none of its routing, maps or logs. What it does badly is taken from it: its logger
 * passes messages as formats, its limit cuts bodies in silence, its stop cuts requests in flight, it truncates IPv6
 * addresses, and it takes bodies of whomever (arrival.h).
 *
 * Each worker is an instance of its own with one epoll thread and no listening socket; the acceptor gives a connection
 * to the worker that has least to do. */
#include "http/server.h"
#include "http/acceptor.h"
#include "http/arrival.h"
#include "http/dispatch.h"
#include "http/listen.h"
#include "http/spool.h"
#include "log/log.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ulfius.h>
#include <unistd.h>

/* libmicrohttpd's epoll loop goes back to a blocking wait when it got exactly 128 events; fewer connections than that
 * in each thread can never fill it. */
enum { CONNECTIONS_PER_WORKER = 120, STREAM_BLOCK = 64 * 1024, CONNECTION_MEMORY = 64 * 1024 };

struct worker {
    struct server *server;
    struct _u_instance ulfius;
    struct arrival_door door;
    bool has_instance;
    atomic_int connections;
    atomic_bool busy; /* in a handler: its other connections wait */
};

struct server {
    struct app *app;
    struct watch *watch;
    struct parting *parting;
    struct acceptor *acceptor;
    int port;
    int n_workers, per_worker; /* connections */
    struct worker *workers;
};

/* -- what libmicrohttpd calls -- */

/* Its text has been through vsnprintf here and is data from then on. Mostly it tells of callers that went away. */
static void on_mhd_log(void *arg, const char *fmt, va_list ap) PRINTF(2, 0);
static void on_mhd_log(void *arg, const char *fmt, va_list ap)
{
    char text[512];

    (void)arg;
    (void)vsnprintf(text, sizeof text, fmt, ap);
    text[strcspn(text, "\n")] = '\0';
    log_line(LOG_LEVEL_DEBUG, "http.library", LOG_PAIRS(LOG_TEXT("text", text)));
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct worker *w = arg;

    (void)context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        watch_connect(w->server->watch, connection, arrival_socket(connection));
    if (what != MHD_CONNECTION_NOTIFY_CLOSED)
        return;
    watch_forget(w->server->watch, connection);
    atomic_fetch_sub(&w->connections, 1);
    acceptor_wake(w->server->acceptor);
}

/* -- one request -- */

static ssize_t stream_read(void *arg, uint64_t offset, char *out, size_t max)
{
    ssize_t n = pread((int)(intptr_t)arg, out, max, (off_t)offset);

    if (n > 0)
        return n;
    return n == 0 ? U_STREAM_END : U_STREAM_ERROR;
}

static void stream_close(void *arg)
{
    close((int)(intptr_t)arg);
}

static void send_file(struct reply *r, struct _u_response *res)
{
    int fd = r->fd;

    r->fd = 0; /* the stream owns it now */
    ulfius_set_stream_response(res, (unsigned)r->status, stream_read, stream_close, (uint64_t)r->fd_size,
                               STREAM_BLOCK, (void *)(intptr_t)fd);
}

static void send_reply(struct ctx *c, struct _u_response *res)
{
    struct reply *r = &c->reply;

    if (r->fd > 0)
        send_file(r, res);
    else if (r->body_len > 0)
        ulfius_set_binary_body_response(res, (unsigned)r->status, r->body, r->body_len);
    else /* the call above would refuse it and leave 200 */
        ulfius_set_empty_body_response(res, (unsigned)r->status);
    if (r->content_type)
        u_map_put(res->map_header, "Content-Type", r->content_type);
    for (int i = 0; i < r->n_headers; i++)
        u_map_put(res->map_header, r->headers[i].name, r->headers[i].value);
}

static int on_request(const struct _u_request *u, struct _u_response *res, void *arg)
{
    struct worker *w = arg;
    struct ctx *c = arrival_served(&w->door);

    if (!c) {
        ulfius_set_empty_body_response(res, 408); /* told already, and the line is cut */
        return U_CALLBACK_COMPLETE;
    }
    atomic_store(&w->busy, true);
    c->req.body = u->binary_body ? u->binary_body : "";
    c->req.body_len = u->binary_body_length;
    c->req.body_is_lost = spool_is_lost(u->binary_body);
    dispatch(c);
    send_reply(c, res);
    arena_done(&c->arena);
    atomic_store(&w->busy, false);
    return U_CALLBACK_COMPLETE;
}

/* -- connections -- */

static bool has_room(void *arg)
{
    struct server *s = arg;

    for (int i = 0; i < s->n_workers; i++)
        if (atomic_load(&s->workers[i].connections) < s->per_worker)
            return true;
    return false;
}

/* Connections of a worker, as if one in a handler had that many more: it is chosen only when all are. */
static int load_of(struct worker *w)
{
    return atomic_load(&w->connections) + (atomic_load(&w->busy) ? CONNECTIONS_PER_WORKER : 0);
}

static void take_connection(void *arg, int fd, const struct sockaddr *peer, socklen_t n)
{
    struct server *s = arg;
    struct worker *best = NULL;

    for (int i = 0; i < s->n_workers; i++) {
        struct worker *w = &s->workers[i];

        if (atomic_load(&w->connections) < s->per_worker && (!best || load_of(w) < load_of(best)))
            best = w;
    }
    if (!best) {
        close(fd);
        return;
    }
    atomic_fetch_add(&best->connections, 1);
    if (MHD_add_connection(best->ulfius.mhd_daemon, fd, peer, n) != MHD_YES) /* which closed it */
        atomic_fetch_sub(&best->connections, 1);
}

/* -- life -- */

/* One byte above the largest body any route takes: dispatch sees that something was cut. */
static size_t body_limit(const struct app *app)
{
    size_t max = ROUTE_BODY_DEFAULT;

    for (const struct route *r = app->service->routes; r->path; r++)
        max = r->body_max > max ? r->body_max : max;
    return max + 1;
}

static int init_worker(struct server *s, struct worker *w, struct problem *err)
{
    struct _u_instance *u = &w->ulfius;

    w->server = s;
    w->door = (struct arrival_door){.app = s->app, .watch = s->watch, .parting = s->parting};
    w->door.library.begin = ulfius_uri_logger;
    w->door.library.end = mhd_request_completed;
    if (ulfius_init_instance(u, (unsigned)s->port, NULL, NULL) != U_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "ulfius_init_instance");
    w->has_instance = true;
    u->max_post_body_size = body_limit(s->app);
    u->check_utf8 = 0; /* it would drop values in silence; dispatch refuses them */
    u->allowed_post_processor = U_POST_PROCESS_NONE;
    if (ulfius_add_endpoint_by_val(u, "*", NULL, "*", 0, on_request, w) != U_OK ||
        ulfius_set_default_endpoint(u, on_request, w) != U_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "ulfius endpoint");
    return 0;
}

static int start_worker(struct worker *w, struct problem *err)
{
    struct server *s = w->server;
    /* The library counts closed connections until its next turn, so its own limit stands far behind ours. */
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER,         (intptr_t)on_mhd_log,                        NULL    },
        {MHD_OPTION_NOTIFY_COMPLETED,        (intptr_t)arrival_on_completed,              &w->door},
        {MHD_OPTION_NOTIFY_CONNECTION,       (intptr_t)on_connection,                     w       },
        {MHD_OPTION_URI_LOG_CALLBACK,        (intptr_t)arrival_on_uri,                    &w->door},
        {MHD_OPTION_CONNECTION_LIMIT,        s->per_worker * 4 + 64,                      NULL    },
        {MHD_OPTION_CONNECTION_TIMEOUT,      (intptr_t)s->app->config.connection_timeout, NULL    },
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,                           NULL    },
        {MHD_OPTION_END,                     0,                                           NULL    },
    };
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG | MHD_USE_NO_LISTEN_SOCKET;

    arrival_stand_in_front(&w->door);
    if (ulfius_start_framework_with_mhd_options(&w->ulfius, flags, options) != U_OK ||
        !w->door.library.handle)
        return problem_cause(err, PROBLEM_INTERNAL, "the HTTP server did not start");
    return 0;
}

static void size_workers(struct server *s)
{
    const struct config *cfg = &s->app->config;
    int64_t per = cfg->connection_limit / cfg->workers;

    s->n_workers = (int)cfg->workers;
    s->per_worker = per < 1 ? 1 : per > CONNECTIONS_PER_WORKER ? CONNECTIONS_PER_WORKER : (int)per;
    s->workers = calloc((size_t)s->n_workers, sizeof *s->workers);
    if (!s->workers)
        abort();
}

static int start_workers(struct server *s, struct problem *err)
{
    for (int i = 0; i < s->n_workers; i++)
        if (init_worker(s, &s->workers[i], err) < 0 || start_worker(&s->workers[i], err) < 0)
            return -1;
    return 0;
}

int server_start(struct app *app, struct server **ret, struct problem *err)
{
    const struct config *cfg = &app->config;
    struct server *s = calloc(1, sizeof *s);
    int fd;

    if (!s)
        abort();
    s->app = app;
    if (listen_open(cfg->bind, cfg->port > 0 ? cfg->port : app->service->port, &fd, &s->port, err) < 0) {
        server_stop(s, 0);
        return -1;
    }
    spool_init(cfg->spool_dir, body_limit(app));
    o_set_alloc_funcs(malloc, spool_realloc, spool_free);
    watch_new(cfg->connection_timeout * WATCH_TIMES, &s->watch);
    parting_new(&s->parting);
    size_workers(s);
    if (start_workers(s, err) < 0) {
        close(fd);
        server_stop(s, 0);
        return -1;
    }
    acceptor_start(fd, &(const struct acceptor_sink){has_room, take_connection, s}, &s->acceptor);
    *ret = s;
    return 0;
}

int server_port(const struct server *s)
{
    return s->port;
}

int server_in_flight(const struct server *s)
{
    return watch_count(s->watch);
}

static void stop_worker(struct worker *w)
{
    if (w->ulfius.mhd_daemon)
        ulfius_stop_framework(&w->ulfius);
    if (w->has_instance)
        ulfius_clean_instance(&w->ulfius);
}

void server_stop(struct server *s, int64_t drain_seconds)
{
    if (!s)
        return;
    atomic_store(&s->app->draining, true);
    if (s->acceptor) {
        acceptor_stop(s->acceptor);
        watch_wait_idle(s->watch, drain_seconds);
    }
    for (int i = 0; i < s->n_workers; i++)
        stop_worker(&s->workers[i]);
    acceptor_free(s->acceptor);
    watch_free(s->watch);
    parting_free(s->parting);
    free(s->workers);
    free(s);
}
