/* SPDX-License-Identifier: MIT */
/* How many targets have which verdict (达标统计, domain C.1). Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_TALLY_H
#define BIHUAN_INDICATORS_DOMAIN_TALLY_H

#include "indicators/domain/target.h"

struct tally {
    int64_t of[TARGET_STATUS_COUNT];
    int64_t breaches; /* of them red lines that are broken */
    int64_t alerts;   /* of them with an open alert */
};

/** Counts one target. */
void tally_count(struct tally *t, const struct target_verdict *v, bool has_alert);
/** Adds what another tally counted. */
void tally_add(struct tally *t, const struct tally *more);
int64_t tally_total(const struct tally *t);

#endif
