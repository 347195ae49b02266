/* SPDX-License-Identifier: MIT */
/* Field tables of air quality: names, types and bounds as OpenAPI states them. */
#include "indicators/inputs.h"

#include <stddef.h>

enum { AQI_ITEMS_MAX = 50000, CODE_MAX = 40 };

#define VALUE_MAX (INT64_C(1000000) * VALUE_ONE) /* a gram a cubic metre */
#define VALUE(name, item)                                                                                    \
    {                                                                                                        \
        name, FIELD_DECIMAL, FIELD_NULLABLE, offsetof(struct air_values, of[item]), 0, VALUE_MAX, NULL,      \
            NULL, VALUE_SCALE                                                                                \
    }

static const char *const periods[] = {AIR_PERIOD_HOUR, AIR_PERIOD_DAY, NULL};

/* clang-format off: one row a line, in columns */

/* In the order of enum air_item: bit i of the mask is item i. */
static const struct field air_values_fields[] = {
    VALUE("so2", AIR_SO2),   VALUE("no2", AIR_NO2), VALUE("co", AIR_CO),       VALUE("pm10", AIR_PM10),
    VALUE("pm25", AIR_PM25), VALUE("o3", AIR_O3),   VALUE("o3_8h", AIR_O3_8H), {0},
};
static const struct field_table air_values_table = {"AirValues", air_values_fields,
                                                    sizeof(struct air_values)};

static const struct field unmonitored_fields[] = {
    {"", FIELD_ENUM, 0, offsetof(struct unmonitored_input, item), 0, 0, air_item_codes, NULL, 0},
    {0},
};
static const struct field_table unmonitored_table = {"UnmonitoredItem", unmonitored_fields,
                                                     sizeof(struct unmonitored_input)};

static const struct field aqi_item_fields[] = {
    FIELD_CHOICE(aqi_item_input, period, FIELD_REQUIRED, periods),
    FIELD_ROW(aqi_item_input, standard, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, CODE_MAX),
    FIELD_LIST(aqi_item_input, unmonitored, FIELD_BULK, 0, AIR_ITEM_COUNT, &unmonitored_table),
    {"values",                     FIELD_OBJECT, FIELD_REQUIRED | FIELD_BULK, offsetof(struct aqi_item_input, values), 0, 0, NULL,
                                                                                      &air_values_table, 0},
    {0},
};
static const struct field_table aqi_item_table = {"AqiItem", aqi_item_fields, sizeof(struct aqi_item_input)};

static const struct field aqi_fields[] = {
    FIELD_LIST(aqi_input, items, FIELD_REQUIRED | FIELD_BULK, 1, AQI_ITEMS_MAX, &aqi_item_table),
    {0},
};
const struct field_table aqi_table = {"AqiRequest", aqi_fields, sizeof(struct aqi_input)};
/* clang-format on */
