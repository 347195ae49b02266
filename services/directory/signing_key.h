/* SPDX-License-Identifier: MIT */
/* The key that signs tokens now, as it lies in the database (auth/key_wrap.h). */
#ifndef DIRECTORY_SIGNING_KEY_H
#define DIRECTORY_SIGNING_KEY_H

#include "auth/jwt.h"
#include "unit/ctx.h"

/** Reads and opens it; PROBLEM_UNAVAILABLE when there is none, or the secret does not fit. Lives on the arena of the
 * unit. */
int signing_key_open(struct ctx *c, struct jwt_key *ret, struct problem *err) MUST_CHECK;
/** service.equipped: whether that can be done. */
int signing_key_check(struct ctx *c, void *arg, struct problem *err) MUST_CHECK;

#endif
