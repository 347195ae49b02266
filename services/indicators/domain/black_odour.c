/* SPDX-License-Identifier: MIT */
/* Black and odorous water. */
#include "indicators/domain/black_odour.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"

enum { PERCENT = 100, DAYS_OF_MASK = 32, MONTHS_MOST = 120 };

static const char *const item_codes[BLACK_ODOUR_ITEMS] = {"transparency", "do", "orp", "nh3n"};

const char *black_odour_item_code(enum black_odour_item item)
{
    return item_codes[item];
}

/* A limit; that of transparency is lower where the water itself is lower. */
static struct standard_limit limit_at(const struct standard *s, const struct standard_limit *row,
                                      int64_t depth)
{
    int64_t shallow = standard_number(s, row->item, "shallow_depth", 0), lowered;
    struct standard_limit limit = *row;

    if (depth > 0 && depth < shallow &&
        decimal_mul_div(depth, standard_number(s, row->item, "shallow_share", 0), VALUE_ONE,
                        DECIMAL_HALF_EVEN, &lowered) &&
        lowered < row->value)
        limit.value = lowered;
    return limit;
}

static bool is_in_range(const struct standard *s, const struct standard_limit *row, int64_t value,
                        int64_t depth)
{
    const struct standard_limit limit = limit_at(s, row, depth);
    int64_t bound = standard_bound(&limit);

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

bool black_odour_limit(const struct standard *s, enum black_odour_item item, int64_t depth, int64_t *ret)
{
    for (size_t i = 0; i < s->n_limits; i++)
        if (s->limits[i].level == BLACK_ODOUR_LIGHT && str_eq(s->limits[i].item, item_codes[item])) {
            *ret = limit_at(s, &s->limits[i], depth).value;
            return true;
        }
    return false;
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

/* Widens what is known of steps by one more; the first is both. */
static void widen(int32_t step, bool is_first, int32_t *least, int32_t *most)
{
    if (is_first || step < *least)
        *least = step;
    if (is_first || step > *most)
        *most = step;
}

struct black_odour_sampling black_odour_sampling_of(uint32_t days, const int32_t *chainage, size_t n)
{
    struct black_odour_sampling p = {.points = (int32_t)n};
    int32_t before = 0;

    for (int32_t day = 0; day < DAYS_OF_MASK; day++) {
        if (!(days >> day & 1))
            continue;
        if (p.rounds++ > 0)
            widen(day - before, p.rounds == 2, &p.interval_min, &p.interval_max);
        before = day;
    }
    for (size_t i = 1; i < n; i++) {
        bool is_known = chainage[i - 1] != BLACK_ODOUR_NO_CHAINAGE && chainage[i] != BLACK_ODOUR_NO_CHAINAGE;
        widen(is_known ? chainage[i] - chainage[i - 1] : 0, i == 1, &p.spacing_min, &p.spacing_max);
    }
    return p;
}

unsigned black_odour_sampling_lacks(const struct standard *s, const struct black_odour_sampling *p)
{
    unsigned lacks = 0;

    if (p->points < standard_count(s, "", "points_min", 0))
        lacks |= BLACK_ODOUR_FEW_POINTS;
    if (p->rounds < standard_count(s, "", "rounds_min", 0))
        lacks |= BLACK_ODOUR_FEW_ROUNDS;
    if (p->points > 1 && (p->spacing_min < standard_count(s, "", "spacing_min", 0) ||
                          p->spacing_max > standard_count(s, "", "spacing_max", INT32_MAX)))
        lacks |= BLACK_ODOUR_SPACING;
    if (p->rounds > 1 && (p->interval_min < standard_count(s, "", "interval_min", 0) ||
                          p->interval_max > standard_count(s, "", "interval_max", INT32_MAX)))
        lacks |= BLACK_ODOUR_INTERVAL;
    return lacks;
}

bool black_odour_is_called(const struct standard *s, const struct black_odour_means *m, int64_t *ret_limit)
{
    *ret_limit = standard_number(s, "", "survey_share", PERCENT * (int64_t)VALUE_ONE);
    return m->survey >= 0 && m->survey >= *ret_limit;
}

bool black_odour_is_found(const struct standard *s, const struct black_odour_means *m)
{
    int64_t share;

    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++)
        if (m->has[i] && black_odour_value_grade(s, (enum black_odour_item)i, m->value[i], m->depth))
            return true;
    return black_odour_is_called(s, m, &share);
}

/* ---- gone, and back */

int32_t black_odour_elimination_months(const struct standard *s)
{
    int32_t months = standard_count(s, "", "elimination_months", MONTHS_MOST);

    return months < 1 ? 1 : months > MONTHS_MOST ? MONTHS_MOST : months;
}

int32_t black_odour_clean_months(const struct standard *s, const struct black_odour_month *months, size_t n)
{
    int32_t clean = 0, needed = black_odour_elimination_months(s);

    for (size_t i = n; i > 0 && clean < needed; i--) {
        const struct black_odour_month *m = &months[i - 1];
        if (!m->is_known || m->is_found || m->day != date_add_months(months[n - 1].day, -clean))
            break;
        clean++;
    }
    return clean;
}

int64_t black_odour_satisfaction(const struct standard *s, const struct black_odour_month *months, size_t n)
{
    int32_t since;

    if (n == 0)
        return -1;
    since = date_add_months(months[n - 1].day, 1 - black_odour_elimination_months(s));
    for (size_t i = n; i > 0 && months[i - 1].day >= since; i--)
        if (months[i - 1].satisfaction >= 0)
            return months[i - 1].satisfaction;
    return -1;
}

bool black_odour_is_eliminated(const struct standard *s, const struct black_odour_month *months, size_t n)
{
    int64_t satisfaction = black_odour_satisfaction(s, months, n);

    return satisfaction >= 0 && black_odour_clean_months(s, months, n) >= black_odour_elimination_months(s) &&
           reaches(s, "elimination_satisfaction", satisfaction, PERCENT * (int64_t)VALUE_ONE);
}

bool black_odour_is_rebound(const struct standard *s, const struct black_odour_month *months, size_t n)
{
    size_t before = n > 0 ? n - 1 : 0;

    if (n == 0 || !months[n - 1].is_known || !months[n - 1].is_found)
        return false;
    while (before > 0 && !months[before - 1].is_known)
        before--;
    return black_odour_is_eliminated(s, months, before);
}
