/* SPDX-License-Identifier: MIT */
/* A thread that accepts connections and hands each to whom it wants.
 *
 * The library's own pool accepts up to ten connections at one go in whichever thread wakes first: sixteen callers often
 * ended up on one or two threads of eight, waiting for each other's database. */
#ifndef BIHUAN_HTTP_ACCEPTOR_H
#define BIHUAN_HTTP_ACCEPTOR_H

#include <stdbool.h>
#include <sys/socket.h>

struct acceptor;

/* All are called from the acceptor's thread. */
struct acceptor_sink {
    bool (*has_room)(void *arg); /* false: callers wait in the backlog; acceptor_wake() asks again */
    void (*take)(void *arg, int fd, const struct sockaddr *peer, socklen_t n); /* owns fd */
    void *arg;
};

/** Accepts from `listen_fd`, which it owns from now on. */
void acceptor_start(int listen_fd, const struct acceptor_sink *sink, struct acceptor **ret);
/** There is room again. */
void acceptor_wake(struct acceptor *a);
/** Takes what is in the backlog, then closes the listening socket. */
void acceptor_stop(struct acceptor *a);
/** After everything that might wake it is gone; NULL is fine. */
void acceptor_free(struct acceptor *a);

#endif
