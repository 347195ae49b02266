/* SPDX-License-Identifier: MIT */
/* One unit of work on the database: a session borrowed from the pool, confined to one tenancy range.
 *
 * DB_READ:  every statement is its own pipeline [set range; statement; Sync], a read-only transaction, one round trip.
 * DB_WRITE: BEGIN and the range ride with the first statement; db_send() queues statements that ride with the next
 *           db_run() or with COMMIT. A failed statement aborts the unit.
 * DB_SNAPSHOT: a read-only transaction of many statements that all see what its first one saw: nothing that was written
 *           since, and no move of a tenant by half.
 * The range (app.lo, app.hi) and the caller's roles (app.roles, for what only some of a tenant may see) are set with
 * every unit, transaction-local, so nothing leaks to the next borrower. Statements are
 * prepared lazily per connection and tenancy level, so that a plan made for a city never serves a street.
 * Results live in the arena. Not thread-safe; pools are. */
#ifndef BIHUAN_DB_DB_H
#define BIHUAN_DB_DB_H

#include "base/arena.h"
#include "db/stmt.h"
#include "problem/problem.h"
#include "tenancy/tenancy.h"
#include <stdbool.h>
#include <stdint.h>

struct db_pool;
struct db;
struct db_result;

enum db_mode { DB_NONE, DB_READ, DB_SNAPSHOT, DB_WRITE };

/* An explicit parameter of one call; value NULL is SQL NULL. */
struct bind {
    const char *name;
    const char *value;
};
#define BIND(...) ((const struct bind[]){__VA_ARGS__, {0}})
#define BIND_NONE ((const struct bind[]){{0}})

/** Finds parameter `name` outside the explicit binds: true and *ret set, or false when unknown. */
typedef bool db_lookup_fn(void *arg, const char *name, const char **ret);

/** A pool of at most `size` connections to `conninfo`, opened on demand and reopened after a failure. */
int db_pool_new(const char *conninfo, int size, struct db_pool **ret, struct problem *err) MUST_CHECK;
void db_pool_free(struct db_pool *pool);
/** Time limits, before the pool serves: of one statement (default 15 s; 0: none), of its waiting for what others hold
 *  (default none), and of waiting for a connection (3 s). */
void db_pool_limits(struct db_pool *pool, int statement_ms, int lock_ms, int wait_ms);
/** Cuts off the connections that are in use just now, as a lost server would: nobody waits for an answer any longer,
 *  and the server undoes what it ran. Who takes another one is not met: ask again until nobody is there. */
void db_pool_cut(struct db_pool *pool);
struct db_pool_stats {
    int size, open, busy;
    int64_t waits, reconnects;
};
struct db_pool_stats db_pool_stats(struct db_pool *pool);

/** A unit of work; the connection is borrowed at the first statement. Ended by db_end(), or with the arena. */
struct db *db_open(struct db_pool *pool, struct arena *a, enum db_mode mode, const struct tenancy *range,
                   db_lookup_fn *lookup, void *lookup_arg);
/** The roles that the unit acts with, comma-separated, before its first statement. Without: none, and nothing
 * restricted is seen. */
void db_set_roles(struct db *db, const char *roles);

/** Runs a statement; *ret (may be NULL) is an arena-owned result. Parameters: `binds` first, then the lookup. */
int db_run(struct db *db, const struct stmt *s, const struct bind *binds, struct db_result **ret,
           struct problem *err) MUST_CHECK;
/** As db_run, but fails with PROBLEM_NOT_FOUND unless exactly one row came back. */
int db_one(struct db *db, const struct stmt *s, const struct bind *binds, struct db_result **ret,
           struct problem *err) MUST_CHECK;
/** Queues a statement of a write unit; its failure surfaces at the next db_run or at db_end. */
int db_send(struct db *db, const struct stmt *s, const struct bind *binds, struct problem *err) MUST_CHECK;
/** Streams the rows of a statement to `row` (single-row mode) without holding them; `row` returns -1 to stop, which
 *  costs a read unit the connection. `row` must not use the unit. */
