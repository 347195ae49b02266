/* SPDX-License-Identifier: MIT */
/* Readiness: the database answers, its schema is one this build can work with, our own keys have been read, and the
 * service has had what it needs beside. */
#include "app/app.h"
#include "base/str.h"
#include "common_sql.h"
#include "db/migrations.h"

/* All of this build's migrations are there, and of those it does not know none is marked as breaking: so a roll-out
 * migrates first and replaces processes then, one by one, and a roll-back needs no migration. */
static int check(struct ctx *c, void *arg, struct problem *err)
{
    struct db_result *r;
    struct buf names;

    (void)arg;
    buf_init(&names, &c->arena);
    for (const struct migration *m = migrations; m->name; m++)
        buf_addf(&names, "%c%s", m == migrations ? '{' : ',', m->name);
    buf_add(&names, names.len == 0 ? "{}" : "}");
    if (db_one(c->db, &sql_schema_misfit, BIND({"names", names.data}), &r, err) < 0)
        return -1;
    if (db_text(r, 0, "missing"))
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the schema lacks %s: run bihuanctl migrate",
                            db_text(r, 0, "missing"));
    if (db_text(r, 0, "breaking"))
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the schema has %s: this build is too old for it",
                            db_text(r, 0, "breaking"));
    return 0;
}

static int check_equipment(struct app *app, struct problem *err)
{
    if (!app->service->equipped || atomic_load(&app->is_equipped))
        return 0;
    if (app_unit(app, app->service->equipped, NULL, err) < 0)
        return -1;
    atomic_store(&app->is_equipped, true);
    return 0;
}

int app_check_ready(struct app *app, struct problem *err)
{
    if (app_unit(app, check, NULL, err) < 0) {
        err->code = PROBLEM_UNAVAILABLE;
        return -1;
    }
    if (app->verifier && !jwt_is_ready(app->verifier))
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the keys that sign our tokens have not been read");
    return check_equipment(app, err);
}
