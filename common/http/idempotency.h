/* SPDX-License-Identifier: MIT */
/* Repeated writes: the answer to an Idempotency-Key is kept for 24 h in the transaction of its effect and given again.
 *
 * The key belongs to tenant and subject; another route, path, query or body under it is PROBLEM_IDEMPOTENCY_REUSED.
 * Requests with one key that come at the same time wait for each other on the table's primary key, also across
 * processes. Only 2xx answers are kept: what failed has no effect and may be tried again. */
#ifndef BIHUAN_HTTP_IDEMPOTENCY_H
#define BIHUAN_HTTP_IDEMPOTENCY_H

#include "unit/ctx.h"

/** First statement of the unit. *ret_replayed: c->reply is the kept answer and the handler must not run. */
int idempotency_begin(struct ctx *c, bool *ret_replayed, struct problem *err) MUST_CHECK;
/** Keeps c->reply; rides with COMMIT. */
int idempotency_keep(struct ctx *c, struct problem *err) MUST_CHECK;

#endif
