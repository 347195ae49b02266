/* SPDX-License-Identifier: MIT */
/* bihuanctl jobs: what the schedulers of the services did and will do. */
#include "ctl/ctl.h"
#include "ctl_sql.h"
#include <stdio.h>

static int list(struct ctx *x, void *arg, struct problem *err)
{
    static const char *const columns[] = {"service", "job",      "started_at", "finished_at", "due_at",
                                          "runs",    "failures", "last_error", NULL};
    struct db_result *r;

    (void)arg;
    if (db_run(x->db, &sql_ctl_job_list, BIND_NONE, &r, err) < 0)
        return -1;
    ctl_print_table(r, columns);
    return 0;
}

int ctl_jobs_list(struct ctl *c, struct problem *err)
{
    return ctl_open(c, &ctl_service, err) < 0 ? -1 : app_unit(&c->app, list, NULL, err);
}

static int make_due(struct ctx *x, void *arg, struct problem *err)
{
    const struct ctl *c = arg;
    struct db_result *r;

    if (db_run(x->db, &sql_ctl_job_run, BIND({"job_service", c->words[0]}, {"job", c->words[1]}), &r, err) <
        0)
        return -1;
    if (db_affected(r) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "%s has no job %s", c->words[0], c->words[1]);
    return 0;
}

int ctl_jobs_run(struct ctl *c, struct problem *err)
{
    if (ctl_open(c, &ctl_service, err) < 0 || app_unit(&c->app, make_due, c, err) < 0)
        return -1;
    (void)puts("due now; the service runs it within a second");
    return CTL_DONE;
}
