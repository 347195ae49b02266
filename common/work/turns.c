/* SPDX-License-Identifier: MIT */
/* Whose turn it is: one job after the other. */
#include "base/str.h"
#include "base/uuid.h"
#include "common_sql.h"
#include "db/lease.h"
#include "unit/service.h"
#include "work/running.h"
#include "work/work.h"

enum { LOOK_EVERY_MS = 300, DUE_MAX = 20 };

static bool run_one(struct app *app, const char *id)
{
    char name[64];
    bool is_begun;

    (void)str_format(name, sizeof name, "work:%s", id);
    struct lease *lease = lease_new(app->conninfo, name);
    is_begun = lease_hold(lease) && work_run(app, lease, id);
    lease_free(lease);
    return is_begun;
}

struct due {
    int n;
    char ids[DUE_MAX][UUID_TEXT];
};

static int find_due(struct ctx *c, void *arg, struct problem *err)
{
    struct due *due = arg;
    struct db_result *r;

    if (db_run(c->db, &sql_work_due, BIND({"service", c->app->service->name}), &r, err) < 0)
        return -1;
    due->n = db_rows(r) < DUE_MAX ? db_rows(r) : DUE_MAX;
    for (int i = 0; i < due->n; i++)
        (void)str_format(due->ids[i], UUID_TEXT, "%s", db_text(r, i, "id"));
    return 0;
}

/* One job; whose turn the next is is asked anew, for meanwhile others have asked. */
static bool run_next(struct app *app)
{
    struct problem err = {0};
    struct due due = {0};

    if (!app_fits(app) || app_unit(app, find_due, &due, &err) < 0)
        return false;
    for (int i = 0; i < due.n && !stop_wait(&app->stop, 0); i++)
        if (run_one(app, due.ids[i]))
            return true;
    return false;
}

void *work_main(void *arg)
{
    struct app *app = arg;
    bool ran;

    do
        ran = run_next(app);
    while (!stop_wait(&app->stop, ran ? 0 : LOOK_EVERY_MS));
    return NULL;
}
