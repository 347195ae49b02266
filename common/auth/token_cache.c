/* SPDX-License-Identifier: MIT */
/* A table by the first bits of the key, in shards with a lock each; a newcomer replaces the oldest of the WAYS slots it
 * may be in, so that two busy callers do not drive each other out. */
#include "auth/token_cache.h"
#include "base/clock.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SHARDS = 16, SETS = 32, WAYS = 4, SLOTS = SETS * WAYS, KEEP_US = 60 * 1000000 };

struct slot {
    unsigned char key[SHA256_SIZE];
    int64_t since_us; /* monotonic; 0: empty */
    struct jwt_claims claims;
};

struct shard {
    pthread_mutex_t lock;
    struct slot slots[SLOTS];
};

struct token_cache {
    atomic_uint_fast64_t era;
    struct shard shards[SHARDS];
};

void token_cache_new(struct token_cache **ret)
{
    struct token_cache *c = calloc(1, sizeof *c);

    if (!c)
        abort();
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&c->shards[i].lock, NULL);
    *ret = c;
}

void token_cache_free(struct token_cache *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&c->shards[i].lock);
    free(c);
}

uint64_t token_cache_era(const struct token_cache *c)
{
    return atomic_load(&c->era);
}

/* The era ends first: what is put after a shard was emptied sees it. */
void token_cache_forget(struct token_cache *c)
{
    atomic_fetch_add(&c->era, 1);
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_lock(&c->shards[i].lock);
        for (size_t j = 0; j < SLOTS; j++)
            c->shards[i].slots[j].since_us = 0;
        pthread_mutex_unlock(&c->shards[i].lock);
    }
}

static struct slot *set_of(struct shard *shard, const unsigned char key[SHA256_SIZE])
{
    return &shard->slots[key[1] % SETS * WAYS];
}

static struct slot *slot_with(struct shard *shard, const unsigned char key[SHA256_SIZE])
{
    struct slot *set = set_of(shard, key);

    for (int i = 0; i < WAYS; i++)
        if (set[i].since_us > 0 && memcmp(set[i].key, key, SHA256_SIZE) == 0)
            return &set[i];
    return NULL;
}

static struct slot *oldest_of(struct slot *set)
{
    struct slot *oldest = set;

    for (int i = 1; i < WAYS; i++)
        if (set[i].since_us < oldest->since_us)
            oldest = &set[i];
    return oldest;
}

bool token_cache_get(struct token_cache *c, const unsigned char key[SHA256_SIZE], int64_t now_us,
                     struct jwt_claims *ret)
{
    struct shard *shard = &c->shards[key[0] % SHARDS];
    const struct slot *s;
    bool hit;

    pthread_mutex_lock(&shard->lock);
    s = slot_with(shard, key);
    hit = s && clock_monotonic_us() - s->since_us < KEEP_US && now_us < s->claims.expires_us;
    if (hit)
        *ret = s->claims;
    pthread_mutex_unlock(&shard->lock);
    return hit;
}

void token_cache_put(struct token_cache *c, const unsigned char key[SHA256_SIZE],
                     const struct jwt_claims *claims, uint64_t era)
{
    struct shard *shard = &c->shards[key[0] % SHARDS];
    struct slot *s;

    pthread_mutex_lock(&shard->lock);
    if (atomic_load(&c->era) == era) {
        s = slot_with(shard, key);
        if (!s)
            s = oldest_of(set_of(shard, key));
        memcpy(s->key, key, SHA256_SIZE);
        s->claims = *claims;
        s->since_us = clock_monotonic_us();
    }
    pthread_mutex_unlock(&shard->lock);
}
