/* SPDX-License-Identifier: MIT */
/* The first steps of the pipeline: who asks in which words, and whether the request is one that can be read at all.
 * Each step returns 0, or -1 with a problem. */
#ifndef BIHUAN_HTTP_REQUEST_H
#define BIHUAN_HTTP_REQUEST_H

#include "unit/ctx.h"

enum { URI_MAX = 8192, IDEMPOTENCY_KEY_MAX = 128, HEADER_MAX = 16384 };

/** A header's value by name, or NULL. Repeated headers are one value joined by commas. */
const char *request_header(const struct ctx *c, const char *name);
/** Takes X-Request-Id and traceparent (W3C) when they are well-formed and makes them otherwise; the language. Never
 * fails. */
void request_identify(struct ctx *c);
/** 414, and text in headers that could not be logged or stored. */
int request_check_head(struct ctx *c, struct problem *err) MUST_CHECK;
/** Before the body: 413 by the route's limit and Content-Length, 400 where no body is taken. */
int request_check_announced(struct ctx *c, struct problem *err) MUST_CHECK;
/** How many bytes of the body are to be kept: one above what the route takes, so that more is seen to be too long. */
size_t request_body_room(const struct ctx *c);
/** 413 by what came, and bodies that are not what Content-Length says. */
int request_check_size(struct ctx *c, struct problem *err) MUST_CHECK;
/** Body wanted or not, Content-Type (415). */
int request_check_media(struct ctx *c, struct problem *err) MUST_CHECK;
/** If-Match into c->if_match: 428 when missing, 412 when it cannot be one of ours. */
int request_check_version(struct ctx *c, struct problem *err) MUST_CHECK;
/** Idempotency-Key into c->idempotency_key. */
int request_check_key(struct ctx *c, struct problem *err) MUST_CHECK;
/** 404, in the words of what is not there, for a path parameter that is to be a UUID and is none: those named ..._id or
 * ..._key. */
int request_check_ids(struct ctx *c, struct problem *err) MUST_CHECK;
/** Decodes query and body by the route's tables into c->query and c->in. */
int request_decode_query(struct ctx *c, struct problem *err) MUST_CHECK;
int request_decode_body(struct ctx *c, struct problem *err) MUST_CHECK;

/** `s` is a traceparent of version 00 with ids that are not all zero. */
bool traceparent_is_valid(const char *s);
/** The version in an ETag of ours ("7"); -1 for anything else. */
int64_t etag_parse(const char *s);

#endif
