/* SPDX-License-Identifier: MIT */
/* The service behind the benchmarks that need no domain: BENCH_ROUTES routes that all say the same, and events whose
 * effect is one row. Its role and table are in bench.sql. */
#include "app/app.h"
#include "base/str.h"
#include "unit/reply.h"
#include <stdio.h>
#include <stdlib.h>

enum { ROUTES_MAX = 1000 };

struct bench_noted {
    struct field_mask mask;
    int64_t number;
};

static const struct field noted_fields[] = {
    FIELD_ROW(bench_noted, number, FIELD_INT, FIELD_REQUIRED, 0, INT64_MAX),
    {0},
};
static const struct field_table noted_table = {"BenchNoted", noted_fields, sizeof(struct bench_noted)};

static const struct stmt effect = {
    "bench_effect", "insert into bench_effect (event_id, number) values ($1::uuid, $2::bigint)", 2,
    (const char *const[]){"event_id", "number"}
};
static const struct stmt *const statements[] = {&effect, NULL};

static int on_noted(struct ctx *c, const struct event *e, struct problem *err)
{
    return db_send(c->db, &effect, BIND({"event_id", e->id}), err);
}

static int hello(struct ctx *c, struct problem *err)
{
    static const char body[] = "{\"hello\":\"bench\"}";

    (void)err;
    return reply_json(c, 200, body, sizeof body - 1);
}

static struct route routes[ROUTES_MAX + 1];
static char paths[ROUTES_MAX][32];

static const struct event_type emits[] = {
    {"bench.noted", 1, &noted_table},
    {0}
};
static const struct consumer consumers[] = {
    {"bench", "bench.noted", 1, &noted_table, on_noted},
    {0     }
};
static const struct job jobs[] = {{0}};

static const struct service bench = {
    .name = "bench",
    .port = 8098,
    .routes = routes,
    .emits = emits,
    .consumers = consumers,
    .jobs = jobs,
    .statements = statements,
};

int main(int argc, char **argv)
{
    const char *text = getenv("BENCH_ROUTES");
    int n = text ? atoi(text) : 5;

    for (int i = 0; i < n && i < ROUTES_MAX; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "/things-%d/{thing_id}", i);
        routes[i] = (struct route){.method = "GET",
                                   .path = paths[i],
                                   .operation = paths[i],
                                   .tx = DB_NONE,
                                   .flags = ROUTE_PUBLIC,
                                   .handler = hello};
    }
    return app_run(&bench, argc, argv);
}
