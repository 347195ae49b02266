/* SPDX-License-Identifier: MIT */
/* Air values in rule tables: "pm25=58,co=0.9" is a set of values, "so2,no2" a set of items, "-" an empty one. Broken
 * cells fail the test. */
#ifndef BIHUAN_UNIT_AIR_TEXT_H
#define BIHUAN_UNIT_AIR_TEXT_H

#include "indicators/domain/air_item.h"

enum { AIR_TEXT = 256 };

int air_item_of(const char *code);
/** "0.9" in millionths. */
int64_t air_number(const char *text);
void air_parse_values(char *cell, int64_t values[AIR_ITEM_COUNT]);
unsigned air_parse_items(char *cell);

/** "54", or `none` for AIR_NO_INDEX. */
void air_format_index(int32_t index, const char *none, char out[AIR_TEXT]);
void air_format_indices(const int32_t iaqi[AIR_ITEM_COUNT], char out[AIR_TEXT]);
void air_format_items(unsigned items, char out[AIR_TEXT]);

#endif
