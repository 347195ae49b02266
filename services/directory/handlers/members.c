/* SPDX-License-Identifier: MIT */
/* Members and their roles: who a person of an issuer is here. Nobody changes his own roles (authority.c), nobody grants
 * above his tenant. */
#include "audit/audit.h"
#include "auth/roles.h"
#include "base/level.h"
#include "base/str.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"
#include "http/page.h"
#include "http/update.h"

#include <stdio.h>

int member_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_member_list, &sql_member_count, err);
}

static int reply_member(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_member_get, BIND({"member_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/members/%s");
}

int member_get(struct ctx *c, struct problem *err)
{
    return reply_member(c, 200, ctx_param(c, "member_id"), err);
}

/* Each role exists, may stand at that kind of tenant (domain F.3), and is the caller's to give: only a platform
 * administrator makes platform administrators. */
static int check_roles(struct ctx *c, const struct field_list *roles, const char *kind, struct problem *err)
{
    const struct role_item *item = roles->items;

    for (size_t i = 0; i < roles->n; i++) {
        const struct role *role = role_find(item[i].role);
        char pointer[PROBLEM_POINTER];
        (void)snprintf(pointer, sizeof pointer, "/roles/%zu", i);
        if (!role)
            problem_field(err, pointer, "enum", "no such role");
        else if (!role_fits_level(role->name, level_of(kind)))
            problem_field(err, pointer, "level", "%s is not a role of a %s", role->name, kind);
        else if (str_eq(role->name, "PLATFORM_ADMIN") && !principal_has_role(c->who, "PLATFORM_ADMIN"))
            return problem_fail(err, PROBLEM_FORBIDDEN, "only a platform administrator makes another one");
    }
    return problem_fields_check(err);
}

/* What only a platform administrator gives, only one takes: by other roles, or by disabling who has it. */
static int check_taken(struct ctx *c, struct problem *err)
{
    if (db_bool(c->part, 0, "is_platform") && !principal_has_role(c->who, "PLATFORM_ADMIN"))
        return problem_fail(err, PROBLEM_FORBIDDEN, "only a platform administrator changes another one");
    return 0;
}

static int audit_member(struct ctx *c, const char *action, const char *id, const struct field_list *roles,
                        struct problem *err)
{
    const char *detail = roles ? arena_printf(&c->arena, "{\"roles\":%s}", roles->json) : NULL;

    return audit_add(c, action, "member", id, detail, err);
}

int member_create(struct ctx *c, struct problem *err)
{
    const struct member_create *in = c->in;
    const char *id = uuid7_new(&c->arena, c->now_us);
    struct tenant_ref target;

    if (tenant_ref_own(c, in->tenant, "/tenant", &target, err) < 0 ||
        check_roles(c, &in->roles, target.kind, err) < 0)
        return -1;
    if (db_run(c->db, &sql_member_insert,
               BIND({"new_id", id}, {"target_id", target.id}, {"target_scope", target.scope}), NULL, err) < 0)
        return -1;
    if (db_run(c->db, &sql_member_roles_grant, BIND({"member_id", id}), NULL, err) < 0)
        return -1;
    if (audit_member(c, "member.create", id, &in->roles, err) < 0)
        return -1;
    return reply_member(c, 201, id, err);
}

int member_update(struct ctx *c, struct problem *err)
{
    const char *id = ctx_param(c, "member_id");

    if (check_taken(c, err) < 0)
        return -1;
    if (update_one(c, &sql_member_update, &sql_member_exists, BIND_NONE, NULL, err) < 0)
        return -1;
    if (audit_member(c, "member.update", id, NULL, err) < 0)
        return -1;
    return reply_member(c, 200, id, err);
}

int member_roles_put(struct ctx *c, struct problem *err)
{
    const struct member_roles *in = c->in;
    const char *id = ctx_param(c, "member_id");

    if (in->roles.n > 0 && db_bool(c->part, 0, "is_closed"))
        return problem_fail(err, PROBLEM_CONFLICT, "%s is closed", db_text(c->part, 0, "code"));
    if (check_taken(c, err) < 0 || check_roles(c, &in->roles, db_text(c->part, 0, "kind"), err) < 0)
        return -1;
    if (update_one(c, &sql_member_touch, &sql_member_exists, BIND_NONE, NULL, err) < 0)
        return -1;
    if (db_run(c->db, &sql_member_roles_revoke, BIND_NONE, NULL, err) < 0 ||
        db_run(c->db, &sql_member_roles_grant, BIND_NONE, NULL, err) < 0)
        return -1;
    if (audit_member(c, "member.roles", id, &in->roles, err) < 0)
        return -1;
    return reply_member(c, 200, id, err);
}
