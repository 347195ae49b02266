/* SPDX-License-Identifier: MIT */
/* How many requests a second somebody may send to this process: a tenant, a client of it (issuer and subject), and an
 * address that shows no valid token. Ten seconds' worth may come at once. Beyond that it is 429 with Retry-After, for
 * him alone.
 *
 * A process counts for itself: with n of them behind a gateway, up to n times as much gets through. Fixed memory;
 * thread-safe. */
#ifndef BIHUAN_HTTP_QUOTA_H
#define BIHUAN_HTTP_QUOTA_H

#include "unit/ctx.h"

enum { QUOTA_BURST_SECONDS = 10 };

struct quota;
struct config;

void quota_new(const struct config *cfg, struct quota **ret);
void quota_free(struct quota *q);

/** Counts the request of c->who: with his client and his tenant, or with his address when the route asks for no token.
 *  Requests for how the process is (/healthz, /readyz, /metrics) are never counted. PROBLEM_TOO_MANY_REQUESTS, and
 *  c->retry_after_s. */
int quota_check(struct ctx *c, struct problem *err) MUST_CHECK;
/** Counts a request that is refused with `err`, for what it shows no valid token or names no route, with the caller's
 *  address. *err becomes PROBLEM_TOO_MANY_REQUESTS when there were too many. */
void quota_count_refused(struct ctx *c, struct problem *err);

/* One kind of it: who is known by a number, each with an allowance. */
struct quota_table;

/** `rate` requests a second, 1 to 1 000 000. */
void quota_table_new(int64_t rate, struct quota_table **ret);
void quota_table_free(struct quota_table *t);
/** 0: one request of `key` at `now_us` is fine, and counted. Otherwise the seconds after which the next one is. */
int64_t quota_take(struct quota_table *t, uint64_t key, int64_t now_us);

#endif
