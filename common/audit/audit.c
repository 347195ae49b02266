/* SPDX-License-Identifier: MIT */
/* Appending to the audit trail; the chain itself is closed in the database. */
#include "audit/audit.h"
#include "base/str.h"
#include "base/uuid.h"
#include "common_sql.h"

/* The trail of work that belongs to no tenant: clean-up, start, operator's acts on the whole system. */
static const char no_tenant[] = UUID_NIL;

int audit_add_for(struct ctx *c, const char *action, const struct audit_object *o, const char *detail_json,
                  struct problem *err)
{
    const struct bind *binds = BIND({"audit_tenant_id", str_empty(o->tenant_id) ? no_tenant : o->tenant_id},
                                    {"audit_scope", o->scope ? o->scope : ""}, {"audit_action", action},
                                    {"audit_object_kind", o->kind}, {"audit_object_id", o->id},
                                    {"audit_remote", c->req.remote}, {"audit_detail", detail_json});

    return db_send(c->db, &sql_audit_insert, binds, err);
}

int audit_add(struct ctx *c, const char *action, const char *object_kind, const char *object_id,
              const char *detail_json, struct problem *err)
{
    const struct tenancy *t = &c->who->tenant;
    const struct audit_object o = {object_kind, object_id, t->tenant_id, t->scope};

    return audit_add_for(c, action, &o, detail_json, err);
}

int audit_add_about(struct ctx *c, const char *action, const struct audit_object *o, const char *detail_json,
                    struct problem *err)
{
    return str_empty(c->who->tenant.tenant_id) ? audit_add_for(c, action, o, detail_json, err)
                                               : audit_add(c, action, o->kind, o->id, detail_json, err);
}

int audit_seal(struct ctx *c, int batch, int64_t *ret_sealed, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_audit_seal, BIND({"batch", db_arg_int(&c->arena, batch)}), &r, err) < 0)
        return -1;
    *ret_sealed = db_int(r, 0, "sealed");
    return 0;
}
