/* SPDX-License-Identifier: MIT */
/* Field tables of standards: names, types and bounds as OpenAPI states them. */
#include "indicators/inputs.h"

#include "indicators/domain/standard.h"
#include <stddef.h>

#define VALUE_MAX 999999999999999999

static const char *const row_kinds[] = {"EDITION", "LIMIT", "RULE", NULL};
static const char *const ops[] = {"LE", "GE", "LT", "GT", NULL};

/* clang-format off: one row a line, in columns */

static const struct field standard_query_fields[] = {
    FIELD_ROW(standard_query, family, FIELD_TEXT, FIELD_PATTERN, 1, 40),
    FIELD_ROW(standard_query, valid_on, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table standard_query_table = {"StandardQuery", standard_query_fields,
                                                 sizeof(struct standard_query)};

static const struct field standard_row_fields[] = {
    FIELD_ROW(standard_row, averaging, FIELD_TEXT, FIELD_PATTERN, 1, 20),
    FIELD_ROW(standard_row, edition, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 40),
    FIELD_ROW(standard_row, item, FIELD_TEXT, FIELD_PATTERN, 1, 40),
    FIELD_CHOICE(standard_row, kind, FIELD_REQUIRED, row_kinds),
    FIELD_ROW(standard_row, level, FIELD_INT, 0, 0, 1000),
    FIELD_ROW(standard_row, name, FIELD_TEXT, FIELD_PATTERN, 1, 40),
    FIELD_CHOICE(standard_row, op, 0, ops),
    FIELD_ROW(standard_row, text, FIELD_TEXT, 0, 1, 500),
    FIELD_ROW(standard_row, valid_from, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(standard_row, valid_to, FIELD_DATE, 0, 0, 0),
    FIELD_FIXED(standard_row, value, 0, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),
    {0},
};
const struct field_table standard_row_table = {"StandardRow", standard_row_fields,
                                               sizeof(struct standard_row)};

static const struct field whole_import_query_fields[] = {
    FIELD_CHOICE(whole_import_query, mode, 0, import_mode_values),
    {0},
};
const struct field_table whole_import_query_table = {"WholeImportQuery", whole_import_query_fields,
                                                     sizeof(struct whole_import_query)};
/* clang-format on */
