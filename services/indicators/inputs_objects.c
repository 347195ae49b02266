/* SPDX-License-Identifier: MIT */
/* Field tables of monitored objects. */
#include "indicators/domain/ratio.h"
#include "indicators/inputs.h"

#include <stddef.h>

static const char *const kinds[] = {
    "AIR_STATION", "WATER_SECTION",  "WATER_BODY", "PARCEL",    "CONTAMINATED_SITE",
    "PLANT",       "PROTECTED_AREA", "ENTERPRISE", "MIX_POINT", NULL};
static const char *const datums[] = {"WGS84", "GCJ02", "CGCS2000", NULL};
static const char *const stations[] = {"EVALUATION", "BACKGROUND", "CONTROL", "ROADSIDE", NULL};
static const char *const assess_levels[] = {"NATIONAL", "MUNICIPAL", "DISTRICT", "NONE", NULL};
static const char *const body_types[] = {"RIVER", "LAKE", NULL};
static const char *const stages[] = {
    "SUSPECTED", "INVESTIGATION", "RISK_ASSESSMENT", "REMEDIATION", "EFFECT_ASSESSMENT", "RELEASED", NULL};
static const char *const uses[] = {"CLASS_1", "CLASS_2", NULL};
static const char *const area_kinds[] = {"WATER_SOURCE_1", "WATER_SOURCE_2", "FOREST_PARK", "HABITAT",
                                         "WETLAND",        "RED_LINE",       "OTHER",       NULL};
static const char *const premises[] = {"MUNICIPAL", "RESIDENTIAL", NULL};
static const char *const area_levels[] = {"NATIONAL", "MUNICIPAL", "DISTRICT", NULL};

/* clang-format off: one row a line, in columns */

