/* SPDX-License-Identifier: MIT */
/* Means on a logarithmic scale. The only file that knows the decimal floating-point library. */
#include "base/decimal_log.h"
#include <string.h>

/* Operands and results by value, rounding and flags as arguments: what libbidgcc000 was built for. */
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

enum { HALF_EVEN = 0 };

static bool is_within(int64_t x, int scale)
{
    for (; scale > 0; scale--)
        x /= 10;
    return x < DECIMAL_LOG_MAX && x > -DECIMAL_LOG_MAX;
}

static BID_UINT128 sum_of(const struct decimal_log_sum *s)
{
    BID_UINT128 sum = bid128_from_int64(0);

    if (s->n > 0)
        memcpy(&sum, s->sum, sizeof s->sum);
    return sum;
}

bool decimal_log_add(struct decimal_log_sum *s, int64_t x, int scale)
{
    _IDEC_flags flags = 0; /* inexact is expected */
    BID_UINT128 power, sum = sum_of(s);

    if (!is_within(x, scale))
        return false;
    power = bid128_exp10(bid128_scalbn(bid128_from_int64(x), -scale, HALF_EVEN, &flags), HALF_EVEN, &flags);
    sum = bid128_add(sum, power, HALF_EVEN, &flags);
    memcpy(s->sum, &sum, sizeof s->sum);
    s->n++;
    return true;
}

bool decimal_log_mean(const struct decimal_log_sum *s, int scale, int64_t *ret)
{
    _IDEC_flags flags = 0;
    BID_UINT128 mean;

    if (s->n == 0)
        return false;
    mean = bid128_div(sum_of(s), bid128_from_int64(s->n), HALF_EVEN, &flags);
    mean = bid128_scalbn(bid128_log10(mean, HALF_EVEN, &flags), scale, HALF_EVEN, &flags);
    *ret = bid128_to_int64_rnint(mean, &flags);
    return true;
}