int db_each(struct db *db, const struct stmt *s, const struct bind *binds,
            int (*row)(void *arg, const struct db_result *one, struct problem *err), void *arg,
            struct problem *err) MUST_CHECK;
/** Waits for what was queued, so that a failure of it surfaces here and not later. */
int db_settle(struct db *db, struct problem *err) MUST_CHECK;
/** Savepoint around a part of a unit: db_savepoint, then db_release or db_rollback_to. db_release is a round trip, so
 *  that what was queued for this part fails in it; db_rollback_to makes a failed unit usable again. Each is a
 *  subtransaction, which all others look up: beyond 64 in one unit they do so slowly. */
int db_savepoint(struct db *db, struct problem *err) MUST_CHECK;
int db_release(struct db *db, struct problem *err) MUST_CHECK;
int db_rollback_to(struct db *db, struct problem *err) MUST_CHECK;
/** Commits (DB_WRITE, DB_SNAPSHOT) and gives the connection back. -1: nothing was written, or, when the connection
 *  broke just then, nobody knows (PROBLEM_UNAVAILABLE, not retryable: an Idempotency-Key settles it). */
int db_commit(struct db *db, struct problem *err) MUST_CHECK;
/** Rolls back what is open and gives the connection back; harmless when ended already. */
void db_end(struct db *db);
/** A statement of the unit failed and was not rolled back: no other will run. */
bool db_has_failed(const struct db *db);
/** The last failure was of a kind that may pass (serialization, deadlock, a connection lost before COMMIT): the same
 *  work may be tried again in a new unit. */
bool db_is_retryable(const struct db *db);
/** That failure was a tenant moved or closed since its scope was read: who tries again has to read it again. */
bool db_tenant_moved(const struct db *db);
/** Seconds until that failure may have passed; 0: it may at once. */
int64_t db_wait_s(const struct db *db);

/* -- results; columns by name, which is the API's field name too -- */
int db_rows(const struct db_result *r);
int db_columns(const struct db_result *r);
bool db_has_column(const struct db_result *r, const char *column);
/** Name of column `i`, for writers that take a result as it comes. */
const char *db_column_name(const struct db_result *r, int i);
/** NULL for SQL NULL. A column that is not there ends the process in debug builds and is NULL otherwise. */
const char *db_text(const struct db_result *r, int row, const char *column);
int64_t db_int(const struct db_result *r, int row, const char *column);
bool db_bool(const struct db_result *r, int row, const char *column);
/** Days since 1970 of a date column; DATE_NONE for NULL. */
int32_t db_date(const struct db_result *r, int row, const char *column);
/** Scaled integer of a numeric column. */
int64_t db_decimal(const struct db_result *r, int row, const char *column, int scale);
int64_t db_time_us(const struct db_result *r, int row, const char *column);
/** Rows touched by INSERT/UPDATE/DELETE. */
int64_t db_affected(const struct db_result *r);

/* A row -> struct table, the mirror image of a field table. */
enum column_type { COLUMN_TEXT, COLUMN_INT, COLUMN_BOOL, COLUMN_DATE, COLUMN_TIME, COLUMN_DECIMAL };
struct column {
    const char *name;
    enum column_type type;
    size_t offset;
    int scale;
};
/** Reads one row by table into `out`; text is borrowed from the result. */
void db_read(const struct db_result *r, int row, const struct column *table, void *out);

/** Text of numbers and flags for binds. */
const char *db_arg_int(struct arena *a, int64_t v);
const char *db_arg_bool(bool v);
const char *db_arg_date(struct arena *a, int32_t day);
const char *db_arg_time(struct arena *a, int64_t us);
const char *db_arg_decimal(struct arena *a, int64_t v, int scale);

#endif
