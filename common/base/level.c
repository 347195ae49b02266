/* SPDX-License-Identifier: MIT */
/* Names of the tenant levels. */
#include "base/level.h"
#include "base/attr.h"
#include <stddef.h>
#include <string.h>

static const struct {
    enum level level;
    const char *code, *zh;
} levels[] = {
    {LEVEL_CITY,       "CITY",       "市"      },
    {LEVEL_DISTRICT,   "DISTRICT",   "区"      },
    {LEVEL_STREET,     "STREET",     "街镇"   },
    {LEVEL_DEVZONE,    "DEVZONE",    "开发区"},
    {LEVEL_DEPARTMENT, "DEPARTMENT", "部门"   },
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

const char *level_name_zh(enum level level)
{
    for (size_t i = 0; i < ARRAY_LEN(levels); i++)
        if (levels[i].level == level)
            return levels[i].zh;
    return "";
}
