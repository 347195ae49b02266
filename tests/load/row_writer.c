/* SPDX-License-Identifier: MIT */
/* What writing a list page costs: `row_writer CONNINFO`, e.g. through tests/support/postgres.py. Prints microseconds a
 * page of 50 rows of 15 columns (about 20 kB), by the row writer and by jansson. */
#include "base/clock.h"
#include "db/db.h"
#include "db/row.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { TURNS = 2000 };

static const struct stmt page = {"page",
                                 "select gen_random_uuid() as id, '31CTSONG0001' as scope, '河道排口整改 ' "
                                 "|| i as title, repeat('x', 200) as description,"
                                 " 'OPEN' as state, i as severity, i::bigint as row_version, true as open, "
                                 "current_date as due_date, now() as created_at,"
                                 " now() as changed_at, (i * 1.5)::numeric(14,2) as amount, null::text as "
                                 "remark, '[{\"a\": 1}]'::jsonb as parties,"
                                 " gen_random_uuid() as tenant_id from generate_series(1, 50) i",
                                 0, NULL};

static void by_writer(const struct db_result *r, size_t *bytes)
{
    struct arena a = {0};
    struct buf b;

    buf_init(&b, &a);
    row_write_array(&b, r, db_rows(r));
    *bytes += b.len;
    arena_done(&a);
}

static void by_jansson(const struct db_result *r, size_t *bytes)
{
    static const char *const names[] = {"id",       "scope",    "title",      "description", "state",
                                        "severity", "due_date", "created_at", "changed_at",  "amount",
                                        "remark",   "parties",  "tenant_id",  "row_version", "open"};
    json_t *list = json_array();
    char *text;

    for (int row = 0; row < db_rows(r); row++) {
        json_t *o = json_object();
        for (size_t i = 0; i < ARRAY_LEN(names); i++) {
            const char *v = db_text(r, row, names[i]);
            (void)json_object_set_new(o, names[i], v ? json_string(v) : json_null());
        }
        (void)json_array_append_new(list, o);
    }
    text = json_dumps(list, JSON_COMPACT);
    for (const char *c = text; *c; c++)
        ++*bytes;
    free(text);
    json_decref(list);
}

static void measure(const char *name, const struct db_result *r,
                    void (*write)(const struct db_result *, size_t *))
{
    int64_t start = clock_monotonic_us();
    size_t bytes = 0;

    for (int i = 0; i < TURNS; i++)
        write(r, &bytes);
    (void)printf("%-10s %7.1f us a page of %zu bytes\n", name, (double)(clock_monotonic_us() - start) / TURNS,
                 bytes / TURNS);
}

int main(int argc, char **argv)
{
    struct tenancy t = tenancy_system();
    struct arena a = {0};
    struct problem err = {0};
    struct db_pool *pool;
    struct db_result *r;
    const char *conninfo = argc == 2 ? argv[1] : getenv("BIHUAN_TEST_PG");

    if (!conninfo || db_pool_new(conninfo, 1, &pool, &err) < 0 ||
        db_run(db_open(pool, &a, DB_READ, &t, NULL, NULL), &page, BIND_NONE, &r, &err) < 0) {
        (void)fprintf(stderr, "%s\n", conninfo ? err.cause : "no conninfo");
        return 1;
    }
    measure("row writer", r, by_writer);
    measure("jansson", r, by_jansson);
    arena_done(&a);
    db_pool_free(pool);
    return 0;
}
