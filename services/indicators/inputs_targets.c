/* SPDX-License-Identifier: MIT */
/* Field tables of the catalogue and of targets. */
#include "indicators/inputs.h"

#include "indicators/domain/indicator_group.h"
#include "indicators/domain/standard.h"
#include <stddef.h>

#define VALUE_MAX 999999999999999999

static const char *const elements[] = {"WATER", "AIR",       "SOIL",    "SOLID_WASTE", "ECOLOGY",
                                       "NOISE", "RADIATION", "GENERAL", NULL};
static const char *const directions[] = {"HIGHER", "LOWER", "ZERO", "NONE", NULL};
static const char *const red_lines[] = {"QUALITY_BOTTOM", "RESOURCE_CEIL", "ERL", NULL};
static const char *const formulas[] = {"AIR_MEAN",    "AIR_PERCENTILE", "AIR_GOOD_DAYS",  "AIR_HEAVY_DAYS",
                                       "BLACK_ODOUR", "WATER_WORST",    "WATER_IMPROVED", "WATER_ATTAINED",
                                       "FARMLAND",    "SITES",          "RATIO",          "COUNT",
                                       "SUM",         "SURVEY",         "MANUAL",         NULL};
static const char *const target_types[] = {"GE",          "LE",          "EQ",
                                           "COUNT_ZERO",  "COMPLETE_BY", "BASELINE_GE",
                                           "BASELINE_LE", "MONOTONE",    "TREND_IMPROVE",
                                           "UNSET",       NULL};
static const char *const qualifiers[] = {"STRIVE",    "ABOUT", "AT_LEAST", "AT_MOST",
                                         "BASICALLY", "FULLY", "MONOTONE", NULL};

/* clang-format off: one row a line, in columns */

static const struct field row_import_query_fields[] = {
    IMPORT_FIELDS(struct row_import_query),
    {0},
};
const struct field_table row_import_query_table = {"RowImportQuery", row_import_query_fields,
                                                   sizeof(struct row_import_query)};

static const struct field indicator_query_fields[] = {
    FIELD_ROW(indicator_query, department, FIELD_TEXT, FIELD_PATTERN, 2, 8),
    FIELD_CHOICE(indicator_query, element, 0, elements),
    FIELD_CHOICE(indicator_query, group, 0, indicator_group_values),
    FIELD_ROW(indicator_query, q, FIELD_TEXT, 0, 1, 60),
    FIELD_CHOICE(indicator_query, red_line_class, 0, red_lines),
    FIELD_ROW(indicator_query, standard_family, FIELD_TEXT, FIELD_PATTERN, 1, 40),
    {0},
};
const struct field_table indicator_query_table = {"IndicatorQuery", indicator_query_fields,
                                                  sizeof(struct indicator_query)};

