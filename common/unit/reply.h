/* SPDX-License-Identifier: MIT */
/* The answer of a unit of work: status, headers, and bytes or a file. Views are SQL: column names are field names. */
#ifndef BIHUAN_UNIT_REPLY_H
#define BIHUAN_UNIT_REPLY_H

#include "base/str.h"
#include "db/row.h"

struct ctx;

enum { REPLY_HEADERS_MAX = 20 };

struct reply {
    int status; /* 0: nothing said yet */
    const char *content_type;
    const char *body;
    size_t body_len;
    int fd; /* > 0: the body is this open file, closed by the server when sent */
    int64_t fd_size;
    int n_headers;
    struct {
        const char *name, *value;
    } headers[REPLY_HEADERS_MAX];
};

/** Sets a header; a second value for a name replaces the first. Both strings must outlive the unit. */
void reply_header(struct ctx *c, const char *name, const char *value);
const char *reply_header_get(const struct reply *r, const char *name);
/** JSON text as it is. All reply functions return 0 so that a handler ends in `return reply_...`. */
int reply_json(struct ctx *c, int status, const char *json, size_t len);
/** Row 0 as the object; ETag from its `row_version` column when there is one, Location when status is 201 and
 *  `location` is given ("/v1/issues/%s" with the row's `id`). */
int reply_row(struct ctx *c, int status, const struct db_result *r, const char *location);
/** reply_row with members that are no columns (db/row.h); `more` gets the unit. */
int reply_row_more(struct ctx *c, int status, const struct db_result *r, const char *location,
                   row_more_fn *more);
/** {"items": [...]} without paging. */
int reply_items(struct ctx *c, const struct db_result *r);
int reply_empty(struct ctx *c, int status);
/** A file or export; `filename` gives Content-Disposition (RFC 6266, UTF-8). */
int reply_file(struct ctx *c, int status, const char *content_type, const char *filename, int fd,
               int64_t size);
/** application/problem+json of RFC 9457 in the caller's language. */
void reply_problem(struct ctx *c, const struct problem *err);
/** The document alone; `instance` may be NULL. */
void problem_write(struct buf *b, const struct problem *err, bool english, const char *request_id,
                   const char *instance);
/** Forgets what was said, closing a file that would have been sent. */
void reply_reset(struct ctx *c);

#endif
