/* SPDX-License-Identifier: MIT */
/* A route is one row: where, who, what goes in, how it touches the database, and the handler.
 * Paths are spelled as in OpenAPI without the /v1 prefix; docs and contract tests read the same rows (--dump-api). */
#ifndef BIHUAN_UNIT_ROUTE_H
#define BIHUAN_UNIT_ROUTE_H

#include "db/db.h"
#include "json/field.h"

struct ctx;

typedef int handler_fn(struct ctx *c, struct problem *err);

enum route_flags {
    ROUTE_PUBLIC = 1u << 0,     /* no token; permission must be NULL */
    ROUTE_IDEMPOTENT = 1u << 1, /* Idempotency-Key is honoured */
    ROUTE_IF_MATCH = 1u << 2,   /* If-Match required: 428, and c->if_match holds the version */
    ROUTE_RAW_BODY = 1u << 3,   /* the body is not JSON: c->req.body as it came (files, CSV, NDJSON) */
    ROUTE_FORM_BODY =
        1u << 4, /* application/x-www-form-urlencoded, decoded by the body table (OAuth token) */
    ROUTE_ANY_TENANT = 1u << 5,  /* any valid token, whatever its roles (/me, calculators) */
    ROUTE_MATRIX_SKIP = 1u << 6, /* reserved for /healthz-like routes without tenant data */
    ROUTE_ROOT = 1u << 7,        /* the path stands as it is, without /v1 (/.well-known/jwks.json) */
    /* With ROUTE_IF_MATCH: of what is not there yet; "If-None-Match: *" may stand instead, and c->if_match is 0. */
    ROUTE_OR_NEW = 1u << 9,
    /* With ROUTE_PUBLIC: the unit sees all rows and its statements choose what is public; without it, it sees none. */
    ROUTE_WHOLE_RANGE = 1u << 8,
};

struct route {
    const char *method;
    const char *path;       /* "/issues/{issue_id}/transitions" */
    const char *operation;  /* operationId; metrics label */
    const char *permission; /* "issues:read"; NULL only with ROUTE_PUBLIC or ROUTE_ANY_TENANT */
    enum db_mode tx;
    const struct field_table *body;  /* NULL: a body is refused */
    const struct field_table *query; /* NULL: any query parameter is refused */
    unsigned flags;
    handler_fn *handler;
    size_t body_max; /* bytes; 0 = 1 MiB */
};

enum { ROUTE_BODY_DEFAULT = 1 << 20, ROUTE_PARAMS_MAX = 4 };

#endif
