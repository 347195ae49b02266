/* SPDX-License-Identifier: MIT */
/* ulfius takes a body before anybody can look at the request, gives no handler the connection, and starts the daemon
 * itself with a handler of its own. So MHD_start_daemon(), which it calls, is ours, and puts our handler in front of
 * the given one. */
#include "http/arrival.h"
#include "http/dispatch.h"
#include "http/remote.h"
#include "http/request.h"
#include "unit/service.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct arrival {
    struct ctx ctx;
    struct MHD_Connection *connection;
    void *behind; /* the library's own context */
    char *uri, *query;
    size_t room; /* bytes of the body that are still kept */
    bool is_known;
    char remote[REMOTE_TEXT];
};

/* -- in front -- */

static _Thread_local struct arrival_door *starting;

static enum MHD_Result on_access(void *arg, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data, size_t *size,
                                 void **context);

void arrival_stand_in_front(struct arrival_door *door)
{
    starting = door;
}

/* In place of the library's function of this name, which is the same call without a door. */
struct MHD_Daemon *MHD_start_daemon(unsigned int flags, uint16_t port, MHD_AcceptPolicyCallback accept,
                                    void *accept_arg, MHD_AccessHandlerCallback handle, void *handle_arg, ...)
{
    struct arrival_door *door = starting;
    struct MHD_Daemon *daemon;
    va_list options;

    starting = NULL;
    if (door) {
        door->library.handle = handle;
        door->library.handle_arg = handle_arg;
        handle = on_access;
        handle_arg = door;
    }
    va_start(options, handle_arg);
    daemon = MHD_start_daemon_va(flags, port, accept, accept_arg, handle, handle_arg, options);
    va_end(options);
    return daemon;
}

/* -- begin and end -- */

int arrival_socket(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    return fd ? fd->connect_fd : -1;
}

static void fill_remote(struct arrival *a)
{
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(a->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    remote_format(peer ? peer->client_addr : NULL, a->remote);
}

void *arrival_on_uri(void *arg, const char *uri, struct MHD_Connection *connection)
{
    struct arrival_door *door = arg;
    struct arrival *a = calloc(1, sizeof *a);

    if (!a || !(a->uri = strdup(uri)))
        abort();
    a->connection = connection;
    a->behind = door->library.begin(NULL, uri);
    a->query = strchr(a->uri, '?');
    if (a->query)
        *a->query++ = '\0';
    fill_remote(a);
    watch_add(door->watch, a, connection, arrival_socket(connection));
    return a;
}

void arrival_on_completed(void *arg, struct MHD_Connection *connection, void **context,
                          enum MHD_RequestTerminationCode why)
{
    struct arrival_door *door = arg;
    struct arrival *a = *context;

    if (!a)
        return;
    watch_remove(door->watch, a, connection);
    door->library.end(NULL, connection, &a->behind, why);
    reply_reset(&a->ctx);
    arena_done(&a->ctx.arena);
    free(a->uri);
    free(a);
    *context = NULL;
}

/* -- the head -- */

struct wanted {
    const char *name;
    struct arena *arena;
    const char *found;
};

static enum MHD_Result on_header(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct wanted *w = arg;

    (void)kind;
    if (value && strcasecmp(name, w->name) == 0)
        w->found = w->found ? arena_printf(w->arena, "%s,%s", w->found, value) : value;
    return MHD_YES;
}

/* Repeated headers are one value. */
static const char *get_header(const struct http_request *req, const char *name)
{
    const struct arrival *a = req->impl;
    struct wanted w = {name, (struct arena *)(uintptr_t)&a->ctx.arena, NULL};

    (void)MHD_get_connection_values(a->connection, MHD_HEADER_KIND, on_header, &w);
    return w.found;
}

static void fill_request(struct arrival *a, struct app *app, const char *method)
{
    a->ctx.app = app;
    a->ctx.req = (struct http_request){
        .method = method,
        .path = a->uri,
        .query = a->query ? a->query : "",
        .body = "",
        .remote = a->remote,
        .header = get_header,
        .impl = a,
    };
    remote_resolve(app->proxies, request_header(&a->ctx, "X-Forwarded-For"), a->remote);
}

static struct MHD_Response *response_of(const struct reply *r)
{
    union {
        const char *in;
        void *out;
    } body = {.in = r->body ? r->body : ""};
    struct MHD_Response *made = MHD_create_response_from_buffer(r->body_len, body.out, MHD_RESPMEM_MUST_COPY);

    if (made && r->content_type)
        (void)MHD_add_response_header(made, "Content-Type", r->content_type);
    for (int i = 0; made && i < r->n_headers; i++)
        (void)MHD_add_response_header(made, r->headers[i].name, r->headers[i].value);
    return made;
}

/* The library reads nothing more of a connection that was answered here; the rest of the body is let run out. */
static enum MHD_Result refuse(struct arrival_door *door, struct arrival *a)
{
    struct MHD_Response *response;
    enum MHD_Result queued;

    if (!watch_serve(door->watch, a))
        return MHD_NO; /* told 408 already, and cut off */
    reply_header(&a->ctx, "Connection", "close");
    response = response_of(&a->ctx.reply);
    if (!response)
        return MHD_NO;
    parting_take(door->parting, arrival_socket(a->connection));
    queued = MHD_queue_response(a->connection, (unsigned)a->ctx.reply.status, response);
    MHD_destroy_response(response);
    return queued;
}

static bool has_body(const struct ctx *c)
{
    const char *length = request_header(c, "Content-Length");

    return (length && strcmp(length, "0") != 0) || request_header(c, "Transfer-Encoding");
}

/* -- every call of the library: the head, parts of the body, the end -- */

/* One byte above what the route takes is kept of a body: dispatch sees by it that there was too much. */
/* NOLINTNEXTLINE(readability-function-size): the library gives the parameters */
static enum MHD_Result on_access(void *arg, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data, size_t *size,
                                 void **context)
{
    struct arrival_door *door = arg;
    struct arrival *a = *context;
    size_t came = *size, kept;
    enum MHD_Result result;

    if (!a)
        return MHD_NO;
    if (!a->is_known) {
        a->is_known = true;
        fill_request(a, door->app, method);
        if (has_body(&a->ctx) && !dispatch_head(&a->ctx))
            return refuse(door, a);
        a->room = request_body_room(&a->ctx);
    }
    kept = came < a->room ? came : a->room;
    a->room -= kept;
    *size = 0;
    if (came > 0 && kept == 0)
        return MHD_YES;
    door->now = a;
    result = door->library.handle(door->library.handle_arg, connection, url, method, version, data, &kept,
                                  &a->behind);
    door->now = NULL;
    return result;
}

struct ctx *arrival_served(struct arrival_door *door)
{
    return watch_serve(door->watch, door->now) ? &door->now->ctx : NULL;
}
