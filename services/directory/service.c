/* SPDX-License-Identifier: MIT */
/* The directory as a value: tenants, people, roles, clients, leading groups, calendars, files, audit. */
#include "directory/service.h"

#include "directory/events.h"
#include "directory/handlers/file_collect.h"
#include "directory/handlers/region_changes.h"
#include "directory/routes.h"
#include "directory/signing_key.h"
#include "directory_sql.h"

enum { QUARTER_OF_A_DAY = 6 * 3600 };

static const struct job jobs[] = {
    {"files",          QUARTER_OF_A_DAY, file_collect},
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
    .authority = directory_authority,
    .emits = directory_events,
    .consumers = consumers,
    .jobs = jobs,
    .statements = directory_statements,
    .signs = true,
    .equipped = signing_key_check,
};