static const struct field object_query_fields[] = {
    PAGE_FIELDS(struct object_query),
    FIELD_ROW(object_query, area_id, FIELD_UUID, 0, 0, 0),
    FIELD_CHOICE(object_query, assess_level, 0, assess_levels),
    FIELD_ROW(object_query, body_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(object_query, is_closed, FIELD_BOOL, 0, 0, 0),
    FIELD_CHOICE(object_query, kind, 0, kinds),
    FIELD_CHOICE(object_query, premises, 0, premises),
    FIELD_ROW(object_query, q, FIELD_TEXT, 0, 1, 60),
    {0},
};
const struct field_table object_query_table = {"ObjectQuery", object_query_fields,
                                               sizeof(struct object_query)};

static const struct field object_create_fields[] = {
    FIELD_ROW(object_create, address, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(object_create, air_class, FIELD_INT, 0, 1, 2),
    FIELD_ROW(object_create, area_id, FIELD_UUID, 0, 0, 0),
    FIELD_CHOICE(object_create, area_kind, 0, area_kinds),
    FIELD_CHOICE(object_create, area_level, 0, area_levels),
    FIELD_FIXED(object_create, area_m2, 0, 1, 99999999999999999, 2),
    FIELD_CHOICE(object_create, assess_level, 0, assess_levels),
    FIELD_ROW(object_create, baseline_class, FIELD_INT, 0, 1, 6),
    FIELD_ROW(object_create, body_id, FIELD_UUID, 0, 0, 0),
    FIELD_CHOICE(object_create, body_type, 0, body_types),
    FIELD_FIXED(object_create, capacity, 0, 1, 999999999999, 4),
    FIELD_ROW(object_create, chainage_m, FIELD_INT, 0, 0, 10000000),
    FIELD_ROW(object_create, chief_post, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(object_create, closed_on, FIELD_DATE, 0, 0, 0),
    FIELD_CHOICE(object_create, datum, 0, datums),
    FIELD_ROW(object_create, discharge_standard, FIELD_TEXT, FIELD_PATTERN, 2, 40),
    FIELD_ROW(object_create, external_id, FIELD_TEXT, FIELD_PATTERN, 1, 128),
    FIELD_CHOICE(object_create, farmland_grade, 0, farmland_grade_values),
    FIELD_CHOICE(object_create, farmland_measure, 0, farmland_measure_values),
    FIELD_ROW(object_create, has_odour_line, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_create, has_sludge_line, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_create, has_water_line, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_create, is_heavy_metal, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_create, is_redeveloped, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_create, is_small, FIELD_BOOL, 0, 0, 0),
    FIELD_CHOICE(object_create, kind, FIELD_REQUIRED, kinds),
    FIELD_FIXED(object_create, lat, 0, -90000000, 90000000, 6),
    FIELD_FIXED(object_create, length_km, 0, 1, 999999999, 3),
    FIELD_FIXED(object_create, lng, 0, -180000000, 180000000, 6),
    FIELD_ROW(object_create, measure_since, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(object_create, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_CHOICE(object_create, planned_use, 0, uses),
    FIELD_ROW(object_create, polygon_ref, FIELD_TEXT, 0, 1, 200),
    FIELD_CHOICE(object_create, premises, 0, premises),
    FIELD_ROW(object_create, produce_complies, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_create, rebuilt_on, FIELD_DATE, 0, 0, 0),
    FIELD_CHOICE(object_create, site_stage, 0, stages),
    FIELD_FIXED(object_create, sludge_capacity, 0, 1, 999999999999, 4),
    FIELD_ROW(object_create, source, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(object_create, stage_since, FIELD_DATE, 0, 0, 0),
    FIELD_CHOICE(object_create, station_type, 0, stations),
    FIELD_ROW(object_create, survey_approved_on, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(object_create, target_class, FIELD_INT, 0, 1, 5),
    FIELD_ROW(object_create, tenant, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(object_create, transferred_on, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(object_create, valid_from, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_create, valid_to, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table object_create_table = {"ObjectCreate", object_create_fields,
                                                sizeof(struct object_create)};

static const struct field object_update_fields[] = {
    FIELD_ROW(object_update, address, FIELD_TEXT, FIELD_NULLABLE, 1, 200),
    FIELD_ROW(object_update, air_class, FIELD_INT, FIELD_NULLABLE, 1, 2),
    FIELD_ROW(object_update, area_id, FIELD_UUID, FIELD_NULLABLE, 0, 0),
    FIELD_CHOICE(object_update, area_kind, FIELD_NULLABLE, area_kinds),
    FIELD_CHOICE(object_update, area_level, FIELD_NULLABLE, area_levels),
    FIELD_FIXED(object_update, area_m2, FIELD_NULLABLE, 1, 99999999999999999, 2),
    FIELD_CHOICE(object_update, assess_level, FIELD_NULLABLE, assess_levels),
    FIELD_ROW(object_update, baseline_class, FIELD_INT, FIELD_NULLABLE, 1, 6),
    FIELD_ROW(object_update, body_id, FIELD_UUID, FIELD_NULLABLE, 0, 0),
    FIELD_CHOICE(object_update, body_type, FIELD_NULLABLE, body_types),
    FIELD_FIXED(object_update, capacity, FIELD_NULLABLE, 1, 999999999999, 4),
    FIELD_ROW(object_update, chainage_m, FIELD_INT, FIELD_NULLABLE, 0, 10000000),
    FIELD_ROW(object_update, chief_post, FIELD_TEXT, FIELD_NULLABLE, 1, 120),
    FIELD_ROW(object_update, closed_on, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_CHOICE(object_update, datum, FIELD_NULLABLE, datums),
    FIELD_ROW(object_update, discharge_standard, FIELD_TEXT, FIELD_NULLABLE | FIELD_PATTERN, 2, 40),
    FIELD_CHOICE(object_update, farmland_grade, FIELD_NULLABLE, farmland_grade_values),
    FIELD_CHOICE(object_update, farmland_measure, FIELD_NULLABLE, farmland_measure_values),
    FIELD_ROW(object_update, has_odour_line, FIELD_BOOL, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, has_sludge_line, FIELD_BOOL, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, has_water_line, FIELD_BOOL, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, is_heavy_metal, FIELD_BOOL, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, is_redeveloped, FIELD_BOOL, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, is_small, FIELD_BOOL, FIELD_NULLABLE, 0, 0),
    FIELD_FIXED(object_update, lat, FIELD_NULLABLE, -90000000, 90000000, 6),
    FIELD_FIXED(object_update, length_km, FIELD_NULLABLE, 1, 999999999, 3),
    FIELD_FIXED(object_update, lng, FIELD_NULLABLE, -180000000, 180000000, 6),
    FIELD_ROW(object_update, measure_since, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, name, FIELD_TEXT, 0, 1, 120),
    FIELD_CHOICE(object_update, planned_use, FIELD_NULLABLE, uses),
    FIELD_ROW(object_update, polygon_ref, FIELD_TEXT, FIELD_NULLABLE, 1, 200),
    FIELD_CHOICE(object_update, premises, FIELD_NULLABLE, premises),
    FIELD_ROW(object_update, produce_complies, FIELD_BOOL, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, rebuilt_on, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_CHOICE(object_update, site_stage, FIELD_NULLABLE, stages),
    FIELD_FIXED(object_update, sludge_capacity, FIELD_NULLABLE, 1, 999999999999, 4),
    FIELD_ROW(object_update, stage_since, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_CHOICE(object_update, station_type, FIELD_NULLABLE, stations),
    FIELD_ROW(object_update, survey_approved_on, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, target_class, FIELD_INT, FIELD_NULLABLE, 1, 5),
    FIELD_ROW(object_update, transferred_on, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(object_update, valid_from, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(object_update, valid_to, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    {0},
};
const struct field_table object_update_table = {"ObjectUpdate", object_update_fields,
                                                sizeof(struct object_update)};

static const struct field object_row_fields[] = {
    FIELD_ROW(object_row, address, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(object_row, air_class, FIELD_INT, 0, 1, 2),
    FIELD_ROW(object_row, area, FIELD_TEXT, FIELD_PATTERN, 1, 128),
    FIELD_CHOICE(object_row, area_kind, 0, area_kinds),
    FIELD_CHOICE(object_row, area_level, 0, area_levels),
    FIELD_FIXED(object_row, area_m2, 0, 1, 99999999999999999, 2),
    FIELD_CHOICE(object_row, assess_level, 0, assess_levels),
    FIELD_ROW(object_row, baseline_class, FIELD_INT, 0, 1, 6),
    FIELD_ROW(object_row, body, FIELD_TEXT, FIELD_PATTERN, 1, 128),
    FIELD_CHOICE(object_row, body_type, 0, body_types),
    FIELD_FIXED(object_row, capacity, 0, 1, 999999999999, 4),
    FIELD_ROW(object_row, chainage_m, FIELD_INT, 0, 0, 10000000),
    FIELD_ROW(object_row, chief_post, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(object_row, closed_on, FIELD_DATE, 0, 0, 0),
    FIELD_CHOICE(object_row, datum, 0, datums),
    FIELD_ROW(object_row, discharge_standard, FIELD_TEXT, FIELD_PATTERN, 2, 40),
    FIELD_ROW(object_row, external_id, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 128),
    FIELD_CHOICE(object_row, farmland_grade, 0, farmland_grade_values),
    FIELD_CHOICE(object_row, farmland_measure, 0, farmland_measure_values),
    FIELD_ROW(object_row, has_odour_line, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_row, has_sludge_line, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_row, has_water_line, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_row, is_heavy_metal, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_row, is_redeveloped, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_row, is_small, FIELD_BOOL, 0, 0, 0),
    FIELD_CHOICE(object_row, kind, FIELD_REQUIRED, kinds),
    FIELD_FIXED(object_row, lat, 0, -90000000, 90000000, 6),
    FIELD_FIXED(object_row, length_km, 0, 1, 999999999, 3),
    FIELD_FIXED(object_row, lng, 0, -180000000, 180000000, 6),
    FIELD_ROW(object_row, measure_since, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(object_row, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_CHOICE(object_row, planned_use, 0, uses),
    FIELD_ROW(object_row, polygon_ref, FIELD_TEXT, 0, 1, 200),
    FIELD_CHOICE(object_row, premises, 0, premises),
    FIELD_ROW(object_row, produce_complies, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(object_row, rebuilt_on, FIELD_DATE, 0, 0, 0),
    FIELD_CHOICE(object_row, site_stage, 0, stages),
    FIELD_FIXED(object_row, sludge_capacity, 0, 1, 999999999999, 4),
    FIELD_ROW(object_row, source, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 64),
    FIELD_ROW(object_row, stage_since, FIELD_DATE, 0, 0, 0),
    FIELD_CHOICE(object_row, station_type, 0, stations),
    FIELD_ROW(object_row, survey_approved_on, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(object_row, target_class, FIELD_INT, 0, 1, 5),
    FIELD_ROW(object_row, tenant, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(object_row, transferred_on, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(object_row, valid_from, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_row, valid_to, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table object_row_table = {"ObjectRow", object_row_fields, sizeof(struct object_row)};
/* clang-format on */
