/* SPDX-License-Identifier: MIT */
/* Idempotency keys. */
#include "http/idempotency.h"
#include "auth/digest.h"
#include "common_sql.h"
#include "http/spool.h"
#include <jansson.h>
#include <string.h>

enum { HASHED_AT_ONCE = 256 * 1024 };

/* Method, path, query and body, each with its length, so that moving a byte from one to the next changes the hash. */
static const char *request_hash(struct ctx *c)
{
    const struct http_request *r = &c->req;
    struct sha256 *hash = sha256_begin();
    unsigned char digest[SHA256_SIZE];
    char *hex = arena_alloc(&c->arena, SHA256_HEX);
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "%s %zu %s %zu %s\n", r->method, strlen(r->path), r->path, strlen(r->query), r->query);
    sha256_add(hash, b.data, b.len);
    for (size_t at = 0, n; at < r->body_len; at += n) {
        n = r->body_len - at < HASHED_AT_ONCE ? r->body_len - at : HASHED_AT_ONCE;
        sha256_add(hash, r->body + at, n);
        spool_forget(r->body, at + n);
    }
    sha256_end(hash, digest);
    str_hex(digest, sizeof digest, hex);
    return hex;
}

/* Names and values must outlive the tree: they are copied. */
static void restore_headers(struct ctx *c, const char *json)
{
    json_t *tree = json ? json_loads(json, 0, NULL) : NULL;
    const char *name;
    json_t *value;

    json_object_foreach (tree, name, value) {
        const char *text = arena_strdup(&c->arena, json_is_string(value) ? json_string_value(value) : "");

        if (strcmp(name, "Content-Type") == 0)
            c->reply.content_type = text;
        else
            reply_header(c, arena_strdup(&c->arena, name), text);
    }
    json_decref(tree);
}

static int replay(struct ctx *c, const char *hash, struct problem *err)
{
    struct db_result *r;
    const char *body;

    if (db_one(c->db, &sql_idempotency_find, BIND_NONE, &r, err) < 0)
        return -1;
    if (!str_eq(db_text(r, 0, "operation"), c->match.route->operation) ||
        !str_eq(db_text(r, 0, "request_hash"), hash))
        return problem_fail(err, PROBLEM_IDEMPOTENCY_REUSED, "first used with %s",
                            db_text(r, 0, "operation"));
    body = db_text(r, 0, "body");
    reply_empty(c, (int)db_int(r, 0, "status"));
    c->reply.body = body;
    c->reply.body_len = body ? strlen(body) : 0;
    restore_headers(c, db_text(r, 0, "headers"));
    reply_header(c, "Idempotent-Replayed", "true");
    return 0;
}

int idempotency_begin(struct ctx *c, bool *ret_replayed, struct problem *err)
{
    const char *hash;
    struct db_result *r;

    *ret_replayed = false;
    if (!c->idempotency_key)
        return 0;
    hash = request_hash(c);
    if (db_run(c->db, &sql_idempotency_claim, BIND({"request_hash", hash}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 1)
        return 0;
    *ret_replayed = true;
    return replay(c, hash, err);
}

static const char *headers_json(struct ctx *c)
{
    const struct reply *r = &c->reply;
    struct buf b;

    buf_init(&b, &c->arena);
    buf_add(&b, "{\"Content-Type\":");
    buf_add_json(&b, r->content_type ? r->content_type : "");
    for (int i = 0; i < r->n_headers; i++) {
        buf_add(&b, ",");
        buf_add_json(&b, r->headers[i].name);
        buf_add(&b, ":");
        buf_add_json(&b, r->headers[i].value);
    }
    buf_add(&b, "}");
    return b.data;
}

int idempotency_keep(struct ctx *c, struct problem *err)
{
    const struct reply *r = &c->reply;
    const char *body = r->body ? arena_strndup(&c->arena, r->body, r->body_len) : NULL;

    if (!c->idempotency_key)
        return 0;
    if (r->status < 200 || r->status > 299 || r->fd > 0)
        return db_send(c->db, &sql_idempotency_drop, BIND_NONE, err);
    return db_send(
        c->db, &sql_idempotency_keep,
        BIND({"status", db_arg_int(&c->arena, r->status)}, {"headers", headers_json(c)}, {"body", body}),
        err);
}
