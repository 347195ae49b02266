/* SPDX-License-Identifier: MIT */
/* Packages of indicators (碧水、蓝天、净土 工程, domain S-048) and composite rules (双达标, S-079). Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_INDICATOR_GROUP_H
#define BIHUAN_INDICATORS_DOMAIN_INDICATOR_GROUP_H

#include "indicators/domain/tally.h"

struct indicator_group {
    const char *code, *name;
    const char *clauses; /* words */
    bool is_composite;   /* attained only as a whole: it has a verdict of its own */
};

/** Rows of indicator_group.def, ended by one without a code; and their codes, ended by NULL. */
extern const struct indicator_group indicator_groups[];
extern const char *const indicator_group_values[];

/** Whether each of the words is the code of a group. */
bool indicator_group_is_known(const char *words);
/** The joint verdict (双达标) of a composite by those of its targets and the number of its indicators that have no target:
 *  all attained; or one that is not, or is at risk; or else what is missing first, as of a target (domain/target.h). */
enum target_status indicator_group_verdict(const struct tally *targets, int64_t without_target);

#endif
