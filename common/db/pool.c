/* SPDX-License-Identifier: MIT */
/* A bounded set of connections, shared by all threads of a process. The last one given back is the first taken, so that
 * the fewest stay warm. Connecting happens outside of the lock: a slow server never stops those who need no new
 * connection. */
#include "db/pool.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DEFAULT_WAIT_MS = 3000, DEFAULT_STATEMENT_MS = 15000 };

struct db_pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct pg **idle; /* a stack of n_idle; room for size */
    int n_idle;
    struct pg **lent; /* n_lent of them, in no order; room for size */
    int n_lent;
    struct db_pool_stats stats; /* open counts those being opened too */
    int wait_ms;
    struct pg_limits limits;
    char *conninfo;
};

int db_pool_new(const char *conninfo, int size, struct db_pool **ret, struct problem *err)
{
    struct db_pool *pool;
    pthread_condattr_t attr;

    if (size < 1)
        return problem_cause(err, PROBLEM_INTERNAL, "a pool of %d connections", size);
    pool = calloc(1, sizeof *pool);
    if (!pool || !(pool->idle = calloc((size_t)size, sizeof(struct pg *))) ||
        !(pool->lent = calloc((size_t)size, sizeof(struct pg *))) || !(pool->conninfo = strdup(conninfo)))
        abort();
    pool->stats.size = size;
    pool->wait_ms = DEFAULT_WAIT_MS;
    pool->limits.statement_ms = DEFAULT_STATEMENT_MS;
    (void)pthread_mutex_init(&pool->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&pool->freed, &attr);
    (void)pthread_condattr_destroy(&attr);
    *ret = pool;
    return 0;
}

void db_pool_limits(struct db_pool *pool, int statement_ms, int lock_ms, int wait_ms)
{
    pool->limits = (struct pg_limits){statement_ms, lock_ms};
    pool->wait_ms = wait_ms;
}

void db_pool_free(struct db_pool *pool)
{
    if (!pool)
        return;
    for (int i = 0; i < pool->n_idle; i++)
        pg_close(pool->idle[i]);
    (void)pthread_cond_destroy(&pool->freed);
    (void)pthread_mutex_destroy(&pool->lock);
    free(pool->idle);
    free(pool->lent);
    free(pool->conninfo);
    free(pool);
}

struct db_pool_stats db_pool_stats(struct db_pool *pool)
{
    struct db_pool_stats stats;

    (void)pthread_mutex_lock(&pool->lock);
    stats = pool->stats;
    (void)pthread_mutex_unlock(&pool->lock);
    return stats;
}

static struct timespec deadline_in(int ms)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

/* With the lock held: a right to one connection. *ret is an idle one, or NULL when the caller has to open it. */
static int take_place(struct db_pool *pool, struct pg **ret, struct problem *err)
{
    struct timespec until = deadline_in(pool->wait_ms);

    if (pool->n_idle == 0 && pool->stats.open >= pool->stats.size)
        pool->stats.waits++;
    while (pool->n_idle == 0 && pool->stats.open >= pool->stats.size) {
        if (pthread_cond_timedwait(&pool->freed, &pool->lock, &until) != ETIMEDOUT)
            continue;
        if (pool->n_idle > 0 || pool->stats.open < pool->stats.size)
            break;
        (void)problem_cause(err, PROBLEM_UNAVAILABLE, "all %d database connections stayed busy for %d ms",
                            pool->stats.size, pool->wait_ms);
        return problem_fail(err, PROBLEM_UNAVAILABLE, "too many requests are waiting for the database");
    }
    *ret = pool->n_idle > 0 ? pool->idle[--pool->n_idle] : NULL;
    if (!*ret)
        pool->stats.open++;
    pool->stats.busy++;
    return 0;
}

static int open_one(struct db_pool *pool, struct pg **ret, struct problem *err)
{
    if (pg_open(pool->conninfo, pool->limits, ret, err) == 0)
        return 0;
    (void)pthread_mutex_lock(&pool->lock);
    pool->stats.open--;
    pool->stats.busy--;
    (void)pthread_cond_signal(&pool->freed);
    (void)pthread_mutex_unlock(&pool->lock);
    return -1;
}

static void note_lent(struct db_pool *pool, struct pg *pg)
{
    (void)pthread_mutex_lock(&pool->lock);
    pool->lent[pool->n_lent++] = pg;
    (void)pthread_mutex_unlock(&pool->lock);
}

static void note_given(struct db_pool *pool, const struct pg *pg)
{
    (void)pthread_mutex_lock(&pool->lock);
    for (int i = 0; i < pool->n_lent; i++)
        if (pool->lent[i] == pg) {
            pool->lent[i] = pool->lent[--pool->n_lent];
            break;
        }
    (void)pthread_mutex_unlock(&pool->lock);
}

void db_pool_cut(struct db_pool *pool)
{
    (void)pthread_mutex_lock(&pool->lock);
    for (int i = 0; i < pool->n_lent; i++)
        pg_cut(pool->lent[i]);
    (void)pthread_mutex_unlock(&pool->lock);
}

int pool_take(struct db_pool *pool, struct pg **ret, struct problem *err)
{
    struct pg *pg = NULL;
    int r;

    (void)pthread_mutex_lock(&pool->lock);
    r = take_place(pool, &pg, err);
    (void)pthread_mutex_unlock(&pool->lock);
    if (r < 0)
        return -1;
    if (pg && !pg_is_reusable(pg)) {
        pg_close(pg);
        pg = NULL;
        (void)pthread_mutex_lock(&pool->lock);
        pool->stats.reconnects++;
        (void)pthread_mutex_unlock(&pool->lock);
    }
    if (!pg && open_one(pool, &pg, err) < 0)
        return -1;
    note_lent(pool, pg);
    *ret = pg;
    return 0;
}

/* With the lock held. Idle connections to a server that went silent are as dead as the one that showed it. */
static void drop_idle(struct db_pool *pool)
{
    pool->stats.open -= pool->n_idle;
    while (pool->n_idle > 0)
        pg_close(pool->idle[--pool->n_idle]);
}

void pool_drop_idle(struct db_pool *pool)
{
    (void)pthread_mutex_lock(&pool->lock);
    drop_idle(pool);
    (void)pthread_cond_broadcast(&pool->freed);
    (void)pthread_mutex_unlock(&pool->lock);
}

void pool_give(struct db_pool *pool, struct pg *pg)
{
    bool keep, silent;

    pg_trim(pg); /* may wait for the server: while it is lent, it can be cut off */
    note_given(pool, pg);
    keep = pg_is_clean(pg);
    silent = pg_was_silent(pg);
    if (!keep)
        pg_close(pg);
    (void)pthread_mutex_lock(&pool->lock);
    if (silent)
        drop_idle(pool);
    if (keep)
        pool->idle[pool->n_idle++] = pg;
    else
        pool->stats.open--;
    pool->stats.busy--;
    (void)pthread_cond_signal(&pool->freed);
    (void)pthread_mutex_unlock(&pool->lock);
}
