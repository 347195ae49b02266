/* SPDX-License-Identifier: MIT */
/* Exact decimals as scaled 64-bit integers: "12.50" at scale 2 is 1250. No binary floating point anywhere. */
#ifndef BIHUAN_BASE_DECIMAL_H
#define BIHUAN_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_TEXT = 24 };

/** Plain notation only (no exponent, no sign but '-', no blanks). More digits after the point than `scale`, or a value
 *  beyond int64, is not parsed: nothing is rounded silently. */
bool decimal_parse(const char *s, int scale, int64_t *ret);
/** Without trailing zeros after the point: 1250 at scale 2 is "12.5", 4000 is "40". */
void decimal_format(int64_t value, int scale, char out[DECIMAL_TEXT]);
/** Half-even division of a scaled value (GB/T 8170 四舍六入五成双): value / divisor rounded to an integer. */
int64_t decimal_div_half_even(int64_t value, int64_t divisor);
/** Half-even to `places` (at most `scale`) places after the point; the scale stays: 2451 at scale 3 to 1 place is 2500.
 * */
int64_t decimal_round(int64_t value, int scale, int places);

enum decimal_rounding { DECIMAL_HALF_EVEN, DECIMAL_CEIL, DECIMAL_FLOOR };

/** value * factor / divisor, rounded once; the product may exceed int64. False when the result does, or the divisor is
 * 0. */
bool decimal_mul_div(int64_t value, int64_t factor, int64_t divisor, enum decimal_rounding rounding,
                     int64_t *ret);
/** Below, at or above zero as a * b is less than, equal to or greater than c * d, exactly: compares two fractions
 * unrounded. */
int decimal_compare_products(int64_t a, int64_t b, int64_t c, int64_t d);

#endif
