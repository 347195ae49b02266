/* SPDX-License-Identifier: MIT */
/* Field tables of observations. */
#include "indicators/inputs.h"

#include "indicators/domain/observation.h"
#include <stddef.h>

static const char *const conflict_answers[] = {"keep", "revise", NULL};

/* clang-format off: one row a line, in columns */

static const struct field observation_query_fields[] = {
    PAGE_FIELDS_NOW(struct observation_query),
    FIELD_CHOICE(observation_query, averaging, 0, observation_averagings),
    FIELD_CHOICE(observation_query, flag, 0, observation_flags),
    FIELD_ROW(observation_query, from, FIELD_TIME, 0, 0, 0),
    FIELD_ROW(observation_query, item, FIELD_TEXT, FIELD_PATTERN, 1, 40),
    FIELD_ROW(observation_query, object_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(observation_query, source, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(observation_query, to, FIELD_TIME, 0, 0, 0),
    {0},
};
const struct field_table observation_query_table = {"ObservationQuery", observation_query_fields,
                                                    sizeof(struct observation_query)};

static const struct field observation_revision_query_fields[] = {
    FIELD_ROW(observation_revision_query, item, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 40),
    FIELD_ROW(observation_revision_query, object_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(observation_revision_query, observed_at, FIELD_TIME, FIELD_REQUIRED, 0, 0),
    {0},
};
const struct field_table observation_revision_query_table = {
    "ObservationRevisionQuery", observation_revision_query_fields, sizeof(struct observation_revision_query)};

static const struct field observation_import_query_fields[] = {
    IMPORT_FIELDS(struct observation_import_query),
    FIELD_CHOICE(observation_import_query, on_conflict, 0, conflict_answers),
    FIELD_ROW(observation_import_query, reason, FIELD_TEXT, 0, 1, 500),
    FIELD_ROW(observation_import_query, source, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 64),
    FIELD_ROW(observation_import_query, units, FIELD_TEXT, 0, 1, 500),
    {0},
};
const struct field_table observation_import_query_table = {
    "ObservationImportQuery", observation_import_query_fields, sizeof(struct observation_import_query)};

static const struct field observation_row_fields[] = {
    FIELD_ROW(observation_row, averaging, FIELD_TEXT, FIELD_REQUIRED, 1, 20),
    FIELD_ROW(observation_row, flag, FIELD_TEXT, FIELD_NULLABLE, 0, 20),
    FIELD_ROW(observation_row, item, FIELD_TEXT, FIELD_REQUIRED, 1, 40),
    FIELD_ROW(observation_row, object, FIELD_TEXT, FIELD_REQUIRED, 1, 200),
    FIELD_ROW(observation_row, observed_at, FIELD_TEXT, FIELD_REQUIRED, 1, 40),
    FIELD_ROW(observation_row, value, FIELD_TEXT, FIELD_REQUIRED | FIELD_NULLABLE, 0, 60),
    {0},
};
const struct field_table observation_row_table = {"ObservationRow", observation_row_fields,
                                                  sizeof(struct observation_row)};
/* clang-format on */
