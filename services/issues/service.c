/* SPDX-License-Identifier: MIT */
/* The issues service as a value. */
#include "issues/service.h"

#include "issues/engine/step.h"
#include "issues/events/issue_events.h"
#include "issues_sql.h"

/* A workflow with a hole would be noticed by the first user to fall into it; here it keeps the service from starting.
 * */
static int start(struct app *app, struct problem *err)
{
    (void)app;
    return engine_check(err);
}

const struct service issues_service = {
    .name = "issues",
    .port = 8082,
    .routes = issue_routes,
    .authority = issue_authority,
    .emits = issue_event_types,
    .consumers = issue_consumers,
    .jobs = issue_jobs,
    .works = issue_works,
    .statements = issues_statements,
    .start = start,
};
