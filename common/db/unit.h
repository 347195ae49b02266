/* SPDX-License-Identifier: MIT */
/* The inside of a unit of work, for the files of common/db only. */
#ifndef BIHUAN_DB_UNIT_H
#define BIHUAN_DB_UNIT_H

#include "db/db.h"
#include "db/pg.h"
#include "db/result.h"

struct db {
    struct db_pool *pool;
    struct arena *arena;
    enum db_mode mode;
    char lo[RANGE_TEXT], hi[RANGE_TEXT];
    char tenant_id[UUID_TEXT]; /* "": nobody's place has to be held */
    const char *roles;         /* comma-separated; "": none */
    char level;                /* of statement names */
    db_lookup_fn *lookup;
    void *lookup_arg;
    struct pg *pg; /* NULL until the first statement */
    bool begun;    /* BEGIN was sent */
    bool queued;   /* something was sent that no Sync follows yet */
    bool failed;   /* of a write unit: nothing but db_rollback_to or db_end helps */
    bool ended;
    bool retryable;
    bool moved;     /* the failure was that a tenant does not lie where it was believed to lie */
    int64_t wait_s; /* until that failure may have passed; 0: it may at once */
};

/** The parameter values of a call, in the statement's order, on the unit's arena. */
int bind_values(const struct db *db, const struct stmt *s, const struct bind *binds, const char *const **ret,
                struct problem *err) MUST_CHECK;
/** Wraps a driver result, which the arena then owns. */
struct db_result *result_new(struct arena *a, struct pg_result *pg);
/** A result that the caller owns: of one streamed row. */
struct db_result result_borrow(struct pg_result *pg);

/** The unit may run a statement now. */
int unit_check(const struct db *db, const char *what, struct problem *err) MUST_CHECK;
/** Everything queued is sent and answered; the range is set, the transaction open. */
int unit_settle(struct db *db, struct problem *err) MUST_CHECK;
/** What sets the range of the unit. Parameters: lo, hi, roles, tenant_id. */
const struct stmt *unit_range(const struct db *db);
/** Records a failure of the driver: fills *err, frees `error`, returns -1. */
int unit_fail(struct db *db, const char *what, enum pg_status status, struct pg_result *error,
              struct problem *err);

#endif
