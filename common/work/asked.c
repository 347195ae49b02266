/* SPDX-License-Identifier: MIT */
/* A request as a row. */
#include "work/asked.h"

#include "base/str.h"

#include <string.h>

const struct work_kind *asked_kind(const struct service *service, const char *operation)
{
    for (const struct work_kind *k = service->works; k->operation; k++)
        if (str_eq(k->operation, operation))
            return k;
    return NULL;
}

const struct route *asked_route(const struct service *service, const char *operation)
{
    for (const struct route *r = service->routes; r->path; r++)
        if (str_eq(r->operation, operation))
            return r;
    return NULL;
}

/* Lines of name=value. */
const char *asked_params_text(struct ctx *c)
{
    struct buf b;

    buf_init(&b, &c->arena);
    for (int i = 0; i < c->match.n_params; i++)
        buf_addf(&b, "%s=%s\n", c->match.params[i].name, c->match.params[i].value);
    buf_add(&b, "");
    return b.data;
}

void asked_params_read(struct arena *a, const char *text, struct route_match *ret)
{
    for (const char *p = text; *p && ret->n_params < ROUTE_PARAMS_MAX;) {
        size_t line = strcspn(p, "\n"), name = strcspn(p, "=");
        ret->params[ret->n_params++] =
            (struct route_param){arena_strndup(a, p, name), arena_strndup(a, p + name + 1, line - name - 1)};
        p += line + (p[line] == '\n');
    }
}
