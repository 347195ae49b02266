/* SPDX-License-Identifier: MIT */
/* Bringing in a figure: by hand, from a file, or computed. The same figure with the same files changes nothing, another
 * one is a new revision with a reason; a frozen one changes only as an erratum. */
#ifndef BIHUAN_INDICATORS_ENGINE_VALUE_PUT_H
#define BIHUAN_INDICATORS_ENGINE_VALUE_PUT_H

#include "indicators/domain/value_entry.h"
#include "unit/ctx.h"
#include "unit/owner.h"
#include "json/field.h"

/* What a figure rests on, as JSON of the database. */
struct value_files {
    const char *hashes; /* of the contents, as named; NULL = nothing was said */
    const char *rows;   /* what is stored of each */
};

struct value_put {
    struct owner owner; /* the tenant that the figure is of */
    const char *indicator;
    struct period period;
    const char *version; /* the edition it was computed by; NULL = none */
    struct value_figure figure;
    bool is_insufficient; /* the data did not suffice for a figure, which is left out then */
    const char *unit;     /* as declared; NULL = not said */
    const char *reason;   /* NULL = none */
    struct value_files files;
    bool is_erratum;
    int64_t version_seen; /* row_version the caller read; 0 = any */
};

enum value_outcome {
    VALUE_CREATED,
    VALUE_REVISED,
    VALUE_UNCHANGED,
    VALUE_KEPT, /* of what is computed: the stored one is frozen, void or entered by hand, and stays */
};

struct value_written {
    enum value_outcome outcome;
    const char *id;
};

/** The tenant named by id or code that a figure may be entered for: in the caller's subtree, or the region that he is a
 *  department of; the caller's own when `ref` is NULL. VALIDATION at `pointer` otherwise. */
int value_owner_find(struct ctx *c, const char *ref, const char *pointer, struct owner *ret,
                     struct problem *err) MUST_CHECK;
/** The uploaded files that a list of hashes names, of which the caller has to see each. VALIDATION at "/files/N"
 * otherwise. */
int value_files_find(struct ctx *c, const struct field_list *list, struct value_files *ret,
                     struct problem *err) MUST_CHECK;
/** A figure that the caller enters, decided by the workflow. VALIDATION, FORBIDDEN, or STATE_CONFLICT on a frozen
 * value. */
int value_put(struct ctx *c, const struct value_put *in, struct value_written *ret,
              struct problem *err) MUST_CHECK;
/** A figure that the system computed; in a unit of system work. */
int value_put_computed(struct ctx *c, const struct value_put *in, struct value_written *ret,
                       struct problem *err) MUST_CHECK;

#endif
