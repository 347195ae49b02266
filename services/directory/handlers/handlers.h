/* SPDX-License-Identifier: MIT */
/* The handlers of the directory, one file a resource; routes.c is their table of contents. */
#ifndef BIHUAN_DIRECTORY_HANDLERS_H
#define BIHUAN_DIRECTORY_HANDLERS_H

#include "unit/ctx.h"

handler_fn audit_list;
handler_fn calendar_get, calendar_list, calendar_put;
handler_fn client_create, client_get, client_list, client_update;
handler_fn deadline_compute_one;
handler_fn file_content_get, file_create, file_get, file_list;
handler_fn jwks_get, token_create;
handler_fn leading_group_create, leading_group_get, leading_group_list, leading_group_update;
handler_fn me_get;
handler_fn member_create, member_get, member_list, member_roles_put, member_update;
handler_fn region_change_create, region_change_get, region_change_list, region_change_withdraw;
handler_fn role_list;
handler_fn tenant_children, tenant_create, tenant_get, tenant_import, tenant_list, tenant_update;

/* A tenant that a request names by code or id; invisible ones are not found. */
struct tenant_ref {
    const char *id, *kind, *code, *name, *scope;
    int32_t opened_on, closed_on; /* DATE_NONE while it is open */
};
/** CONFLICT when it was not open on that day, or is not now: such a body takes nothing over. */
int tenant_ref_was_open(const struct tenant_ref *t, int32_t day, struct problem *err) MUST_CHECK;
int tenant_ref_get(struct ctx *c, const char *ref, struct tenant_ref *ret, struct problem *err) MUST_CHECK;
/** As above for a body field: an unknown one is a field error at `pointer`; one that does not lie in the caller's own
 *  range is PROBLEM_FORBIDDEN. */
int tenant_ref_below(struct ctx *c, const char *ref, const char *pointer, struct tenant_ref *ret,
                     struct problem *err) MUST_CHECK;
/** As above for one that is to get something: CONFLICT when it is closed. */
int tenant_ref_own(struct ctx *c, const char *ref, const char *pointer, struct tenant_ref *ret,
                   struct problem *err) MUST_CHECK;
/** Inserts a tenant and its first version by the parameters of both statements. */
int tenant_put_new(struct ctx *c, const struct bind *binds, struct problem *err) MUST_CHECK;
/** Announces org.changed and audits it. `change` CREATED, UPDATED, MOVED or CLOSED; old_scope NULL unless moved. */
int tenant_announce(struct ctx *c, const char *tenant_id, const char *change, const char *old_scope,
                    int32_t effective, struct problem *err) MUST_CHECK;

#endif
