/* SPDX-License-Identifier: MIT */
/* Groups of indicators by the table, and the verdict of a composite. */
#include "indicators/domain/indicator_group.h"
#include <stddef.h>
#include <string.h>

#define GROUP(code, name, clauses, is_composite) {#code, name, clauses, is_composite},
const struct indicator_group indicator_groups[] = {
#include "indicators/domain/indicator_group.def"
    {0},
};
#undef GROUP

#define GROUP(code, name, clauses, is_composite) #code,
const char *const indicator_group_values[] = {
#include "indicators/domain/indicator_group.def"
    NULL,
};
#undef GROUP

static bool is_code(const char *word, size_t n)
{
    for (const char *const *code = indicator_group_values; *code; code++)
        if (strlen(*code) == n && memcmp(*code, word, n) == 0)
            return true;
    return false;
}

bool indicator_group_is_known(const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " ");

        if (!is_code(words, n))
            return false;
        words += n + (words[n] == ' ');
    }
    return true;
}

enum target_status indicator_group_verdict(const struct tally *targets, int64_t without_target)
{
    /* The first that there is decides. */
    static const enum target_status order[] = {TARGET_STATUS_NOT_ATTAINED, TARGET_STATUS_AT_RISK,
                                               TARGET_STATUS_UNSET, TARGET_STATUS_NO_DATA,
                                               TARGET_STATUS_NOT_COMPARABLE};
    struct tally t = *targets;

    t.of[TARGET_STATUS_UNSET] += without_target;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        if (t.of[order[i]] > 0)
            return order[i];
    return tally_total(&t) > 0 ? TARGET_STATUS_ATTAINED : TARGET_STATUS_UNSET;
}
