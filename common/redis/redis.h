/* SPDX-License-Identifier: MIT */
/* The few Redis Streams commands the queue needs, over hiredis. One connection belongs to one thread; it reconnects itself. */
#ifndef BIHUAN_REDIS_REDIS_H
#define BIHUAN_REDIS_REDIS_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct redis;

/** `address` is unix:/path or host:port; connects at the first command and again after a failure. */
int redis_new(const char *address, struct redis **ret, struct problem *err) MUST_CHECK;
void redis_free(struct redis *r);

struct redis_entry {
    const char *id;    /* stream id */
    const char *event; /* the field "e": CloudEvent JSON */
    int64_t tries;     /* deliveries so far, where known */
};

/** Pipelined XADD of n events to `stream`, trimmed to about `maxlen`. All or an error. */
int redis_cmd_publish(struct redis *r, const char *stream, const char *const *events, size_t n,
                      int64_t maxlen, struct problem *err) MUST_CHECK;
/** Creates group and stream when missing; also after a flush. */
int redis_cmd_group(struct redis *r, const char *stream, const char *group, struct problem *err) MUST_CHECK;
/** XREADGROUP of several streams with a blocking time; entries with the index of their stream. */
int redis_cmd_read(struct redis *r, struct arena *a, const char *group, const char *consumer,
                   const char *const *streams, size_t n_streams, int64_t count, int64_t block_ms,
                   struct redis_entry **ret, size_t *ret_n, size_t **ret_stream,
                   struct problem *err) MUST_CHECK;
/** XAUTOCLAIM of entries idle longer than min_idle_ms. */
int redis_cmd_claim(struct redis *r, struct arena *a, const char *stream, const char *group,
                    const char *consumer, int64_t min_idle_ms, int64_t count, struct redis_entry **ret,
                    size_t *ret_n, struct problem *err) MUST_CHECK;
int redis_cmd_ack(struct redis *r, const char *stream, const char *group, const char *const *ids, size_t n,
                  struct problem *err) MUST_CHECK;
int redis_cmd_ping(struct redis *r, struct problem *err) MUST_CHECK;

#endif
