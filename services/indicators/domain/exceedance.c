/* SPDX-License-Identifier: MIT */
/* Items that exceed. */
#include "indicators/domain/exceedance.h"

#include "base/decimal.h"
#include "base/str.h"

/* An upper limit of zero has no multiple: there is nothing to be a multiple of. */
static int64_t multiple_of(int64_t value, int64_t limit, int32_t decimals)
{
    const struct ratio over = {value - limit, limit, 1};
    int64_t multiple;

    if (limit <= 0 || !ratio_round(&over, decimals, &multiple))
        return EXCEEDANCE_NO_MULTIPLE;
    return multiple;
}

static void add(struct exceedances *x, const struct exceedance *one)
{
    size_t at = x->n;

    if (x->n == ARRAY_LEN(x->items))
        return;
    for (; at > 0 && x->items[at - 1].multiple < one->multiple; at--)
        x->items[at] = x->items[at - 1];
    x->items[at] = *one;
    x->n++;
}

/* ---- air */

static bool day_limit(const struct standard *gb3095, const char *item, int32_t grade, int64_t *ret)
{
    return standard_limit(gb3095, item, "24H", grade, ret) || standard_limit(gb3095, item, "8H", grade, ret);
}

void exceedances_of_air(const struct standard *gb3095, int32_t grade, const struct air_day *day,
                        int32_t multiple_decimals, struct exceedances *ret)
{
    ret->n = 0;
    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        int64_t value = day->figures[i].value, limit;
        if (day->figures[i].valid && day_limit(gb3095, air_item_codes[i], grade, &limit) && value > limit)
            add(ret, &(struct exceedance){air_item_codes[i], value, limit,
                                          multiple_of(value, limit, multiple_decimals)});
    }
}

/* ---- water */

/* Against the bounds of a class; a class without bounds is kept. */
static void add_water(const struct water_rules *r, const struct water_item *item, enum water_body body,
                      int class, int64_t value, struct exceedances *ret)
{
    const struct water_limits *limits = &item->limits[body];
    int k = class - 1;

    if (!limits->has[k])
        return;
    if (value > limits->at_most[k])
        add(ret, &(struct exceedance){item->code, value, limits->at_most[k],
                                      item->has_multiple
                                          ? multiple_of(value, limits->at_most[k], r->multiple_decimals)
                                          : EXCEEDANCE_NO_MULTIPLE});
    else if (value < limits->at_least[k])
        add(ret, &(struct exceedance){item->code, value, limits->at_least[k], EXCEEDANCE_NO_MULTIPLE});
}

void exceedances_of_section(const struct water_rules *r, const struct water_verdict *v, enum water_body body,
                            int target, struct exceedances *ret)
{
    ret->n = 0;
    if (target == 0)
        return;
    for (size_t i = 0; i < v->n; i++)
        if (v->factors[i].is_single_factor && v->factors[i].class > target)
            add_water(r, &r->items[v->factors[i].item], body, target, v->factors[i].value, ret);
}

void exceedances_of_discharge(const struct water_rules *r, const struct water_sample *day,
                              struct exceedances *ret)
{
    ret->n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (day->present >> i & 1)
            add_water(r, &r->items[i], day->body, 1, day->value[i], ret);
}

void exceedances_of_body(const struct standard *s, const struct black_odour_means *m, struct exceedances *ret)
{
    int64_t limit;

    ret->n = 0;
    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++) {
        enum black_odour_item item = (enum black_odour_item)i;
        if (m->has[i] && black_odour_value_grade(s, item, m->value[i], m->depth) != BLACK_ODOUR_NONE &&
            black_odour_limit(s, item, m->depth, &limit))
            add(ret, &(struct exceedance){black_odour_item_code(item), m->value[i], limit,
                                          EXCEEDANCE_NO_MULTIPLE});
    }
    if (black_odour_is_called(s, m, &limit))
        add(ret, &(struct exceedance){BLACK_ODOUR_SURVEY_FOUL, m->survey, limit, EXCEEDANCE_NO_MULTIPLE});
}

/* ---- which of them are news */

bool exceedance_is_recent(int32_t last_day, int32_t today, int32_t days)
{
    return last_day >= today - days;
}
