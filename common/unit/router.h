/* SPDX-License-Identifier: MIT */
/* Path matching over a route table, pure: static segments beat {parameters}; 404, 405 with Allow, HEAD as GET. */
#ifndef BIHUAN_UNIT_ROUTER_H
#define BIHUAN_UNIT_ROUTER_H

#include "unit/route.h"

struct router;

struct route_param {
    const char *name;
    const char *value; /* percent-decoded once, UTF-8, without NUL or '/' */
};

struct route_match {
    const struct route *route;
    bool is_head; /* HEAD served by the GET row */
    int n_params;
    struct route_param params[ROUTE_PARAMS_MAX];
    char allow[64]; /* filled for PROBLEM_METHOD_NOT_ALLOWED */
};

/** Builds an index of tables ending in { 0 }; two rows for one method and path are a programmer error (-1). */
int router_new(const struct route *const *tables, struct router **ret, struct problem *err) MUST_CHECK;
void router_free(struct router *r);
/** `path` is the raw, still percent-encoded path with its /v1 prefix. PROBLEM_NOT_FOUND, _METHOD_NOT_ALLOWED or
 *  _BAD_PATH (bad escapes, %00, invalid UTF-8). "//" and a trailing "/" do not match. */
int router_match(const struct router *r, struct arena *a, const char *method, const char *path,
                 struct route_match *ret, struct problem *err) MUST_CHECK;
/** Percent-decodes `n` bytes into the arena; NULL on a bad escape, NUL or invalid UTF-8. '+' stays '+'. */
char *url_decode(struct arena *a, const char *s, size_t n);

#endif
