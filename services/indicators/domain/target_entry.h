/* SPDX-License-Identifier: MIT */
/* What a target (指标目标, domain C.1) may say by its type: which figures belong to it, and in which bounds. Pure.
 * A figure may always be missing: the plan masks it (x), and the target is unset until it is known. */
#ifndef BIHUAN_INDICATORS_DOMAIN_TARGET_ENTRY_H
#define BIHUAN_INDICATORS_DOMAIN_TARGET_ENTRY_H

#include "base/attr.h"
#include "problem/problem.h"
#include <stdbool.h>
#include <stdint.h>

struct target_entry {
    const char *type;       /* word of target_type */
    const char *qualifiers; /* words: STRIVE ABOUT AT_LEAST AT_MOST BASICALLY FULLY MONOTONE */
    bool has_value, has_base_year, has_base_value, has_complete_by;
    int64_t value, tolerance; /* millionths */
    const char *unit;         /* of the indicator; NULL = none */
    const char *family;       /* the standard that the indicator is computed by; NULL = none */
    const char *version;      /* the edition that the figure was set by; NULL = none named */
    const char *version_family;
};

/** VALIDATION with an entry for each figure that does not belong to the type or is out of bounds: percentages lie in
 *  0..100, a count of zero is zero, a base value has its year, a tolerance goes with 左右 or 基本, an edition is of the
 *  indicator's standard. */
int target_entry_check(const struct target_entry *e, struct problem *err) MUST_CHECK;

#endif
