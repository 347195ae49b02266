/* SPDX-License-Identifier: MIT */
/* Persons of external issuers: an identity provider says who somebody is, membership says for whom he acts here. */
#ifndef BIHUAN_UNIT_MEMBERSHIP_H
#define BIHUAN_UNIT_MEMBERSHIP_H

#include "auth/jwt.h"
#include "unit/ctx.h"

/** The principal of (issuer, subject): a member of the tenant whose code or id the header Bihuan-Tenant names; without
 *  it, of the one that made him a member first, among those where he has a role. PROBLEM_FORBIDDEN when he is no
 *  (active) member. */
int membership_resolve(struct ctx *c, const struct jwt_claims *claims, struct principal *ret,
                       struct problem *err) MUST_CHECK;

#endif
