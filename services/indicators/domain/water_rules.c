/* SPDX-License-Identifier: MIT */
/* Three editions read into one table of items. */
#include "indicators/domain/water_rules.h"

#include "base/str.h"

enum { RULE_NAME = 32 };

int water_item_find(const struct water_rules *r, const char *code)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_eq(r->items[i].code, code))
            return (int)i;
    return -1;
}

/* "label_1" .. */
static const struct standard_rule *numbered_rule(const struct standard *s, const char *name, int number)
{
    char full[RULE_NAME];

    (void)str_format(full, sizeof full, "%s_%d", name, number);
    return standard_rule(s, "", full);
}

/* The bound joins what stands there: one of each side makes a range. */
static void take_limit(struct water_limits *limits, const struct standard_limit *row)
{
    size_t k = (size_t)row->level - 1;

    if (!limits->has[k]) {
        limits->has[k] = true;
        limits->at_least[k] = INT64_MIN;
        limits->at_most[k] = INT64_MAX;
    }
    if (str_starts(row->op, "G"))
        limits->at_least[k] = standard_bound(row);
    else
        limits->at_most[k] = standard_bound(row);
}

static void read_limits(const struct standard *s, const char *item, const char *lower,
                        struct water_limits *limits)
{
    *limits = (struct water_limits){.has = {false}};
    for (size_t i = 0; i < s->n_limits; i++) {
        const struct standard_limit *row = &s->limits[i];
        if (row->level >= 1 && row->level <= WATER_CLASSES &&
            (str_eq(row->item, item) || (lower && str_eq(row->item, lower))))
            take_limit(limits, row);
    }
}

static void read_item(struct water_item *item, const struct standard_rule *label,
                      const struct standard *limits, const struct standard *statistics,
                      const struct standard *method)
{
    const char *code = label->item, *lower = standard_text(limits, code, "lower_limits", NULL);

    item->code = code;
    item->label = label->text;
    item->unit = standard_text(limits, code, "unit", "");
    read_limits(limits, code, lower, &item->limits[WATER_RIVER]);
    read_limits(limits, standard_text(limits, code, "lake_limits", code), lower, &item->limits[WATER_LAKE]);
    item->has_single = standard_limit(limits, code, "", 0, &item->single);
    item->decimals = standard_places(statistics, code, "decimals");
    item->is_single_factor = standard_count(method, code, "single_factor", !item->has_single) != 0;
    item->is_toxic = standard_count(method, code, "toxic", 0) != 0;
    item->has_multiple = standard_count(limits, code, "multiple", 1) != 0;
    item->is_logarithmic = str_eq(standard_text(limits, code, "mean", ""), "LOG");
}

static int read_items(struct water_rules *r, const struct standard *limits, const struct standard *statistics,
                      const struct standard *method, struct problem *err)
{
    r->n = 0;
    for (size_t i = 0; i < limits->n_rules; i++) {
        if (!str_eq(limits->rules[i].name, "label") || str_empty(limits->rules[i].item))
            continue;
        if (r->n == WATER_ITEMS_MAX)
            return problem_cause(err, PROBLEM_INTERNAL, "%s has more than %d items", limits->code,
                                 WATER_ITEMS_MAX);
        read_item(&r->items[r->n], &limits->rules[i], limits, statistics, method);
        if (r->items[r->n].decimals < 0 || r->items[r->n].decimals > VALUE_SCALE)
            return problem_cause(err, PROBLEM_INTERNAL, "%s rounds %s to %d places", statistics->code,
                                 r->items[r->n].code, (int)r->items[r->n].decimals);
        r->n++;
    }
    for (size_t i = 0; i < r->n; i++) {
        const char *code = standard_text(limits, r->items[i].code, "betters", NULL);
        r->items[i].betters = code ? water_item_find(r, code) : -1;
    }
    return 0;
}

/* The texts NAME_1 .. NAME_n of an edition; none may be missing. */
static int read_texts(const struct standard *s, const char *name, const char **texts, int n,
                      struct problem *err)
{
    texts[0] = "";
    for (int i = 1; i <= n; i++) {
        const struct standard_rule *rule = numbered_rule(s, name, i);
        if (!rule)
            return problem_cause(err, PROBLEM_INTERNAL, "%s has no rule %s_%d", s->code, name, i);
        texts[i] = rule->text;
    }
    return 0;
}

