/* SPDX-License-Identifier: MIT */
/* The requests in flight: how many there are, and which of them never finish arriving.
 *
 * The library's timeout is one of inactivity, so a byte every few seconds would hold a connection for ever, and an endless body
 * as long as it lasts. A request that has not arrived whole in its time is answered 408 on the bare socket and cut off.
 * Thread-safe; keyed by any address that the request keeps. */
#ifndef BIHUAN_HTTP_WATCH_H
#define BIHUAN_HTTP_WATCH_H

#include <stdbool.h>
#include <stdint.h>

struct watch;

/* A request may take this many idle timeouts to arrive. */
enum { WATCH_TIMES = 4 };

/** `seconds`: the time a request has to arrive. */
void watch_new(int64_t seconds, struct watch **ret);
void watch_free(struct watch *w);
/** The request line of `key` has come on socket `fd`. */
void watch_add(struct watch *w, const void *key, int fd);
/** The request will be answered now: true, or false when it was cut off. */
bool watch_serve(struct watch *w, const void *key);
void watch_remove(struct watch *w, const void *key);
int watch_count(struct watch *w);
/** Waits until none is left, at most `seconds`. */
void watch_wait_idle(struct watch *w, int64_t seconds);

#endif
