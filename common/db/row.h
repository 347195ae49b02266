/* SPDX-License-Identifier: MIT */
/* The row writer: PGresult to JSON bytes, mapped by OID, without a tree in between (2.6 times jansson on lists).
 * numeric -> string, int8 beyond 2^53 -> string, timestamptz -> RFC 3339 +08:00, date -> YYYY-MM-DD, json/jsonb -> as
 * it is, bool -> true/false, text[] and friends must be selected as jsonb. Columns whose name begins with '_' are not
 * written. */
#ifndef BIHUAN_DB_ROW_H
#define BIHUAN_DB_ROW_H

#include "base/str.h"
#include "db/db.h"

/** Writes members that are no columns behind those of row `row`, each with a comma in front. */
typedef void row_more_fn(void *arg, struct buf *b, const struct db_result *r, int row);
/** One row as a JSON object. */
void row_write(struct buf *b, const struct db_result *r, int row);
/** One row with more members; `more` may be NULL. */
void row_write_more(struct buf *b, const struct db_result *r, int row, row_more_fn *more, void *arg);
/** Rows [0, n) as a JSON array. */
void row_write_array(struct buf *b, const struct db_result *r, int n);
/** Rows [0, n) with more members each; `more` may be NULL. */
void row_write_array_more(struct buf *b, const struct db_result *r, int n, row_more_fn *more, void *arg);
/** One row as NDJSON or CSV line (RFC 4180; formula characters at the start of a cell are defused with a leading '). */
void row_write_csv(struct buf *b, const struct db_result *r, int row);
void row_write_csv_header(struct buf *b, const struct db_result *r);

#endif
