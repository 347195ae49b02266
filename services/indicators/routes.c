/* SPDX-License-Identifier: MIT */
/* Every endpoint of the indicators service: the table of contents. */
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/service.h"

#define READ "indicators:read"
#define EDIT "indicators:edit"
#define ACKNOWLEDGE "indicators:acknowledge"
#define OBSERVE "indicators:observe"
#define STANDARDS "standards:write"
#define BODY(name) &name##_table
#define QUERY(name) &name##_table
#define NEW ROUTE_IDEMPOTENT
#define CHANGE ROUTE_IF_MATCH
#define CSV (NEW | ROUTE_RAW_BODY)

enum {
    STANDARDS_MAX = 4 << 20,
    CALCULATOR_MAX = 8 << 20,
    OBJECTS_MAX = 16 << 20,
    OBSERVATIONS_MAX = 64 << 20
};

/* clang-format off */
const struct route indicator_routes[] = {
    /* method, path, operation, permission, unit of work, body, query, flags, handler, bytes of body (0 = 1 MiB) */
    {"POST", "/air/aqi",     "computeAqi",    NULL, DB_READ, BODY(aqi),         NULL, ROUTE_ANY_TENANT, aqi_compute,    CALCULATOR_MAX},
    {"POST", "/water/class", "classifyWater", NULL, DB_READ, BODY(water_class), NULL, ROUTE_ANY_TENANT, water_classify, CALCULATOR_MAX},

    {"GET",  "/standards",        "listStandards",   READ,      DB_READ,  NULL, QUERY(standard_query),     0,   standard_list,    0},
    {"POST", "/standards/import", "importStandards", STANDARDS, DB_WRITE, NULL, QUERY(whole_import_query), CSV, standards_import, STANDARDS_MAX},
    {"GET",  "/standards/{code}", "getStandard",     READ,      DB_READ,  NULL, NULL,                      0,   standard_get,     0},

    {"GET",   "/indicators",          "listIndicators",   READ,      DB_READ,  NULL,                QUERY(indicator_query),  0,      indicator_list,    0},
    {"POST",  "/indicators/import",   "importIndicators", STANDARDS, DB_WRITE, NULL,                QUERY(row_import_query), CSV,    indicators_import, 0},
    {"GET",   "/indicators/{code}",   "getIndicator",     READ,      DB_READ,  NULL,                NULL,                    0,      indicator_get,     0},
    {"GET",   "/targets",             "listTargets",      READ,      DB_READ,  NULL,                QUERY(target_query),     0,      target_list,       0},
    {"POST",  "/targets",             "createTarget",     EDIT,      DB_WRITE, BODY(target_create), NULL,                    NEW,    target_create,     0},
    {"GET",   "/targets/{target_id}", "getTarget",        READ,      DB_READ,  NULL,                NULL,                    0,      target_get,        0},
    {"PATCH", "/targets/{target_id}", "updateTarget",     EDIT,      DB_WRITE, BODY(target_update), NULL,                    CHANGE, target_update,     0},

    {"GET",   "/objects",             "listObjects",   READ, DB_READ,  NULL,                QUERY(object_query),     0,      object_list,    0},
    {"POST",  "/objects",             "createObject",  EDIT, DB_WRITE, BODY(object_create), NULL,                    NEW,    object_create,  0},
    {"POST",  "/objects/import",      "importObjects", EDIT, DB_WRITE, NULL,                QUERY(row_import_query), CSV,    objects_import, OBJECTS_MAX},
    {"GET",   "/objects/{object_id}", "getObject",     READ, DB_READ,  NULL,                NULL,                    0,      object_get,     0},
    {"PATCH", "/objects/{object_id}", "updateObject",  EDIT, DB_WRITE, BODY(object_update), NULL,                    CHANGE, object_update,  0},

    {"GET",  "/observations",           "listObservations",         READ,    DB_READ,  NULL, QUERY(observation_query),          0,   observation_list,      0},
    {"POST", "/observations/import",    "importObservations",       OBSERVE, DB_WRITE, NULL, QUERY(observation_import_query),   CSV, observations_import,   OBSERVATIONS_MAX},
    {"GET",  "/observations/revisions", "listObservationRevisions", READ,    DB_READ,  NULL, QUERY(observation_revision_query), 0,   observation_revisions, 0},

    {"GET",  "/values",                        "listValues",           READ,        DB_READ,  NULL,                   QUERY(value_query),      0,            value_list,            0},
    {"POST", "/values",                        "createValue",          EDIT,        DB_WRITE, BODY(value_create),     NULL,                    NEW,          value_create,          0},
    {"POST", "/values/import",                 "importValues",         EDIT,        DB_WRITE, NULL,                   QUERY(row_import_query), CSV,          values_import,         0},
    {"GET",  "/values/{value_id}",             "getValue",             READ,        DB_READ,  NULL,                   NULL,                    0,            value_get,             0},
    {"GET",  "/values/{value_id}/revisions",   "listValueRevisions",   READ,        DB_READ,  NULL,                   NULL,                    0,            value_revisions,       0},
    {"POST", "/values/{value_id}/errata",      "createValueErratum",   EDIT,        DB_WRITE, BODY(value_erratum),    NULL,                    NEW | CHANGE, value_erratum,         0},
    {"GET",  "/values/{value_id}/transitions", "listValueTransitions", READ,        DB_READ,  NULL,                   NULL,                    0,            value_transition_list, 0},
    {"POST", "/values/{value_id}/transitions", "applyValueTransition", EDIT,        DB_WRITE, BODY(value_transition), NULL,                    NEW | CHANGE, value_transition_post, 0},
    {"GET",  "/attainment",                    "listAttainment",       READ,        DB_READ,  NULL,                   QUERY(attainment_query), 0,            attainment_list,       0},
    {"GET",  "/attainment/board",              "getAttainmentBoard",   READ,        DB_READ,  NULL,                   QUERY(attainment_board_query), 0,      attainment_board,      0},
    {"GET",  "/attainment/groups",             "listAttainmentGroups", READ,        DB_READ,  NULL,                   QUERY(attainment_group_query), 0,      attainment_groups,     0},
    {"GET",  "/red-lines",                     "listRedLines",         READ,        DB_READ,  NULL,                   QUERY(attainment_query), 0,            red_line_list,         0},
    {"GET",  "/alerts",                        "listAlerts",           READ,        DB_READ,  NULL,                   QUERY(alert_query),      0,            alert_list,            0},
    {"GET",  "/alerts/{alert_id}",             "getAlert",             READ,        DB_READ,  NULL,                   NULL,                    0,            alert_get,             0},
    {"POST", "/alerts/{alert_id}/acknowledge", "acknowledgeAlert",     ACKNOWLEDGE, DB_WRITE, BODY(alert_note),       NULL,                    CHANGE,       alert_acknowledge,     0},

    {"GET",  "/monitoring-tasks",                  "listMonitoringTasks",  READ, DB_READ,  NULL,                    QUERY(monitoring_query), 0,            monitoring_list,   0},
    {"POST", "/monitoring-tasks",                  "createMonitoringTask", EDIT, DB_WRITE, BODY(monitoring_create), NULL,                    NEW,          monitoring_create, 0},
    {"GET",  "/monitoring-tasks/{task_id}",        "getMonitoringTask",    READ, DB_READ,  NULL,                    NULL,                    0,            monitoring_get,    0},
    {"POST", "/monitoring-tasks/{task_id}/report", "reportMonitoringTask", EDIT, DB_WRITE, BODY(monitoring_report), NULL,                    NEW | CHANGE, monitoring_report, 0},
    {"POST", "/monitoring-tasks/{task_id}/cancel", "cancelMonitoringTask", EDIT, DB_WRITE, BODY(monitoring_cancel), NULL,                    NEW | CHANGE, monitoring_cancel, 0},
    {"POST", "/monitoring-tasks/{task_id}/allocation", "allocateMonitoringTask", EDIT, DB_WRITE, BODY(monitoring_allocation), NULL, CHANGE,        monitoring_allocate, 0},

    {"GET",  "/evaluations",          "listEvaluations",    READ, DB_READ,  NULL,                     QUERY(evaluation_query), 0,   evaluation_list,     0},
    {"POST", "/evaluations",          "computeEvaluations", EDIT, DB_WRITE, BODY(evaluation_request), NULL,                    NEW, evaluation_compute,  0},
    {"GET",  "/evaluations/calendar", "getAirCalendar",     READ, DB_READ,  NULL,                     QUERY(calendar_query),   0,   evaluation_calendar, 0},
    {0},
};
/* clang-format on */
