/* SPDX-License-Identifier: MIT */
/* Reproducible random numbers: splitmix64. */
#include "support/random.h"

int32_t random_between(struct random *r, int32_t from, int32_t to)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    z ^= z >> 31;
    return (int32_t)(from + (int64_t)(z % (uint64_t)((int64_t)to - from + 1)));
}
