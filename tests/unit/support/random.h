/* SPDX-License-Identifier: MIT */
/* Reproducible random numbers for property tests: the same seed gives the same cases on every machine. */
#ifndef BIHUAN_UNIT_RANDOM_H
#define BIHUAN_UNIT_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

/** Uniform in from..to, both included. */
int32_t random_between(struct random *r, int32_t from, int32_t to);

#endif
