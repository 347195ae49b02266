/* SPDX-License-Identifier: MIT */
/* Means on a logarithmic scale, in IEEE 754 decimal128: the same digits on every machine, no binary floating point.
 * Pure. */
#ifndef BIHUAN_BASE_DECIMAL_LOG_H
#define BIHUAN_BASE_DECIMAL_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_LOG_MAX = 1000 };

/* A sum of powers of ten, with 34 digits. All zero is the empty sum. */
struct decimal_log_sum {
    uint64_t sum[2];
    int64_t n;
};

/** Adds 10^x, x a scaled value. False, and nothing added, beyond +-DECIMAL_LOG_MAX. */
bool decimal_log_add(struct decimal_log_sum *s, int64_t x, int scale);
/** log10(sum / n), rounded half-even to the scale. False for the empty sum. */
bool decimal_log_mean(const struct decimal_log_sum *s, int scale, int64_t *ret);

#endif
