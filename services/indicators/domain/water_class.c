/* SPDX-License-Identifier: MIT */
/* Single-factor evaluation. */
#include "indicators/domain/water_class.h"

#include "base/decimal.h"
#include "base/str.h"

enum water_body water_body_of(const char *code)
{
    return str_eq(code, "LAKE") ? WATER_LAKE : WATER_RIVER;
}

void water_sample_set(struct water_sample *s, int item, int64_t value)
{
    s->present |= UINT64_C(1) << item;
    s->value[item] = value;
}

static bool is_present(const struct water_sample *s, size_t item)
{
    return s->present >> item & 1;
}

static bool has_limits(const struct water_limits *limits)
{
    for (int k = 0; k < WATER_CLASSES; k++)
        if (limits->has[k])
            return true;
    return false;
}

int water_item_class(const struct water_item *item, enum water_body body, int64_t value)
{
    const struct water_limits *limits = &item->limits[body];

    for (int k = 0; k < WATER_CLASSES; k++)
        if (limits->has[k] && value >= limits->at_least[k] && value <= limits->at_most[k])
            return k + 1;
    return has_limits(limits) ? WATER_CLASS_WORST : WATER_CLASS_NONE;
}

static int64_t compared_value(const struct water_item *item, enum water_rounding rounding, int64_t value)
{
    return rounding == WATER_ROUND_STAT20 ? decimal_round(value, VALUE_SCALE, item->decimals) : value;
}

/* The limit that a multiple is counted from; false where there is none. */
static bool multiple_base(const struct water_rules *r, const struct water_item *item, enum water_body body,
                          int64_t *ret)
{
    const struct water_limits *limits = &item->limits[body];
    int good = r->good_class - 1;

    if (item->has_single)
        *ret = item->single;
    else if (limits->has[good] && limits->at_most[good] != INT64_MAX)
        *ret = limits->at_most[good];
    else
        return false;
    return item->has_multiple && *ret > 0;
}

static void judge(const struct water_rules *r, const struct water_sample *s, size_t index,
                  struct water_factor *f)
{
    const struct water_item *item = &r->items[index];
    int64_t base;

    *f = (struct water_factor){.item = (uint8_t)index, .is_single_factor = item->is_single_factor};
    f->value = compared_value(item, s->rounding, s->value[index]);
    f->class = (uint8_t)water_item_class(item, s->body, f->value);
    f->exceeds = item->has_single ? f->value > item->single : f->class > r->good_class;
    if (f->exceeds && multiple_base(r, item, s->body, &base))
        f->multiple = (struct ratio){f->value - base, base, 1};
}

static struct water_factor *factor_of(struct water_verdict *v, int item)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->factors[i].item == item)
            return &v->factors[i];
    return NULL;
}

/* Items that better another one (saturation) are no factors; they come when all the others are judged. */
static void better(const struct water_rules *r, const struct water_sample *s, struct water_verdict *v)
{
    for (size_t i = 0; i < r->n; i++) {
        struct water_factor alternative, *f;
        if (r->items[i].betters < 0 || !is_present(s, i))
            continue;
        f = factor_of(v, r->items[i].betters);
        judge(r, s, i, &alternative);
        if (!f || alternative.class >= f->class)
            continue;
        f->class = alternative.class;
        f->exceeds = f->class > r->good_class;
    }
}

/* `a` exceeds by more than `b`: above zero. What has no multiple comes last. */
static int compare_multiples(const struct water_factor *a, const struct water_factor *b)
{
    bool has_a = ratio_is_applicable(&a->multiple), has_b = ratio_is_applicable(&b->multiple);

    return has_a && has_b ? ratio_compare_ratios(&a->multiple, &b->multiple) : has_a - has_b;
}

/* `a` is named before `b`. */
static bool is_graver(const struct water_rules *r, const struct water_factor *a, const struct water_factor *b)
{
    bool toxic_a = r->items[a->item].is_toxic, toxic_b = r->items[b->item].is_toxic;
    int by_multiple = compare_multiples(a, b);

    if (toxic_a != toxic_b)
        return toxic_a;
    if (a->class != b->class)
        return a->class > b->class;
    return by_multiple ? by_multiple > 0 : a->item < b->item;
}

/* Insertion into the sorted list; only the first few are kept. */
static void name_main(const struct water_rules *r, struct water_verdict *v, size_t index)
{
    size_t at = v->n_main;

    while (at > 0 && is_graver(r, &v->factors[index], &v->factors[v->main[at - 1]]))
        at--;
    if (at >= (size_t)r->main_pollutants)
        return;
    if (v->n_main < (size_t)r->main_pollutants)
        v->n_main++;
    for (size_t i = v->n_main - 1; i > at; i--)
        v->main[i] = v->main[i - 1];
    v->main[at] = (uint8_t)index;
}

void water_class(const struct water_rules *r, const struct water_sample *s, struct water_verdict *ret)
{
    ret->class = WATER_CLASS_NONE;
    ret->n = ret->n_main = 0;
    for (size_t i = 0; i < r->n; i++)
        if (is_present(s, i) && r->items[i].betters < 0)
            judge(r, s, i, &ret->factors[ret->n++]);
    better(r, s, ret);
    for (size_t i = 0; i < ret->n; i++) {
        const struct water_factor *f = &ret->factors[i];
        if (!f->is_single_factor)
            continue;
        if (f->class > ret->class)
            ret->class = f->class;
        if (f->exceeds)
            name_main(r, ret, i);
    }
    ret->grade = r->grade_of_class[ret->class];
}
