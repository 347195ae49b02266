/* SPDX-License-Identifier: MIT */
/* Field tables of evaluations. */
#include "indicators/inputs.h"

#include <stddef.h>

static const char *const kinds[] = {
    "AIR_DAY",     "AIR_MONTH",  "AIR_YEAR",    "AIR_YEAR_DAYS",           "WATER_MONTH",   "WATER_YEAR",
    "RIVER_MONTH", "RIVER_YEAR", "BLACK_ODOUR", "BLACK_ODOUR_ELIMINATION", "DISCHARGE_DAY", NULL};

/* clang-format off: one row a line, in columns */

static const struct field evaluation_query_fields[] = {
    PAGE_FIELDS_NOW(struct evaluation_query),
    FIELD_ROW(evaluation_query, attained, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(evaluation_query, from, FIELD_DATE, 0, 0, 0),
    FIELD_CHOICE(evaluation_query, kind, 0, kinds),
    FIELD_ROW(evaluation_query, object_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(evaluation_query, places, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(evaluation_query, standard, FIELD_TEXT, FIELD_PATTERN, 2, 40),
    FIELD_ROW(evaluation_query, to, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table evaluation_query_table = {"EvaluationQuery", evaluation_query_fields,
                                                   sizeof(struct evaluation_query)};

static const struct field calendar_query_fields[] = {
    FIELD_ROW(calendar_query, object_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(calendar_query, standard, FIELD_TEXT, FIELD_PATTERN, 2, 40),
    FIELD_ROW(calendar_query, tenant, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(calendar_query, year, FIELD_INT, FIELD_REQUIRED, 1990, 2199),
    {0},
};
const struct field_table calendar_query_table = {"CalendarQuery", calendar_query_fields,
                                                 sizeof(struct calendar_query)};

static const struct field evaluation_request_fields[] = {
    FIELD_ROW(evaluation_request, from, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(evaluation_request, object_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(evaluation_request, to, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
const struct field_table evaluation_request_table = {"EvaluationRequest", evaluation_request_fields,
                                                     sizeof(struct evaluation_request)};
/* clang-format on */
