/* SPDX-License-Identifier: MIT */
/* Which figures belong to which type of target. */
#include "indicators/domain/target_entry.h"

#include "base/str.h"
#include "indicators/domain/standard.h"

enum figures { VALUE = 1 << 0, BASE = 1 << 1, DAY = 1 << 2 };

/* clang-format off: one row a line, in columns */
static const struct type {
    const char *name;
    unsigned has;
} types[] = {
    {"GE",            VALUE      },
    {"LE",            VALUE      },
    {"EQ",            VALUE      },
    {"COUNT_ZERO",    VALUE      },
    {"COMPLETE_BY",   VALUE | DAY},
    {"BASELINE_GE",   BASE       },
    {"BASELINE_LE",   BASE       },
    {"MONOTONE",      0          },
    {"TREND_IMPROVE", 0          },
    {"UNSET",         0          },
};
/* clang-format on */

static unsigned figures_of(const char *type)
{
    size_t i = 0;

    while (i + 1 < ARRAY_LEN(types) && !str_eq(types[i].name, type))
        i++;
    return types[i].has;
}

static void refuse(bool is_there, unsigned figure, const struct target_entry *e, const char *pointer,
                   struct problem *err)
{
    if (is_there && !(figures_of(e->type) & figure))
        problem_field(err, pointer, "not-allowed", "a target %s has no such figure", e->type);
}

static void check_value(const struct target_entry *e, struct problem *err)
{
    if (!e->has_value)
        return;
    if (str_eq(e->type, "COUNT_ZERO") && e->value != 0)
        problem_field(err, "/value", "range", "COUNT_ZERO means zero");
    if (str_eq(e->unit, "%") && (e->value < 0 || e->value > 100 * (int64_t)VALUE_ONE))
        problem_field(err, "/value", "range", "a percentage lies between 0 and 100");
}

static void check_tolerance(const struct target_entry *e, struct problem *err)
{
    if (e->tolerance < 0)
        problem_field(err, "/tolerance", "range", "a tolerance is not negative");
    if (e->tolerance > 0 && !str_has_word(e->qualifiers, "ABOUT") &&
        !str_has_word(e->qualifiers, "BASICALLY"))
        problem_field(err, "/tolerance", "not-allowed", "a tolerance goes with ABOUT or BASICALLY");
}

static void check_version(const struct target_entry *e, struct problem *err)
{
    if (e->version && !str_eq(e->version_family, e->family))
        problem_field(err, "/standard_version", "family", "the indicator is computed by %s",
                      e->family ? e->family : "no standard");
}

int target_entry_check(const struct target_entry *e, struct problem *err)
{
    refuse(e->has_value, VALUE, e, "/value", err);
    refuse(e->has_base_year, BASE, e, "/base_year", err);
    refuse(e->has_base_value, BASE, e, "/base_value", err);
    refuse(e->has_complete_by, DAY, e, "/complete_by", err);
    if (e->has_base_value && !e->has_base_year)
        problem_field(err, "/base_year", "required", "a base value has its year");
    check_value(e, err);
    check_tolerance(e, err);
    check_version(e, err);
    return problem_fields_check(err);
}
