/* SPDX-License-Identifier: MIT */
/* Bulk import of CSV by table: decode every row, find conflicts, then put all rows or none (or row by row), and report.
 *
 * A service gives the row's field table and one function that puts one decoded row; everything else is here. Conflicts
 * are grouped by (code, property, object) with the lines they stand on; unchanged rows are counted and not touched. */
#ifndef BIHUAN_IMPORT_IMPORT_H
#define BIHUAN_IMPORT_IMPORT_H

#include "unit/ctx.h"
#include "json/field.h"

/* Query of every import route: table IMPORT_FIELDS(type) behind the mask. */
struct import_query {
    const char *mode;   /* validate | commit (default validate: nothing is written by accident) */
    const char *atomic; /* all (default) | row */
};
extern const char *const import_mode_values[];
extern const char *const import_atomic_values[];
#define IMPORT_FIELDS(type)                                                                                  \
    {"mode", FIELD_ENUM, 0, offsetof(type, import.mode), 0, 0, import_mode_values, NULL, 0},                 \
    {                                                                                                        \
        "atomic", FIELD_ENUM, 0, offsetof(type, import.atomic), 0, 0, import_atomic_values, NULL, 0          \
    }

enum import_outcome { IMPORT_CREATED, IMPORT_UPDATED, IMPORT_UNCHANGED };

/* What a row that put() refuses may have left behind. */
enum import_putting {
    IMPORT_WRITES,       /* anything: it is undone */
    IMPORT_CHECKS_FIRST, /* nothing, unless a statement failed: it writes when every check of the row has passed */
    IMPORT_READS,        /* nothing ever: it writes nothing, close() does */
};

struct import_spec {
    const struct field_table *row; /* column names are field names; required fields need their column */
    /* What may stand only once in a file, as text for the report; NULL when nothing need. */
    const char *(*key)(struct arena *a, const void *row);
    /* Puts one row; -1 rejects it with the problem's field entries (pointer "/column") or its detail. */
    int (*put)(struct ctx *c, void *state, const void *row, enum import_outcome *ret, struct problem *err);
    /* What is done once, before the rows and after them, and undone with them when they are not kept; NULL when nothing
     * is. `may_stay`: the rows may be kept; else they are undone whatever comes. */
    int (*open)(struct ctx *c, void *state, bool may_stay, struct problem *err);
    int (*close)(struct ctx *c, void *state, struct problem *err);
    /* The last of all: whether the rows are kept; NULL when nothing is to be done. */
    int (*settle)(struct ctx *c, void *state, bool kept, struct problem *err);
    enum import_putting putting;
    size_t state_size; /* bytes of `state` that are put back with rows that are put anew; 0: none */
};

/** Every field of a decoded row as an explicit parameter, for statements that insert it. */
const struct bind *import_binds(struct ctx *c, const struct field_table *table, const void *row);

/** Runs the import of the request's body (`q` from its query, `state` handed to every put) in the unit's transaction
 *  and answers the report: 200 {mode, atomic, status validated|done|partial, encoding, stats, conflicts, rejected_rows,
 *  total_conflicts}; 422 import-rejected with the same report when atomic=all and a row is rejected: then nothing was
 *  written. */
int import_run(struct ctx *c, const struct import_spec *spec, void *state, const struct import_query *q,
               struct problem *err) MUST_CHECK;

#endif
