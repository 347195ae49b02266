/* SPDX-License-Identifier: MIT */
/* What the database refused, as a problem. One table, no I/O; docs/reference/errors.md explains the codes.
 *
 * Guards in the database raise class BH: BH403 forbidden, BH404 not-found, BH409 state-conflict, BH412 stale-version,
 * BH422 validation; their message is the caller's detail, their COLUMN the pointer. */
#ifndef BIHUAN_DB_SQLSTATE_H
#define BIHUAN_DB_SQLSTATE_H

#include "problem/problem.h"
#include <stdbool.h>
#include <stdint.h>

/* All texts are "" when unsaid. */
struct sql_failure {
    const char *statement;
    const char *sqlstate;
    const char *message, *detail, *constraint, *table, *column;
    bool is_read; /* the unit only reads: a refused write is its own fault */
};

/** Fills *err and returns -1. Field errors name body members: "/due_date" for issue_due_date_check, issue_due_date_key
 *  or issue_due_date_fkey. */
int sqlstate_problem(const struct sql_failure *f, struct problem *err);
/** The same work may succeed when tried again. */
bool sqlstate_is_retryable(const struct sql_failure *f);
/** After how many seconds, when it is not for the next; else 0. */
int64_t sqlstate_wait_s(const struct sql_failure *f);
/** A tenant has moved or closed since its scope was read (BHMOV, migrations/0015_platform_scopes.sql). */
bool sqlstate_is_moved(const struct sql_failure *f);
/** What the connection believes to be prepared is wrong, or its server is: it must not be used again. */
bool sqlstate_spoils_connection(const struct sql_failure *f);
/** The server takes no writes: none of the connections to it is of use any more. */
bool sqlstate_is_demoted(const struct sql_failure *f);

#endif
