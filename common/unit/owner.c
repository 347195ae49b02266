/* SPDX-License-Identifier: MIT */
/* Looking up the tenant that a row is entered for. */
#include "unit/owner.h"

#include "common_sql.h"

int owner_find(struct ctx *c, const char *ref, const char *pointer, struct owner *ret, struct problem *err)
{
    const struct tenancy *own = &c->who->tenant;
    struct db_result *r;

    if (!ref) {
        *ret = (struct owner){own->tenant_id, own->code, own->name, own->scope, tenant_kind_name(own->kind)};
        return 0;
    }
    if (db_run(c->db, &sql_tenant_find, BIND({"ref", ref}), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1 || !scope_is_within(db_text(r, 0, "scope"), own->scope)) {
        problem_field(err, pointer, "unknown-tenant", "no such tenant in reach: %s", ref);
        return problem_fields_check(err);
    }
    *ret = (struct owner){db_text(r, 0, "id"), db_text(r, 0, "code"), db_text(r, 0, "name"),
                          db_text(r, 0, "scope"), db_text(r, 0, "kind")};
    return 0;
}
