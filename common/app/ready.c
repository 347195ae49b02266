/* SPDX-License-Identifier: MIT */
/* Readiness: the database answers, its schema is the one this build was made for, and our own keys have been read. */
#include "app/app.h"
#include "base/str.h"
#include "common_sql.h"
#include "db/migrations.h"

static int check(struct ctx *c, void *arg, struct problem *err)
{
    struct db_result *r;
    struct buf names;

    (void)arg;
    buf_init(&names, &c->arena);
    for (const struct migration *m = migrations; m->name; m++)
        buf_addf(&names, "%c%s", m == migrations ? '{' : ',', m->name);
    buf_add(&names, names.len == 0 ? "{}" : "}");
    if (db_one(c->db, &sql_schema_is_current, BIND({"names", names.data}), &r, err) < 0)
        return -1;
    if (!db_bool(r, 0, "current"))
        return problem_fail(err, PROBLEM_UNAVAILABLE,
                            "the schema is not the one of this build: run bihuanctl migrate");
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
    return 0;
}
