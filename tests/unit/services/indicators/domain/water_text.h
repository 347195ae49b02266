/* SPDX-License-Identifier: MIT */
/* What the tables of water tests share: the rules that ship, and samples as text. */
#ifndef BIHUAN_UNIT_WATER_TEXT_H
#define BIHUAN_UNIT_WATER_TEXT_H

#include "base/decimal.h"
#include "base/str.h"
#include "indicators/domain/water_class.h"
#include "support/standards.h"
#include "support/tsv.h"
#include <stdlib.h>
#include <string.h>

static inline const struct water_rules *water_rules_shipped(void)
{
    static struct water_rules rules;
    struct problem err = {.code = PROBLEM_NONE};

    if (rules.n == 0 && water_rules_init(&rules, test_standard("GB3838-2002"), test_standard("STAT-2020"),
                                         test_standard("EVAL-2011"), &err) < 0)
        abort();
    return &rules;
}

static inline int64_t water_value(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (!decimal_parse(text, VALUE_SCALE, &value))
        tsv_wrong(t, "\"%s\" is no value", text);
    return value;
}

static inline int water_item_named(struct tsv *t, const struct water_rules *r, const char *code)
{
    int item = water_item_find(r, code);

    if (item < 0)
        tsv_wrong(t, "\"%s\" is no item", code);
    return item < 0 ? 0 : item;
}

/* Every item that counts and is not there yet, at its bound of that class. */
static inline void water_fill(const struct water_rules *r, struct water_sample *s, int class)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct water_limits *limits = &r->items[i].limits[s->body];
        if (s->present >> i & 1 || !r->items[i].is_single_factor || r->items[i].betters >= 0)
            continue;
        water_sample_set(s, (int)i,
                         limits->at_most[class - 1] != INT64_MAX ? limits->at_most[class - 1]
                                                                 : limits->at_least[class - 1]);
    }
}

/* "ph=7.6 do=6.8 rest=1": rest gives the other items their bound of that class. */
static inline struct water_sample water_sample_of(struct tsv *t, const char *body, const char *rounding,
                                                  char *values)
{
    const struct water_rules *r = water_rules_shipped();
    struct water_sample s = {.body = str_eq(body, "LAKE") ? WATER_LAKE : WATER_RIVER,
                             .rounding = str_eq(rounding, "STAT20") ? WATER_ROUND_STAT20 : WATER_ROUND_NONE};
    char *save = NULL;

    if (!tsv_text(values))
        return s;
    for (char *word = strtok_r(values, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        char *equals = strchr(word, '=');
        if (!equals) {
            tsv_wrong(t, "\"%s\" is no item=value", word);
            continue;
        }
        *equals++ = '\0';
        if (str_eq(word, "rest"))
            water_fill(r, &s, (int)strtol(equals, NULL, 10));
        else
            water_sample_set(&s, water_item_named(t, r, word), water_value(t, equals));
    }
    return s;
}

#endif
