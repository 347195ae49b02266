/* SPDX-License-Identifier: MIT */
/* Checking and storing a whole set of parties, for the handler and for imports. */
#ifndef BIHUAN_ISSUES_STORE_PARTIES_H
#define BIHUAN_ISSUES_STORE_PARTIES_H

#include "issues/inputs.h"
#include "unit/ctx.h"

/** `parties` are struct issue_party_input. Every tenant is there and in reach, and the set obeys B.1 and S-033;
 * VALIDATION with "/parties/<i>" entries otherwise. */
int parties_check(struct ctx *c, const struct field_list *parties, const char *owner_id,
                  const char *owner_scope, struct problem *err) MUST_CHECK;
/** Puts a checked set in the place of the present one, with the grants that follow from it; rides with the next
 * statement. */
int parties_store(struct ctx *c, const char *issue_id, const char *json, struct problem *err) MUST_CHECK;

#endif
