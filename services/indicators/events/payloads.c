/* SPDX-License-Identifier: MIT */
/* Payload tables: what api/events/ says, as data. */
#include "indicators/domain/monitoring.h"
#include "indicators/domain/target_codes.h"
#include "indicators/domain/value_entry.h"
#include "indicators/domain/water_rules.h"
#include "indicators/events/indicator_events.h"

#include <stddef.h>

#define VALUE_MAX 999999999999999999

static const char *const red_lines[] = {"QUALITY_BOTTOM", "RESOURCE_CEIL", "ERL", NULL};

/* One struct holds the members of every payload: nobody decodes them here, the tables state names and bounds. */
struct payload {
    struct field_mask mask;
    const char *value_id, *alert_id, *target_id, *indicator, *period_kind, *period, *standard_version,
        *validity, *entered_by, *frozen_by, *reported_by, *red_line_class, *target_type, *reason, *object_id,
        *source;
    const char *task_id, *kind, *place, *performer_id, *report_sha256;
    int64_t value, value_rounded, numerator, denominator, limit_value;
    int64_t revision, first_at, last_at, rows;
    int32_t period_start, on_date;
    bool is_erratum;
};

/* Of a single object, with the items that exceed. */
struct object_payload {
    struct field_mask mask;
    const char *alert_id, *object_id, *object_kind, *object_name, *evaluation_kind, *period_kind, *period,
        *standard_version;
    int64_t level, level_limit;
    int32_t period_start, on_date;
    bool is_heavy_metal;
    struct field_list items;
};

struct object_item {
    struct field_mask mask;
    const char *item;
    int64_t value, limit, multiple;
};

/* Of a site whose land was transferred. */
struct transfer_payload {
    struct field_mask mask;
    const char *alert_id, *object_id, *object_name, *tenant, *region;
    int32_t transferred_on, survey_approved_on, on_date;
};

static const char *const object_kinds[] = {"AIR_STATION", "WATER_SECTION", "WATER_BODY",
                                           "PLANT",       "ENTERPRISE",    NULL};
static const char *const evaluation_kinds[] = {"AIR_DAY", "WATER_MONTH", "BLACK_ODOUR", "DISCHARGE_DAY",
                                               NULL};
static const char *const object_periods[] = {"M", "D", NULL};

/* What a red line may say: a target's type, or that quality is worse than in the year before. */
static const char *const breach_types[] = {"GE",          "LE",          "EQ",
                                           "COUNT_ZERO",  "COMPLETE_BY", "BASELINE_GE",
                                           "BASELINE_LE", "MONOTONE",    "TREND_IMPROVE",
                                           "UNSET",       "YEAR_BEFORE", NULL};

/* clang-format off: one row a line, in columns */
#define FIGURE(member) FIELD_FIXED(payload, member, FIELD_NULLABLE, -VALUE_MAX, VALUE_MAX, VALUE_SCALE)
#define OF_VALUE(required)                                                                                   \
    FIELD_ROW(payload, value_id, FIELD_UUID, required, 0, 0),                                                \
        FIELD_ROW(payload, indicator, FIELD_TEXT, (required) | FIELD_PATTERN, 3, 40),                        \
        FIELD_CHOICE(payload, period_kind, required, period_kind_values),                                    \
        FIELD_ROW(payload, period_start, FIELD_DATE, required, 0, 0),                                        \
        FIELD_ROW(payload, period, FIELD_TEXT, required, 4, 10),                                             \
        FIELD_ROW(payload, standard_version, FIELD_TEXT, FIELD_NULLABLE | FIELD_PATTERN, 2, 40),             \
        FIELD_ROW(payload, revision, FIELD_INT, required, 1, 1000000), FIGURE(value)
#define ABOUT OF_VALUE(FIELD_REQUIRED)
#define AGAINST(needed, types)                                                                               \
    FIELD_ROW(payload, alert_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),                                          \
        FIELD_ROW(payload, target_id, FIELD_UUID, needed, 0, 0),                                             \
        FIELD_CHOICE(payload, target_type, FIELD_REQUIRED, types), FIGURE(limit_value),                      \
        FIELD_ROW(payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0)

