/* SPDX-License-Identifier: MIT */
/* One edition of a standard as rows. */
#include "indicators/domain/standard.h"

#include "base/date.h"
#include "base/str.h"

enum { COUNT_MOST = 1000000 }; /* no edition counts that far; sums of it fit */

bool standard_limit(const struct standard *s, const char *item, const char *averaging, int32_t level,
                    int64_t *ret)
{
    for (size_t i = 0; i < s->n_limits; i++) {
        const struct standard_limit *l = &s->limits[i];
        if (l->level == level && str_eq(l->item, item) && str_eq(l->averaging, averaging)) {
            *ret = l->value;
            return true;
        }
    }
    return false;
}

int64_t standard_bound(const struct standard_limit *limit)
{
    if (str_eq(limit->op, "LT"))
        return limit->value - 1;
    return str_eq(limit->op, "GT") ? limit->value + 1 : limit->value;
}

const struct standard_rule *standard_rule(const struct standard *s, const char *item, const char *name)
{
    for (size_t i = 0; i < s->n_rules; i++)
        if (str_eq(s->rules[i].item, item) && str_eq(s->rules[i].name, name))
            return &s->rules[i];
    return NULL;
}

int64_t standard_number(const struct standard *s, const char *item, const char *name, int64_t otherwise)
{
    const struct standard_rule *rule = standard_rule(s, item, name);

    return rule ? rule->value : otherwise;
}

static int64_t bounded(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

int32_t standard_count(const struct standard *s, const char *item, const char *name, int32_t otherwise)
{
    const struct standard_rule *rule = standard_rule(s, item, name);

    return rule ? (int32_t)bounded(rule->value / VALUE_ONE, -COUNT_MOST, COUNT_MOST) : otherwise;
}

int32_t standard_places(const struct standard *s, const char *item, const char *name)
{
    return (int32_t)bounded(standard_count(s, item, name, VALUE_SCALE), 0, VALUE_SCALE);
}

const char *standard_text(const struct standard *s, const char *item, const char *name, const char *otherwise)
{
    const struct standard_rule *rule = standard_rule(s, item, name);

    return rule ? rule->text : otherwise;
}

bool standard_is_valid(const struct standard *s, int32_t day)
{
    return day >= s->valid_from && (s->valid_to == DATE_NONE || day <= s->valid_to);
}
