/* SPDX-License-Identifier: MIT */
/* One thread, one set of sockets to poll; a byte in the pipe says that there is a new one, or that all ends. */
#include "http/parting.h"
#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Places for a crowd; and nobody is read for so long that others wait to be taken over. */
enum { PLACES = 512, PATIENCE_US = 2000000, SCRATCH = 64 * 1024, READS = 4 };

struct guest {
    int fd;
    int64_t until_us;
};

struct parting {
    pthread_t thread;
    pthread_mutex_t lock;
    int wake_read, wake_write;
    bool ending;
    int n_new;
    struct guest fresh[PLACES]; /* handed over, not yet seen by the thread */
    int n;
    struct guest guests[PLACES]; /* the thread's own, the oldest first */
    char scratch[SCRATCH];
};

/* -- the thread's side -- */

static void drop(struct parting *l, int i)
{
    close(l->guests[i].fd);
    memmove(&l->guests[i], &l->guests[i + 1], (size_t)(--l->n - i) * sizeof l->guests[0]);
}

static bool take_over(struct parting *l)
{
    bool ending;

    pthread_mutex_lock(&l->lock);
    for (int i = 0; i < l->n_new; i++) {
        if (l->n == PLACES)
            drop(l, 0);
        l->guests[l->n++] = l->fresh[i];
    }
    l->n_new = 0;
    ending = l->ending;
    pthread_mutex_unlock(&l->lock);
    return !ending;
}

/* False when the caller has closed, or the line is broken. */
static bool forget_bytes(struct parting *l, int fd)
{
    ssize_t n = 1;

    for (int i = 0; i < READS && n > 0; i++)
        n = recv(fd, l->scratch, SCRATCH, MSG_DONTWAIT);
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void look_at(struct parting *l, const struct pollfd *fds)
{
    int64_t now = clock_monotonic_us();

    for (int i = l->n - 1; i >= 0; i--)
        if (now >= l->guests[i].until_us || (fds[i].revents && !forget_bytes(l, l->guests[i].fd)))
            drop(l, i);
}

static int wait_ms(const struct parting *l)
{
    int64_t left = l->n > 0 ? l->guests[0].until_us - clock_monotonic_us() : -1000;

    return l->n == 0 ? -1 : left < 0 ? 0 : (int)(left / 1000) + 1;
}

static void *run(void *arg)
{
    struct parting *l = arg;
    struct pollfd fds[PLACES + 1];
    char bytes[64];

    while (take_over(l)) {
        for (int i = 0; i < l->n; i++)
            fds[i] = (struct pollfd){.fd = l->guests[i].fd, .events = POLLIN};
        fds[l->n] = (struct pollfd){.fd = l->wake_read, .events = POLLIN};
        if (poll(fds, (nfds_t)l->n + 1, wait_ms(l)) < 0)
            continue;
        if (fds[l->n].revents)
            (void)!read(l->wake_read, bytes, sizeof bytes);
        look_at(l, fds);
    }
    while (l->n > 0)
        drop(l, 0);
    return NULL;
}

/* -- everybody's -- */

void parting_take(struct parting *l, int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

    if (copy < 0)
        return; /* out of descriptors: it is closed as any other */
    pthread_mutex_lock(&l->lock);
    if (l->n_new < PLACES) {
        l->fresh[l->n_new++] = (struct guest){copy, clock_monotonic_us() + PATIENCE_US};
        copy = -1;
    }
    pthread_mutex_unlock(&l->lock);
    if (copy >= 0)
        close(copy);
    (void)!write(l->wake_write, "", 1);
}

void parting_new(struct parting **ret)
{
    struct parting *l = calloc(1, sizeof *l);
    int ends[2];

    if (!l || pipe(ends) < 0)
        abort();
    for (int i = 0; i < 2; i++) {
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    l->wake_read = ends[0];
    l->wake_write = ends[1];
    pthread_mutex_init(&l->lock, NULL);
    if (pthread_create(&l->thread, NULL, run, l) != 0)
        abort();
    *ret = l;
}

void parting_free(struct parting *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    l->ending = true;
    pthread_mutex_unlock(&l->lock);
    (void)!write(l->wake_write, "", 1);
    pthread_join(l->thread, NULL);
    close(l->wake_read);
    close(l->wake_write);
    pthread_mutex_destroy(&l->lock);
    free(l);
}
