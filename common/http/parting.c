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

/* Places for a crowd. What comes is discarded where it lies (MSG_TRUNC copies nothing), and of nobody so much that
 * others wait to be taken over. */
enum { PLACES = 512, PATIENCE_US = 2000000, SCRATCH = 256 * 1024, READS = 4 };

struct guest {
    int fd;
    int64_t until_us;
};

/* The oldest first. */
struct guests {
    int n;
    struct guest all[PLACES];
};

struct parting {
    pthread_t thread;
    pthread_mutex_t lock;
    int wake_read, wake_write;
    bool ending;
    struct guests fresh;  /* handed over, not yet seen by the thread */
    struct guests guests; /* the thread's own */
    char scratch[SCRATCH];
};

/* -- both sides -- */

static void drop(struct guests *g, int i)
{
    close(g->all[i].fd);
    memmove(&g->all[i], &g->all[i + 1], (size_t)(--g->n - i) * sizeof g->all[0]);
}

/* Who was there longest makes room: the answer has most likely come to them, and they are gone. */
static void add(struct guests *g, struct guest guest)
{
    if (g->n == PLACES)
        drop(g, 0);
    g->all[g->n++] = guest;
}

/* -- the thread's side -- */

static bool take_over(struct parting *l)
{
    bool ending;

    pthread_mutex_lock(&l->lock);
    for (int i = 0; i < l->fresh.n; i++)
        add(&l->guests, l->fresh.all[i]);
    l->fresh.n = 0;
    ending = l->ending;
    pthread_mutex_unlock(&l->lock);
    return !ending;
}

/* False when the caller has closed, or the line is broken. */
static bool forget_bytes(struct parting *l, int fd)
{
    ssize_t n = 1;

    for (int i = 0; i < READS && n > 0; i++)
        n = recv(fd, l->scratch, SCRATCH, MSG_DONTWAIT | MSG_TRUNC);
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void look_at(struct parting *l, const struct pollfd *fds)
{
    int64_t now = clock_monotonic_us();

    for (int i = l->guests.n - 1; i >= 0; i--)
        if (now >= l->guests.all[i].until_us || (fds[i].revents && !forget_bytes(l, l->guests.all[i].fd)))
            drop(&l->guests, i);
}

static int wait_ms(const struct guests *g)
{
    int64_t left = g->n > 0 ? g->all[0].until_us - clock_monotonic_us() : -1000;

    return g->n == 0 ? -1 : left < 0 ? 0 : (int)(left / 1000) + 1;
}

static void *run(void *arg)
{
    struct parting *l = arg;
    struct pollfd fds[PLACES + 1];
    char bytes[64];

    while (take_over(l)) {
        const struct guests *g = &l->guests;
        for (int i = 0; i < g->n; i++)
            fds[i] = (struct pollfd){.fd = g->all[i].fd, .events = POLLIN};
        fds[g->n] = (struct pollfd){.fd = l->wake_read, .events = POLLIN};
        if (poll(fds, (nfds_t)g->n + 1, wait_ms(g)) < 0)
            continue;
        if (fds[g->n].revents)
            (void)!read(l->wake_read, bytes, sizeof bytes);
        look_at(l, fds);
    }
    while (l->guests.n > 0)
        drop(&l->guests, 0);
    return NULL;
}

/* -- everybody's -- */

void parting_take(struct parting *l, int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

    if (copy < 0)
        return; /* out of descriptors: it is closed as any other */
    pthread_mutex_lock(&l->lock);
    add(&l->fresh, (struct guest){copy, clock_monotonic_us() + PATIENCE_US});
    pthread_mutex_unlock(&l->lock);
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
