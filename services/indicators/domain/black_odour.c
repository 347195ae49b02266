/* SPDX-License-Identifier: MIT */
/* Black and odorous water. */
#include "indicators/domain/black_odour.h"

#include "base/decimal.h"
#include "base/str.h"

enum { PERCENT = 100 };

static const char *const item_codes[BLACK_ODOUR_ITEMS] = {"transparency", "do", "orp", "nh3n"};

const char *black_odour_item_code(enum black_odour_item item)
{
    return item_codes[item];
}

/* The bound of a row; that of transparency is lower where the water itself is lower. */
static int64_t bound_of(const struct standard *s, const struct standard_limit *row, int64_t depth)
{
    int64_t shallow = standard_number(s, row->item, "shallow_depth", 0), lowered;
    struct standard_limit lower = *row;

    if (depth <= 0 || depth >= shallow ||
        !decimal_mul_div(depth, standard_number(s, row->item, "shallow_share", 0), VALUE_ONE,
                         DECIMAL_HALF_EVEN, &lowered))
        return standard_bound(row);
    if (lowered < row->value)
        lower.value = lowered;
    return standard_bound(&lower);
}

static bool is_in_range(const struct standard *s, const struct standard_limit *row, int64_t value,
                        int64_t depth)
{
    int64_t bound = bound_of(s, row, depth);

    return str_starts(row->op, "G") ? value >= bound : value <= bound;
}

enum black_odour_grade black_odour_value_grade(const struct standard *s, enum black_odour_item item,
                                               int64_t value, int64_t depth)
{
    int32_t worst = BLACK_ODOUR_NONE;

    for (size_t i = 0; i < s->n_limits; i++) {
        const struct standard_limit *row = &s->limits[i];
        if (row->level > worst && row->level <= BLACK_ODOUR_SEVERE && str_eq(row->item, item_codes[item]) &&
            is_in_range(s, row, value, depth))
            worst = row->level;
    }
    return (enum black_odour_grade)worst;
}

void black_odour_point_add(struct black_odour_point *p, enum black_odour_item item,
                           enum black_odour_grade grade)
{
    p->data[item]++;
    p->severe[item] += grade == BLACK_ODOUR_SEVERE;
}

/* `part` of `whole` reaches the share that the rule names, unrounded. */
static bool reaches(const struct standard *s, const char *rule, int64_t part, int64_t whole)
{
    int64_t share = standard_number(s, "", rule, PERCENT * (int64_t)VALUE_ONE);

    return whole > 0 && decimal_compare_products(part, PERCENT * (int64_t)VALUE_ONE, share, whole) >= 0;
}

enum black_odour_grade black_odour_point_grade(const struct standard *s, const struct black_odour_point *p)
{
    int32_t several = 0, data = 0;

    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++) {
        data += p->data[i];
        if (reaches(s, "point_severe_share", p->severe[i], p->data[i]))
            return BLACK_ODOUR_SEVERE;
        several += reaches(s, "point_severe_share_each", p->severe[i], p->data[i]);
    }
    if (data == 0)
        return BLACK_ODOUR_NONE;
    return several >= standard_count(s, "", "point_severe_indicators", BLACK_ODOUR_ITEMS) ? BLACK_ODOUR_SEVERE
                                                                                          : BLACK_ODOUR_LIGHT;
}

/* Marks the runs of severe points that are long enough. */
static void mark_stretches(const struct standard *s, const enum black_odour_grade *points, size_t n,
                           bool *severe)
{
    size_t least = (size_t)standard_count(s, "", "stretch_points", INT32_MAX), run = 0;

    for (size_t i = 0; i < n; i++) {
        severe[i] = false;
        run = points[i] == BLACK_ODOUR_SEVERE ? run + 1 : 0;
        for (size_t back = 0; run >= least && back < run; back++)
            severe[i - back] = true;
    }
}

enum black_odour_grade black_odour_body_grade(const struct standard *s, const enum black_odour_grade *points,
                                              size_t n, bool *severe)
{
    int64_t bad = 0, graded = 0;

    for (size_t i = 0; i < n; i++) {
        graded += points[i] != BLACK_ODOUR_NONE;
        bad += points[i] == BLACK_ODOUR_SEVERE;
    }
    if (!reaches(s, "body_severe_share", bad, graded)) {
        mark_stretches(s, points, n, severe);
        return graded ? BLACK_ODOUR_LIGHT : BLACK_ODOUR_NONE;
    }
    for (size_t i = 0; i < n; i++)
        severe[i] = true;
    return BLACK_ODOUR_SEVERE;
}

unsigned black_odour_sampling_lacks(const struct standard *s, const struct black_odour_sampling *p)
{
    unsigned lacks = 0;

    if (p->points < standard_count(s, "", "points_min", 0))
        lacks |= BLACK_ODOUR_FEW_POINTS;
    if (p->rounds < standard_count(s, "", "rounds_min", 0))
        lacks |= BLACK_ODOUR_FEW_ROUNDS;
    if (p->spacing_min < standard_count(s, "", "spacing_min", 0) ||
        p->spacing_max > standard_count(s, "", "spacing_max", INT32_MAX))
        lacks |= BLACK_ODOUR_SPACING;
    if (p->interval_min < standard_count(s, "", "interval_min", 0) ||
        p->interval_max > standard_count(s, "", "interval_max", INT32_MAX))
        lacks |= BLACK_ODOUR_INTERVAL;
    return lacks;
}

bool black_odour_is_found(const struct standard *s, const int64_t means[BLACK_ODOUR_ITEMS],
                          const bool has[BLACK_ODOUR_ITEMS], int64_t depth, int64_t survey)
{
    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++)
        if (has[i] && black_odour_value_grade(s, (enum black_odour_item)i, means[i], depth))
            return true;
    return survey >= 0 && reaches(s, "survey_share", survey, PERCENT * (int64_t)VALUE_ONE);
}

bool black_odour_is_eliminated(const struct standard *s, const bool *month_is_clean, size_t n,
                               int64_t satisfaction)
{
    size_t months = (size_t)standard_count(s, "", "elimination_months", INT32_MAX);

    if (n < months || !reaches(s, "elimination_satisfaction", satisfaction, PERCENT * (int64_t)VALUE_ONE))
        return false;
    for (size_t i = n - months; i < n; i++)
        if (!month_is_clean[i])
            return false;
    return true;
}
