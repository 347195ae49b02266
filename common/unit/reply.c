/* SPDX-License-Identifier: MIT */
/* What a handler says: JSON of rows, trees or text, files, or nothing. */
#include "unit/reply.h"
#include "db/row.h"
#include "unit/ctx.h"
#include <assert.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

void reply_header(struct ctx *c, const char *name, const char *value)
{
    struct reply *r = &c->reply;
    int i = 0;

    while (i < r->n_headers && strcasecmp(r->headers[i].name, name) != 0)
        i++;
    assert(i < REPLY_HEADERS_MAX);
    r->headers[i].name = name;
    r->headers[i].value = value;
    if (i == r->n_headers)
        r->n_headers++;
}

const char *reply_header_get(const struct reply *r, const char *name)
{
    for (int i = 0; i < r->n_headers; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return NULL;
}

void reply_reset(struct ctx *c)
{
    if (c->reply.fd > 0)
        close(c->reply.fd);
    c->reply = (struct reply){0};
}

int reply_json(struct ctx *c, int status, const char *json, size_t len)
{
    c->reply.status = status;
    c->reply.content_type = "application/json";
    c->reply.body = json;
    c->reply.body_len = len;
    return 0;
}

static int reply_buf(struct ctx *c, int status, const struct buf *b)
{
    return reply_json(c, status, b->data, b->len);
}

/* The version a later If-Match has to name. */
static void add_etag(struct ctx *c, const struct db_result *r)
{
    const char *version = db_has_column(r, "row_version") ? db_text(r, 0, "row_version") : NULL;

    if (version)
        reply_header(c, "ETag", arena_printf(&c->arena, "\"%s\"", version));
}

/* `location` has one %s, where the id goes. */
static void add_location(struct ctx *c, const struct db_result *r, const char *location)
{
    const char *hole = strstr(location, "%s");
    const char *id = db_text(r, 0, "id");

    if (hole && id)
        reply_header(c, "Location",
                     arena_printf(&c->arena, "%.*s%s%s", (int)(hole - location), location, id, hole + 2));
}

int reply_row(struct ctx *c, int status, const struct db_result *r, const char *location)
{
    return reply_row_more(c, status, r, location, NULL);
}

int reply_row_more(struct ctx *c, int status, const struct db_result *r, const char *location,
                   row_more_fn *more)
{
    struct buf b;

    buf_init(&b, &c->arena);
    row_write_more(&b, r, 0, more, c);
    add_etag(c, r);
    if (status == 201 && location)
        add_location(c, r, location);
    return reply_buf(c, status, &b);
}

int reply_items(struct ctx *c, const struct db_result *r)
{
    struct buf b;

    buf_init(&b, &c->arena);
    buf_add(&b, "{\"items\":");
    row_write_array(&b, r, db_rows(r));
    buf_add(&b, "}");
    return reply_buf(c, 200, &b);
}

int reply_empty(struct ctx *c, int status)
{
    c->reply.status = status;
    c->reply.content_type = NULL;
    c->reply.body = NULL;
    c->reply.body_len = 0;
    return 0;
}

/* RFC 6266: an ASCII name for old clients, the real one percent-encoded (RFC 8187). */
static const char *disposition(struct ctx *c, const char *filename)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    struct buf b;

    buf_init(&b, &c->arena);
    buf_add(&b, "attachment; filename=\"");
    for (const char *p = filename; *p; p++)
        buf_add_char(&b, strchr(plain, *p) ? *p : '_');
    buf_add(&b, "\"; filename*=UTF-8''");
    for (const char *p = filename; *p; p++)
        if (strchr(plain, *p))
            buf_add_char(&b, *p);
        else
            buf_addf(&b, "%%%02X", (unsigned)(unsigned char)*p);
    return b.data;
}

int reply_file(struct ctx *c, int status, const char *content_type, const char *filename, int fd,
               int64_t size)
{
    c->reply.status = status;
    c->reply.content_type = content_type;
    c->reply.fd = fd;
    c->reply.fd_size = size;
    if (filename)
        reply_header(c, "Content-Disposition", disposition(c, filename));
    return 0;
}
