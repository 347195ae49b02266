/* SPDX-License-Identifier: MIT */
/* A service whose effects can be counted: each event it consumes adds one row, each run of its jobs another. */
#include "app/app.h"
#include "audit/audit.h"
#include "base/str.h"
#include "probe_sql.h"

struct noted {
    struct field_mask mask;
    int64_t number;
    const char *act; /* what the consumer is to do: note (default), fail, slow, held */
};

static const char *const acts[] = {"note", "fail", "slow", "held", NULL};
static const struct field noted_fields[] = {
    FIELD_ROW(noted, number, FIELD_INT, FIELD_REQUIRED, 0, INT64_MAX),
    FIELD_CHOICE(noted, act, 0, acts),
    {0},
};
static const struct field_table noted_table = {"ProbeNoted", noted_fields, sizeof(struct noted)};

/* "fail" fails until the switch of that name is on; "slow" holds its transaction for a while,
 * "held" waits for a lock that a test holds. */
static int on_noted(struct ctx *c, const struct event *e, struct problem *err)
{
    const struct noted *in = e->data;
    const struct bind *binds = BIND({"event_id", e->id}, {"aggregate_id", e->subject},
                                    {"sequence", db_arg_int(&c->arena, e->sequence)});
    struct db_result *r;

    if (str_eq(in->act, "fail")) {
        if (db_one(c->db, &sql_probe_switch, BIND({"name", "heal"}), &r, err) < 0)
            return -1;
        if (!db_bool(r, 0, "is_on"))
            return problem_fail(err, PROBLEM_STATE_CONFLICT, "poison number %lld", (long long)in->number);
    }
    if (str_eq(in->act, "slow") && db_run(c->db, &sql_probe_pause, BIND_NONE, NULL, err) < 0)
        return -1;
    if (str_eq(in->act, "held") && db_run(c->db, &sql_probe_held, BIND_NONE, NULL, err) < 0)
        return -1;
    return db_send(c->db, &sql_probe_note, binds, err);
}

/* Adds a row a run; two rows for one due time would be a fault. */
static int tick(struct ctx *c, struct problem *err)
{
    return db_run(c->db, &sql_probe_tick, BIND({"job", "tick"}), NULL, err) < 0 ? -1 : JOB_DONE;
}

/* Ten batches, each committed by itself. */
static int batches(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_probe_batch, BIND_NONE, &r, err) < 0)
        return -1;
    return db_bool(r, 0, "more") ? JOB_MORE : JOB_DONE;
}

static int fragile(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_probe_tick, BIND({"job", "fragile"}), NULL, err) < 0 ||
        db_one(c->db, &sql_probe_switch, BIND({"name", "fragile"}), &r, err) < 0)
        return -1;
    return db_bool(r, 0, "is_on") ? problem_fail(err, PROBLEM_CONFLICT, "told to fail") : JOB_DONE;
}

static const struct route routes[] = {{0}};
static const struct event_type emits[] = {
    {"probe.noted", 1, &noted_table},
    {0}
};
static const struct consumer consumers[] = {
    {"probe", "probe.noted", 1, &noted_table, on_noted},
    {0     }
};
static const struct job jobs[] = {
    {"batches", 3600, batches},
    {"fragile",  3600, fragile},
    {"tick", 10, tick},
    {0 }
};

static const struct service probe = {
    .name = "probe",
    .port = 8099,
    .routes = routes,
    .emits = emits,
    .consumers = consumers,
    .jobs = jobs,
    .statements = probe_statements,
};

int main(int argc, char **argv)
{
    return app_run(&probe, argc, argv);
}
