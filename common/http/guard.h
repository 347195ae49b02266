/* SPDX-License-Identifier: MIT */
/* Who calls and whether they may: bearer token -> principal -> permission of the route's row. */
#ifndef BIHUAN_HTTP_GUARD_H
#define BIHUAN_HTTP_GUARD_H

#include "unit/ctx.h"

/** Sets c->who from the Authorization header; a public route has principal_public(). 401 problems. */
int guard_authenticate(struct ctx *c, struct problem *err) MUST_CHECK;
/** PROBLEM_FORBIDDEN unless the caller has the permission that the route's row names. */
int guard_authorize(struct ctx *c, struct problem *err) MUST_CHECK;

#endif
