/* SPDX-License-Identifier: MIT */
/* What an import of observations asks of the database, and how its rows get there: COPY to a temporary table, then one statement. */
#ifndef BIHUAN_INDICATORS_STORE_OBSERVATIONS_H
#define BIHUAN_INDICATORS_STORE_OBSERVATIONS_H

#include "http/ctx.h"

/* An item that an edition names, by the newest one of its family. */
struct observed_item {
    const char *family, *item;
    const char *unit; /* NULL: a bare number (pH) */
};

struct observed_object {
    const char *id; /* NULL: the caller sees none of that name */
    const char *kind;
    const char *family;           /* of its discharge standard; NULL: none */
    int32_t valid_from, valid_to; /* DATE_NONE = open */
    bool ambiguous;               /* more than one of that name */
};

/* A row of the import. Texts stay where they were read. */
struct observed {
    size_t line;
    const char *item, *text; /* text: the value as it was written, NULL when there is none */
    int64_t at;              /* seconds since 1970 */
    int64_t value;           /* millionths of the item's unit */
    uint32_t object;         /* index of its object */
    const char *averaging;
    int flag; /* enum observation_flag */
    bool has_value, left_out;
};

struct observed_rows {
    struct observed *items;
    size_t n;
};

/* What the rows are written with. */
struct observation_load {
    const char *source, *reason;
    const struct observed_object *objects;
    size_t n_objects;
    const struct observed_rows *rows;
};

struct observation_counts {
    int64_t staged, created, revised;
    size_t n_differing;
    const size_t *differing; /* rows by index that say something else than what is stored */
};

int observed_items_load(struct ctx *c, const struct observed_item **ret, size_t *ret_n,
                        struct problem *err) MUST_CHECK;
/** The objects named by `n` texts, an id or SOURCE:EXTERNAL_ID each; they do not move until the unit ends. */
int observed_objects_find(struct ctx *c, const char *const *refs, size_t n,
                          const struct observed_object **ret, struct problem *err) MUST_CHECK;
/** Writes the rows that are not left out: what is new is inserted, what is stored alike stays, and what differs takes the stored one's
 *  place when `revise`, else it is told in `differing`. */
int observations_write(struct ctx *c, const struct observation_load *load, bool revise,
                       struct observation_counts *ret, struct problem *err) MUST_CHECK;

#endif
