/* SPDX-License-Identifier: MIT */
/* Bulk loading by COPY FROM STDIN inside a write unit.
 *
 * COPY does not work on tables with row-level security: copy into a temporary table of the unit, then INSERT ... SELECT
 * from it, where the policy is checked (0.6 of the speed of a plain \copy, and idempotent with ON CONFLICT). */
#ifndef BIHUAN_DB_COPY_H
#define BIHUAN_DB_COPY_H

#include "db/db.h"

struct db_copy;

/** Begins `sql`, e.g. "copy staging (a, b) from stdin"; the unit runs nothing else until db_copy_end(). */
int db_copy_begin(struct db *db, const char *sql, struct db_copy **ret, struct problem *err) MUST_CHECK;
/** One row of `n` texts; NULL is SQL NULL. */
int db_copy_row(struct db_copy *copy, const char *const *values, int n, struct problem *err) MUST_CHECK;
/** Ends it; *ret_rows (may be NULL) are the rows taken. A row that the server refuses is reported here. */
int db_copy_end(struct db_copy *copy, int64_t *ret_rows, struct problem *err) MUST_CHECK;

#endif
