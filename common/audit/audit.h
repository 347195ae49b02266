/* SPDX-License-Identifier: MIT */
/* The append-only audit trail (domain F.5): every change, and every read of a restricted class, hash-chained per
 * tenant.
 *
 * A unit only appends. The chain is closed by audit_seal() within about a second of the commit, in commit order, so
 * that concurrent writers of one tenant never wait for each other; `bihuanctl audit verify` recomputes it. */
#ifndef BIHUAN_AUDIT_AUDIT_H
#define BIHUAN_AUDIT_AUDIT_H

#include "unit/ctx.h"

/** Adds one entry in the unit's transaction: who, tenant, roles, `action`, the object, and JSON of what changed (may be
 *  NULL). Rides with COMMIT. */
int audit_add(struct ctx *c, const char *action, const char *object_kind, const char *object_id,
              const char *detail_json, struct problem *err) MUST_CHECK;

/* What an entry is about, when its trail is not the actor's: jobs and consumers act for no tenant of their own. */
struct audit_object {
    const char *kind, *id;
    const char *tenant_id, *scope;
};

/** As audit_add(), into the trail of the object's tenant. */
int audit_add_for(struct ctx *c, const char *action, const struct audit_object *o, const char *detail_json,
                  struct problem *err) MUST_CHECK;

/** Into the trail of the actor's tenant; of a job or a consumer, which have none, into the object's. */
int audit_add_about(struct ctx *c, const char *action, const struct audit_object *o, const char *detail_json,
                    struct problem *err) MUST_CHECK;

/** Numbers and chains up to `batch` entries that were committed since; *ret_sealed tells how many. One process at a
 *  time does it, the others find nothing to do. A unit of its own. */
int audit_seal(struct ctx *c, int batch, int64_t *ret_sealed, struct problem *err) MUST_CHECK;

#endif
