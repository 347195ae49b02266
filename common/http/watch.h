/* SPDX-License-Identifier: MIT */
/* The requests in flight: how many there are, and which of them never finish arriving; and the connections whose next
 * request never begins.
 *
 * The library's timeout is one of inactivity, so a byte every few seconds would hold a connection for ever, and an
 * endless body as long as it lasts. The line of a request, and then the rest of it, have so much time each; what has
 * not arrived is answered 408 on the bare socket and cut off. A connection that says nothing is the library's: its
 * patience is shorter than ours. Thread-safe; keyed by any address that the connection or the request keeps. */
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
/** A connection waits for the line of a request on socket `fd`; it is forgotten before the socket is closed. */
void watch_connect(struct watch *w, const void *connection, int fd);
void watch_forget(struct watch *w, const void *connection);
/** The line of the request `key` has come on a connection. */
void watch_add(struct watch *w, const void *key, const void *connection, int fd);
/** The request will be answered now: true, or false when it was cut off. */
bool watch_serve(struct watch *w, const void *key);
/** It has ended, and the connection waits for the next. */
void watch_remove(struct watch *w, const void *key, const void *connection);
/** Requests. */
int watch_count(struct watch *w);
/** Waits until none is left, at most `seconds`. */
void watch_wait_idle(struct watch *w, int64_t seconds);

#endif