static int read_number(const struct standard *s, const char *name, int64_t *ret, struct problem *err)
{
    const struct standard_rule *rule = standard_rule(s, "", name);

    if (!rule)
        return problem_cause(err, PROBLEM_INTERNAL, "%s has no rule %s", s->code, name);
    *ret = rule->value;
    return 0;
}

static int read_grades(struct water_rules *r, const struct standard *limits, const struct standard *method,
                       struct problem *err)
{
    r->grade_of_class[WATER_CLASS_NONE] = 0;
    for (int k = 1; k <= WATER_CLASS_WORST; k++) {
        const struct standard_rule *rule = numbered_rule(method, "grade_of_class", k);
        if (!rule || rule->value < VALUE_ONE || rule->value > WATER_GRADES * (int64_t)VALUE_ONE)
            return problem_cause(err, PROBLEM_INTERNAL, "%s gives class %d no grade", method->code, k);
        r->grade_of_class[k] = (int)(rule->value / VALUE_ONE);
    }
    if (read_texts(limits, "label", r->class_label, WATER_CLASS_WORST, err) < 0 ||
        read_texts(method, "grade", r->grade_label, WATER_GRADES, err) < 0)
        return -1;
    return read_texts(method, "colour", r->grade_colour, WATER_GRADES, err);
}

static int read_river(struct water_river_rules *river, const struct standard *method, struct problem *err)
{
    int64_t sections;

    if (read_number(method, "river_sections_min", &sections, err) < 0 ||
        read_number(method, "river_good_min_1", &river->good_min[0], err) < 0 ||
        read_number(method, "river_good_min_2", &river->good_min[1], err) < 0 ||
        read_number(method, "river_worst_below_3", &river->worst_below[0], err) < 0 ||
        read_number(method, "river_worst_below_4", &river->worst_below[1], err) < 0)
        return -1;
    river->sections_min = (int32_t)(sections / VALUE_ONE);
    return 0;
}

/* Counts: rules whose number is whole, within what the engine can hold. */
static int read_counts(struct water_rules *r, const struct standard *method, struct problem *err)
{
    const struct {
        const char *name;
        int32_t *count, least, most;
    } rows[] = {
        {"good_class",          &r->good_class,          1, WATER_CLASSES  },
        {"main_pollutants",     &r->main_pollutants,     0, WATER_ITEMS_MAX},
        {"multiple_decimals",   &r->multiple_decimals,   0, VALUE_SCALE    },
        {"year_months",         &r->year_months,         1, 12             },
        {"year_months_min",     &r->year_months_min,     1, 12             },
        {"improvement_classes", &r->improvement_classes, 1, WATER_CLASSES  },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t value;
        if (read_number(method, rows[i].name, &value, err) < 0)
            return -1;
        if (value < rows[i].least * (int64_t)VALUE_ONE || value > rows[i].most * (int64_t)VALUE_ONE)
            return problem_cause(err, PROBLEM_INTERNAL, "%s: the rule %s is not from %d to %d", method->code,
                                 rows[i].name, (int)rows[i].least, (int)rows[i].most);
        *rows[i].count = (int32_t)(value / VALUE_ONE);
    }
    return read_number(method, "below_detection", &r->below_detection, err);
}

int water_rules_init(struct water_rules *r, const struct standard *limits, const struct standard *statistics,
                     const struct standard *method, struct problem *err)
{
    r->limits = limits;
    if (read_items(r, limits, statistics, method, err) < 0 || read_grades(r, limits, method, err) < 0 ||
        read_counts(r, method, err) < 0)
        return -1;
    return read_river(&r->river, method, err);
}

int water_rules_init_discharge(struct water_rules *r, const struct standard *limits,
                               const struct standard *method, struct problem *err)
{
    *r = (struct water_rules){.limits = limits};
    if (read_items(r, limits, limits, limits, err) < 0)
        return -1;
    return read_counts(r, method, err);
}
