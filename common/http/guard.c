/* SPDX-License-Identifier: MIT */
/* Authentication and authorisation of a request. */
#include "http/guard.h"
#include "http/request.h"
#include "unit/service.h"
#include <string.h>
#include <strings.h>

static int bearer(struct ctx *c, const char **ret_token, struct problem *err)
{
    const char *value = request_header(c, "Authorization");
    const char *token;

    if (!value)
        return problem_fail(err, PROBLEM_BAD_TOKEN, "a bearer token is required");
    if (strncasecmp(value, "Bearer ", 7) != 0)
        return problem_fail(err, PROBLEM_BAD_TOKEN, "the scheme is not Bearer");
    token = value + 7 + strspn(value + 7, " ");
    if (strlen(token) > JWT_MAX || strpbrk(token, " ,\t"))
        return problem_fail(err, PROBLEM_BAD_TOKEN, "not one compact token");
    *ret_token = token;
    return 0;
}

int guard_authenticate(struct ctx *c, struct problem *err)
{
    struct principal *who = arena_alloc(&c->arena, sizeof *who);
    struct jwt_claims *claims;
    const char *token = NULL;

    c->who = who;
    principal_public(who);
    if (c->match.route->flags & ROUTE_PUBLIC) {
        if (c->match.route->flags & ROUTE_WHOLE_RANGE)
            who->tenant = tenancy_system();
        return 0;
    }
    claims = arena_alloc(&c->arena, sizeof *claims);
    if (bearer(c, &token, err) < 0 || jwt_verify(c->app->verifier, token, claims, err) < 0)
        return -1;
    return principal_resolve(c, claims, who, err);
}

int guard_authorize(struct ctx *c, struct problem *err)
{
    const struct route *r = c->match.route;

    if (r->flags & (ROUTE_PUBLIC | ROUTE_ANY_TENANT) && !r->permission)
        return 0;
    if (r->permission && principal_has_permission(c->who, r->permission))
        return 0;
    return problem_fail(err, PROBLEM_FORBIDDEN, "permission %s is required",
                        r->permission ? r->permission : "(none)");
}
