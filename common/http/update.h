/* SPDX-License-Identifier: MIT */
/* A change of one row under If-Match: what it means when nothing was touched is told in one place. */
#ifndef BIHUAN_HTTP_UPDATE_H
#define BIHUAN_HTTP_UPDATE_H

#include "unit/ctx.h"

/** Runs `update` (which compares :ctx_if_match and returns the row). When it touched nothing, `version` (a select of
 *  the row by the same parameters, with row_version and, where it matters, a boolean `mine`) tells why:
 *  PROBLEM_NOT_FOUND when the caller cannot see it, PROBLEM_FORBIDDEN when it is not his to change, else
 *  PROBLEM_STALE_VERSION. */
int update_one(struct ctx *c, const struct stmt *update, const struct stmt *version, const struct bind *binds,
               struct db_result **ret, struct problem *err) MUST_CHECK;

/** Runs `update` of c->part, which the table of authority loaded; the row comes back in `ret` (may be NULL). Where it
 *  touched nothing: as part_missed. */
int update_part(struct ctx *c, const struct stmt *update, const struct bind *binds, struct db_result **ret,
                struct problem *err) MUST_CHECK;
/** Why an update of c->part, which the table of authority loaded, touched nothing: STALE_VERSION, or STATE_CONFLICT. */
int part_missed(const struct ctx *c, struct problem *err) MUST_CHECK;
/** Why a PUT under ROUTE_OR_NEW stored nothing; `version` is what is there, 0 for nothing. STALE_VERSION. */
int put_missed(const struct ctx *c, int64_t version, struct problem *err) MUST_CHECK;

#endif
