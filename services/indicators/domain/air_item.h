/* SPDX-License-Identifier: MIT */
/* The values that an air quality index is computed from (污染物项目). Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_AIR_ITEM_H
#define BIHUAN_INDICATORS_DOMAIN_AIR_ITEM_H

#include <stdint.h>

/* O3_8H is the mean of 8 hours or, of a day, the greatest of them; O3 the value of an hour or the day's greatest. */
enum air_item { AIR_SO2, AIR_NO2, AIR_CO, AIR_PM10, AIR_PM25, AIR_O3, AIR_O3_8H, AIR_ITEM_COUNT };

/* No value: not measured, or not valid. Concentrations are millionths of µg/m³, of CO millionths of mg/m³, and never
 * negative. */
#define AIR_NONE INT64_MIN

/* "so2" .. "o3_8h", as editions and requests spell them; ends with NULL. */
extern const char *const air_item_codes[AIR_ITEM_COUNT + 1];

#endif
