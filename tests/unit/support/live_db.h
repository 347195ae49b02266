/* SPDX-License-Identifier: MIT */
/* What the live tests of common/db share: a throw-away server (tests/support/postgres.py) with one tenant-owned table
 * of 40 000 items, half of them in each of two districts, 500 streets in each. */
#ifndef BIHUAN_UNIT_LIVE_DB_H
#define BIHUAN_UNIT_LIVE_DB_H

#include "db/db.h"
#include "db/session.h"

enum { LIVE_POOL = 4 };

extern char live_superuser[512];         /* conninfo */
extern char live_conninfo[512];          /* of a service's role */
extern struct db_session *live_operator; /* superuser */
extern struct db_pool *live_pool;

extern const struct stmt live_count; /* n: items seen */
extern const struct stmt live_get;   /* :id -> id, title */

/** cmocka group fixtures. */
int live_start(void **state);
int live_stop(void **state);

struct tenancy live_tenant(const char *scope, enum tenant_kind kind);
/** A unit of work for a district. */
struct db *live_unit(struct arena *a, enum db_mode mode, const char *scope);
/** Items seen by a tenant, in a unit of its own. */
int64_t live_count_as(const char *scope);
/** Ends every other connection of the service's role, as a crash of its backend does. */
void live_kill_backends(void);

#endif
