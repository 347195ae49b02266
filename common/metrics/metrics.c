/* SPDX-License-Identifier: MIT */
/* Metrics of the process. A series is found by hash without a lock and counts with atomics; only its first use takes
 * the lock to enter it. Series live as long as the process; there is room for a fixed number, and what comes after that
 * is counted under the label "other", so that no caller can fill the memory. */
#include "metrics/metrics.h"
#include "metrics/series.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

const struct metric_row metric_rows[METRIC_COUNT] = {
#define METRIC(id, name, kind, labels, help) {name, #kind, labels, help},
#include "metrics/metrics.def"
#undef METRIC
};

/* Upper bounds of the buckets in microseconds: 1 ms to 10 s. */
const int64_t series_bounds[SERIES_BUCKETS] = {1000,   2500,   5000,    10000,   25000,   50000,   100000,
                                               250000, 500000, 1000000, 2500000, 5000000, 10000000};

static struct series *_Atomic slots[SERIES_SLOTS];
static size_t used;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

const struct series *series_at(size_t slot)
{
    return atomic_load_explicit(&slots[slot], memory_order_acquire);
}

static uint32_t hash_text(uint32_t h, const char *s)
{
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return (h ^ 0xFF) * 16777619u;
}

static void copy_label(char out[SERIES_LABEL], const char *s)
{
    memset(out, 0, SERIES_LABEL);
    for (size_t i = 0; s && s[i] && i < SERIES_LABEL - 1; i++)
        out[i] = s[i];
}

/* The series or the empty slot where it belongs; there is always an empty one. */
static size_t slot_of(const struct series_key *key)
{
    uint32_t h = hash_text(hash_text(2166136261u ^ (uint32_t)key->id, key->a), key->b);
    size_t i = (h ^ h >> 15) % SERIES_SLOTS;
    const struct series *s;

    while ((s = series_at(i)) &&
           (s->key.id != key->id || !str_eq(s->key.a, key->a) || !str_eq(s->key.b, key->b)))
        i = (i + 1) % SERIES_SLOTS;
    return i;
}

/* Enters a series unless another thread was faster. */
static struct series *enter(struct series_key key)
{
    struct series *s;
    size_t i;

    (void)pthread_mutex_lock(&lock);
    if (used >= SERIES_MAX) {
        copy_label(key.a, key.a[0] ? "other" : "");
        copy_label(key.b, key.b[0] ? "other" : "");
    }
    i = slot_of(&key);
    s = atomic_load_explicit(&slots[i], memory_order_relaxed);
    if (!s) {
        s = calloc(1, sizeof *s);
        if (!s)
            abort();
        s->key = key;
        atomic_store_explicit(&slots[i], s, memory_order_release);
        used++;
    }
    (void)pthread_mutex_unlock(&lock);
    return s;
}

static struct series *series_of(enum metric_id id, const char *a, const char *b)
{
    struct series_key key = {.id = id};
    struct series *s;

    copy_label(key.a, a);
    copy_label(key.b, b);
    s = atomic_load_explicit(&slots[slot_of(&key)], memory_order_acquire);
    return s ? s : enter(key);
}

void metric_add(enum metric_id id, const char *a, const char *b, int64_t n)
{
    (void)atomic_fetch_add_explicit(&series_of(id, a, b)->value, n, memory_order_relaxed);
}

void metric_set(enum metric_id id, const char *a, int64_t value)
{
    atomic_store_explicit(&series_of(id, a, NULL)->value, value, memory_order_relaxed);
}

void metric_observe(enum metric_id id, const char *a, int64_t us)
{
    struct series *s = series_of(id, a, NULL);
    int i = 0;

    while (i < SERIES_BUCKETS && us > series_bounds[i])
        i++;
    (void)atomic_fetch_add_explicit(&s->bucket[i], 1, memory_order_relaxed);
    (void)atomic_fetch_add_explicit(&s->value, us, memory_order_relaxed);
}
