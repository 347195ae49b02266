/* SPDX-License-Identifier: MIT */
/* The directory as a value: tenants, people, roles, clients, leading groups, calendars, files, audit. */
#include "directory/service.h"

#include "directory/events.h"
#include "directory/handlers/region_changes.h"
#include "directory/routes.h"
#include "directory_sql.h"
#include "unit/membership.h"

static const struct job jobs[] = {
    {"region-changes",    60, region_changes_due},
    {0},
};

static const struct consumer consumers[] = {
    {0},
};

const struct service directory_service = {
    .name = "directory",
    .port = 8081,
    .routes = directory_routes,
    .emits = directory_events,
    .consumers = consumers,
    .jobs = jobs,
    .statements = directory_statements,
    .signs = true,
    .verify_member = membership_resolve,
};
