/* SPDX-License-Identifier: MIT */
/* Fractions, exactly. */
#include "indicators/domain/ratio.h"

#include "base/decimal.h"
#include "base/str.h"
#include <assert.h>

struct ratio ratio_of_value(int64_t value)
{
    return (struct ratio){value, VALUE_ONE, 1};
}

struct ratio ratio_of_parts(int64_t part, int64_t whole)
{
    return (struct ratio){part, whole, RATIO_PERCENT};
}

bool ratio_is_applicable(const struct ratio *r)
{
    return r->denominator != 0;
}

int ratio_compare(const struct ratio *r, int64_t value)
{
    return decimal_compare_products(r->numerator, r->times * (int64_t)VALUE_ONE, value, r->denominator);
}

int ratio_compare_ratios(const struct ratio *a, const struct ratio *b)
{
    assert(a->times == b->times);
    return decimal_compare_products(a->numerator, b->denominator, b->numerator, a->denominator);
}

bool ratio_round(const struct ratio *r, int places, int64_t *ret)
{
    int64_t unit = VALUE_ONE, rounded;

    for (int i = 0; i < places; i++)
        unit /= 10;
    return decimal_mul_div(r->numerator, r->times * (VALUE_ONE / unit), r->denominator, DECIMAL_HALF_EVEN,
                           &rounded) &&
           decimal_mul_div(rounded, unit, 1, DECIMAL_HALF_EVEN, ret);
}

struct ratio ratio_reduction(int64_t base, int64_t actual)
{
    return ratio_of_parts(base - actual, base);
}

struct ratio ratio_intensity(int64_t total, int64_t gdp)
{
    return (struct ratio){total, gdp, 1};
}

struct ratio ratio_change(int64_t before, int64_t now)
{
    return ratio_of_parts(now - before, before);
}

const char *const farmland_grade_values[] = {"CLEAN", "SLIGHT", "LIGHT", "MEDIUM", "HEAVY", NULL};
const char *const farmland_measure_values[] = {"NONE", "PROTECTED", "SAFE_USE", "CONTROLLED", NULL};

static int index_of(const char *const *words, const char *word)
{
    int i = 0;

    while (words[i] && !str_eq(words[i], word))
        i++;
    return words[i] ? i : 0;
}

enum farmland_grade farmland_grade_of(const char *word)
{
    return (enum farmland_grade)index_of(farmland_grade_values, word);
}

enum farmland_measure farmland_measure_of(const char *word)
{
    return (enum farmland_measure)index_of(farmland_measure_values, word);
}

/* The measure that makes land of a grade safe. */
static bool is_safe(const struct farmland_row *row)
{
    switch (row->grade) {
    case FARMLAND_SLIGHT:
        return row->measure == FARMLAND_PROTECTED;
    case FARMLAND_LIGHT:
    case FARMLAND_MEDIUM:
        return row->measure == FARMLAND_SAFE_USE && row->produce_complies;
    case FARMLAND_HEAVY:
        return row->measure == FARMLAND_CONTROLLED;
    default:
        return false;
    }
}

struct ratio ratio_farmland(const struct farmland_row *rows, size_t n)
{
    struct ratio r = ratio_of_parts(0, 0);

    for (size_t i = 0; i < n;) {
        const struct farmland_row *parcel = &rows[i];
        bool safe = false;
        for (; i < n && rows[i].parcel == parcel->parcel; i++)
            safe |= is_safe(&rows[i]);
        if (parcel->grade == FARMLAND_CLEAN)
            continue;
        r.denominator += parcel->area;
        r.numerator += safe ? parcel->area : 0;
    }
    return r;
}

struct ratio ratio_sites(const struct site_row *rows, size_t n, bool by_area)
{
    struct ratio r = ratio_of_parts(0, 0);

    for (size_t i = 0; i < n; i++) {
        int64_t counts = by_area ? rows[i].area : 1;
        if (!rows[i].is_redeveloped)
            continue;
        r.denominator += counts;
        r.numerator += rows[i].meets_use ? counts : 0;
    }
    return r;
}
