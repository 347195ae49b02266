/* SPDX-License-Identifier: MIT */
/* How many units of work a process gets through row-level security: `db_units CONNINFO read|create THREADS CONNECTIONS
 * SECONDS`. Prints units per second. The tables are those of db_units.py, which compares with pgbench. */
#include "base/clock.h"
#include "db/db.h"
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MAX = 64, ROWS = 100000 };

static const struct stmt get = {"get", "select * from item where id = $1", 1, (const char *const[]){"id"}};
static const struct stmt insert = {
    "insert",
    "insert into created (id, scope, title, tenant_id, detail) values ($1, $2, $3, $4, $5) returning id, "
    "title",
    5, (const char *const[]){"id", "scope", "title", "tenant_id", "detail"}
};
static const struct stmt outbox = {
    "outbox", "insert into outbox (id, scope, data) values ($1, $2, $3)", 3,
    (const char *const[]){"id", "scope", "detail"}
};
static const struct stmt audit = {
    "audit", "insert into audit (id, scope, detail) values ($1, $2, $3)", 3,
    (const char *const[]){"id", "scope", "detail"}
};

static struct db_pool *pool;
static int64_t until;

struct work {
    int (*unit)(struct work *w, struct arena *a, const struct tenancy *t);
    uint64_t seed;
    int64_t done, failed;
};

static int read_one(struct work *w, struct arena *a, const struct tenancy *t)
{
    struct problem err = {0};
    struct db_result *r;
    const char *id;

    w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
    id = db_arg_int(a, (int64_t)(w->seed >> 33) % ROWS + 1);
    if (db_run(db_open(pool, a, DB_READ, t, NULL, NULL), &get, BIND({"id", id}), &r, &err) < 0)
        return -1;
    return db_rows(r) == 1 ? 0 : -1;
}

/* As a handler does: one statement whose answer is needed, two that ride with COMMIT. */
static int create_one(struct work *w, struct arena *a, const struct tenancy *t)
{
    struct problem err = {0};
    struct db *db = db_open(pool, a, DB_WRITE, t, NULL, NULL);
    const char *id = uuid7_new(a, 1700000000000000);
    const struct bind binds[] = {
        {"id",            id},
        {"scope",               "31CTSONG0001"},
        {"title","title of an item"},
        {"tenant_id",         id},
        {"detail",               "{\"a\": 1, \"b\": \"text of the detail\"}"},
        {0    }
    };

    (void)w;
    if (db_run(db, &insert, binds, NULL, &err) < 0 || db_send(db, &outbox, binds, &err) < 0 ||
        db_send(db, &audit, binds, &err) < 0)
        return -1;
    return db_commit(db, &err);
}

static void *run(void *arg)
{
    struct work *w = arg;
    struct tenancy t = {.kind = TENANT_CITY};

    tenancy_set_scope(&t, "31CT");
    while (clock_monotonic_us() < until) {
        struct arena a = {0};
        w->failed += w->unit(w, &a, &t) < 0;
        w->done++;
        arena_done(&a);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS_MAX];
    struct work work[THREADS_MAX] = {0};
    struct problem err = {0};
    int n = argc == 6 ? atoi(argv[3]) : 0;
    int64_t done = 0, failed = 0, seconds = n > 0 ? atoi(argv[5]) : 0;

    if (n < 1 || n > THREADS_MAX || db_pool_new(argv[1], atoi(argv[4]), &pool, &err) < 0) {
        (void)fprintf(stderr, "usage: %s CONNINFO read|create THREADS CONNECTIONS SECONDS\n", argv[0]);
        return 2;
    }
    until = clock_monotonic_us() + seconds * 1000000;
    for (int i = 0; i < n; i++) {
        work[i].seed = (uint64_t)i + 1;
        work[i].unit = strcmp(argv[2], "read") == 0 ? read_one : create_one;
        if (pthread_create(&threads[i], NULL, run, &work[i]))
            return 1;
    }
    for (int i = 0; i < n; i++) {
        (void)pthread_join(threads[i], NULL);
        done += work[i].done;
        failed += work[i].failed;
    }
    db_pool_free(pool);
    (void)printf("%" PRId64 "\n", done / seconds);
    return failed ? 1 : 0;
}
