/* SPDX-License-Identifier: MIT */
/* All of this build's migrations are there, and of those it does not know none is marked as breaking: so a roll-out
 * migrates first and replaces processes then, one by one, and a roll-back needs no migration. */
#include "base/clock.h"
#include "base/str.h"
#include "common_sql.h"
#include "db/migrations.h"
#include "unit/service.h"

enum { ASK_EVERY_US = 1000 * 1000 };

static int misfit(struct ctx *c, void *arg, struct problem *err)
{
    struct db_result **ret = arg;
    struct buf names;

    buf_init(&names, &c->arena);
    for (const struct migration *m = migrations; m->name; m++)
        buf_addf(&names, "%c%s", m == migrations ? '{' : ',', m->name);
    buf_add(&names, names.len == 0 ? "{}" : "}");
    return db_one(c->db, &sql_schema_misfit, BIND({"names", names.data}), ret, err);
}

int app_check_schema(struct ctx *c, void *arg, struct problem *err)
{
    struct db_result *r;

    (void)arg;
    if (misfit(c, &r, err) < 0)
        return -1;
    if (db_text(r, 0, "missing"))
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the schema lacks %s: run bihuanctl migrate",
                            db_text(r, 0, "missing"));
    if (db_text(r, 0, "breaking"))
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the schema has %s: this build is too old for it",
                            db_text(r, 0, "breaking"));
    return 0;
}

static int judge(struct ctx *c, void *arg, struct problem *err)
{
    bool *ret = arg;
    struct db_result *r;

    if (misfit(c, &r, err) < 0)
        return -1;
    *ret = !db_text(r, 0, "missing") && !db_text(r, 0, "breaking");
    return 0;
}

bool app_fits(struct app *app)
{
    struct problem ignored = {0};
    int64_t now = clock_monotonic_us();
    bool fits;

    if (now - atomic_load(&app->fit_asked_us) < ASK_EVERY_US)
        return !atomic_load(&app->is_misfit);
    atomic_store(&app->fit_asked_us, now);
    if (app_unit(app, judge, &fits, &ignored) == 0)
        atomic_store(&app->is_misfit, !fits);
    return !atomic_load(&app->is_misfit);
}
