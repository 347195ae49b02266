/* SPDX-License-Identifier: MIT */
/* Keyset pages: newest first by id, an opaque cursor bound to tenant, operation and filters (another's cursor is
 * refused).
 *
 * A list's query struct begins with `struct field_mask mask; struct page_query page;` and its table with
 * PAGE_FIELDS(type), PAGE_FIELDS_NOW(type) or PAGE_FIELDS_PART(type).
 * The statement takes :page_after (uuid or null) and :page_limit (limit + 1, to know whether there is more), :page_lo
 * and :page_hi, :page_as_of (date or null). Both texts of the range compare with `collate "C"` columns. */
#ifndef BIHUAN_HTTP_PAGE_H
#define BIHUAN_HTTP_PAGE_H

#include "db/row.h"
#include "unit/ctx.h"

struct page_query {
    int64_t limit; /* 1..200, default 50 */
    const char *cursor;
    const char *count;   /* none | exact */
    const char *subtree; /* tenant code or id: only this subtree of what is visible */
    int32_t as_of;       /* civil date, DATE_NONE when absent */
};

enum { PAGE_LIMIT_DEFAULT = 50, PAGE_LIMIT_MAX = 200 };
extern const char *const page_count_values[];

/* Of a list of parts of one object. */
#define PAGE_FIELDS_PART(type)                                                                               \
    {"limit", FIELD_INT, 0, offsetof(type, page.limit), 1, PAGE_LIMIT_MAX, NULL, NULL, 0},                   \
        {"cursor", FIELD_TEXT, 0, offsetof(type, page.cursor), 1, 512, NULL, NULL, 0},                       \
    {                                                                                                        \
        "count", FIELD_ENUM, 0, offsetof(type, page.count), 0, 0, page_count_values, NULL, 0                 \
    }
/* Of a list that keeps no past, so that no day can be asked for. */
#define PAGE_FIELDS_NOW(type)                                                                                \
    PAGE_FIELDS_PART(type),                                                                                  \
    {                                                                                                        \
        "subtree", FIELD_TEXT, FIELD_PATTERN, offsetof(type, page.subtree), 1, 64, NULL, NULL, 0             \
    }
#define PAGE_FIELDS(type)                                                                                    \
    PAGE_FIELDS_NOW(type),                                                                                   \
    {                                                                                                        \
        "as_of", FIELD_DATE, 0, offsetof(type, page.as_of), 0, 0, NULL, NULL, 0                              \
    }

/* What the page adds to a list statement: the binder finds page_after, page_limit, page_lo and page_hi (the subtree's
 * range cut with the caller's own; the caller's own without subtree). */
struct page {
    const char *after; /* id the page starts behind, or NULL */
    int64_t limit;
    const char *lo, *hi;
    const char *as_of;
    bool exact_count;
    row_more_fn *more;  /* what it adds to each row, with the unit as its argument; NULL: nothing */
    const char *beside; /* further members of the document, as JSON text `,"name":...`; NULL: none */
};

/** Reads the page part of c->query; PROBLEM_BAD_CURSOR when the cursor was made for another tenant, operation or
 * filter. */
int page_open(struct ctx *c, struct page *ret, struct problem *err) MUST_CHECK;
/** Runs `list` (ordered by id descending) for the page and answers {items, next_cursor, total?} with Link; `count` (may
 *  be NULL) is a statement of one row whose `total` is told when asked for exactly. Columns _id (a key that is not
 *  shown) or id are what the next page starts behind. */
int page_reply(struct ctx *c, const struct page *p, const struct stmt *list, const struct stmt *count,
               const struct bind *extra, struct problem *err) MUST_CHECK;
/** page_open and page_reply in one, for plain lists. */
int page_list(struct ctx *c, const struct stmt *list, const struct stmt *count,
              struct problem *err) MUST_CHECK;

/** A list short enough to be answered whole: {items} of every row of `list`. */
int page_whole(struct ctx *c, const struct stmt *list, struct problem *err) MUST_CHECK;

#endif
