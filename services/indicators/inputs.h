/* SPDX-License-Identifier: MIT */
/* What the routes of the indicators service take: one struct and one field table each. */
#ifndef BIHUAN_INDICATORS_INPUTS_H
#define BIHUAN_INDICATORS_INPUTS_H

#include "http/page.h"
#include "import/import.h"
#include "indicators/domain/air_index.h"
#include "json/field.h"

/* ---- standards: inputs.c */

struct standard_query {
    struct field_mask mask;
    const char *family;
    int32_t valid_on;
};
extern const struct field_table standard_query_table;

/* A row of services/indicators/standards: one of the three kinds, which says what its cells mean. */
struct standard_row {
    struct field_mask mask;
    const char *edition, *kind, *item, *averaging, *op, *name, *text;
    int64_t level;
    int64_t value; /* millionths */
    int32_t valid_from, valid_to;
};
extern const struct field_table standard_row_table;

/* A whole edition or nothing: there is no atomic=row. */
struct whole_import_query {
    struct field_mask mask;
    const char *mode;
};
extern const struct field_table whole_import_query_table;

/* ---- water: inputs_water.c */

enum { WATER_VALUES = 30 };

/* What was measured, by item: value[i] is that of row i. */
struct water_values {
    struct field_mask mask;
    int64_t value[WATER_VALUES]; /* millionths */
};
extern const struct field_table water_values_table;

struct water_sample_input {
    struct field_mask mask;
    const char *body, *rounding, *standard;
    struct field_object values;
};

struct water_class_input {
    struct field_mask mask;
    struct field_list items;
};
extern const struct field_table water_class_table;
/* ---- air: inputs_air.c */

#define AIR_PERIOD_HOUR "HOUR"
#define AIR_PERIOD_DAY "DAY"

struct air_values {
    struct field_mask mask; /* bit i: enum air_item i */
    int64_t of[AIR_ITEM_COUNT];
};

struct unmonitored_input {
    const char *item;
};

struct aqi_item_input {
    struct field_mask mask;
    const char *period, *standard;
    struct field_list unmonitored; /* of struct unmonitored_input */
    struct field_object values;    /* struct air_values */
};

struct aqi_input {
    struct field_mask mask;
    struct field_list items; /* of struct aqi_item_input */
};
extern const struct field_table aqi_table;
/* ---- catalogue and targets: inputs_targets.c */

struct row_import_query {
    struct field_mask mask;
    struct import_query import;
};
extern const struct field_table row_import_query_table;

struct indicator_query {
    struct field_mask mask;
    const char *element, *department, *group, *red_line_class, *standard_family, *q;
};
extern const struct field_table indicator_query_table;

/* A row of services/indicators/catalogue. */
struct indicator_row {
    struct field_mask mask;
    const char *code, *name, *unit, *direction, *element, *formula_kind, *periods, *departments,
        *red_line_class, *standard_family, *groups, *clauses, *formula;
    int64_t decimals;
};
extern const struct field_table indicator_row_table;

struct target_query {
    struct field_mask mask;
    struct page_query page;
    const char *indicator, *target_type, *element;
    int64_t year;
};
extern const struct field_table target_query_table;

struct qualifier_item {
    struct field_mask mask;
    const char *qualifier;
};

struct target_create {
    struct field_mask mask;
    const char *tenant, *indicator, *target_type, *standard_version, *text, *clause, *source, *external_id;
    int64_t year, base_year;
    int64_t value, base_value, tolerance; /* millionths */
    int32_t complete_by;
    struct field_list qualifiers;
};
extern const struct field_table target_create_table;

struct target_update {
    struct field_mask mask;
    const char *target_type, *standard_version, *text, *clause, *reason;
    int64_t year, base_year;
    int64_t value, base_value, tolerance; /* millionths */
    int32_t complete_by;
    struct field_list qualifiers;
};
extern const struct field_table target_update_table;

/* ---- monitored objects: inputs_objects.c */

struct object_query {
    struct field_mask mask;
    struct page_query page;
    const char *kind, *assess_level, *body_id, *q;
    const char *area_id, *premises;
    bool is_closed;
};
extern const struct field_table object_query_table;

struct object_create {
    struct field_mask mask;
    const char *kind, *tenant, *name, *address, *datum, *source, *external_id, *body_id;
    const char *station_type, *assess_level, *body_type, *chief_post, *farmland_grade, *farmland_measure,
        *site_stage, *planned_use, *area_kind, *area_level, *polygon_ref, *discharge_standard;
    int32_t valid_from, valid_to, measure_since, stage_since;
    const char *area_id, *premises;
    int32_t closed_on, rebuilt_on, survey_approved_on, transferred_on;
    int64_t air_class, target_class, baseline_class, chainage_m;
    int64_t lng, lat, length_km, area_m2, capacity, sludge_capacity; /* scaled as the table says */
    bool is_small, produce_complies, is_redeveloped, has_water_line, has_sludge_line, has_odour_line,
        is_heavy_metal;
};
extern const struct field_table object_create_table;

struct object_update {
    struct field_mask mask;
    const char *name, *address, *datum, *body_id;
    const char *station_type, *assess_level, *body_type, *chief_post, *farmland_grade, *farmland_measure,
        *site_stage, *planned_use, *area_kind, *area_level, *polygon_ref, *discharge_standard;
    int32_t valid_from, valid_to, measure_since, stage_since;
    const char *area_id, *premises;
    int32_t closed_on, rebuilt_on, survey_approved_on, transferred_on;
    int64_t air_class, target_class, baseline_class, chainage_m;
    int64_t lng, lat, length_km, area_m2, capacity, sludge_capacity; /* scaled as the table says */
    bool is_small, produce_complies, is_redeveloped, has_water_line, has_sludge_line, has_odour_line,
        is_heavy_metal;
};
extern const struct field_table object_update_table;

