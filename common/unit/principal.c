/* SPDX-License-Identifier: MIT */
/* From verified claims to a caller: tenant, the roles its level may have, and what they allow. */
#include "unit/principal.h"
#include "auth/roles.h"
#include "base/str.h"
#include "unit/membership.h"
#include "unit/service.h"
#include "unit/tenant_cache.h"
#include <stdio.h>
#include <string.h>

void principal_system(const char *service, struct principal *ret)
{
    *ret = (struct principal){.tenant = tenancy_system()};
    (void)snprintf(ret->subject, sizeof ret->subject, "system:%s", service);
    (void)snprintf(ret->name, sizeof ret->name, "%s", ret->subject);
    (void)snprintf(ret->actor, sizeof ret->actor, "%s", ret->subject);
}

/* lo = hi = "": no scope lies between. */
void principal_public(struct principal *ret)
{
    *ret = (struct principal){.subject = "public", .actor = "public"};
}

/* What the platform itself acts as is nobody's to be: no token, not even one of our own, carries it. */
static bool is_reserved(const char *subject)
{
    return str_starts(subject, "system:") || str_eq(subject, "public") || strchr(subject, '#');
}

int actor_key(bool is_own, const char *issuer, const char *subject, char ret[ACTOR_MAX], struct problem *err)
{
    if (is_own && is_reserved(subject))
        return problem_fail(err, PROBLEM_BAD_TOKEN, "sub is reserved");
    if (is_own)
        (void)snprintf(ret, ACTOR_MAX, "%s", subject);
    else
        (void)snprintf(ret, ACTOR_MAX, "%s#%s", issuer, subject);
    return 0;
}

int principal_set_tenant(struct ctx *c, const char *tenant_id, struct principal *ret, struct problem *err)
{
    struct problem why = {0};

    if (tenant_cache_get(c, tenant_id, &ret->tenant, &why) == 0)
        return 0;
    if (why.code == PROBLEM_NOT_FOUND)
        return problem_fail(err, PROBLEM_BAD_TOKEN, "the token's tenant is not known");
    *err = why;
    return -1;
}

int principal_look_again(struct ctx *c, struct problem *err)
{
    struct principal *who = arena_alloc(&c->arena, sizeof *who);

    *who = *c->who;
    tenant_cache_forget(c->app->tenants);
    if (principal_set_tenant(c, who->tenant.tenant_id, who, err) < 0)
        return -1;
    c->who = who;
    return 0;
}

/* Adds one role word when the tenant's level may have it; a role of another level is worth nothing here. */
static void add_role(struct principal *p, const char *word, size_t n)
{
    char name[sizeof p->roles[0]];
    size_t len = strlen(p->roles_text);

    if (n >= sizeof name || p->n_roles == ROLES_MAX)
        return;
    memcpy(name, word, n);
    name[n] = '\0';
    if (!role_fits_level(name, (enum level)p->tenant.kind) || principal_has_role(p, name) ||
        len + n + 2 > sizeof p->roles_text)
        return;
    memcpy(p->roles[p->n_roles++], name, n + 1);
    (void)snprintf(p->roles_text + len, sizeof p->roles_text - len, "%s%s", len > 0 ? "," : "", name);
}

void principal_set_roles(struct principal *p, const char *roles, const char *scopes)
{
    char all[sizeof p->permissions];

    p->n_roles = 0;
    p->roles_text[0] = '\0';
    while (*roles) {
        size_t n = strcspn(roles, ",");

        add_role(p, roles, n);
        roles += n + (roles[n] == ',');
    }
    /* Too many to hold: none, rather than some of them. */
    if (!roles_permissions(p->roles_text, (enum level)p->tenant.kind, all, sizeof all))
        all[0] = '\0';
    if (!p->is_client)
        memcpy(p->permissions, all, sizeof all);
    else if (!permissions_granted(all, scopes, p->permissions, sizeof p->permissions))
        p->permissions[0] = '\0';
}

int principal_resolve(struct ctx *c, const struct jwt_claims *claims, struct principal *ret,
                      struct problem *err)
{
    *ret = (struct principal){.is_client = claims->is_client, .expires_us = claims->expires_us};
    memcpy(ret->subject, claims->subject, sizeof ret->subject);
    memcpy(ret->issuer, claims->issuer, sizeof ret->issuer);
    memcpy(ret->name, claims->name, sizeof ret->name);
    if (actor_key(claims->is_own, claims->issuer, claims->subject, ret->actor, err) < 0)
        return -1;
    if (claims->tenant_id[0] == '\0')
        return membership_resolve(c, claims, ret, err);
    if (principal_set_tenant(c, claims->tenant_id, ret, err) < 0)
        return -1;
    principal_set_roles(ret, claims->roles, claims->scopes);
    return 0;
}

bool principal_has_role(const struct principal *p, const char *role)
{
    for (int i = 0; i < p->n_roles; i++)
        if (strcmp(p->roles[i], role) == 0)
            return true;
    return false;
}

bool principal_has_permission(const struct principal *p, const char *permission)
{
    return str_has_word(p->permissions, permission);
}
