/* SPDX-License-Identifier: MIT */
/* Counting verdicts. */
#include "indicators/domain/tally.h"

void tally_count(struct tally *t, const struct target_verdict *v, bool has_alert)
{
    t->of[v->status]++;
    t->breaches += v->is_breach;
    t->alerts += has_alert;
}

void tally_add(struct tally *t, const struct tally *more)
{
    for (int i = 0; i < TARGET_STATUS_COUNT; i++)
        t->of[i] += more->of[i];
    t->breaches += more->breaches;
    t->alerts += more->alerts;
}

int64_t tally_total(const struct tally *t)
{
    int64_t total = 0;

    for (int i = 0; i < TARGET_STATUS_COUNT; i++)
        total += t->of[i];
    return total;
}
