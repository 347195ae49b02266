/* SPDX-License-Identifier: MIT */
/* The verified caller: a person (member) or an API client acting for one tenant with roles. */
#ifndef BIHUAN_UNIT_PRINCIPAL_H
#define BIHUAN_UNIT_PRINCIPAL_H

#include "auth/jwt.h"
#include "problem/problem.h"
#include "tenancy/tenancy.h"
#include <stdbool.h>
#include <stdint.h>

struct ctx;

enum { ROLES_MAX = 32, ACTOR_MAX = 332 };

struct principal {
    /* Who acted, as rows, audit, keys and separation of duties have it: the subject alone for our own issuer and the
     * system, "issuer#subject" for the persons of others. Two issuers may give the same subject to two persons, so
     * nothing is ever compared or stored by subject alone. */
    char actor[ACTOR_MAX];
    char subject[129]; /* `sub` */
    char issuer[200];
    char name[JWT_NAME_SIZE]; /* display name, kept with signatures */
    bool is_client;           /* OAuth client of a department's own system */
    int64_t expires_us;
    struct tenancy tenant;
    int n_roles;
    char roles[ROLES_MAX][32];
    char roles_text[1024]; /* comma-separated, for SQL and audit */
    char permissions
        [2048]; /* space-separated; of a client: roles' permissions cut down to its granted scopes */
};

/** Who jobs, the relay and consumers act as: "system:<service>", the whole range, every role check said in code. */
void principal_system(const char *service, struct principal *ret);
/** Who a caller without a token is: no roles, and a range that holds no row. */
void principal_public(struct principal *ret);
/** Turns verified claims into a principal: tenant, roles that its level may have, permissions. A tenant that is not
 *  there fails with PROBLEM_BAD_TOKEN, a closed one with PROBLEM_FORBIDDEN. Claims without a tenant are a
 *  person's of an identity provider, whose membership says for whom he acts (membership_resolve()). */
int principal_resolve(struct ctx *c, const struct jwt_claims *claims, struct principal *ret,
                      struct problem *err) MUST_CHECK;
/** The key of (issuer, subject); `is_own` is of the first issuer of BIHUAN_ISSUERS. The own ones contain no '#' and no
 *  issuer does, so two keys are equal only when both halves are. PROBLEM_BAD_TOKEN for an own subject that would read
 *  as another's. */
int actor_key(bool is_own, const char *issuer, const char *subject, char ret[ACTOR_MAX],
              struct problem *err) MUST_CHECK;
/** The two halves of it, for membership_resolve(): the tenancy of an active tenant, then roles (comma-separated) and
 *  what they allow. */
int principal_set_tenant(struct ctx *c, const char *tenant_id, struct principal *ret,
                         struct problem *err) MUST_CHECK;
/** The caller's tenant lies elsewhere than this process remembered (BHMOV): c->who is again where it lies now. The one
 *  thing to do before the same work is tried again, by whoever runs the whole of it: dispatch.c, work/runner.c. */
int principal_look_again(struct ctx *c, struct problem *err) MUST_CHECK;
void principal_set_roles(struct principal *p, const char *roles, const char *scopes);
bool principal_has_role(const struct principal *p, const char *role);
bool principal_has_permission(const struct principal *p, const char *permission);

#endif
