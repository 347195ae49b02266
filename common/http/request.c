/* SPDX-License-Identifier: MIT */
/* Reading a request: identity, limits, media types, preconditions, and decoding by the route's tables. */
#include "http/request.h"
#include "base/uuid.h"
#include "http/accept.h"
#include "http/query.h"
#include "unit/service.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *request_header(const struct ctx *c, const char *name)
{
    return c->req.header ? c->req.header(&c->req, name) : NULL;
}

static bool all_of(const char *s, size_t min, size_t max, const char *set)
{
    size_t n = s ? strlen(s) : 0;

    return n >= min && n <= max && strspn(s, set) == n;
}

static bool is_hex(const char *s, size_t n)
{
    return strspn(s, "0123456789abcdef") >= n && strspn(s, "0") < n;
}

bool traceparent_is_valid(const char *s)
{
    return s && strlen(s) == 55 && memcmp(s, "00-", 3) == 0 && s[35] == '-' && s[52] == '-' &&
           is_hex(s + 3, 32) && is_hex(s + 36, 16) && strspn(s + 53, "0123456789abcdef") == 2;
}

/* A trace of our own, made of two fresh UUIDs' hex digits. */
static void make_traceparent(struct ctx *c)
{
    char trace[UUID_TEXT], span[UUID_TEXT], hex[33], *p = hex;

    uuid7_format(c->now_us, trace);
    uuid7_format(c->now_us, span);
    for (const char *s = trace; *s; s++)
        if (*s != '-')
            *p++ = *s;
    *p = '\0';
    memcpy(c->traceparent, "00-", 3);
    memcpy(c->traceparent + 3, hex, 32);
    c->traceparent[35] = '-';
    memcpy(c->traceparent + 36, span + 19, 4); /* the random half */
    memcpy(c->traceparent + 40, span + 24, 12);
    memcpy(c->traceparent + 52, "-01", 4);
}

