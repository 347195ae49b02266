/* SPDX-License-Identifier: MIT */
/* The one place where ulfius and libmicrohttpd are spoken to.
 *
 * ulfius gets one `*` endpoint and none of its routing, maps or logs. What it does badly is taken from it: its logger passes
 * messages as formats, its limit cuts bodies in silence, its stop cuts requests in flight, it truncates IPv6 addresses. */
#include "http/server.h"
#include "http/dispatch.h"
#include "http/listen.h"
#include "http/watch.h"
#include "log/log.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <ulfius.h>
#include <unistd.h>

/* libmicrohttpd's epoll loop goes back to a blocking wait when it got exactly 128 events; fewer connections than that in each
 * thread can never fill it. */
enum { CONNECTIONS_PER_THREAD = 120, STREAM_BLOCK = 64 * 1024, CONNECTION_MEMORY = 64 * 1024 };

struct server {
    struct app *app;
    struct _u_instance ulfius;
    struct watch *watch;
    int port;
    bool has_instance;
};

/* -- what libmicrohttpd calls -- */

/* Its text has been through vsnprintf here and is data from then on. */
static void on_mhd_log(void *arg, const char *fmt, va_list ap) PRINTF(2, 0);
static void on_mhd_log(void *arg, const char *fmt, va_list ap)
{
    char text[512];

    (void)arg;
    (void)vsnprintf(text, sizeof text, fmt, ap);
    log_line(LOG_LEVEL_WARN, "http.library", LOG_PAIRS(LOG_TEXT("text", text)));
}

/* The request line has come: ulfius makes its request here, and hands it on as the connection's context. */
static void *on_uri(void *arg, const char *uri, struct MHD_Connection *connection)
{
    struct server *s = arg;
    struct connection_info_struct *info = ulfius_uri_logger(NULL, uri);
    const union MHD_ConnectionInfo *peer, *fd;

    if (!info)
        return NULL;
    peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    watch_add(s->watch, info->request, fd ? fd->connect_fd : -1, peer ? peer->client_addr : NULL);
    return info;
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode why)
{
    struct server *s = arg;
    const struct connection_info_struct *info = *context;

    if (info)
        watch_remove(s->watch, info->request);
    mhd_request_completed(NULL, connection, context, why);
}

/* -- one request -- */

/* What req->impl points to. */
struct source {
    const struct _u_request *request;
    struct arena *arena;
};

/* ulfius joins repeated headers only when they are spelled alike; here case does not matter. */
static const char *get_header(const struct http_request *req, const char *name)
{
    const struct source *from = req->impl;
    const struct _u_map *map = from->request->map_header;
    const char *found = NULL;

    for (int i = 0; i < map->nb_values; i++)
        if (strcasecmp(map->keys[i], name) == 0)
            found = found ? arena_printf(from->arena, "%s,%s", found, map->values[i]) : map->values[i];
    return found;
}

static void fill_request(struct ctx *c, const struct source *from, const char *remote)
{
    const struct _u_request *u = from->request;
    const char *query = strchr(u->http_url, '?');

    c->req = (struct http_request){
        .method = u->http_verb,
        .path = u->url_path,
        .query = query ? query + 1 : "",
        .body = u->binary_body ? u->binary_body : "",
        .body_len = u->binary_body_length,
        .remote = remote,
        .header = get_header,
        .impl = from,
    };
}

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
    struct server *s = arg;
    struct ctx c = {.app = s->app};
    const struct source from = {u, &c.arena};
    const char *remote;

    if (!watch_serve(s->watch, u, &remote)) {
        ulfius_set_empty_body_response(res, 408); /* told already, and the line is cut */
        return U_CALLBACK_COMPLETE;
    }
    fill_request(&c, &from, remote);
    dispatch(&c);
    send_reply(&c, res);
    arena_done(&c.arena);
    return U_CALLBACK_COMPLETE;
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

static int init_instance(struct server *s, struct problem *err)
{
    struct app *app = s->app;

    if (ulfius_init_instance(&s->ulfius, (unsigned)s->port, NULL, NULL) != U_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "ulfius_init_instance");
    s->has_instance = true;
    s->ulfius.max_post_body_size = body_limit(app);
    s->ulfius.check_utf8 = 0; /* it would drop values in silence; dispatch refuses them */
    s->ulfius.allowed_post_processor = U_POST_PROCESS_NONE;
    if (ulfius_add_endpoint_by_val(&s->ulfius, "*", NULL, "*", 0, on_request, s) != U_OK ||
        ulfius_set_default_endpoint(&s->ulfius, on_request, s) != U_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "ulfius endpoint");
    return 0;
}

static unsigned connection_limit(const struct app *app)
{
    int64_t most = app->config.workers * CONNECTIONS_PER_THREAD;

    return (unsigned)(app->config.connection_limit < most ? app->config.connection_limit : most);
}

static int start_instance(struct server *s, int listen_fd, struct problem *err)
{
    const struct config *cfg = &s->app->config;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER,         (intptr_t)on_mhd_log,               NULL},
        {MHD_OPTION_NOTIFY_COMPLETED,        (intptr_t)on_completed,             s   },
        {MHD_OPTION_URI_LOG_CALLBACK,        (intptr_t)on_uri,                   s   },
        {MHD_OPTION_LISTEN_SOCKET,           listen_fd,                          NULL},
        {MHD_OPTION_THREAD_POOL_SIZE,        (intptr_t)cfg->workers,             NULL},
        {MHD_OPTION_CONNECTION_LIMIT,        (intptr_t)connection_limit(s->app), NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT,      (intptr_t)cfg->connection_timeout,  NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,                  NULL},
        {MHD_OPTION_END,                     0,                                  NULL},
    };

    if (ulfius_start_framework_with_mhd_options(
            &s->ulfius, MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG, options) != U_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "the HTTP server did not start");
    return 0;
}

int server_start(struct app *app, struct server **ret, struct problem *err)
{
    const struct config *cfg = &app->config;
    struct server *s = calloc(1, sizeof *s);
    int fd = -1;

    if (!s)
        abort();
    s->app = app;
    if (listen_open(cfg->bind, cfg->port > 0 ? cfg->port : app->service->port, &fd, &s->port, err) < 0)
        goto fail;
    watch_new(cfg->connection_timeout * WATCH_TIMES, &s->watch);
    if (init_instance(s, err) < 0 || start_instance(s, fd, err) < 0)
        goto fail;
    *ret = s;
    return 0;
fail:
    if (fd >= 0)
        close(fd);
    server_stop(s, 0);
    return -1;
}

int server_port(const struct server *s)
{
    return s->port;
}

int server_in_flight(const struct server *s)
{
    return watch_count(s->watch);
}

void server_stop(struct server *s, int64_t drain_seconds)
{
    if (!s)
        return;
    atomic_store(&s->app->draining, true);
    if (s->ulfius.mhd_daemon) {
        int fd = MHD_quiesce_daemon(s->ulfius.mhd_daemon);

        if (fd >= 0)
            close(fd);
        watch_wait_idle(s->watch, drain_seconds);
        ulfius_stop_framework(&s->ulfius);
    }
    if (s->has_instance)
        ulfius_clean_instance(&s->ulfius);
    watch_free(s->watch);
    free(s);
}
