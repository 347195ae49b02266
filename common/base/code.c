/* SPDX-License-Identifier: MIT */
/* Lookup in code lists. */
#include "base/code.h"
#include <stddef.h>
#include <string.h>

int code_find(const struct code *list, const char *text)
{
    for (int i = 0; text && list[i].code; i++)
        if (strcmp(list[i].code, text) == 0)
            return i;
    return -1;
}
