/* SPDX-License-Identifier: MIT */
/* One connection to PostgreSQL, for the files of common/db only: only pg.c includes the driver's header.
 *
 * Commands are queued with pg_send*() and end a segment with pg_sync(); pg_finish() reads one segment. A segment
 * outside BEGIN..COMMIT is a transaction of its own. Statements are prepared the first time they are sent, once per
 * level. Not thread-safe. */
#ifndef BIHUAN_DB_PG_H
#define BIHUAN_DB_PG_H

#include "db/stmt.h"
#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pg;
struct pg_result; /* a PGresult */

/* How a segment or a plain command ended. */
enum pg_status {
    PG_OK,
    PG_FAILED, /* the server refused; the result tells why */
    PG_BROKEN, /* the connection is gone */
};

/** How long a statement may take, and how much of it may be waiting for what others hold, in ms; 0: no limit. */
struct pg_limits {
    int statement_ms, lock_ms;
};
/** Connects and sets what the rest of common/db counts on (text formats, zone, time limits). Where the server says
 *  nothing for a statement's time and a little, the connection counts as broken. */
int pg_open(const char *conninfo, struct pg_limits limits, struct pg **ret, struct problem *err) MUST_CHECK;
/** NULL is fine. */
void pg_close(struct pg *pg);
/** Cuts the connection off, by any thread, while it is open: who waits for its answer gets none, at once, whatever the
 *  server does; and the server gives up what it runs when it sees that nobody is there. */
void pg_cut(struct pg *pg);
/** Between units: connected, no transaction open, nothing unread. */
bool pg_is_clean(const struct pg *pg);
/** Clean, and the server has not said goodbye meanwhile: a killed backend is noticed here. */
bool pg_is_reusable(const struct pg *pg);
bool pg_is_broken(const struct pg *pg);
/** Broken because the server did not answer in time: another connection will hardly do better. */
bool pg_was_silent(const struct pg *pg);
/** Between units: drops the variants of statements that were used least recently, where there are more than are worth
 *  the server's memory. A round trip then, nothing otherwise. */
void pg_trim(struct pg *pg);
/** What the driver says of the last failure; for causes only. */
const char *pg_message(const struct pg *pg);
/** Never hand this connection out again. */
void pg_condemn(struct pg *pg);

/* -- queueing; -1 means that the connection broke -- */
int pg_send(struct pg *pg, const struct stmt *s, char level, const char *const *values) MUST_CHECK;
int pg_sync(struct pg *pg) MUST_CHECK;

/* -- reading -- */
/** Reads a segment up to its Sync. PG_OK: *ret is the result of the last command; PG_FAILED: the error of the first
 *  that failed; PG_BROKEN: the error or NULL. The caller owns *ret. */
enum pg_status pg_finish(struct pg *pg, struct pg_result **ret);
/** Reads all but the last command of the segment and asks for that one row by row. PG_FAILED and PG_BROKEN as
 * pg_finish(). */
enum pg_status pg_stream(struct pg *pg, struct pg_result **ret);
/** The next row of the streamed command, or PG_OK with *ret NULL behind the last; then pg_finish() reads the Sync. */
enum pg_status pg_stream_next(struct pg *pg, struct pg_result **ret);

/* -- outside of a pipeline: one command, as text; several are allowed without values -- */
enum pg_status pg_exec(struct pg *pg, const char *sql, int n, const char *const *values,
                       struct pg_result **ret);
int pg_leave_pipeline(struct pg *pg) MUST_CHECK;
int pg_enter_pipeline(struct pg *pg) MUST_CHECK;
/* -- COPY FROM STDIN, begun by pg_exec(); data in text format -- */
int pg_copy_put(struct pg *pg, const char *data, size_t n) MUST_CHECK;
/** `cancel` (may be NULL) makes the server refuse what was sent. */
enum pg_status pg_copy_end(struct pg *pg, const char *cancel, struct pg_result **ret);

/* -- results -- */
void pg_result_free(void *result);
int pg_rows(const struct pg_result *r);
int pg_columns(const struct pg_result *r);
const char *pg_column_name(const struct pg_result *r, int column);
unsigned pg_column_oid(const struct pg_result *r, int column);
/** NULL for SQL NULL. */
const char *pg_value(const struct pg_result *r, int row, int column);
/** The value and how many bytes it has. */
const char *pg_cell(const struct pg_result *r, int row, int column, size_t *ret_length);
/** Rows touched, and the command's tag ("COMMIT"). */
int64_t pg_affected(const struct pg_result *r);
const char *pg_tag(const struct pg_result *r);

/* What a failed result says; never NULL, "" when unsaid. */
enum pg_field { PG_SQLSTATE, PG_MESSAGE, PG_DETAIL, PG_CONSTRAINT, PG_TABLE, PG_COLUMN };
const char *pg_error(const struct pg_result *r, enum pg_field field);

#endif
