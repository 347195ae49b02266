/* SPDX-License-Identifier: MIT */
/* Which tenant a new row is of. */
#ifndef BIHUAN_UNIT_OWNER_H
#define BIHUAN_UNIT_OWNER_H

#include "unit/ctx.h"

struct owner {
    const char *id, *code, *name, *scope, *kind;
};

/** The open tenant named by id or code, which must lie in the caller's subtree; the caller's own when `ref` is NULL.
 *  VALIDATION at `pointer` otherwise. */
int owner_find(struct ctx *c, const char *ref, const char *pointer, struct owner *ret,
               struct problem *err) MUST_CHECK;

#endif
