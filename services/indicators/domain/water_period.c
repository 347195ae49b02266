/* SPDX-License-Identifier: MIT */
/* Means, attainment and grades. */
#include "indicators/domain/water_period.h"

#include "base/decimal.h"

enum { PERCENT = 100 };

int64_t water_datum_value(const struct water_rules *r, const struct water_datum *d)
{
    int64_t value = d->value;

    if (d->is_below_detection)
        (void)decimal_mul_div(d->value, r->below_detection, VALUE_ONE, DECIMAL_HALF_EVEN, &value);
    return value;
}

void water_mean_add(struct water_mean *m, const struct water_item *item, int64_t value)
{
    if (item->is_logarithmic)
        m->is_beyond |= !decimal_log_add(&m->powers, -value, VALUE_SCALE);
    else
        m->is_beyond |= __builtin_add_overflow(m->sum, value, &m->sum);
    m->n++;
}

/* The side on which an unrounded mean stays as bad as it is: up for what has to be low, down for what has to be high.
 * */
static enum decimal_rounding worse_side(const struct water_item *item)
{
    const struct water_limits *limits = &item->limits[WATER_RIVER];

    return limits->has[0] && limits->at_least[0] != INT64_MIN ? DECIMAL_FLOOR : DECIMAL_CEIL;
}

bool water_mean(const struct water_mean *m, const struct water_item *item, enum water_rounding rounding,
                int64_t *ret)
{
    int64_t unit = VALUE_ONE, mean;

    if (m->n == 0 || m->is_beyond)
        return false;
    if (item->is_logarithmic) {
        if (!decimal_log_mean(&m->powers, VALUE_SCALE, &mean))
            return false;
        *ret = rounding == WATER_ROUND_STAT20 ? decimal_round(-mean, VALUE_SCALE, item->decimals) : -mean;
        return true;
    }
    if (rounding == WATER_ROUND_NONE)
        return decimal_mul_div(m->sum, 1, m->n, worse_side(item), ret);
    for (int32_t places = item->decimals; places > 0; places--)
        unit /= 10;
    *ret = decimal_div_half_even(m->sum, m->n * unit) * unit;
    return true;
}

bool water_year_is_valid(const struct water_rules *r, int months, int excused)
{
    return months >= r->year_months_min && months + excused >= r->year_months;
}

bool water_attains(int class, int target)
{
    return class != WATER_CLASS_NONE && class <= target;
}

bool water_attains_by_months(const uint8_t *classes, size_t n, int target, int64_t share)
{
    int64_t judged = 0, attained = 0;

    for (size_t i = 0; i < n; i++) {
        judged += classes[i] != WATER_CLASS_NONE;
        attained += water_attains(classes[i], target);
    }
    return judged > 0 && decimal_compare_products(attained, PERCENT * (int64_t)VALUE_ONE, share, judged) >= 0;
}

bool water_is_improved(const struct water_rules *r, int class, int baseline)
{
    return class != WATER_CLASS_NONE && baseline != WATER_CLASS_NONE &&
           baseline - class >= r->improvement_classes;
}

/* Counts a class among those of a river. */
static void count(const struct water_rules *r, int class, struct water_river *river)
{
    river->sections += class != WATER_CLASS_NONE;
    river->good += water_attains(class, r->good_class);
    river->worst += class == WATER_CLASS_WORST;
}

/* `part` of the sections against a share in %: below, at or above zero. */
static int against(size_t part, const struct water_river *river, int64_t share)
{
    return decimal_compare_products((int64_t)part, PERCENT * (int64_t)VALUE_ONE, share,
                                    (int64_t)river->sections);
}

static int grade_by_shares(const struct water_rules *r, const struct water_river *river)
{
    const struct water_river_rules *rules = &r->river;

    for (int i = 0; i < 2; i++)
        if (against(river->good, river, rules->good_min[i]) >= 0)
            return 1 + i;
    for (int i = 0; i < 2; i++)
        if (against(river->worst, river, rules->worst_below[i]) < 0)
            return 3 + i;
    return WATER_GRADES;
}

void water_river_by_classes(const struct water_rules *r, const uint8_t *classes, size_t n,
                            struct water_river *ret)
{
    *ret = (struct water_river){.class = WATER_CLASS_NONE};
    for (size_t i = 0; i < n; i++)
        count(r, classes[i], ret);
    if (ret->sections >= (size_t)r->river.sections_min)
        ret->grade = grade_by_shares(r, ret);
}

/* The mean of every item over the sections that have it, as a sample. */
static struct water_sample mean_sample(const struct water_rules *r, const struct water_sample *sections,
                                       size_t n)
{
    struct water_sample mean = {.body = sections[0].body, .rounding = sections[0].rounding};

    for (size_t item = 0; item < r->n; item++) {
        struct water_mean m = {.n = 0};
        int64_t value;
        for (size_t i = 0; i < n; i++)
            if (sections[i].present >> item & 1)
                water_mean_add(&m, &r->items[item], sections[i].value[item]);
        if (water_mean(&m, &r->items[item], mean.rounding, &value))
            water_sample_set(&mean, (int)item, value);
    }
    return mean;
}

void water_river(const struct water_rules *r, const struct water_sample *sections, size_t n,
                 struct water_river *ret)
{
    struct water_verdict v;

    *ret = (struct water_river){.class = WATER_CLASS_NONE};
    for (size_t i = 0; i < n; i++) {
        water_class(r, &sections[i], &v);
        count(r, v.class, ret);
    }
    if (ret->sections >= (size_t)r->river.sections_min) {
        ret->grade = grade_by_shares(r, ret);
    } else if (n > 0) {
        struct water_sample mean = mean_sample(r, sections, n);
        water_class(r, &mean, &v);
        ret->class = v.class;
        ret->grade = v.grade;
    }
}
