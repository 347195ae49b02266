/* SPDX-License-Identifier: MIT */
/* The indicators service as a value. */
#include "indicators/service.h"

#include "indicators/engine/value_step.h"
#include "indicators/events/indicator_events.h"
#include "indicators/jobs/jobs.h"
#include "indicators_sql.h"
#include "unit/ctx.h"

/* A workflow with a hole would be noticed by the first user to fall into it; here it keeps the service from starting.
 * */
static int start(struct app *app, struct problem *err)
{
    (void)app;
    return value_workflows_check(err);
}

const struct service indicators_service = {
    .name = "indicators",
    .port = 8083,
    .routes = indicator_routes,
    .emits = indicator_event_types,
    .consumers = indicator_consumers,
    .jobs = indicator_jobs,
    .statements = indicators_statements,
    .start = start,
};
