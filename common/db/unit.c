/* SPDX-License-Identifier: MIT */
/* Units of work: what is sent when: a read is one round trip, a write as many as its handler needs answers. */
#include "db/unit.h"
#include "db/pool.h"
#include "db/sqlstate.h"
#include "db/variant.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Statements of the unit itself are the same at every level. */
enum { ANY_LEVEL = '0' };

static const struct stmt stmt_begin = {"db_begin", "begin", 0, NULL};
static const struct stmt stmt_snapshot = {"db_snapshot", "begin isolation level repeatable read, read only",
                                          0, NULL};
static const struct stmt stmt_commit = {"db_commit", "commit", 0, NULL};
static const struct stmt stmt_rollback = {"db_rollback", "rollback", 0, NULL};
static const struct stmt stmt_savepoint = {"db_savepoint", "savepoint unit", 0, NULL};
static const struct stmt stmt_release = {"db_release", "release savepoint unit", 0, NULL};
static const struct stmt stmt_back = {"db_back", "rollback to savepoint unit", 0, NULL};

static void end_of_arena(void *db)
{
    db_end(db);
}

struct db *db_open(struct db_pool *pool, struct arena *a, enum db_mode mode, const struct tenancy *range,
                   db_lookup_fn *lookup, void *lookup_arg)
{
    struct db *db = arena_alloc(a, sizeof *db);

    db->pool = pool;
    db->arena = a;
    db->mode = mode;
    memcpy(db->lo, range->lo, sizeof db->lo);
    memcpy(db->hi, range->hi, sizeof db->hi);
    memcpy(db->tenant_id, range->tenant_id, sizeof db->tenant_id);
    db->roles = "";
    db->level = tenant_level_letter(range->kind);
    db->lookup = lookup;
    db->lookup_arg = lookup_arg;
    arena_defer(a, end_of_arena, db);
    return db;
}

void db_set_roles(struct db *db, const char *roles)
{
    db->roles = arena_strdup(db->arena, roles);
}

int unit_check(const struct db *db, const char *what, struct problem *err)
{
    if (db->mode == DB_NONE)
        return problem_cause(err, PROBLEM_INTERNAL, "%s: the unit has no transaction", what);
    if (db->ended)
        return problem_cause(err, PROBLEM_INTERNAL, "%s: the unit has ended", what);
    if (db->failed)
        return problem_cause(err, PROBLEM_INTERNAL, "%s: an earlier statement of the unit failed", what);
    return 0;
}

int unit_fail(struct db *db, const char *what, enum pg_status status, struct pg_result *error,
              struct problem *err)
{
    const struct sql_failure f = {.statement = what,
                                  .sqlstate = pg_error(error, PG_SQLSTATE),
                                  .message = pg_error(error, PG_MESSAGE),
                                  .detail = pg_error(error, PG_DETAIL),
                                  .constraint = pg_error(error, PG_CONSTRAINT),
                                  .table = pg_error(error, PG_TABLE),
                                  .column = pg_error(error, PG_COLUMN),
                                  .is_read = db->mode != DB_WRITE};

    db->failed = db->mode != DB_READ;
    db->retryable = status == PG_BROKEN ? !pg_was_silent(db->pg) : sqlstate_is_retryable(&f);
    db->moved = sqlstate_is_moved(&f);
    db->wait_s = sqlstate_wait_s(&f);
    if (status == PG_BROKEN) {
        (void)problem_fail(err, PROBLEM_UNAVAILABLE, "the connection to the database was lost");
        (void)problem_cause(err, PROBLEM_UNAVAILABLE, "%s: %s", what, error ? f.message : pg_message(db->pg));
    } else {
        (void)sqlstate_problem(&f, err);
    }
    if (sqlstate_spoils_connection(&f))
        pg_condemn(db->pg);
    if (sqlstate_is_demoted(&f))
        pool_drop_idle(db->pool);
    pg_result_free(error);
    return -1;
}

static int broken(struct db *db, const char *what, struct problem *err)
{
    return unit_fail(db, what, PG_BROKEN, NULL, err);
}

static int send_own(struct db *db, const struct stmt *s, const char *const *values)
{
    db->queued = true;
    return pg_send(db->pg, s, ANY_LEVEL, values);
}

