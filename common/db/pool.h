/* SPDX-License-Identifier: MIT */
/* Borrowing connections, for the files of common/db only. */
#ifndef BIHUAN_DB_POOL_H
#define BIHUAN_DB_POOL_H

#include "db/db.h"
#include "db/pg.h"

/** A connection fit for use: an idle one, or a new one; waits a bounded time while all are out, then
 * PROBLEM_UNAVAILABLE. */
int pool_take(struct db_pool *pool, struct pg **ret, struct problem *err) MUST_CHECK;
/** Gives it back; one that cannot be used again is closed. */
void pool_give(struct db_pool *pool, struct pg *pg);
/** Closes those that nobody uses: their server is not the one that they were opened to. */
void pool_drop_idle(struct db_pool *pool);

#endif
