/* SPDX-License-Identifier: MIT */
/* Field tables of values, attainment and alerts. */
#include "indicators/inputs.h"

#include "indicators/domain/period.h"
#include "indicators/domain/standard.h"
#include "indicators/domain/value_workflow.h"
#include <stddef.h>

#define VALUE_MAX 999999999999999999
#define FILES_MAX 50

static const char *const elements[] = {"WATER", "AIR",       "SOIL",    "SOLID_WASTE", "ECOLOGY",
                                       "NOISE", "RADIATION", "GENERAL", NULL};
static const char *const red_lines[] = {"QUALITY_BOTTOM", "RESOURCE_CEIL", "ERL", NULL};
static const char *const computed[] = {"ENGINE", "MANUAL", NULL};
static const char *const alert_kinds[] = {
    "RED_LINE", "EXCEED", "MANIPULATED", "OBJECT_EXCEED", "UNSURVEYED_TRANSFER", NULL};

/* clang-format off: one row a line, in columns */

static const struct field value_query_fields[] = {
    PAGE_FIELDS(struct value_query),
    FIELD_CHOICE(value_query, computed_by, 0, computed),
    FIELD_CHOICE(value_query, element, 0, elements),
    FIELD_ROW(value_query, indicator, FIELD_TEXT, FIELD_PATTERN, 3, 40),
    FIELD_ROW(value_query, period, FIELD_TEXT, FIELD_PATTERN, 4, 10),
    FIELD_CHOICE(value_query, period_kind, 0, period_kind_values),
    FIELD_CHOICE(value_query, status, 0, value_state_values),
    FIELD_ROW(value_query, year, FIELD_INT, 0, 1949, 2199),
    {0},
};
const struct field_table value_query_table = {"ValueQuery", value_query_fields, sizeof(struct value_query)};

#define FIGURES(type)                                                                                        \
    FIELD_FIXED(type, denominator, 0, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),                                   \
        FIELD_FIXED(type, numerator, 0, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),                                 \
        FIELD_FIXED(type, value, 0, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),                                     \
        FIELD_ROW(type, unit, FIELD_TEXT, 0, 1, 20)

static const struct field file_hash_fields[] = {
    {"",             FIELD_TEXT, FIELD_PATTERN, offsetof(struct file_hash, sha256), 64, 64, NULL, NULL, 0},
    {0},
};
static const struct field_table file_hash_table = {"FileHash", file_hash_fields, sizeof(struct file_hash)};

#define ENTRY                                                                                                \
    FIELD_ROW(value_create, indicator, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 3, 40),                   \
        FIELD_ROW(value_create, period, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 4, 10),                  \
        FIELD_ROW(value_create, reason, FIELD_TEXT, 0, 1, 500),                                              \
        FIELD_ROW(value_create, standard_version, FIELD_TEXT, FIELD_PATTERN, 2, 40),                         \
        FIELD_ROW(value_create, tenant, FIELD_TEXT, FIELD_PATTERN, 1, 64), FIGURES(value_create)

static const struct field value_create_fields[] = {
    ENTRY,
    FIELD_LIST(value_create, files, 0, 0, FILES_MAX, &file_hash_table),
    {0},
};
const struct field_table value_create_table = {"ValueCreate", value_create_fields,
                                               sizeof(struct value_create)};

static const struct field value_row_fields[] = {
    ENTRY,
    {0},
};
const struct field_table value_row_table = {"ValueRow", value_row_fields, sizeof(struct value_create)};

static const struct field value_erratum_fields[] = {
    FIELD_ROW(value_erratum, reason, FIELD_TEXT, FIELD_REQUIRED, 1, 500),
    FIGURES(value_erratum),
    FIELD_LIST(value_erratum, files, 0, 0, FILES_MAX, &file_hash_table),
    {0},
};
const struct field_table value_erratum_table = {"ValueErratum", value_erratum_fields,
                                                sizeof(struct value_erratum)};

static const struct field value_transition_fields[] = {
    FIELD_ROW(value_transition, action, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 40),
    FIELD_CHOICE(value_transition, expected_state, 0, value_state_values),
    FIELD_ROW(value_transition, reason, FIELD_TEXT, 0, 1, 500),
    {0},
};
const struct field_table value_transition_table = {"ValueTransition", value_transition_fields,
                                                   sizeof(struct value_transition)};

static const struct field attainment_query_fields[] = {
    PAGE_FIELDS(struct attainment_query),
    FIELD_CHOICE(attainment_query, element, 0, elements),
    FIELD_ROW(attainment_query, indicator, FIELD_TEXT, FIELD_PATTERN, 3, 40),
    FIELD_CHOICE(attainment_query, red_line_class, 0, red_lines),
    FIELD_ROW(attainment_query, year, FIELD_INT, FIELD_REQUIRED, 2000, 2199),
    {0},
};
const struct field_table attainment_query_table = {"AttainmentQuery", attainment_query_fields,
                                                   sizeof(struct attainment_query)};

static const struct field attainment_board_query_fields[] = {
    {"subtree",      FIELD_TEXT, FIELD_PATTERN, offsetof(struct attainment_query, page.subtree), 1, 64, NULL, NULL,
     0},
    {"as_of", FIELD_DATE, 0, offsetof(struct attainment_query, page.as_of), 0, 0, NULL, NULL, 0},
    FIELD_CHOICE(attainment_query, element, 0, elements),
    FIELD_ROW(attainment_query, indicator, FIELD_TEXT, FIELD_PATTERN, 3, 40),
    FIELD_CHOICE(attainment_query, red_line_class, 0, red_lines),
    FIELD_ROW(attainment_query, year, FIELD_INT, FIELD_REQUIRED, 2000, 2199),
    {0},
};
const struct field_table attainment_board_query_table = {
    "AttainmentBoardQuery", attainment_board_query_fields, sizeof(struct attainment_query)};

static const struct field attainment_group_query_fields[] = {
    {"as_of",      FIELD_DATE, 0, offsetof(struct attainment_query, page.as_of), 0, 0, NULL, NULL, 0},
    {"tenant",           FIELD_TEXT, FIELD_PATTERN, offsetof(struct attainment_query, page.subtree), 1, 64, NULL, NULL,
     0},
    FIELD_ROW(attainment_query, year, FIELD_INT, FIELD_REQUIRED, 2000, 2199),
    {0},
};
const struct field_table attainment_group_query_table = {
    "AttainmentGroupQuery", attainment_group_query_fields, sizeof(struct attainment_query)};

static const struct field alert_query_fields[] = {
    PAGE_FIELDS(struct alert_query),
    FIELD_ROW(alert_query, acknowledged, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(alert_query, indicator, FIELD_TEXT, FIELD_PATTERN, 3, 40),
    FIELD_CHOICE(alert_query, kind, 0, alert_kinds),
    FIELD_ROW(alert_query, object_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(alert_query, open, FIELD_BOOL, 0, 0, 0),
    {0},
};
const struct field_table alert_query_table = {"AlertQuery", alert_query_fields, sizeof(struct alert_query)};

static const struct field alert_note_fields[] = {
    FIELD_ROW(alert_note, note, FIELD_TEXT, FIELD_REQUIRED, 1, 500),
    {0},
};
const struct field_table alert_note_table = {"AlertNote", alert_note_fields, sizeof(struct alert_note)};
/* clang-format on */