/* Borrows a connection and opens what the next statement needs in front of it. */
static int prepare_segment(struct db *db, struct problem *err)
{
    const char *const range[] = {db->lo, db->hi, db->roles, db->tenant_id};

    if (db->pg && db->mode == DB_READ && pg_is_broken(db->pg)) {
        pool_give(db->pool, db->pg);
        db->pg = NULL;
    }
    if (!db->pg && pool_take(db->pool, &db->pg, err) < 0)
        return -1;
    if (db->begun)
        return 0;
    if (db->mode != DB_READ && send_own(db, db->mode == DB_WRITE ? &stmt_begin : &stmt_snapshot, NULL) < 0)
        return broken(db, "begin", err);
    if (send_own(db, unit_range(db), range) < 0)
        return broken(db, "set range", err);
    db->begun = db->mode != DB_READ;
    return 0;
}

static int queue(struct db *db, const struct stmt *s, const struct bind *binds, struct problem *err)
{
    const struct stmt *variant;
    const char *const *values;

    if (unit_check(db, s->name, err) < 0 || bind_values(db, s, binds, &values, err) < 0 ||
        prepare_segment(db, err) < 0)
        return -1;
    db->queued = true;
    variant = variant_of(db->arena, s, &values);
    return pg_send(db->pg, variant, db->level, values) < 0 ? broken(db, s->name, err) : 0;
}

/* Ends the segment and reads it; the last command's result in *ret belongs to the caller. */
static int settle(struct db *db, const char *what, struct pg_result **ret, struct problem *err)
{
    enum pg_status status;
    struct pg_result *r;

    db->queued = false;
    if (pg_sync(db->pg) < 0)
        return broken(db, what, err);
    status = pg_finish(db->pg, &r);
    if (status != PG_OK)
        return unit_fail(db, what, status, r, err);
    *ret = r;
    return 0;
}

static int settle_quietly(struct db *db, const char *what, struct problem *err)
{
    struct pg_result *r = NULL;

    if (settle(db, what, &r, err) < 0)
        return -1;
    pg_result_free(r);
    return 0;
}

int unit_settle(struct db *db, struct problem *err)
{
    if (prepare_segment(db, err) < 0)
        return -1;
    return db->queued ? settle_quietly(db, "settle", err) : 0;
}

int db_settle(struct db *db, struct problem *err)
{
    if (unit_check(db, "settle", err) < 0)
        return -1;
    return db->queued ? settle_quietly(db, "settle", err) : 0;
}

static int run_once(struct db *db, const struct stmt *s, const struct bind *binds, struct pg_result **ret,
                    struct problem *err)
{
    if (queue(db, s, binds, err) < 0)
        return -1;
    return settle(db, s->name, ret, err);
}

int db_run(struct db *db, const struct stmt *s, const struct bind *binds, struct db_result **ret,
           struct problem *err)
{
    struct problem first = {0};
    struct pg_result *r = NULL;

    /* A read may be sent again on another connection: nobody saw its answer. */
    if (run_once(db, s, binds, &r, db->mode == DB_READ ? &first : err) < 0) {
        if (db->mode != DB_READ)
            return -1;
        if (!db->pg || !pg_is_broken(db->pg) || !db->retryable) {
            *err = first;
            return -1;
        }
        if (run_once(db, s, binds, &r, err) < 0)
            return -1;
    }
    db->retryable = false;
    if (ret)
        *ret = result_new(db->arena, r);
    else
        pg_result_free(r);
    return 0;
}

int db_one(struct db *db, const struct stmt *s, const struct bind *binds, struct db_result **ret,
           struct problem *err)
{
    struct db_result *r;

    if (db_run(db, s, binds, &r, err) < 0)
        return -1;
    if (db_rows(r) != 1)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no such resource");
    if (ret)
        *ret = r;
    return 0;
}

int db_send(struct db *db, const struct stmt *s, const struct bind *binds, struct problem *err)
{
    if (db->mode != DB_WRITE)
        return problem_cause(err, PROBLEM_INTERNAL, "%s: queued in a unit that does not write", s->name);
    return queue(db, s, binds, err);
}

/* The caller has had enough. A transaction may go on, or ends in order, so the rest is read; else the connection is
 * the price, which is cheaper than rows that nobody wants. */
static void stop_stream(struct db *db)
{
    struct pg_result *r;

    db->failed = db->mode != DB_READ;
    if (!db->failed) {
        pg_condemn(db->pg);
        return;
    }
    while (pg_stream_next(db->pg, &r) == PG_OK && r)
        pg_result_free(r);
    pg_result_free(r);
}