static const struct field frozen_fields[] = {
    ABOUT,
    FIGURE(value_rounded),
    FIGURE(numerator),
    FIGURE(denominator),
    FIELD_CHOICE(payload, validity, FIELD_REQUIRED, value_validity_values),
    FIELD_ROW(payload, is_erratum, FIELD_BOOL, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(payload, entered_by, FIELD_TEXT, FIELD_REQUIRED, 1, 331),
    FIELD_ROW(payload, frozen_by, FIELD_TEXT, FIELD_REQUIRED, 1, 331),
    {0},
};
static const struct field_table frozen_table = {"IndicatorFrozen", frozen_fields, sizeof(struct payload)};

static const struct field breach_fields[] = {
    ABOUT,
    AGAINST(FIELD_NULLABLE, breach_types),
    FIELD_CHOICE(payload, red_line_class, FIELD_NULLABLE, red_lines),
    {0},
};
static const struct field_table breach_table = {"IndicatorRedlineBreach", breach_fields,
                                                sizeof(struct payload)};

static const struct field exceed_fields[] = {
    ABOUT,
    AGAINST(FIELD_REQUIRED, target_type_values),
    {0},
};
static const struct field_table exceed_table = {"IndicatorExceed", exceed_fields, sizeof(struct payload)};

static const struct field object_item_fields[] = {
    FIELD_ROW(object_item, item, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 40),
    FIELD_FIXED(object_item, limit, FIELD_REQUIRED, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),
    FIELD_FIXED(object_item, multiple, 0, 0, VALUE_MAX, VALUE_SCALE),
    FIELD_FIXED(object_item, value, FIELD_REQUIRED, -VALUE_MAX, VALUE_MAX, VALUE_SCALE),
    {0},
};
static const struct field_table object_item_table = {"ExceedingItem", object_item_fields,
                                                     sizeof(struct object_item)};

static const struct field object_exceed_fields[] = {
    FIELD_ROW(object_payload, alert_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_payload, object_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_CHOICE(object_payload, object_kind, FIELD_REQUIRED, object_kinds),
    FIELD_ROW(object_payload, object_name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_CHOICE(object_payload, evaluation_kind, FIELD_REQUIRED, evaluation_kinds),
    FIELD_CHOICE(object_payload, period_kind, FIELD_REQUIRED, object_periods),
    FIELD_ROW(object_payload, period_start, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_payload, period, FIELD_TEXT, FIELD_REQUIRED, 7, 10),
    FIELD_ROW(object_payload, standard_version, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 40),
    FIELD_ROW(object_payload, is_heavy_metal, FIELD_BOOL, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_payload, level, FIELD_INT, 0, 1, 6),
    FIELD_ROW(object_payload, level_limit, FIELD_INT, 0, 1, 6),
    FIELD_ROW(object_payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_LIST(object_payload, items, FIELD_REQUIRED, 0, WATER_ITEMS_MAX, &object_item_table),
    {0},
};
static const struct field_table object_exceed_table = {"ObjectExceed", object_exceed_fields,
                                                       sizeof(struct object_payload)};

/* Of a water body that is back: a part of what is told of any object. */
static const struct field rebound_fields[] = {
    FIELD_ROW(object_payload, alert_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_payload, object_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_payload, object_name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_ROW(object_payload, period_start, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(object_payload, period, FIELD_TEXT, FIELD_REQUIRED, 7, 10),
    FIELD_ROW(object_payload, standard_version, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 40),
    FIELD_ROW(object_payload, level, FIELD_INT, FIELD_REQUIRED, 1, 6),
    FIELD_ROW(object_payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
static const struct field_table rebound_table = {"WaterBodyRebound", rebound_fields,
                                                 sizeof(struct object_payload)};

static const struct field transfer_fields[] = {
    FIELD_ROW(transfer_payload, alert_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(transfer_payload, object_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(transfer_payload, object_name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_ROW(transfer_payload, tenant, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 64),
    FIELD_ROW(transfer_payload, region, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 64),
    FIELD_ROW(transfer_payload, transferred_on, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(transfer_payload, survey_approved_on, FIELD_DATE, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(transfer_payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
static const struct field_table transfer_table = {"SiteTransferredUnsurveyed", transfer_fields,
                                                  sizeof(struct transfer_payload)};

/* Of a value, or of observations. */
static const struct field manipulated_fields[] = {
    OF_VALUE(0),
    FIELD_ROW(payload, alert_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(payload, entered_by, FIELD_TEXT, 0, 1, 331),
    FIELD_ROW(payload, object_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(payload, source, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(payload, first_at, FIELD_TIME, 0, 0, 0),
    FIELD_ROW(payload, last_at, FIELD_TIME, 0, 0, 0),
    FIELD_ROW(payload, rows, FIELD_INT, 0, 1, 100000000),
    FIELD_ROW(payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(payload, reason, FIELD_TEXT, FIELD_REQUIRED, 1, 500),
    FIELD_ROW(payload, reported_by, FIELD_TEXT, FIELD_REQUIRED, 1, 331),
    {0},
};
static const struct field_table manipulated_table = {"DataManipulated", manipulated_fields,
                                                     sizeof(struct payload)};

static const struct field reported_fields[] = {
    FIELD_ROW(payload, task_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_CHOICE(payload, kind, FIELD_REQUIRED, monitoring_kind_values),
    FIELD_ROW(payload, object_id, FIELD_UUID, FIELD_NULLABLE, 0, 0),
    FIELD_ROW(payload, place, FIELD_TEXT, FIELD_NULLABLE, 1, 200),
    FIELD_ROW(payload, performer_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(payload, report_sha256, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 64, 64),
    FIELD_ROW(payload, on_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(payload, reported_by, FIELD_TEXT, FIELD_REQUIRED, 1, 331),
    {0},
};
static const struct field_table reported_table = {"MonitoringReported", reported_fields,
                                                  sizeof(struct payload)};

const struct event_type indicator_event_types[] = {
    {"indicator.frozen",         1, &frozen_table},
    {"indicator.redline_breach",             1, &breach_table},
    {"indicator.exceed", 1, &exceed_table},
    {"indicator.exceed",             2, &object_exceed_table},
    {"data.manipulated",         1, &manipulated_table},
    {"monitoring.reported",             1, &reported_table},
    {"site.transferred_unsurveyed",         1, &transfer_table},
    {"water_body.rebound",      1, &rebound_table},
    {0        },
};
/* clang-format on */
