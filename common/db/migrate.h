/* SPDX-License-Identifier: MIT */
/* Brings a database to the schema of this build. Only bihuanctl runs it; services check and refuse (app/ready.c). */
#ifndef BIHUAN_DB_MIGRATE_H
#define BIHUAN_DB_MIGRATE_H

#include "db/migrations.h"
#include "problem/problem.h"

/** Applies what is missing of `list` (ends with { 0 }), each migration in a transaction of its own together with its
 *  row in bihuan.schema_migration; two runs at once wait for each other. Running it again changes nothing. `conninfo`
 *  names a role that may create schemas and roles. `own_issuer` (may be NULL) is what migrations read as
 *  bihuan.own_issuer. `applied` (may be NULL) hears of each one done. PROBLEM_CONFLICT: an applied file has changed, or
 *  a migration that this build does not know was applied and is marked as breaking. */
int migrate_run(const char *conninfo, const char *own_issuer, const struct migration *list,
                void (*applied)(void *arg, const char *name), void *arg, struct problem *err) MUST_CHECK;

#endif
