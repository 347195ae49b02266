/* SPDX-License-Identifier: MIT */
/* A small table of tenants: the slot of an id is its hash, a newcomer replaces what is there. */
#include "unit/tenant_cache.h"
#include "common_sql.h"
#include "unit/service.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 2048, KEEP_US = 5000000 };

struct slot {
    struct tenancy tenant;
    int64_t read_us; /* monotonic; 0: empty */
    bool is_closed;
};

struct tenant_cache {
    pthread_mutex_t lock;
    uint64_t
        /* counts tenant_cache_forget, so that a look-up under way does not bring back what it read before */
        generation;
    struct slot slots[SLOTS];
};

void tenant_cache_new(struct tenant_cache **ret)
{
    struct tenant_cache *t = calloc(1, sizeof *t);

    if (!t || pthread_mutex_init(&t->lock, NULL) != 0)
        abort();
    *ret = t;
}

void tenant_cache_free(struct tenant_cache *cache)
{
    if (!cache)
        return;
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

void tenant_cache_forget(struct tenant_cache *cache)
{
    pthread_mutex_lock(&cache->lock);
    cache->generation++;
    for (size_t i = 0; i < SLOTS; i++)
        cache->slots[i].read_us = 0;
    pthread_mutex_unlock(&cache->lock);
}

static struct slot *slot_of(struct tenant_cache *t, const char *id)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (; *id; id++)
        h = (h ^ (uint32_t)(unsigned char)*id) * 16777619u;
    return &t->slots[h % SLOTS];
}

static bool look(struct tenant_cache *t, const char *id, struct slot *ret, uint64_t *ret_generation)
{
    const struct slot *s;
    bool hit;

    pthread_mutex_lock(&t->lock);
    s = slot_of(t, id);
    hit =
        s->read_us > 0 && clock_monotonic_us() - s->read_us < KEEP_US && strcmp(s->tenant.tenant_id, id) == 0;
    if (hit)
        *ret = *s;
    *ret_generation = t->generation;
    pthread_mutex_unlock(&t->lock);
    return hit;
}

static void keep(struct tenant_cache *t, const struct slot *s, uint64_t generation)
{
    pthread_mutex_lock(&t->lock);
    if (generation == t->generation)
        *slot_of(t, s->tenant.tenant_id) = *s;
    pthread_mutex_unlock(&t->lock);
}

static void read_row(const struct db_result *r, struct slot *s)
{
    struct tenancy *t = &s->tenant;

    (void)snprintf(t->tenant_id, sizeof t->tenant_id, "%s", db_text(r, 0, "id"));
    (void)snprintf(t->code, sizeof t->code, "%s", db_text(r, 0, "code"));
    (void)snprintf(t->name, sizeof t->name, "%s", db_text(r, 0, "name"));
    t->kind = tenant_kind_parse(db_text(r, 0, "kind"));
    tenancy_set_scope(t, db_text(r, 0, "scope"));
    s->is_closed = db_bool(r, 0, "is_closed");
    s->read_us = clock_monotonic_us();
}

/* Tenants are looked up before anybody's range is known, so this unit sees all of them. */
static int fetch(struct ctx *c, const char *id, struct slot *ret, struct problem *err)
{
    const struct tenancy all = tenancy_system();
    struct db *db = db_open(c->app->pool, &c->arena, DB_READ, &all, ctx_lookup, c);
    struct db_result *r;
    int rc = db_one(db, &sql_tenant_by_id, BIND({"id", id}), &r, err);

    if (rc == 0)
        read_row(r, ret);
    db_end(db);
    return rc;
}

int tenant_cache_get(struct ctx *c, const char *id, struct tenancy *ret, struct problem *err)
{
    struct tenant_cache *cache = c->app->tenants;
    struct slot s = {0};
    uint64_t generation;

    if (!look(cache, id, &s, &generation)) {
        if (fetch(c, id, &s, err) < 0)
            return -1;
        keep(cache, &s, generation);
    }
    if (s.is_closed)
        return problem_fail(err, PROBLEM_FORBIDDEN, "tenant %s is closed", s.tenant.code);
    *ret = s.tenant;
    return 0;
}
