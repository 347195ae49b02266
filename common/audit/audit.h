/* SPDX-License-Identifier: MIT */
/* The append-only audit trail (domain F.5): every change, and every read of a restricted class, hash-chained per tenant. */
#ifndef BIHUAN_AUDIT_AUDIT_H
#define BIHUAN_AUDIT_AUDIT_H

#include "http/ctx.h"

/** Adds one entry in the unit's transaction: who, tenant, roles, `action`, the object, and JSON of what changed (may be NULL).
 *  Rides with COMMIT; the chain (previous hash, hash) is closed by the database under the tenant's lock. */
int audit_add(struct ctx *c, const char *action, const char *object_kind, const char *object_id,
              const char *detail_json, struct problem *err) MUST_CHECK;

#endif
