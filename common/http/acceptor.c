/* SPDX-License-Identifier: MIT */
/* The accepting thread. It sleeps on the listening socket and on a pipe: a byte there means "look again". */
#include "http/acceptor.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { TROUBLE_MS = 100 }; /* out of descriptors: others must close some first */

struct acceptor {
    pthread_t thread;
    struct acceptor_sink sink;
    int listen_fd, wake_read, wake_write;
    atomic_bool stopping, waiting; /* for room */
};

/* One connection; false when there is none left, or no way to take it. */
static bool accept_one(struct acceptor *a)
{
    struct sockaddr_storage peer;
    socklen_t n = sizeof peer;
    int fd = accept(a->listen_fd, (struct sockaddr *)&peer, &n);

    if (fd < 0)
        return errno == EINTR || errno == ECONNABORTED;
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    (void)fcntl(fd, F_SETFL, O_NONBLOCK);
    a->sink.take(a->sink.arg, fd, (const struct sockaddr *)&peer, n);
    return true;
}

/* The flag goes up before the question, so that room made in between is not overlooked. */
static bool has_room(struct acceptor *a)
{
    atomic_store(&a->waiting, true);
    if (!a->sink.has_room(a->sink.arg))
        return false;
    atomic_store(&a->waiting, false);
    return true;
}

static void sweep(struct acceptor *a)
{
    while (has_room(a) && accept_one(a))
        ;
}

static void sleep_until_something(struct acceptor *a, bool room, int timeout_ms)
{
    struct pollfd fds[2] = {
        {.fd = a->wake_read,             .events = POLLIN},
        {.fd = room ? a->listen_fd : -1, .events = POLLIN}
    };
    char bytes[64];

    if (poll(fds, 2, timeout_ms) > 0 && fds[0].revents)
        (void)!read(a->wake_read, bytes, sizeof bytes);
}

static void *run(void *arg)
{
    struct acceptor *a = arg;

    while (!atomic_load(&a->stopping)) {
        int why;

        errno = 0;
        sweep(a);
        why = errno;
        if (why == EMFILE || why == ENFILE || why == ENOBUFS || why == ENOMEM)
            sleep_until_something(a, false, TROUBLE_MS);
        else
            sleep_until_something(a, !atomic_load(&a->waiting), -1);
    }
    sweep(a);
    return NULL;
}

void acceptor_start(int listen_fd, const struct acceptor_sink *sink, struct acceptor **ret)
{
    struct acceptor *a = calloc(1, sizeof *a);
    int ends[2];

    if (!a || pipe(ends) < 0)
        abort();
    for (int i = 0; i < 2; i++) {
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    a->sink = *sink;
    a->listen_fd = listen_fd;
    a->wake_read = ends[0];
    a->wake_write = ends[1];
    *ret = a;
    if (pthread_create(&a->thread, NULL, run, a) != 0)
        abort();
}

void acceptor_wake(struct acceptor *a)
{
    if (atomic_exchange(&a->waiting, false))
        (void)!write(a->wake_write, "", 1);
}

void acceptor_stop(struct acceptor *a)
{
    atomic_store(&a->stopping, true);
    (void)!write(a->wake_write, "", 1);
    (void)pthread_join(a->thread, NULL);
    close(a->listen_fd);
}

void acceptor_free(struct acceptor *a)
{
    if (!a)
        return;
    close(a->wake_read);
    close(a->wake_write);
    free(a);
}
