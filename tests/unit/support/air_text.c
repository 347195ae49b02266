/* SPDX-License-Identifier: MIT */
/* Air values in rule tables. */
#include "support/air_text.h"

#include "base/decimal.h"
#include "base/str.h"
#include "indicators/domain/air_index.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

int air_item_of(const char *code)
{
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (str_eq(air_item_codes[i], code))
            return i;
    fail_msg("\"%s\" is no air item", code);
    return -1;
}

int64_t air_number(const char *text)
{
    int64_t value = 0;

    if (!decimal_parse(text, VALUE_SCALE, &value))
        fail_msg("\"%s\" is no decimal", text);
    return value;
}

void air_parse_values(char *cell, int64_t values[AIR_ITEM_COUNT])
{
    char *save = NULL;

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        values[i] = AIR_NONE;
    if (str_eq(cell, "-"))
        return;
    for (char *word = strtok_r(cell, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
        char *equals = strchr(word, '=');
        if (!equals)
            fail_msg("\"%s\" is no value", word);
        *equals = '\0';
        values[air_item_of(word)] = air_number(equals + 1);
    }
}

unsigned air_parse_items(char *cell)
{
    char *save = NULL;
    unsigned items = 0;

    if (str_eq(cell, "-"))
        return 0;
    for (char *word = strtok_r(cell, ",", &save); word; word = strtok_r(NULL, ",", &save))
        items |= 1u << air_item_of(word);
    return items;
}

void air_format_index(int32_t index, const char *none, char out[AIR_TEXT])
{
    if (index == AIR_NO_INDEX)
        (void)snprintf(out, AIR_TEXT, "%s", none);
    else
        (void)snprintf(out, AIR_TEXT, "%d", (int)index);
}

void air_format_indices(const int32_t iaqi[AIR_ITEM_COUNT], char out[AIR_TEXT])
{
    size_t n = 0;

    (void)snprintf(out, AIR_TEXT, "-");
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (iaqi[i] != AIR_NO_INDEX)
            n += (size_t)snprintf(out + n, AIR_TEXT - n, "%s%s=%d", n ? "," : "", air_item_codes[i],
                                  (int)iaqi[i]);
}

void air_format_items(unsigned items, char out[AIR_TEXT])
{
    size_t n = 0;

    (void)snprintf(out, AIR_TEXT, "-");
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (items >> i & 1u)
            n += (size_t)snprintf(out + n, AIR_TEXT - n, "%s%s", n ? "," : "", air_item_codes[i]);
}
