/* SPDX-License-Identifier: MIT */
/* Token buckets as one number each (the generic cell rate algorithm): the time at which the bucket will be full again.
 * Every request moves it on by its share of a second, and none may move it further ahead than the burst.
 *
 * A newcomer takes the place that is full soonest of the WAYS he may have, so that who has used up his share keeps his
 * mark while others come and go; a full bucket and a forgotten one are the same. */
#include "http/quota.h"
#include <pthread.h>
#include <stdlib.h>

enum { SHARDS = 16, SETS = 64, WAYS = 8, SLOTS = SETS * WAYS, SECOND_US = 1000000 };
enum { BURST_US = QUOTA_BURST_SECONDS * SECOND_US };

struct slot {
    uint64_t key;
    int64_t full_us; /* 0: nobody's */
};

struct shard {
    pthread_mutex_t lock;
    struct slot slots[SLOTS];
};

struct quota_table {
    int64_t share_us; /* of one request */
    struct shard shards[SHARDS];
};

void quota_table_new(int64_t rate, struct quota_table **ret)
{
    struct quota_table *t = calloc(1, sizeof *t);

    if (!t)
        abort();
    t->share_us = SECOND_US / rate;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&t->shards[i].lock, NULL);
    *ret = t;
}

void quota_table_free(struct quota_table *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&t->shards[i].lock);
    free(t);
}

static struct slot *slot_of(struct shard *shard, uint64_t key)
{
    struct slot *set = &shard->slots[key / SHARDS % SETS * WAYS], *soonest = set;

    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key && set[i].full_us > 0)
            return &set[i];
        if (set[i].full_us < soonest->full_us)
            soonest = &set[i];
    }
    *soonest = (struct slot){.key = key};
    return soonest;
}

/* A bucket that is emptier than one can be is of before the clock was set back. */
int64_t quota_take(struct quota_table *t, uint64_t key, int64_t now_us)
{
    struct shard *shard = &t->shards[key % SHARDS];
    int64_t wait_us, full_us;
    struct slot *s;

    pthread_mutex_lock(&shard->lock);
    s = slot_of(shard, key);
    full_us = s->full_us < now_us || s->full_us > now_us + BURST_US ? now_us : s->full_us;
    full_us += t->share_us;
    wait_us = full_us - now_us - BURST_US;
    if (wait_us <= 0)
        s->full_us = full_us;
    pthread_mutex_unlock(&shard->lock);
    return wait_us <= 0 ? 0 : (wait_us + SECOND_US - 1) / SECOND_US;
}
