/* SPDX-License-Identifier: MIT */
/* Statements with optional text, for the files of common/db only.
 *
 * A list with twenty filters in one text ("$1 is null or state = $1") has one plan for all of them, which fits none. So
 * each filter is optional text, and every set of filters that is asked for becomes a statement of its own. */
#ifndef BIHUAN_DB_VARIANT_H
#define BIHUAN_DB_VARIANT_H

#include "base/arena.h"
#include "db/stmt.h"

/** The statement without the optional texts whose parameter is NULL, and *values in its order; `s` itself when it has
 * none. */
const struct stmt *variant_of(struct arena *a, const struct stmt *s, const char *const **values);

#endif
