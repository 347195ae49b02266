/* SPDX-License-Identifier: MIT */
/* The few Redis Streams commands the queue needs, over hiredis. One connection belongs to one thread; it reconnects
 * itself. Every failure is PROBLEM_UNAVAILABLE: the queue's truth lies in the database, so a caller backs off and tries
 * again. */
#ifndef BIHUAN_REDIS_REDIS_H
#define BIHUAN_REDIS_REDIS_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct redis;

/** `address` is unix:/path or host:port, in front of it user@ or user:password@ where the server asks for that; the
 *  password may come by itself (NULL: none). Connects at the first command and again after a failure. */
int redis_new(const char *address, const char *password, struct redis **ret, struct problem *err) MUST_CHECK;
/** NULL is fine. */
void redis_free(struct redis *r);

struct redis_entry {
    const char *id;    /* stream id */
    const char *event; /* the field "e": CloudEvent JSON; NULL for an entry of other fields */
    bool is_trimmed;   /* gone from the stream: only its id is left */
    size_t stream;     /* index in the group's streams */
};

struct redis_entries {
    struct redis_entry *items;
    size_t n;
};

/* A consumer of a group that reads several streams over a connection. */
struct redis_group {
    struct redis *redis;
    const char *group, *consumer;
    const char *const *streams;
    size_t n_streams;
};

/** XADD of n events to `stream`, trimmed to about `maxlen`, in one MULTI: a waiting reader wakes up to all of them, not
 *  to the first. All or an error. */
int redis_cmd_publish(struct redis *r, const char *stream, const char *const *events, size_t n,
                      int64_t maxlen, struct problem *err) MUST_CHECK;
/** The same in two steps: Redis has all of them, and shows none before redis_cmd_show(). What was held before is
 * forgotten. */
int redis_cmd_hold(struct redis *r, const char *stream, const char *const *events, size_t n, int64_t maxlen,
                   struct problem *err) MUST_CHECK;
int redis_cmd_show(struct redis *r, size_t n, struct problem *err) MUST_CHECK;
/** XREADGROUP of all streams, waiting at most `block_ms` (< 2000) for the first of at most `count` new entries a
 *  stream. Creates what is missing: stream and group, also after a flush. */
int redis_cmd_read(const struct redis_group *g, struct arena *a, int64_t count, int64_t block_ms,
                   struct redis_entries *ret, struct problem *err) MUST_CHECK;
/** XAUTOCLAIM on one of the streams: entries that any consumer took and left idle longer than `min_idle_ms`, at most
 *  100. */
int redis_cmd_claim(const struct redis_group *g, struct arena *a, size_t stream, int64_t min_idle_ms,
                    struct redis_entries *ret, struct problem *err) MUST_CHECK;
/** XACK, each entry on its stream; sent in front of the connection's next command, so that reading on costs no wait for
 *  it. */
int redis_cmd_ack(const struct redis_group *g, const struct redis_entries *entries,
                  struct problem *err) MUST_CHECK;
/** Deletes the group's other consumers that have nothing pending and were idle for an hour. */
int redis_cmd_tidy(const struct redis_group *g, size_t stream, struct problem *err) MUST_CHECK;
/** Changes whenever entries may have been lost: with every new connection (a restart breaks it) and every group that
 *  was missing. */
unsigned redis_generation(const struct redis *r);
int redis_cmd_ping(struct redis *r, struct problem *err) MUST_CHECK;

#endif
