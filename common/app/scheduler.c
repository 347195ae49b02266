/* SPDX-License-Identifier: MIT */
/* The scheduler: looks twice a second for what is due by the business clock, and closes the audit chain.
 *
 * A run is one unit of work: the lock on the job's row of job_run, the job's own statements and the record of the run
 * commit together, so a job cannot run twice for one due time, in one process or in ten. */
#include "app/scheduler.h"
#include "audit/audit.h"
#include "base/str.h"
#include "common_sql.h"
#include "log/log.h"
#include "metrics/metrics.h"
#include <stdint.h>

enum { LOOK_EVERY_MS = 500, SEAL_BATCH = 2000, SEAL_EVERY_US = 1000 * 1000 };

struct scheduler {
    struct app *app;
    bool registered; /* every job has its row */
    bool failing;    /* said so in the log */
    int64_t sealed_us;
};

static const struct job *job_named(const struct job *jobs, const char *name)
{
    for (; jobs && jobs->name; jobs++)
        if (str_eq(jobs->name, name))
            return jobs;
    return NULL;
}

static int register_in(struct ctx *c, const struct job *jobs, struct problem *err)
{
    for (; jobs && jobs->name; jobs++)
        if (db_run(c->db, &sql_job_register, BIND({"job", jobs->name}), NULL, err) < 0)
            return -1;
    return 0;
}

static int register_all(struct ctx *c, void *arg, struct problem *err)
{
    (void)arg;
    if (register_in(c, platform_jobs, err) < 0)
        return -1;
    return register_in(c, c->app->service->jobs, err);
}

/* JOB_DONE also when another process is at it or has just been. */
static int run_job(struct ctx *c, void *arg, struct problem *err)
{
    const struct job *const *which = arg;
    const struct job *job = *which;
    const struct bind *binds = BIND({"service", c->app->service->name}, {"job", job->name},
                                    {"period_seconds", db_arg_int(&c->arena, job->period_seconds)});
    struct db_result *r;
    int result;

    if (db_run(c->db, &sql_job_take, binds, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return JOB_DONE;
    result = job->run(c, err);
    if (result == JOB_DONE && db_run(c->db, &sql_job_done, binds, NULL, err) < 0)
        return -1;
    return result;
}

struct failed_run {
    const struct job *job;
    const struct problem *why;
};

static int record_failure(struct ctx *c, void *arg, struct problem *err)
{
    const struct failed_run *f = arg;
    const char *reason =
        arena_printf(&c->arena, "%s: %s %s", problem_kind(f->why->code)->slug, f->why->detail, f->why->cause);

    return db_run(c->db, &sql_job_failed,
                  BIND({"service", c->app->service->name}, {"job", f->job->name}, {"reason", reason},
                       {"period_seconds", db_arg_int(&c->arena, f->job->period_seconds)}),
                  NULL, err);
}

static void job_failed(struct app *app, const struct job *job, const struct problem *why)
{
    struct failed_run f = {job, why};
    struct problem err = {0};

    metric_add(METRIC_JOB_RUNS, job->name, "failed", 1);
    log_line(LOG_LEVEL_ERROR, "job.failed",
             LOG_PAIRS(LOG_TEXT("job", job->name), LOG_TEXT("detail", why->detail),
                       LOG_TEXT("cause", why->cause)));
    if (app_unit(app, record_failure, &f, &err) < 0)
        log_line(LOG_LEVEL_ERROR, "job.unrecorded",
                 LOG_PAIRS(LOG_TEXT("job", job->name), LOG_TEXT("cause", err.cause)));
}

static void run_to_end(struct app *app, const struct job *job)
{
    struct problem err = {0};
    int64_t started = clock_monotonic_us();
    int result;

    do
        result = app_unit_patient(app, run_job, &job, &err);
    while (result == JOB_MORE && !stop_wait(&app->stop, 0));
    if (result < 0) {
        if (!stop_wait(&app->stop, 0)) /* else it was cut off, and is as due as before */
            job_failed(app, job, &err);
        return;
    }
    metric_add(METRIC_JOB_RUNS, job->name, "done", 1);
    log_line(LOG_LEVEL_DEBUG, "job.done",
             LOG_PAIRS(LOG_TEXT("job", job->name), LOG_NUMBER("us", clock_monotonic_us() - started)));
}

struct due {
    struct arena *arena; /* outlives the unit */
    const char **jobs;
    int n;
};

static int list_due(struct ctx *c, void *arg, struct problem *err)
{
    struct due *due = arg;
    struct db_result *r;

    if (db_run(c->db, &sql_job_due, BIND({"service", c->app->service->name}), &r, err) < 0)
        return -1;
    due->n = db_rows(r);
    due->jobs = arena_array(due->arena, (size_t)due->n + 1, sizeof *due->jobs);
    for (int i = 0; i < due->n; i++)
        due->jobs[i] = arena_strdup(due->arena, db_text(r, i, "job"));
    return 0;
}

static int run_due(struct scheduler *s, struct problem *err)
{
    struct arena a = {0};
    struct due due = {.arena = &a};
    int r = app_unit(s->app, list_due, &due, err);

    for (int i = 0; r >= 0 && i < due.n && !stop_wait(&s->app->stop, 0); i++) {
        const struct job *job = job_named(s->app->service->jobs, due.jobs[i]);
        if (!job)
            job = job_named(platform_jobs, due.jobs[i]);
        if (job) /* else of another build of the service: it will come for it, or an operator deletes the row */
            run_to_end(s->app, job);
    }
    arena_done(&a);
    return r;
}

static int seal(struct ctx *c, void *arg, struct problem *err)
{
    return audit_seal(c, SEAL_BATCH, arg, err);
}

static int seal_due(struct scheduler *s, struct problem *err)
{
    int64_t now = clock_monotonic_us();
    int64_t sealed = SEAL_BATCH;

    if (s->sealed_us != 0 && now - s->sealed_us < SEAL_EVERY_US)
        return 0;
    s->sealed_us = now;
    while (sealed >= SEAL_BATCH && !stop_wait(&s->app->stop, 0))
        if (app_unit(s->app, seal, &sealed, err) < 0)
            return -1;
    return 0;
}

static void turn(struct scheduler *s)
{
    struct problem err = {0};

    if (!app_fits(s->app))
        return; /* /readyz tells why */
    if (!s->registered)
        s->registered = app_unit(s->app, register_all, NULL, &err) >= 0;
    if (s->registered && run_due(s, &err) >= 0 && seal_due(s, &err) >= 0) {
        s->failing = false;
        return;
    }
    if (!s->failing)
        log_line(LOG_LEVEL_WARN, "scheduler.failing",
                 LOG_PAIRS(LOG_TEXT("detail", err.detail), LOG_TEXT("cause", err.cause)));
    s->failing = true;
}

void *scheduler_main(void *arg)
{
    struct scheduler s = {.app = arg};

    do
        turn(&s);
    while (!stop_wait(&s.app->stop, LOOK_EVERY_MS));
    return NULL;
}
