/* SPDX-License-Identifier: MIT */
/* Requests in flight and connections, in a small hash table under one lock, and a thread that looks for what never
 * arrives. */
#include "http/watch.h"
#include "base/clock.h"
#include "unit/reply.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BUCKETS = 1024, LOOK_MS = 500 };

enum state { ARRIVING, SERVED, CUT };

struct entry {
    struct entry *next;
    const void *key;
    int64_t since_us;
    int fd;
    enum state state;
};

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t idle; /* count fell to zero */
    pthread_cond_t ended;
    pthread_t thread;
    int64_t patience_us;
    int count, connections;
    bool ending;
    struct entry *buckets[BUCKETS];
};

static struct entry **bucket(struct watch *w, const void *key)
{
    uintptr_t h = (uintptr_t)key;

    return &w->buckets[(h >> 4 ^ h >> 14) % BUCKETS];
}

static struct entry *find(struct watch *w, const void *key)
{
    struct entry *e = *bucket(w, key);

    while (e && e->key != key)
        e = e->next;
    return e;
}

/* Under the lock. */
static void put(struct watch *w, const void *key, int fd)
{
    struct entry *e = calloc(1, sizeof *e), **at = bucket(w, key);

    if (!e)
        abort();
    *e = (struct entry){.next = *at, .key = key, .since_us = clock_monotonic_us(), .fd = fd};
    *at = e;
}

static bool take_out(struct watch *w, const void *key)
{
    struct entry **at = bucket(w, key), *e;

    while (*at && (*at)->key != key)
        at = &(*at)->next;
    e = *at;
    if (e)
        *at = e->next;
    free(e);
    return e != NULL;
}

/* Of a connection: whether the line of a request is waited for. */
static void turn(struct watch *w, const void *connection, enum state to)
{
    struct entry *e = find(w, connection);

    if (!e || e->state == CUT)
        return;
    e->state = to;
    e->since_us = clock_monotonic_us();
}

void watch_connect(struct watch *w, const void *connection, int fd)
{
    pthread_mutex_lock(&w->lock);
    put(w, connection, fd);
    w->connections++;
    pthread_mutex_unlock(&w->lock);
}

void watch_forget(struct watch *w, const void *connection)
{
    pthread_mutex_lock(&w->lock);
    if (take_out(w, connection))
        w->connections--;
    pthread_mutex_unlock(&w->lock);
}

void watch_add(struct watch *w, const void *key, const void *connection, int fd)
{
    pthread_mutex_lock(&w->lock);
    turn(w, connection, SERVED);
    put(w, key, fd);
    w->count++;
    pthread_mutex_unlock(&w->lock);
}

bool watch_serve(struct watch *w, const void *key)
{
    struct entry *e;
    bool ok;

    pthread_mutex_lock(&w->lock);
    e = find(w, key);
    ok = e && e->state == ARRIVING;
    if (ok)
        e->state = SERVED;
    pthread_mutex_unlock(&w->lock);
    return ok;
}

void watch_remove(struct watch *w, const void *key, const void *connection)
{
    pthread_mutex_lock(&w->lock);
    if (take_out(w, key) && --w->count == 0)
        pthread_cond_broadcast(&w->idle);
    turn(w, connection, ARRIVING);
    pthread_mutex_unlock(&w->lock);
}

int watch_count(struct watch *w)
{
    int n;

    pthread_mutex_lock(&w->lock);
    n = w->count;
    pthread_mutex_unlock(&w->lock);
    return n;
}

/* Nothing of the answer has been sent while a request arrives, so the socket is ours to speak on. */
static void cut_off(struct entry *e)
{
    const struct problem err = {.code = PROBLEM_REQUEST_TIMEOUT};
    struct arena a = {0};
    struct buf body, all;

    buf_init(&body, &a);
    problem_write(&body, &err, false, NULL, NULL);
    buf_init(&all, &a);
    buf_addf(&all,
             "HTTP/1.1 408 Request Timeout\r\nContent-Type: application/problem+json\r\n"
             "Connection: close\r\nContent-Length: %zu\r\n\r\n%s",
             body.len, body.data);
    (void)send(e->fd, all.data, all.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)shutdown(e->fd, SHUT_RDWR);
    e->state = CUT;
    arena_done(&a);
}

static void look(struct watch *w, int64_t now_us)
{
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct entry *e = w->buckets[i]; e; e = e->next)
            if (e->state == ARRIVING && e->fd >= 0 && now_us - e->since_us > w->patience_us)
                cut_off(e);
}

static struct timespec in_ms(int64_t ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += (time_t)(ms / 1000);
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static void *run(void *arg)
{
    struct watch *w = arg;

    pthread_mutex_lock(&w->lock);
    while (!w->ending) {
        struct timespec until = in_ms(LOOK_MS);

        (void)pthread_cond_timedwait(&w->ended, &w->lock, &until);
        if (w->count + w->connections > 0)
            look(w, clock_monotonic_us());
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

void watch_new(int64_t seconds, struct watch **ret)
{
    struct watch *w = calloc(1, sizeof *w);
    pthread_condattr_t attr;

    if (!w)
        abort();
    w->patience_us = seconds * 1000000;
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->idle, &attr);
    pthread_cond_init(&w->ended, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&w->thread, NULL, run, w) != 0)
        abort();
    *ret = w;
}

void watch_wait_idle(struct watch *w, int64_t seconds)
{
    struct timespec until = in_ms(seconds * 1000);

    pthread_mutex_lock(&w->lock);
    while (w->count > 0)
        if (pthread_cond_timedwait(&w->idle, &w->lock, &until) == ETIMEDOUT)
            break;
    pthread_mutex_unlock(&w->lock);
}

void watch_free(struct watch *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->ending = true;
    pthread_cond_broadcast(&w->ended);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    for (size_t i = 0; i < BUCKETS; i++)
        while (w->buckets[i]) {
            struct entry *e = w->buckets[i];

            w->buckets[i] = e->next;
            free(e);
        }
    pthread_cond_destroy(&w->idle);
    pthread_cond_destroy(&w->ended);
    pthread_mutex_destroy(&w->lock);
    free(w);
}
