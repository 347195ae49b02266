/* SPDX-License-Identifier: MIT */
/* Names of the air items. */
#include "indicators/domain/air_item.h"
#include <stddef.h>

const char *const air_item_codes[AIR_ITEM_COUNT + 1] = {"so2",  "no2", "co",    "pm10",
                                                        "pm25", "o3",  "o3_8h", NULL};