/* Hands the rows of the streamed command over; the Sync stays to be read. */
static int stream_rows(struct db *db, const struct stmt *s,
                       int (*row)(void *arg, const struct db_result *one, struct problem *err), void *arg,
                       struct problem *err)
{
    for (;;) {
        struct pg_result *r;
        enum pg_status status = pg_stream_next(db->pg, &r);
        struct db_result one = result_borrow(r);
        int stop;

        if (status != PG_OK)
            return unit_fail(db, s->name, status, r, err);
        if (!r)
            return 0;
        stop = row(arg, &one, err);
        pg_result_free(r);
        if (stop < 0) {
            stop_stream(db);
            return -1;
        }
    }
}

int db_each(struct db *db, const struct stmt *s, const struct bind *binds,
            int (*row)(void *arg, const struct db_result *one, struct problem *err), void *arg,
            struct problem *err)
{
    struct pg_result *r = NULL;
    enum pg_status status;
    int result;

    if (queue(db, s, binds, err) < 0)
        return -1;
    db->queued = false;
    if (pg_sync(db->pg) < 0)
        return broken(db, s->name, err);
    status = pg_stream(db->pg, &r);
    result = status == PG_OK ? stream_rows(db, s, row, arg, err) : unit_fail(db, s->name, status, r, err);
    if (pg_is_broken(db->pg))
        return -1;
    if (pg_finish(db->pg, &r) != PG_OK)
        return broken(db, s->name, err);
    pg_result_free(r);
    return result;
}

/* -- savepoints -- */

int db_savepoint(struct db *db, struct problem *err)
{
    assert(db->mode == DB_WRITE);
    if (unit_check(db, "savepoint", err) < 0 || unit_settle(db, err) < 0)
        return -1;
    return send_own(db, &stmt_savepoint, NULL) < 0 ? broken(db, "savepoint", err) : 0;
}

int db_release(struct db *db, struct problem *err)
{
    if (unit_check(db, "release", err) < 0)
        return -1;
    if (send_own(db, &stmt_release, NULL) < 0)
        return broken(db, "release", err);
    return settle_quietly(db, "release", err);
}

int db_rollback_to(struct db *db, struct problem *err)
{
    struct problem ignored = {0};

    if (!db->pg || !db->begun || db->ended)
        return problem_cause(err, PROBLEM_INTERNAL, "rollback to a savepoint of no unit");
    if (db->queued)
        (void)settle_quietly(db, "settle", &ignored);
    if (send_own(db, &stmt_back, NULL) < 0 || send_own(db, &stmt_release, NULL) < 0)
        return broken(db, "rollback to savepoint", err);
    if (settle_quietly(db, "rollback to savepoint", err) < 0)
        return -1;
    db->failed = db->retryable = false;
    return 0;
}

/* -- ends -- */

static void give_back(struct db *db)
{
    if (db->pg)
        pool_give(db->pool, db->pg);
    db->pg = NULL;
    db->ended = true;
}

static int commit(struct db *db, struct problem *err)
{
    struct pg_result *r = NULL;
    bool committed;

    if (send_own(db, &stmt_commit, NULL) < 0)
        return broken(db, "commit", err);
    if (settle(db, "commit", &r, err) < 0) {
        if (pg_is_broken(db->pg))
            db->retryable = false; /* it may have happened */
        return -1;
    }
    committed = strcmp(pg_tag(r), "COMMIT") == 0;
    pg_result_free(r);
    db->begun = !committed;
    return committed ? 0
                     : problem_cause(err, PROBLEM_INTERNAL, "the server rolled back instead of committing");
}

int db_commit(struct db *db, struct problem *err)
{
    int result = 0;

    if (db->mode != DB_NONE && unit_check(db, "commit", err) < 0)
        result = -1;
    else if (db->begun)
        result = commit(db, err);
    db_end(db);
    return result;
}

void db_end(struct db *db)
{
    struct problem ignored = {0};

    if (db->ended)
        return;
    if (db->pg && db->begun && !pg_is_broken(db->pg)) {
        bool retryable = db->retryable;
        if (db->queued)
            (void)settle_quietly(db, "settle", &ignored);
        if (send_own(db, &stmt_rollback, NULL) == 0)
            (void)settle_quietly(db, "rollback", &ignored);
        db->retryable = retryable;
    }
    give_back(db);
}
