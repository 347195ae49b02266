/* SPDX-License-Identifier: MIT */
/* Exact decimals as scaled 64-bit integers. */
#include "base/decimal.h"
#include <assert.h>

enum { SCALE_MAX = 18 };

/* value * 10 - digit, below zero so that INT64_MIN is reached without overflow. */
static bool push_digit(int64_t *value, int digit)
{
    if (*value < (INT64_MIN + digit) / 10)
        return false;
    *value = *value * 10 - digit;
    return true;
}

/* Takes digits at *s into *value; false when there is none, or no room. */
static bool take_digits(const char **s, int max, int *ret_n, int64_t *value)
{
    int n = 0;

    for (; **s >= '0' && **s <= '9'; (*s)++, n++) {
        if (n == max || !push_digit(value, **s - '0'))
            return false;
    }
    *ret_n = n;
    return n > 0;
}

bool decimal_parse(const char *s, int scale, int64_t *ret)
{
    bool negative = *s == '-';
    int64_t value = 0; /* kept negative */
    int n, places = 0;

    s += negative;
    if (!take_digits(&s, INT32_MAX, &n, &value))
        return false;
    if (*s == '.') {
        s++;
        if (!take_digits(&s, scale, &places, &value))
            return false;
    }
    for (; places < scale; places++) {
        if (!push_digit(&value, 0))
            return false;
    }
    if (*s != '\0' || (!negative && value == INT64_MIN))
        return false;
    *ret = negative ? value : -value;
    return true;
}

static uint64_t magnitude_of(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

void decimal_format(int64_t value, int scale, char out[DECIMAL_TEXT])
{
    char reversed[DECIMAL_TEXT];
    uint64_t left = magnitude_of(value);
    int n = 0;

    assert(scale >= 0 && scale <= SCALE_MAX);
    for (; scale > 0 && left % 10 == 0; scale--)
        left /= 10;
    for (int place = 0; left || place <= scale; place++, left /= 10) {
        if (place == scale && scale > 0)
            reversed[n++] = '.';
        reversed[n++] = (char)('0' + left % 10);
    }
    if (value < 0)
        reversed[n++] = '-';
    while (n > 0)
        *out++ = reversed[--n];
    *out = '\0';
}

int64_t decimal_div_half_even(int64_t value, int64_t divisor)
{
    uint64_t n = magnitude_of(value), d = magnitude_of(divisor);
    uint64_t quotient = n / d, rest = n % d;
    bool negative = (value < 0) != (divisor < 0);

    /* rest >= d - rest is "at least half" without doubling, which could overflow. */
    if (rest > d - rest || (rest == d - rest && quotient % 2 == 1))
        quotient++;
    if (!negative)
        return (int64_t)quotient;
    return quotient == 0 ? 0 : -(int64_t)(quotient - 1) - 1;
}

static int64_t power_of_ten(int exponent)
{
    int64_t p = 1;

    while (exponent-- > 0)
        p *= 10;
    return p;
}

int64_t decimal_round(int64_t value, int scale, int places)
{
    int64_t unit = power_of_ten(scale - places);

    assert(places >= 0 && places <= scale && scale <= SCALE_MAX);
    return decimal_div_half_even(value, unit) * unit;
}

__extension__ typedef __int128 wide; /* products of two int64 */

static wide divide(wide value, wide divisor, enum decimal_rounding rounding)
{
    wide quotient = value / divisor, rest = value % divisor; /* towards zero; rest has the sign of value */
    bool below = (value < 0) != (divisor < 0);               /* the exact result lies below the quotient */
    wide left = rest < 0 ? -rest : rest, half = divisor < 0 ? -divisor : divisor;

    if (rest == 0)
        return quotient;
    if (rounding == DECIMAL_CEIL)
        return below ? quotient : quotient + 1;
    if (rounding == DECIMAL_FLOOR)
        return below ? quotient - 1 : quotient;
    if (left > half - left || (left == half - left && quotient % 2 != 0))
        return below ? quotient - 1 : quotient + 1;
    return quotient;
}

bool decimal_mul_div(int64_t value, int64_t factor, int64_t divisor, enum decimal_rounding rounding,
                     int64_t *ret)
{
    wide result;

    if (divisor == 0)
        return false;
    result = divide((wide)value * factor, divisor, rounding);
    if (result > INT64_MAX || result < INT64_MIN)
        return false;
    *ret = (int64_t)result;
    return true;
}

int decimal_compare_products(int64_t a, int64_t b, int64_t c, int64_t d)
{
    wide left = (wide)a * b, right = (wide)c * d;

    return (left > right) - (left < right);
}
