/* SPDX-License-Identifier: MIT */
/* Handlers without a database. */
#include "app/app.h"
#include "trapd.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int trap_hello(struct ctx *c, struct problem *err)
{
    static const char text[] = "{\"hello\":\"\xe9\x97\xad\xe7\x8e\xaf\"}";

    (void)err;
    return reply_json(c, 200, text, sizeof text - 1);
}

int trap_echo(struct ctx *c, struct problem *err)
{
    const struct trap_numbers *q = c->query;
    struct buf b;

    (void)err;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"name\":");
    buf_add_json(&b, ctx_param(c, "name"));
    buf_add(&b, ",\"q\":");
    buf_add_json(&b, q->q);
    buf_add(&b, "}");
    return reply_json(c, 200, b.data, b.len);
}

/* Answers after n milliseconds. */
int trap_slow(struct ctx *c, struct problem *err)
{
    const struct trap_numbers *q = c->query;
    struct timespec t = {(time_t)(q->n / 1000), (long)(q->n % 1000) * 1000000};

    (void)nanosleep(&t, NULL);
    return trap_hello(c, err);
}

int trap_mirror(struct ctx *c, struct problem *err)
{
    const struct trap_mirror *in = c->in;
    struct buf b;

    (void)err;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"text\":");
    buf_add_json(&b, in->text);
    buf_addf(&b, ",\"number\":%lld,\"flag\":%s,\"items\":%s}", (long long)in->number,
             in->flag ? "true" : "false", in->items.json ? in->items.json : "null");
    return reply_json(c, 200, b.data, b.len);
}

int trap_bytes(struct ctx *c, struct problem *err)
{
    const char *text = arena_printf(&c->arena, "{\"bytes\":%zu}", c->req.body_len);

    (void)err;
    return reply_json(c, 200, text, strlen(text));
}

/* A file of n bytes. */
int trap_stream(struct ctx *c, struct problem *err)
{
    const struct trap_numbers *q = c->query;
    char name[] = "/tmp/trapd.XXXXXX";
    int fd = mkstemp(name);

    if (fd < 0 || unlink(name) < 0 || ftruncate(fd, (off_t)q->n) < 0)
        return problem_cause(err, PROBLEM_INTERNAL, "no file");
    return reply_file(c, 200, "application/octet-stream", "\xe6\x95\xb4\xe6\x94\xb9 \"a\".bin", fd, q->n);
}

/* n bytes of JSON from memory. */
int trap_large(struct ctx *c, struct problem *err)
{
    const struct trap_numbers *q = c->query;
    char *text = arena_alloc(&c->arena, (size_t)q->n + 3);

    (void)err;
    memset(text, 'x', (size_t)q->n + 2);
    text[0] = text[q->n + 1] = '"';
    return reply_json(c, 200, text, (size_t)q->n + 2);
}

int trap_text(struct ctx *c, struct problem *err)
{
    (void)err;
    reply_json(c, 200, "a,b\n", 4);
    c->reply.content_type = "text/csv; charset=utf-8";
    return 0;
}

int trap_silent(struct ctx *c, struct problem *err)
{
    (void)c;
    (void)err;
    return 0;
}

/* What the service sees of the caller. */
int trap_seen(struct ctx *c, struct problem *err)
{
    struct buf b;

    (void)err;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"remote\":");
    buf_add_json(&b, c->req.remote);
    buf_add(&b, ",\"x\":");
    buf_add_json(&b, c->req.header(&c->req, "X-Trap"));
    buf_addf(&b, ",\"method\":\"%s\"}", c->req.method);
    return reply_json(c, 200, b.data, b.len);
}

int trap_whoami(struct ctx *c, struct problem *err)
{
    const struct principal *p = c->who;
    struct buf b;

    (void)err;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"subject\":");
    buf_add_json(&b, p->subject);
    buf_add(&b, ",\"tenant\":");
    buf_add_json(&b, p->tenant.code);
    buf_add(&b, ",\"scope\":");
    buf_add_json(&b, p->tenant.scope);
    buf_add(&b, ",\"roles\":");
    buf_add_json(&b, p->roles_text);
    buf_add(&b, ",\"permissions\":");
    buf_add_json(&b, p->permissions);
    buf_add(&b, "}");
    return reply_json(c, 200, b.data, b.len);
}
