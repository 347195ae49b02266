/* SPDX-License-Identifier: MIT */
/* Field tables of the water calculator. */
#include "indicators/inputs.h"

#include "indicators/domain/standard.h"
#include <stddef.h>

#define VALUE_MAX 999999999999999
#define PH_MAX 14000000
#define TEMP_MIN (-50000000)
#define TEMP_MAX 100000000

enum { ITEMS_MAX = 20000 };

static const char *const bodies[] = {"RIVER", "LAKE", NULL};
static const char *const roundings[] = {"NONE", "STAT20", NULL};

/* clang-format off */
#define VALUE(i, name, low, high)                                                                             \
    { name, FIELD_DECIMAL, FIELD_NULLABLE, offsetof(struct water_values, value[i]), low, high, NULL, NULL, VALUE_SCALE }

static const struct field water_values_fields[] = {
    VALUE(0,  "as",       0,        VALUE_MAX),
    VALUE(1,  "bod5",     0,        VALUE_MAX),
    VALUE(2,  "cd",       0,        VALUE_MAX),
    VALUE(3,  "chloride", 0,        VALUE_MAX),
    VALUE(4,  "cod",      0,        VALUE_MAX),
    VALUE(5,  "codmn",    0,        VALUE_MAX),
    VALUE(6,  "cr6",      0,        VALUE_MAX),
    VALUE(7,  "cu",       0,        VALUE_MAX),
    VALUE(8,  "cyanide",  0,        VALUE_MAX),
    VALUE(9,  "do",       0,        VALUE_MAX),
    VALUE(10, "do_sat",   0,        VALUE_MAX),
    VALUE(11, "fcoli",    0,        VALUE_MAX),
    VALUE(12, "fe",       0,        VALUE_MAX),
    VALUE(13, "fluoride", 0,        VALUE_MAX),
    VALUE(14, "hg",       0,        VALUE_MAX),
    VALUE(15, "las",      0,        VALUE_MAX),
    VALUE(16, "mn",       0,        VALUE_MAX),
    VALUE(17, "nh3n",     0,        VALUE_MAX),
    VALUE(18, "nitrate",  0,        VALUE_MAX),
    VALUE(19, "oil",      0,        VALUE_MAX),
    VALUE(20, "pb",       0,        VALUE_MAX),
    VALUE(21, "ph",       0,        PH_MAX),
    VALUE(22, "phenol",   0,        VALUE_MAX),
    VALUE(23, "se",       0,        VALUE_MAX),
    VALUE(24, "sulfate",  0,        VALUE_MAX),
    VALUE(25, "sulfide",  0,        VALUE_MAX),
    VALUE(26, "temp",     TEMP_MIN, TEMP_MAX),
    VALUE(27, "tn",       0,        VALUE_MAX),
    VALUE(28, "tp",       0,        VALUE_MAX),
    VALUE(29, "zn",       0,        VALUE_MAX),
    {0},
};
const struct field_table water_values_table = {"WaterValues", water_values_fields, sizeof(struct water_values)};

static const struct field water_sample_fields[] = {
    FIELD_CHOICE(water_sample_input, body, FIELD_REQUIRED, bodies),
    FIELD_CHOICE(water_sample_input, rounding, 0, roundings),
    FIELD_ROW(water_sample_input, standard, FIELD_TEXT, FIELD_PATTERN, 2, 40),
    {"values", FIELD_OBJECT, FIELD_REQUIRED | FIELD_BULK, offsetof(struct water_sample_input, values), 0, 0, NULL, &water_values_table, 0},
    {0},
};
static const struct field_table water_sample_table = {"WaterSample", water_sample_fields, sizeof(struct water_sample_input)};

static const struct field water_class_fields[] = {
    FIELD_LIST(water_class_input, items, FIELD_REQUIRED | FIELD_BULK, 1, ITEMS_MAX, &water_sample_table),
    {0},
};
const struct field_table water_class_table = {"WaterClassRequest", water_class_fields, sizeof(struct water_class_input)};
/* clang-format on */
