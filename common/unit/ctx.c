/* SPDX-License-Identifier: MIT */
/* Where the parameters of a statement come from: builtins of the unit, then path, body and query. */
#include "unit/ctx.h"
#include "base/date.h"
#include "base/uuid.h"
#include "unit/service.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t ctx_today(const struct ctx *c)
{
    return c->work_day != 0 ? c->work_day : clock_day_of(c->now_us);
}

static const char *find_param(const struct ctx *c, const char *name)
{
    for (int i = 0; i < c->match.n_params; i++)
        if (strcmp(c->match.params[i].name, name) == 0)
            return c->match.params[i].value;
    return NULL;
}

const char *ctx_param(const struct ctx *c, const char *name)
{
    const char *value = find_param(c, name);

    assert(value != NULL); /* the route has no such parameter */
    return value ? value : "";
}

void ctx_set_param(struct ctx *c, const char *name, const char *value)
{
    int i = 0;

    if (!c->match.route)
        c->match.n_params = 0;
    while (i < c->match.n_params && strcmp(c->match.params[i].name, name) != 0)
        i++;
    if (i == ROUTE_PARAMS_MAX)
        return;
    c->match.params[i] = (struct route_param){name, value};
    if (i == c->match.n_params)
        c->match.n_params++;
}

/* -- builtins: one row each -- */
static const char *or_null(const char *s)
{
    return str_empty(s) ? NULL : s;
}

static const char *b_tenant_id(struct ctx *c)
{
    return or_null(c->who->tenant.tenant_id);
}

static const char *b_tenant_code(struct ctx *c)
{
    return or_null(c->who->tenant.code);
}

static const char *b_tenant_name(struct ctx *c)
{
    return or_null(c->who->tenant.name);
}

static const char *b_kind(struct ctx *c)
{
    return tenant_kind_name(c->who->tenant.kind);
}

static const char *b_level(struct ctx *c)
{
    return arena_printf(&c->arena, "%c", tenant_level_letter(c->who->tenant.kind));
}

static const char *b_scope(struct ctx *c)
{
    return or_null(c->who->tenant.scope);
}

static const char *b_scope2(struct ctx *c)
{
    char out[SCOPE_TEXT];

    scope_district(c->who->tenant.scope, out);
    return or_null(arena_strdup(&c->arena, out));
}

static const char *b_lo(struct ctx *c)
{
    return c->who->tenant.lo;
}

static const char *b_hi(struct ctx *c)
{
    return c->who->tenant.hi;
}

static const char *b_actor(struct ctx *c)
{
    return or_null(c->who->actor);
}

static const char *b_actor_name(struct ctx *c)
{
    return or_null(c->who->name);
}

static const char *b_roles(struct ctx *c)
{
    return or_null(c->who->roles_text);
}

static const char *b_is_client(struct ctx *c)
{
    return db_arg_bool(c->who->is_client);
}

static const char *b_now(struct ctx *c)
{
    return db_arg_time(&c->arena, c->now_us);
}

static const char *b_today(struct ctx *c)
{
    return db_arg_date(&c->arena, ctx_today(c));
}

static const char *b_request_id(struct ctx *c)
{
    return or_null(c->request_id);
}

static const char *b_traceparent(struct ctx *c)
{
    return or_null(c->traceparent);
}

static const char *b_remote(struct ctx *c)
{
    return or_null(c->req.remote);
}

static const char *b_operation(struct ctx *c)
{
    return c->match.route ? c->match.route->operation : NULL;
}

static const char *b_if_match(struct ctx *c)
{
    return c->if_match > 0 ? db_arg_int(&c->arena, c->if_match) : NULL;
}

static const char *b_idempotency_key(struct ctx *c)
{
    return c->idempotency_key;
}

static const char *b_new_id(struct ctx *c)
{
    return uuid7_new(&c->arena, c->now_us);
}

struct builtin {
    const char *name;
    const char *(*value)(struct ctx *c);
};

static const struct builtin builtins[] = {
  /* sorted by name: it is searched by halves */
    {"ctx_actor",           b_actor          },
    {"ctx_actor_name",      b_actor_name     },
    {"ctx_hi",              b_hi             },
    {"ctx_idempotency_key", b_idempotency_key},
    {"ctx_if_match",        b_if_match       },
    {"ctx_is_client",       b_is_client      },
    {"ctx_kind",            b_kind           },
    {"ctx_level",           b_level          },
    {"ctx_lo",              b_lo             },
    {"ctx_new_id",          b_new_id         },
    {"ctx_now",             b_now            },
    {"ctx_operation",       b_operation      },
    {"ctx_remote",          b_remote         },
    {"ctx_request_id",      b_request_id     },
    {"ctx_roles",           b_roles          },
    {"ctx_scope",           b_scope          },
    {"ctx_scope2",          b_scope2         },
    {"ctx_tenant_code",     b_tenant_code    },
    {"ctx_tenant_id",       b_tenant_id      },
    {"ctx_tenant_name",     b_tenant_name    },
    {"ctx_today",           b_today          },
    {"ctx_traceparent",     b_traceparent    },
};

static int compare_builtin(const void *key, const void *row)
{
    return strcmp(key, ((const struct builtin *)row)->name);
}

static bool find_builtin(struct ctx *c, const char *name, const char **ret)
{
    const struct builtin *b;

    if (strncmp(name, "ctx_", 4) != 0)
        return false;
    b = bsearch(name, builtins, ARRAY_LEN(builtins), sizeof builtins[0], compare_builtin);
    if (b)
        *ret = b->value(c);
    return b != NULL;
}

/* -- decoded input -- */
static bool find_field(struct ctx *c, const struct field_table *table, const void *in, const char *name,
                       const char **ret)
{
    const struct field *f = table && in ? field_find(table, name) : NULL;

    if (f)
        *ret = field_text(table, f, in, &c->arena);
    return f != NULL;
}

/* has_<field>: whether the caller said anything about it, so that PATCH tells absent from null. */
static bool find_presence(const struct field_table *table, const void *in, const char *name, const char **ret)
{
    const struct field *f = table && in && strncmp(name, "has_", 4) == 0 ? field_find(table, name + 4) : NULL;

    if (f)
        *ret = db_arg_bool(field_is_present(table, f, in));
    return f != NULL;
}

bool ctx_lookup(void *arg, const char *name, const char **ret)
{
    struct ctx *c = arg;
    const struct route *route = c->match.route;
    const char *param;

    if (find_builtin(c, name, ret))
        return true;
    param = find_param(c, name);
    if (param) {
        *ret = param;
        return true;
    }
    if (!route)
        return false;
    return find_field(c, route->body, c->in, name, ret) || find_presence(route->body, c->in, name, ret) ||
           find_field(c, route->query, c->query, name, ret) ||
           find_presence(route->query, c->query, name, ret);
}
