/* SPDX-License-Identifier: MIT */
/* A session of its own, outside the pools: for leases (session-level locks), migrations and the operator's tool.
 * It carries no tenancy range. One thread only. */
#ifndef BIHUAN_DB_SESSION_H
#define BIHUAN_DB_SESSION_H

#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>

struct db_session;

/** `statement_timeout_ms` as in pg_open(); 0 for work of any length. */
int db_session_open(const char *conninfo, int statement_timeout_ms, struct db_session **ret,
                    struct problem *err) MUST_CHECK;
/** NULL is fine. */
void db_session_close(struct db_session *s);
/** A script of any number of statements; without a transaction of its own they share an implicit one. */
int db_session_exec(struct db_session *s, const char *script, struct problem *err) MUST_CHECK;
/** The first cell of the first row as text, cut to `size`; "" when there is none or it is NULL. `params` ends in NULL,
 * or is NULL. */
int db_session_value(struct db_session *s, const char *sql, const char *const *params, char *out, size_t size,
                     struct problem *err) MUST_CHECK;

#endif