static const struct field indicator_row_fields[] = {
    FIELD_ROW(indicator_row, clauses, FIELD_TEXT, FIELD_REQUIRED, 1, 60),
    FIELD_ROW(indicator_row, code, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 3, 40),
    FIELD_ROW(indicator_row, decimals, FIELD_INT, FIELD_REQUIRED, 0, 6),
    FIELD_ROW(indicator_row, departments, FIELD_TEXT, FIELD_REQUIRED, 2, 60),
    FIELD_CHOICE(indicator_row, direction, FIELD_REQUIRED, directions),
    FIELD_CHOICE(indicator_row, element, FIELD_REQUIRED, elements),
    FIELD_ROW(indicator_row, formula, FIELD_TEXT, FIELD_REQUIRED, 1, 200),
    FIELD_CHOICE(indicator_row, formula_kind, FIELD_REQUIRED, formulas),
    FIELD_ROW(indicator_row, groups, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(indicator_row, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_ROW(indicator_row, periods, FIELD_TEXT, FIELD_REQUIRED, 1, 7),
    FIELD_CHOICE(indicator_row, red_line_class, 0, red_lines),
    FIELD_ROW(indicator_row, standard_family, FIELD_TEXT, FIELD_PATTERN, 1, 40),
    FIELD_ROW(indicator_row, unit, FIELD_TEXT, 0, 1, 20),
    {0},
};
const struct field_table indicator_row_table = {"IndicatorRow", indicator_row_fields,
                                                sizeof(struct indicator_row)};

static const struct field target_query_fields[] = {
    PAGE_FIELDS(struct target_query),
    FIELD_CHOICE(target_query, element, 0, elements),
    FIELD_ROW(target_query, indicator, FIELD_TEXT, FIELD_PATTERN, 3, 40),
    FIELD_CHOICE(target_query, target_type, 0, target_types),
    FIELD_ROW(target_query, year, FIELD_INT, 0, 2000, 2199),
    {0},
};
const struct field_table target_query_table = {"TargetQuery", target_query_fields,
                                               sizeof(struct target_query)};

static const struct field qualifier_fields[] = {
    {"",              FIELD_ENUM, FIELD_REQUIRED, offsetof(struct qualifier_item, qualifier), 0, 0, qualifiers, NULL, 0},
    {0},
};
static const struct field_table qualifier_table = {"Qualifier", qualifier_fields,
                                                   sizeof(struct qualifier_item)};

static const struct field target_create_fields[] = {
    FIELD_FIXED(target_create, base_value, 0, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),
    FIELD_ROW(target_create, base_year, FIELD_INT, 0, 1949, 2199),
    FIELD_ROW(target_create, clause, FIELD_TEXT, FIELD_PATTERN, 5, 5),
    FIELD_ROW(target_create, complete_by, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(target_create, external_id, FIELD_TEXT, FIELD_PATTERN, 1, 128),
    FIELD_ROW(target_create, indicator, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 3, 40),
    FIELD_LIST(target_create, qualifiers, 0, 0, 7, &qualifier_table),
    FIELD_ROW(target_create, source, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(target_create, standard_version, FIELD_TEXT, FIELD_PATTERN, 2, 40),
    FIELD_CHOICE(target_create, target_type, FIELD_REQUIRED, target_types),
    FIELD_ROW(target_create, tenant, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(target_create, text, FIELD_TEXT, 0, 1, 500),
    FIELD_FIXED(target_create, tolerance, 0, 0, VALUE_MAX, VALUE_SCALE),
    FIELD_FIXED(target_create, value, 0, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),
    FIELD_ROW(target_create, year, FIELD_INT, 0, 2000, 2199),
    {0},
};
const struct field_table target_create_table = {"TargetCreate", target_create_fields,
                                                sizeof(struct target_create)};

static const struct field target_update_fields[] = {
    FIELD_FIXED(target_update, base_value, FIELD_NULLABLE, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),
    FIELD_ROW(target_update, base_year, FIELD_INT, FIELD_NULLABLE, 1949, 2199),
    FIELD_ROW(target_update, clause, FIELD_TEXT, FIELD_PATTERN | FIELD_NULLABLE, 5, 5),
    FIELD_ROW(target_update, complete_by, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_LIST(target_update, qualifiers, 0, 0, 7, &qualifier_table),
    FIELD_ROW(target_update, reason, FIELD_TEXT, FIELD_REQUIRED, 1, 500),
    FIELD_ROW(target_update, standard_version, FIELD_TEXT, FIELD_PATTERN | FIELD_NULLABLE, 2, 40),
    FIELD_CHOICE(target_update, target_type, 0, target_types),
    FIELD_ROW(target_update, text, FIELD_TEXT, FIELD_NULLABLE, 1, 500),
    FIELD_FIXED(target_update, tolerance, 0, 0, VALUE_MAX, VALUE_SCALE),
    FIELD_FIXED(target_update, value, FIELD_NULLABLE, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),
    FIELD_ROW(target_update, year, FIELD_INT, FIELD_NULLABLE, 2000, 2199),
    {0},
};
const struct field_table target_update_table = {"TargetUpdate", target_update_fields,
                                                sizeof(struct target_update)};
/* clang-format on */
