/* SPDX-License-Identifier: MIT */
/* Every endpoint of the indicators service: the table of contents. */
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/service.h"

#define READ "indicators:read"
#define STANDARDS "standards:write"
#define QUERY(name) &name##_table
#define BODY(name) &name##_table
#define NEW ROUTE_IDEMPOTENT
#define CSV (NEW | ROUTE_RAW_BODY)

enum { STANDARDS_MAX = 4 << 20, CALCULATOR_MAX = 8 << 20 };

/* clang-format off */
const struct route indicator_routes[] = {
    /* method, path, operation, permission, unit of work, body, query, flags, handler, bytes of body (0 = 1 MiB) */
    {"POST", "/air/aqi",          "computeAqi",      NULL,      DB_READ,  BODY(aqi),         NULL,                      ROUTE_ANY_TENANT, aqi_compute,      CALCULATOR_MAX},
    {"POST", "/water/class",      "classifyWater",   NULL,      DB_READ,  BODY(water_class), NULL,                      ROUTE_ANY_TENANT, water_classify,   CALCULATOR_MAX},

    {"GET",  "/standards",        "listStandards",   READ,      DB_READ,  NULL,              QUERY(standard_query),     0,                standard_list,    0},
    {"POST", "/standards/import", "importStandards", STANDARDS, DB_WRITE, NULL,              QUERY(whole_import_query), CSV,              standards_import, STANDARDS_MAX},
    {"GET",  "/standards/{code}", "getStandard",     READ,      DB_READ,  NULL,              NULL,                      0,                standard_get,     0},
    {0},
};
/* clang-format on */
