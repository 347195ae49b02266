/* SPDX-License-Identifier: MIT */
/* Path matching: a tree of segments, a static child before the {parameter}. The rows of one path hang on its node, one
 * for each method. */
#include "unit/router.h"
#include "base/str.h"
#include <stdlib.h>
#include <string.h>

enum { SEGMENTS_MAX = 16 };

/* In the order in which Allow names them; HEAD is served by GET. */
static const char *const methods[] = {"DELETE", "GET", "PATCH", "POST", "PUT"};
enum { METHODS = 5, GET = 1 };

struct node {
    const char *literal;    /* NULL: any segment */
    struct node *next;      /* sibling with another literal */
    struct node *literals;  /* children */
    struct node *parameter; /* child */
    const struct route *routes[METHODS];
};

struct router {
    struct arena arena;
    struct node root;
};

struct path {
    int n;
    struct {
        const char *s;
        size_t len;
    } segment[SEGMENTS_MAX];
};

/* "/a/b" has two segments; -1 when one is empty ("//", a trailing "/") or there are too many. */
static int split(const char *s, struct path *ret)
{
    ret->n = 0;
    while (*s == '/') {
        size_t len = strcspn(s + 1, "/");
        if (len == 0 || ret->n == SEGMENTS_MAX)
            return -1;
        ret->segment[ret->n].s = s + 1;
        ret->segment[ret->n++].len = len;
        s += 1 + len;
    }
    return *s == '\0' && ret->n > 0 ? 0 : -1;
}

static int method_index(const char *method)
{
    for (int i = 0; i < METHODS; i++) {
        if (str_eq(methods[i], method))
            return i;
    }
    return -1;
}

static struct node *child_of(const struct node *n, const char *literal)
{
    struct node *c = n->literals;

    while (c && !str_eq(c->literal, literal))
        c = c->next;
    return c;
}

/* ---- building ---- */

static bool is_parameter(const char *s, size_t len)
{
    return len > 2 && s[0] == '{' && s[len - 1] == '}';
}

static struct node *parameter_made(struct router *r, struct node *n)
{
    if (!n->parameter)
        n->parameter = arena_alloc(&r->arena, sizeof *n);
    return n->parameter;
}

static struct node *literal_made(struct router *r, struct node *n, const char *literal)
{
    struct node *c = child_of(n, literal);

    if (c)
        return c;
    c = arena_alloc(&r->arena, sizeof *c);
    c->literal = literal;
    c->next = n->literals;
    n->literals = c;
    return c;
}

/* The node of a row's path, made where it is missing; NULL when the path is not well-formed. */
static struct node *node_made(struct router *r, const struct route *route)
{
    struct node *n = route->flags & ROUTE_ROOT ? &r->root : literal_made(r, &r->root, "v1");
    int params = 0;
    struct path p;

    if (split(route->path, &p) < 0)
        return NULL;
    for (int i = 0; i < p.n; i++) {
        const char *s = arena_strndup(&r->arena, p.segment[i].s, p.segment[i].len);
        if (is_parameter(s, p.segment[i].len)) {
            n = parameter_made(r, n);
            params++;
        } else if (s[strcspn(s, "{}%")] == '\0') {
            n = literal_made(r, n, s);
        } else {
            return NULL;
        }
    }
    return params <= ROUTE_PARAMS_MAX ? n : NULL;
}

static int add_route(struct router *r, const struct route *route, struct problem *err)
{
    int method = method_index(route->method);
    struct node *n = node_made(r, route);

    if (method < 0 || !n)
        return problem_cause(err, PROBLEM_INTERNAL, "route %s %s is not well-formed", route->method,
                             route->path);
    if (n->routes[method])
        return problem_cause(err, PROBLEM_INTERNAL, "route %s %s stands twice", route->method, route->path);
    n->routes[method] = route;
    return 0;
}

int router_new(const struct route *const *tables, struct router **ret, struct problem *err)
{
    struct router *r = calloc(1, sizeof *r);

    if (!r)
        abort();
    for (; *tables; tables++) {
        for (const struct route *route = *tables; route->method; route++) {
            if (add_route(r, route, err) < 0) {
                router_free(r);
                return -1;
            }
        }
    }
    *ret = r;
    return 0;
}

void router_free(struct router *r)
{
    if (!r)
        return;
    arena_done(&r->arena);
    free(r);
}

/* ---- matching ---- */

static bool has_routes(const struct node *n)
{
    for (int i = 0; i < METHODS; i++) {
        if (n->routes[i])
            return true;
    }
    return false;
}

/* The node with routes for the segments; a static child is tried first, and left again when it leads nowhere. */
static const struct node *find(const struct node *n, char *const *segment, int left)
{
    const struct node *c, *found = NULL;

    if (left == 0)
        return has_routes(n) ? n : NULL;
    c = child_of(n, *segment);
    if (c)
        found = find(c, segment + 1, left - 1);
    if (!found && n->parameter)
        found = find(n->parameter, segment + 1, left - 1);
    return found;
}

/* Decoded once. An encoded '/', control characters and dot segments have no place in our paths, only in attacks. */
static bool decode_segment(struct arena *a, const char *s, size_t len, char **ret)
{
    char *out = url_decode(a, s, len);

    if (!out || str_eq(out, ".") || str_eq(out, ".."))
        return false;
    for (const char *p = out; *p; p++) {
        if (*p == '/' || *p == 0x7F || (unsigned char)*p < 0x20)
            return false;
    }
    *ret = out;
    return true;
}

static void fill_allow(const struct node *n, char out[64])
{
    size_t len = 0;

    for (int i = 0; i < METHODS; i++) {
        const char *name = i == GET ? "GET, HEAD" : methods[i];
        if (!n->routes[i])
            continue;
        if (len) {
            memcpy(out + len, ", ", 2);
            len += 2;
        }
        memcpy(out + len, name, strlen(name));
        len += strlen(name);
    }
    out[len] = '\0';
}

static void fill_params(struct arena *a, const struct route *route, char *const *segment,
                        struct route_match *ret)
{
    struct path row;
    int shift = route->flags & ROUTE_ROOT ? 0 : 1;

    ret->n_params = 0;
    if (split(route->path, &row) < 0)
        return; /* router_new has refused such rows */
    for (int i = 0; i < row.n; i++) {
        if (!is_parameter(row.segment[i].s, row.segment[i].len))
            continue;
        ret->params[ret->n_params].name = arena_strndup(a, row.segment[i].s + 1, row.segment[i].len - 2);
        ret->params[ret->n_params++].value = segment[i + shift];
    }
}

int router_match(const struct router *r, struct arena *a, const char *method, const char *path,
                 struct route_match *ret, struct problem *err)
{
    bool is_head = str_eq(method, "HEAD");
    int m = is_head ? GET : method_index(method);
    char *segment[SEGMENTS_MAX] = {0};
    const struct node *n;
    struct path p;

    if (split(path, &p) < 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no such path");
    for (int i = 0; i < p.n; i++) {
        if (!decode_segment(a, p.segment[i].s, p.segment[i].len, &segment[i]))
            return problem_fail(err, PROBLEM_BAD_PATH, "segment %d is not valid", i + 1);
    }
    n = find(&r->root, segment, p.n);
    if (!n)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no such path");
    if (m < 0 || !n->routes[m]) {
        fill_allow(n, ret->allow);
        return problem_fail(err, PROBLEM_METHOD_NOT_ALLOWED, "allowed here: %s", ret->allow);
    }
    ret->route = n->routes[m];
    ret->is_head = is_head;
    fill_params(a, ret->route, segment, ret);
    return 0;
}
