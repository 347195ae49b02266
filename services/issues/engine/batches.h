/* SPDX-License-Identifier: MIT */
/* Work on many rows: a statement that gives the next of them in the order of their keys, until there are none. */
#ifndef BIHUAN_ISSUES_ENGINE_BATCHES_H
#define BIHUAN_ISSUES_ENGINE_BATCHES_H

#include "unit/ctx.h"

typedef int batch_fn(struct ctx *c, const struct db_result *list, int row, struct problem *err);

/** `fn` for each row of `s`, which is run with `binds` and :after, the last key that was seen (its column id); the first
 *  time that is `first`, in front of all. */
int batches_run(struct ctx *c, const struct stmt *s, const struct bind *binds, const char *first,
                batch_fn *fn, struct problem *err) MUST_CHECK;

#endif
