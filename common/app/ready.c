/* SPDX-License-Identifier: MIT */
/* Readiness: the database answers, its schema is one this build can work with, our own keys have been read, and the
 * service has had what it needs beside. */
#include "app/app.h"
#include "unit/service.h"

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
    if (app_unit(app, app_check_schema, NULL, err) < 0) {
        err->code = PROBLEM_UNAVAILABLE;
        return -1;
    }
    if (app->verifier && !jwt_is_ready(app->verifier))
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the keys that sign our tokens have not been read");
    return check_equipment(app, err);
}