/* A row of an imported list; `body` and `area` are the numbers of the water body and of the protected area in the same
 * source. */
struct object_row {
    struct field_mask mask;
    const char *kind, *tenant, *name, *address, *datum, *source, *external_id, *body;
    const char *station_type, *assess_level, *body_type, *chief_post, *farmland_grade, *farmland_measure,
        *site_stage, *planned_use, *area_kind, *area_level, *polygon_ref, *discharge_standard;
    int32_t valid_from, valid_to, measure_since, stage_since;
    const char *area, *premises;
    int32_t closed_on, rebuilt_on, survey_approved_on, transferred_on;
    int64_t air_class, target_class, baseline_class, chainage_m;
    int64_t lng, lat, length_km, area_m2, capacity, sludge_capacity; /* scaled as the table says */
    bool is_small, produce_complies, is_redeveloped, has_water_line, has_sludge_line, has_odour_line,
        is_heavy_metal;
};
extern const struct field_table object_row_table;

/* ---- values and alerts: inputs_values.c */

struct value_query {
    struct field_mask mask;
    struct page_query page;
    const char *computed_by, *element, *indicator, *period, *period_kind, *status;
    int64_t year;
};
extern const struct field_table value_query_table;

/* Also a row of an import. */
struct value_create {
    struct field_mask mask;
    const char *tenant, *indicator, *period, *unit, *standard_version, *reason;
    int64_t value, numerator, denominator; /* millionths */
    struct field_list files;               /* of struct file_hash */
};
extern const struct field_table value_create_table;
/* The same as a row of a file, which names no files. */
extern const struct field_table value_row_table;

struct file_hash {
    struct field_mask mask;
    const char *sha256;
};

struct value_erratum {
    struct field_mask mask;
    const char *unit, *reason;
    int64_t value, numerator, denominator; /* millionths */
    struct field_list files;               /* of struct file_hash */
};
extern const struct field_table value_erratum_table;

struct value_transition {
    struct field_mask mask;
    const char *action, *reason, *expected_state;
};
extern const struct field_table value_transition_table;

struct attainment_query {
    struct field_mask mask;
    struct page_query page;
    const char *element, *indicator, *red_line_class;
    int64_t year;
};
extern const struct field_table attainment_query_table;
/* The same without the words of a page. */
extern const struct field_table attainment_board_query_table;
/* Of one tenant, which is page.subtree. */
extern const struct field_table attainment_group_query_table;

struct alert_query {
    struct field_mask mask;
    struct page_query page;
    const char *indicator, *kind, *object_id;
    bool acknowledged, open;
};
extern const struct field_table alert_query_table;

struct alert_note {
    struct field_mask mask;
    const char *note;
};
extern const struct field_table alert_note_table;

/* ---- ordered monitoring: inputs_monitoring.c */

struct monitoring_query {
    struct field_mask mask;
    struct page_query page;
    const char *kind, *object_id, *state;
    bool unallocated;
};
extern const struct field_table monitoring_query_table;

/* `performer` is a department of the caller's tenant by id or code; NULL = the tenant itself. */
struct monitoring_create {
    struct field_mask mask;
    const char *kind, *object_id, *performer, *place, *text;
    int32_t due_date;
};
extern const struct field_table monitoring_create_table;

struct monitoring_report {
    struct field_mask mask;
    const char *sha256, *summary;
};
extern const struct field_table monitoring_report_table;

struct monitoring_cancel {
    struct field_mask mask;
    const char *reason;
};
extern const struct field_table monitoring_cancel_table;

struct monitoring_allocation {
    struct field_mask mask;
    const char *to;
};
extern const struct field_table monitoring_allocation_table;

/* ---- evaluations: inputs_evaluations.c */

struct evaluation_query {
    struct field_mask mask;
    struct page_query page;
    const char *kind, *object_id, *standard;
    int32_t from, to;
    bool attained, places;
};
extern const struct field_table evaluation_query_table;

/* A year of one subject: of an object, or of a place (a district or the city); the caller's own without either. */
struct calendar_query {
    struct field_mask mask;
    const char *object_id, *tenant, *standard;
    int64_t year;
};
extern const struct field_table calendar_query_table;

struct evaluation_request {
    struct field_mask mask;
    const char *object_id;
    int32_t from, to;
};
extern const struct field_table evaluation_request_table;

/* ---- observations: inputs_observations.c */

struct observation_query {
    struct field_mask mask;
    struct page_query page;
    const char *object_id, *item, *averaging, *source, *flag;
    int64_t from, to; /* microseconds; from included, to not */
};
extern const struct field_table observation_query_table;

struct observation_revision_query {
    struct field_mask mask;
    const char *object_id, *item;
    int64_t observed_at;
};
extern const struct field_table observation_revision_query_table;

struct observation_import_query {
    struct field_mask mask;
    struct import_query import;
    const char *source, *units, *on_conflict, *reason;
};
extern const struct field_table observation_import_query_table;

/* A row as text, whichever format it came in; what is absent is NULL. */
struct observation_row {
    struct field_mask mask;
    const char *averaging, *flag, *item, *object, *observed_at, *value;
};
extern const struct field_table observation_row_table;

#endif
