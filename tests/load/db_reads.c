/* SPDX-License-Identifier: MIT */
/* How many reads by primary key through row-level security a process gets: `db_reads CONNINFO THREADS CONNECTIONS SECONDS`.
 * Prints reads per second. The table is that of db_reads.py, which compares with pgbench. */
#include "base/clock.h"
#include "db/db.h"
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS_MAX = 64, ROWS = 100000 };

static const struct stmt get = {"get", "select * from item where id = $1", 1, (const char *const[]){"id"}};

static struct db_pool *pool;
static int64_t until;

struct work {
    uint64_t seed;
    int64_t done, failed;
};

static void one(struct work *w, const struct tenancy *t)
{
    struct arena a = {0};
    struct problem err = {0};
    struct db_result *r;
    const char *id;

    w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
    id = db_arg_int(&a, (int64_t)(w->seed >> 33) % ROWS + 1);
    if (db_run(db_open(pool, &a, DB_READ, t, NULL, NULL), &get, BIND({"id", id}), &r, &err) < 0 ||
        db_rows(r) != 1)
        w->failed++;
    w->done++;
    arena_done(&a);
}

static void *run(void *arg)
{
    struct work *w = arg;
    struct tenancy t = {.kind = TENANT_CITY};

    tenancy_set_scope(&t, "31CT");
    while (clock_monotonic_us() < until)
        one(w, &t);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS_MAX];
    struct work work[THREADS_MAX] = {0};
    struct problem err = {0};
    int n = argc == 5 ? atoi(argv[2]) : 0;
    int64_t done = 0, failed = 0, seconds = n > 0 ? atoi(argv[4]) : 0;

    if (n < 1 || n > THREADS_MAX || db_pool_new(argv[1], atoi(argv[3]), &pool, &err) < 0) {
        (void)fprintf(stderr, "usage: %s CONNINFO THREADS CONNECTIONS SECONDS\n", argv[0]);
        return 2;
    }
    until = clock_monotonic_us() + seconds * 1000000;
    for (int i = 0; i < n; i++) {
        work[i].seed = (uint64_t)i + 1;
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
