/* SPDX-License-Identifier: MIT */
/* Names of the tenant levels. */
#include "base/level.h"
#include "base/attr.h"
#include <stddef.h>
#include <string.h>

static const struct {
    enum level level;
    const char *code;
} levels[] = {
    {LEVEL_CITY,       "CITY"      },
    {LEVEL_DISTRICT,   "DISTRICT"  },
    {LEVEL_STREET,     "STREET"    },
    {LEVEL_DEVZONE,    "DEVZONE"   },
    {LEVEL_DEPARTMENT, "DEPARTMENT"},
};

enum level level_of(const char *code)
{
    for (size_t i = 0; code && i < ARRAY_LEN(levels); i++)
        if (strcmp(levels[i].code, code) == 0)
            return levels[i].level;
    return LEVEL_NONE;
}

const char *level_code(enum level level)
{
    for (size_t i = 0; i < ARRAY_LEN(levels); i++)
        if (levels[i].level == level)
            return levels[i].code;
    return "";
}
