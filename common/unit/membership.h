/* SPDX-License-Identifier: MIT */
/* Persons of external issuers: an identity provider says who somebody is, membership says for whom he acts here. */
#ifndef BIHUAN_UNIT_MEMBERSHIP_H
#define BIHUAN_UNIT_MEMBERSHIP_H

#include "auth/jwt.h"
#include "unit/ctx.h"

/** The principal of (issuer, subject): his only membership, or among several the one whose tenant code or id the header
 *  Bihuan-Tenant names. PROBLEM_FORBIDDEN when he is no (active) member, or has not said which. */
int membership_resolve(struct ctx *c, const struct jwt_claims *claims, struct principal *ret,
                       struct problem *err) MUST_CHECK;

#endif
