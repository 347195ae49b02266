/* SPDX-License-Identifier: MIT */
/* What an import of observations asks of the database, and how its rows get there: COPY to a temporary table, then one
 * statement. */
#ifndef BIHUAN_INDICATORS_STORE_OBSERVATIONS_H
#define BIHUAN_INDICATORS_STORE_OBSERVATIONS_H

#include "unit/ctx.h"

/* An item that an edition names, by the newest one of its family. */
struct observed_item {
    const char *family, *item;
    const char *unit; /* NULL: a bare number (pH) */
    int64_t max;      /* millionths of the unit; INT64_MAX where the edition has no bound */
};

struct observed_object {
    const char *id; /* NULL: the caller sees none of that name */
    const char *kind;
    const char *family;           /* of its discharge standard; NULL: none */
    int32_t valid_from, valid_to; /* DATE_NONE = open */
    bool ambiguous;               /* more than one of that name */
};

/* A row of the import. Texts stay where they were read: with the chunk. */
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

/* The rows of an import in the temporary table. */
struct observation_stage {
    int64_t n;
    int64_t *by_month; /* rows of each month since 2000-01 */
};

enum observation_verdict {
    OBSERVATION_REPEATED,    /* the same stands in the file before it */
    OBSERVATION_CONTRADICTS, /* another row of the file says something else of the same */
    OBSERVATION_DIFFERS,     /* something else is stored */
};

/* A row that is not written, as it stands in the file. */
struct observation_told {
    enum observation_verdict verdict;
    size_t line;
    uint32_t object;
    bool missing;
};

struct observation_counts {
    int64_t staged, created, revised; /* staged: rows that have a key of their own */
    int64_t differing;
};

/* What the rows are written with. */
struct observation_load {
    const char *source, *reason;
    const struct observed_object *objects;
    size_t n_objects;
    bool revise;
    void (*tell)(void *arg, const struct observation_told *row);
    void *arg;
};

int observed_items_load(struct ctx *c, const struct observed_item **ret, size_t *ret_n,
                        struct problem *err) MUST_CHECK;
/** The objects named by `n` texts, an id or SOURCE:EXTERNAL_ID each, into `ret`; they do not move until the unit ends.
 * */
int observed_objects_find(struct ctx *c, const char *const *refs, size_t n, struct observed_object *ret,
                          struct problem *err) MUST_CHECK;
int observation_stage_open(struct ctx *c, struct observation_stage *ret, struct problem *err) MUST_CHECK;
/** Copies the rows that are not left out into the temporary table. */
int observation_stage_copy(struct ctx *c, struct observation_stage *stage, const struct observed_rows *rows,
                           struct problem *err) MUST_CHECK;
/** Writes what was staged: what is new is inserted, what is stored alike stays, and what differs takes the stored one's
 *  place when the load revises. Every row that is not written is told, in the order of the file for each verdict. */
int observations_write(struct ctx *c, const struct observation_stage *stage,
                       const struct observation_load *load, struct observation_counts *ret,
                       struct problem *err) MUST_CHECK;
/** What was written since the unit began and is the first to be called manipulated: rows of objects with first_at,
 * last_at and rows. */
int observations_manipulated(struct ctx *c, struct db_result **ret, struct problem *err) MUST_CHECK;

#endif
