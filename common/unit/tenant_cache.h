/* SPDX-License-Identifier: MIT */
/* Tenants by id, read from the view api_tenant and kept for 5 s, so that a request costs no look-up of its own.
 * Thread-safe. */
#ifndef BIHUAN_UNIT_TENANT_CACHE_H
#define BIHUAN_UNIT_TENANT_CACHE_H

#include "unit/ctx.h"

struct tenant_cache;

void tenant_cache_new(struct tenant_cache **ret);
void tenant_cache_free(struct tenant_cache *cache);
/** Forgets everything (org.changed arrived). */
void tenant_cache_forget(struct tenant_cache *cache);
/** The tenancy of tenant `id` through c->app; PROBLEM_NOT_FOUND, or PROBLEM_FORBIDDEN once it is closed. */
int tenant_cache_get(struct ctx *c, const char *id, struct tenancy *ret, struct problem *err) MUST_CHECK;

#endif
