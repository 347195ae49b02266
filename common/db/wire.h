/* SPDX-License-Identifier: MIT */
/* What pipeline.c and trim.c need of a connection beyond pg.h. */
#ifndef BIHUAN_DB_WIRE_H
#define BIHUAN_DB_WIRE_H

#include "db/pg.h"
#include "db/prepared.h"

/* What the server sent next. */
enum pg_kind { PG_IS_GOOD, PG_IS_BAD, PG_IS_SYNC, PG_IS_ROW };

/* -- sending; -1 means that the connection broke -- */
int pg_send_prepare(struct pg *pg, const char *name, const char *sql) MUST_CHECK;
int pg_send_prepared(struct pg *pg, const char *name, int n, const char *const *values) MUST_CHECK;
int pg_send_sync(struct pg *pg) MUST_CHECK;
/** The command in front is given row by row. */
int pg_row_by_row(struct pg *pg) MUST_CHECK;

/* -- reading -- */
/** The next result, the caller's; NULL behind those of a command, or when the server was silent. */
struct pg_result *pg_next(struct pg *pg);
enum pg_kind pg_kind_of(const struct pg_result *r);
/** Reads the NULL behind a command's result. A dead connection may go on giving errors instead. */
void pg_skip_rest(struct pg *pg);
/** The driver has lost the connection. */
bool pg_is_cut_off(const struct pg *pg);

/* -- what it has prepared, and what it was sent and has not answered -- */
struct prepared_set *pg_known(struct pg *pg);
struct op_queue *pg_ops(struct pg *pg);

#endif