void request_identify(struct ctx *c)
{
    static const char id_set[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    const char *id = request_header(c, "X-Request-Id");
    const char *trace = request_header(c, "traceparent");

    if (all_of(id, 1, sizeof c->request_id - 1, id_set))
        memcpy(c->request_id, id, strlen(id) + 1);
    else
        uuid7_format(c->now_us, c->request_id);
    if (traceparent_is_valid(trace))
        memcpy(c->traceparent, trace, sizeof c->traceparent);
    else
        make_traceparent(c);
    c->english = accept_prefers_english(request_header(c, "Accept-Language"));
}

int request_check_head(struct ctx *c, struct problem *err)
{
    static const char *const text[] = {"Authorization", "Content-Type", "Idempotency-Key", "If-Match"};
    size_t n = strlen(c->req.path) + strlen(c->req.query);

    if (n > URI_MAX)
        return problem_fail(err, PROBLEM_URI_TOO_LONG, "%zu bytes; at most %d are taken", n, URI_MAX);
    if (request_header(c, "Transfer-Encoding") && request_header(c, "Content-Length"))
        return problem_fail(err, PROBLEM_TRUNCATED_BODY,
                            "Content-Length and Transfer-Encoding contradict each other");
    for (size_t i = 0; i < ARRAY_LEN(text); i++) {
        const char *value = request_header(c, text[i]);

        if (value && !str_is_utf8(value, strlen(value)))
            return problem_fail(err, PROBLEM_BAD_ENCODING, "header %s", text[i]);
    }
    return 0;
}

static size_t body_limit(const struct route *r)
{
    if (!r->body && !(r->flags & ROUTE_RAW_BODY))
        return 0;
    return r->body_max > 0 ? r->body_max : (size_t)ROUTE_BODY_DEFAULT;
}

size_t request_body_room(const struct ctx *c)
{
    return c->match.route ? body_limit(c->match.route) + 1 : 0;
}

static int too_large(const struct ctx *c, struct problem *err)
{
    size_t limit = body_limit(c->match.route);

    if (limit == 0)
        return problem_fail(err, PROBLEM_BAD_JSON, "no body is taken here");
    return problem_fail(err, PROBLEM_BODY_TOO_LARGE, "at most %zu bytes are taken", limit);
}

int request_check_announced(struct ctx *c, struct problem *err)
{
    const char *announced = request_header(c, "Content-Length");
    int64_t length = 0;

    if (announced && (!str_to_int64(announced, &length) || length < 0))
        return problem_fail(err, PROBLEM_TRUNCATED_BODY, "Content-Length is not one number");
    return length > (int64_t)body_limit(c->match.route) ? too_large(c, err) : 0;
}

int request_check_size(struct ctx *c, struct problem *err)
{
    const char *announced = request_header(c, "Content-Length");
    int64_t length = (int64_t)c->req.body_len;

    if (c->req.body_len > body_limit(c->match.route))
        return too_large(c, err);
    if (announced && (!str_to_int64(announced, &length) || length != (int64_t)c->req.body_len))
        return problem_fail(err, PROBLEM_TRUNCATED_BODY, "%zu of %s bytes came", c->req.body_len, announced);
    if (c->req.body_is_lost)
        return problem_fail(err, PROBLEM_UNAVAILABLE, "there is no room for a body of %zu bytes",
                            c->req.body_len);
    return 0;
}

static bool media_fits(const struct ctx *c, const char *type)
{
    const struct route *r = c->match.route;

    if (r->flags & ROUTE_FORM_BODY)
        return media_type_is(type, "application/x-www-form-urlencoded");
    return media_type_is(type, "application/json") ||
           (strcmp(r->method, "PATCH") == 0 && media_type_is(type, "application/merge-patch+json"));
}

int request_check_media(struct ctx *c, struct problem *err)
{
    const struct route *r = c->match.route;
    const char *coding = request_header(c, "Content-Encoding");
    const char *type = request_header(c, "Content-Type");

    if (coding && strcasecmp(coding, "identity") != 0 && c->req.body_len > 0)
        return problem_fail(err, PROBLEM_UNSUPPORTED_MEDIA, "Content-Encoding is not supported");
    if (r->flags & ROUTE_RAW_BODY)
        return 0;
    if (!r->body)
        return 0;
    if (c->req.body_len == 0)
        return problem_fail(err, PROBLEM_BAD_JSON, "the body is missing");
    if (!media_fits(c, type))
        return problem_fail(err, PROBLEM_UNSUPPORTED_MEDIA, "%s is wanted",
                            r->flags & ROUTE_FORM_BODY ? "application/x-www-form-urlencoded"
                                                       : "application/json");
    return 0;
}

int64_t etag_parse(const char *s)
{
    size_t n = strlen(s);
    int64_t version;
    char digits[20];

    if (n < 3 || n - 2 >= sizeof digits || s[0] != '"' || s[n - 1] != '"')
        return -1;
    memcpy(digits, s + 1, n - 2);
    digits[n - 2] = '\0';
    if (strspn(digits, "0123456789") != n - 2 || !str_to_int64(digits, &version))
        return -1;
    return version;
}

int request_check_version(struct ctx *c, struct problem *err)
{
    const char *tag = request_header(c, "If-Match");
    const char *none = request_header(c, "If-None-Match");

    if (!(c->match.route->flags & ROUTE_IF_MATCH))
        return 0;
    if (c->match.route->flags & ROUTE_OR_NEW && !tag && none && strcmp(none, "*") == 0)
        return 0;
    if (!tag || str_empty(tag) ||
        strcmp(tag, "*") == 0) /* "whatever it is now" is what the header is there to prevent */
        return problem_fail(err, PROBLEM_PRECONDITION_REQUIRED, "give the ETag that was read");
    c->if_match = etag_parse(tag);
    if (c->if_match <= 0)
        return problem_fail(err, PROBLEM_STALE_VERSION, "If-Match is no ETag of this object");
    return 0;
}

int request_check_key(struct ctx *c, struct problem *err)
{
    const char *key = request_header(c, "Idempotency-Key");

    if (!key || !(c->match.route->flags & ROUTE_IDEMPOTENT))
        return 0;
    for (const char *p = key; *p; p++)
        if (*p <= ' ' || *p >= 0x7F || *p == ',') /* a comma joins repeated headers */
            problem_field(err, "Idempotency-Key", "format", "%s", "");
    if (*key == '\0' || strlen(key) > IDEMPOTENCY_KEY_MAX)
        problem_field(err, "Idempotency-Key", "length", "%s", "");
    if (err->n_fields > 1)
        err->n_fields = 1;
    c->idempotency_key = key;
    return problem_fields_check(err);
}

int request_decode_query(struct ctx *c, struct problem *err)
{
    const struct field_table *table = c->match.route->query;
    void *out = table ? arena_alloc(&c->arena, table->size) : NULL;

    c->query = out;
    return query_decode(table, c->req.query, &c->arena, out, err);
}

int request_check_ids(struct ctx *c, struct problem *err)
{
    for (int i = 0; i < c->match.n_params; i++) {
        const struct route_param *p = &c->match.params[i];
        bool is_id = str_ends(p->name, "_id") || str_ends(p->name, "_key");

        if (is_id && !uuid_is_valid(p->value))
            return problem_fail(err, PROBLEM_NOT_FOUND, "no such resource");
    }
    return 0;
}

static int decode_form(struct ctx *c, void *out, struct problem *err)
{
    const char *text = arena_strndup(&c->arena, c->req.body, c->req.body_len);

    if (strlen(text) != c->req.body_len)
        return problem_fail(err, PROBLEM_BAD_ENCODING, "NUL in the body");
    return query_decode(c->match.route->body, text, &c->arena, out, err);
}

int request_decode_body(struct ctx *c, struct problem *err)
{
    const struct route *r = c->match.route;
    void *out;

    if (!r->body || r->flags & ROUTE_RAW_BODY)
        return 0;
    out = arena_alloc(&c->arena, r->body->size);
    c->in = out;
    if (r->flags & ROUTE_FORM_BODY)
        return decode_form(c, out, err);
    return field_decode_body(r->body, c->req.body, c->req.body_len, &c->arena, out, err);
}
