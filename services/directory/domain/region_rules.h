/* SPDX-License-Identifier: MIT */
/* What a change of division must name (domain F.6). */
#ifndef BIHUAN_DIRECTORY_REGION_RULES_H
#define BIHUAN_DIRECTORY_REGION_RULES_H

#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct region_facts {
    const char *kind;         /* RENAME, RECODE, MERGE, SPLIT, TRANSFER, ABOLISH */
    const char *subject_kind; /* kind of the tenant it is about */
    const char *new_code, *new_name, *parent_kind;
    size_t n_successors;
    int64_t share_sum; /* millionths */
};

/** RENAME needs a name, RECODE a code, TRANSFER a new parent of a fitting kind, MERGE one successor, SPLIT at least two
 *  whose shares sum to one, ABOLISH at most one. What a kind does not need is refused, so that nothing is stored
 *  without effect. */
int region_check(const struct region_facts *f, struct problem *err) MUST_CHECK;

/* The days that a change has to fit into; DATE_NONE where there is none. */
struct region_times {
    const char *kind;
    int32_t day;            /* of the change */
    int32_t opened_on;      /* of the body it is about */
    int32_t closed_on;      /* the first day on which it is closed */
    int32_t last_change_on; /* of its code, name or parent */
    int32_t last_placed_on; /* of its place or code, which says where it lies */
};

/** Codes and names may be entered late and are put in their place; a place or an end may not come before what was
 *  applied already, and nothing happens to a body before it opened or after it closed. CONFLICT otherwise. */
int region_check_times(const struct region_times *t, struct problem *err) MUST_CHECK;
/** Whether a change is of code or name alone. */
bool region_is_naming(const char *kind);

#endif
