/* SPDX-License-Identifier: MIT */
/* From an external identity to a principal. */
#include "unit/membership.h"

#include "base/str.h"
#include "common_sql.h"
#include "unit/service.h"

/* What the look-up is given and what it finds; texts are copied to the request's arena. */
struct lookup {
    struct arena *arena;
    const struct jwt_claims *claims;
    const char *wanted;
    const char *tenant_id; /* NULL: he is no member */
    const char *name, *roles;
};

/* Before a tenant is known there is no range, so this is system work. */
static int look_up(struct ctx *c, void *arg, struct problem *err)
{
    struct lookup *l = arg;
    struct db_result *r;

    if (db_run(c->db, &sql_membership_of,
               BIND({"issuer", l->claims->issuer}, {"subject", l->claims->subject}, {"tenant", l->wanted}),
               &r, err) < 0)
        return -1;
    if (db_rows(r) == 1) {
        const char *roles = db_text(r, 0, "roles");
        l->tenant_id = arena_strdup(l->arena, db_text(r, 0, "tenant_id"));
        l->name = arena_strdup(l->arena, db_text(r, 0, "name"));
        l->roles = arena_strdup(l->arena, roles ? roles : "");
    }
    return 0;
}

int membership_resolve(struct ctx *c, const struct jwt_claims *claims, struct principal *ret,
                       struct problem *err)
{
    struct lookup l = {.arena = &c->arena, .claims = claims};

    l.wanted = c->req.header ? c->req.header(&c->req, "Bihuan-Tenant") : NULL;
    if (app_unit(c->app, look_up, &l, err) < 0)
        return -1;
    if (!l.tenant_id)
        return problem_fail(err, PROBLEM_FORBIDDEN, "you are not a member of %s",
                            l.wanted ? "that tenant" : "any tenant");
    if (principal_set_tenant(c, l.tenant_id, ret, err) < 0)
        return -1;
    (void)str_format(ret->name, sizeof ret->name, "%s", l.name);
    principal_set_roles(ret, l.roles, claims->scopes);
    return 0;
}
