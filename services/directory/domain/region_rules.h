/* SPDX-License-Identifier: MIT */
/* What a change of division must name (domain F.6). */
#ifndef BIHUAN_DIRECTORY_REGION_RULES_H
#define BIHUAN_DIRECTORY_REGION_RULES_H

#include "problem/problem.h"
#include <stddef.h>
#include <stdint.h>

struct region_facts {
    const char *kind;         /* RENAME, RECODE, MERGE, SPLIT, TRANSFER, ABOLISH */
    const char *subject_kind; /* kind of the tenant it is about */
    const char *new_code, *new_name, *parent_kind;
    size_t n_successors;
    int64_t share_sum; /* millionths */
};

/** RENAME needs a name, RECODE a code, TRANSFER a new parent of a fitting kind, MERGE one successor, SPLIT at least two whose shares
 *  sum to one, ABOLISH at most one. What a kind does not need is refused, so that nothing is stored without effect. */
int region_check(const struct region_facts *f, struct problem *err) MUST_CHECK;

#endif
