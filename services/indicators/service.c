/* SPDX-License-Identifier: MIT */
/* The indicators service as a value. */
#include "indicators/service.h"

#include "indicators_sql.h"

static const struct event_type emits[] = {
    {0},
};

static const struct job jobs[] = {
    {0},
};

const struct service indicators_service = {
    .name = "indicators",
    .port = 8083,
    .routes = indicator_routes,
    .emits = emits,
    .consumers = indicator_consumers,
    .jobs = jobs,
    .statements = indicators_statements,
};
