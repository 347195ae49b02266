/* SPDX-License-Identifier: MIT */
/* The thread that keeps the keys of an issuer fresh. One for each, so that a slow source delays no other. */
#include "auth/jwks.h"
#include "base/clock.h"
#include "metrics/metrics.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int64_t second_us = 1000000LL, first_retry_us = 1 * second_us, retry_us = 3 * second_us,
                     stale_us = 20 * second_us;

struct jwks {
    char *source;
    const struct own_keys *own;
    struct jwks_listener listener;
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t wake;
    struct keyset *set;        /* NULL: never read */
    bool wanted, now;          /* a key is missing; somebody asks for a fresh set */
    int64_t tried_us, read_us; /* monotonic; 0: never */
    atomic_bool ending;
};

/* -- the source -- */

static struct keyset *read_source(struct jwks *k)
{
    struct arena a = {0};
    struct keyset *s = NULL;
    struct buf text;

    buf_init(&text, &a);
    if (key_source_read(k->source, k->own, &k->ending, &text) == 0)
        s = keyset_parse(text.data, text.len);
    arena_done(&a);
    metric_add(METRIC_KEY_READS, s ? "done" : "failed", NULL, 1);
    return s;
}

/* Under the lock; it takes over `fresh`. True when other keys hold from now on. */
static bool put_set(struct jwks *k, struct keyset *fresh, int64_t at_us)
{
    bool changed = !keyset_same(k->set, fresh);
    struct keyset *old = k->set;

    k->set = fresh;
    k->read_us = at_us;
    keyset_release(old);
    return changed;
}

/* With the lock held, and let go of while the source is read. */
static void read_again(struct jwks *k)
{
    int64_t at_us = clock_monotonic_us();
    struct keyset *fresh;
    bool changed;

    k->tried_us = at_us;
    k->wanted = k->now = false;
    pthread_mutex_unlock(&k->lock);
    fresh = read_source(k);
    pthread_mutex_lock(&k->lock);
    changed = fresh && put_set(k, fresh, at_us);
    pthread_mutex_unlock(&k->lock);
    if (changed && k->listener.changed)
        k->listener.changed(k->listener.arg);
    pthread_mutex_lock(&k->lock);
}

/* -- the thread -- */

static int64_t due_us(const struct jwks *k)
{
    if (k->now || k->tried_us == 0)
        return 0;
    if (k->read_us == 0)
        return k->tried_us + first_retry_us;
    if (k->wanted || k->tried_us > k->read_us) /* the last try failed */
        return k->tried_us + retry_us;
    return k->read_us + stale_us;
}

static void sleep_until(struct jwks *k, int64_t at_us)
{
    const struct timespec t = {.tv_sec = at_us / second_us, .tv_nsec = at_us % second_us * 1000};

    (void)pthread_cond_timedwait(&k->wake, &k->lock, &t);
}

static void *refresh(void *arg)
{
    struct jwks *k = arg;

    pthread_mutex_lock(&k->lock);
    while (!atomic_load(&k->ending)) {
        int64_t at_us = due_us(k);

        if (at_us > clock_monotonic_us())
            sleep_until(k, at_us);
        else
            read_again(k);
    }
    pthread_mutex_unlock(&k->lock);
    return NULL;
}

/* -- checking -- */

static struct keyset *take_set(struct jwks *k)
{
    struct keyset *s;

    pthread_mutex_lock(&k->lock);
    s = keyset_hold(k->set);
    pthread_mutex_unlock(&k->lock);
    return s;
}

static void want(struct jwks *k)
{
    pthread_mutex_lock(&k->lock);
    if (!k->wanted) {
        k->wanted = true;
        pthread_cond_signal(&k->wake);
    }
    pthread_mutex_unlock(&k->lock);
}

enum jwks_result jwks_check(struct jwks *k, const char *kid, const char *alg, const char *token)
{
    struct keyset *s = take_set(k);
    enum jwks_result result;

    if (!s)
        return JWKS_NOT_READ;
    result = keyset_check(s, kid, alg, token);
    keyset_release(s);
    if (result == JWKS_NO_KEY)
        want(k);
    return result;
}

bool jwks_is_read(struct jwks *k)
{
    struct keyset *s = take_set(k);

    keyset_release(s);
    return s != NULL;
}

/* -- life -- */

void jwks_new(const char *source, const struct own_keys *own, const struct jwks_listener *listener,
              struct jwks **ret)
{
    struct jwks *k = calloc(1, sizeof *k);
    pthread_condattr_t attr;

    if (!k || !(k->source = strdup(source)))
        abort();
    k->own = own;
    k->listener = *listener;
    pthread_mutex_init(&k->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&k->wake, &attr);
    pthread_condattr_destroy(&attr);
    if (key_source_is_file(source)) {
        pthread_mutex_lock(&k->lock);
        read_again(k);
        pthread_mutex_unlock(&k->lock);
    }
    if (pthread_create(&k->thread, NULL, refresh, k) != 0)
        abort();
    *ret = k;
}

void jwks_free(struct jwks *k)
{
    if (!k)
        return;
    pthread_mutex_lock(&k->lock);
    atomic_store(&k->ending, true);
    pthread_cond_signal(&k->wake);
    pthread_mutex_unlock(&k->lock);
    pthread_join(k->thread, NULL);
    keyset_release(k->set);
    pthread_cond_destroy(&k->wake);
    pthread_mutex_destroy(&k->lock);
    free(k->source);
    free(k);
}

void jwks_forget(struct jwks *k)
{
    pthread_mutex_lock(&k->lock);
    k->now = true;
    pthread_cond_signal(&k->wake);
    pthread_mutex_unlock(&k->lock);
}
