/* SPDX-License-Identifier: MIT */
/* What a request refers to by id: a table of checks, so that nothing is stored that is not there, not to be seen by the
 * caller, or not of the object. All three are told in the same words. */
#ifndef BIHUAN_HTTP_REFERENCES_H
#define BIHUAN_HTTP_REFERENCES_H

#include "unit/ctx.h"

struct reference {
    const struct field_table *input; /* body or query of the route */
    const char *field;               /* of the input; looked at when it is present */
    const char *pointer;             /* RFC 6901 or "?name"; "%s" stands for the item's place in the list */
    const struct stmt *unknown; /* takes the unit's parameters; a row with `index` for each that is none */
};

/** Runs all checks of this request's inputs; VALIDATION with a pointer for each that is none. `rows` ends with {0}. */
int references_check(struct ctx *c, const struct reference *rows, struct problem *err) MUST_CHECK;

#endif
