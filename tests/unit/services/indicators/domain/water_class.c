/* SPDX-License-Identifier: MIT */
/* The class of a sample by the table (water_class.tsv), and what holds for every sample. */
#include "indicators/domain/water_class.h"
#include "services/indicators/domain/water_text.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* "nh3n(1.35) tp(0.6)" */
static void format_main(const struct water_rules *r, const struct water_verdict *v, char out[256])
{
    out[0] = '\0';
    for (size_t i = 0; i < v->n_main; i++) {
        const struct water_factor *f = &v->factors[v->main[i]];
        char multiple[DECIMAL_TEXT + 2] = "";
        int64_t shown;
        if (ratio_round(&f->multiple, r->multiple_decimals, &shown)) {
            multiple[0] = '(';
            decimal_format(shown, VALUE_SCALE, multiple + 1);
            strcat(multiple, ")");
        }
        (void)snprintf(out + strlen(out), 256 - strlen(out), "%s%s%s", *out ? " " : "",
                       r->items[f->item].code, multiple);
    }
    if (!*out)
        (void)snprintf(out, 256, "-");
}

static const char *text_or_dash(const char *text)
{
    return *text ? text : "-";
}

static void classes_are_as_the_table_says(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/water_class.tsv");
    while (tsv_next(&t, 8)) {
        struct water_sample s = water_sample_of(&t, t.cell[1], t.cell[2], t.cell[3]);
        struct water_verdict v;
        char text[256];
        water_class(r, &s, &v);
        (void)snprintf(text, sizeof text, "%d", v.class);
        tsv_expect(&t, "class", t.cell[4], text);
        tsv_expect(&t, "label", t.cell[5], text_or_dash(r->class_label[v.class]));
        tsv_expect(&t, "grade", t.cell[6], text_or_dash(r->grade_label[v.grade]));
        format_main(r, &v, text);
        tsv_expect(&t, "main", t.cell[7], text);
    }
    tsv_close(&t);
}

/* The first class whose limit a value keeps; `sign` is 1 where it has to be low, -1 where it has to be high. */
static int first_kept(const int64_t limits[WATER_CLASSES], int64_t value, int sign)
{
    for (int k = 0; k < WATER_CLASSES; k++)
        if (sign * value <= sign * limits[k])
            return k + 1;
    return WATER_CLASS_WORST;
}

static void every_bound_belongs_to_its_better_class(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/water_bounds.tsv");
    while (tsv_next(&t, 8)) {
        const struct water_item *item = &r->items[water_item_named(&t, r, t.cell[0])];
        enum water_body body = str_eq(t.cell[1], "LAKE") ? WATER_LAKE : WATER_RIVER;
        int sign = str_eq(t.cell[2], "GE") ? -1 : 1;
        int64_t limits[WATER_CLASSES];
        for (int k = 0; k < WATER_CLASSES; k++)
            limits[k] = water_value(&t, t.cell[3 + k]);
        for (int k = 0; k < WATER_CLASSES; k++)
            for (int beyond = 0; beyond <= 1; beyond++) {
                int64_t value = limits[k] + sign * beyond;
                int expected = first_kept(limits, value, sign), got = water_item_class(item, body, value);
                if (expected != got)
                    tsv_wrong(&t, "class %d%s: expected %d, got %d", k + 1, beyond ? ", one unit beyond" : "",
                              expected, got);
            }
    }
    tsv_close(&t);
}

static struct water_sample random_sample(struct random *rnd, const struct water_rules *r)
{
    struct water_sample s = {.body = (enum water_body)random_between(rnd, WATER_RIVER, WATER_LAKE),
                             .rounding = (enum water_rounding)random_between(rnd, 0, 1)};

    for (size_t i = 0; i < r->n; i++) {
        const struct water_limits *limits = &r->items[i].limits[s.body];
        int64_t scale = limits->at_most[4] != INT64_MAX ? limits->at_most[4] : limits->at_least[0];
        if (limits->has[0] && random_between(rnd, 0, 3) > 0)
            water_sample_set(&s, (int)i, scale * random_between(rnd, 0, 1500000) / VALUE_ONE);
    }
    return s;
}

static void a_worse_value_never_gives_a_better_class(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct random rnd = {3838};
    (void)state;

    for (int round = 0; round < 20000; round++) {
        struct water_sample s = random_sample(&rnd, r);
        int item = random_between(&rnd, 0, (int32_t)r->n - 1);
        struct water_verdict before, after;
        if (!(s.present >> item & 1) || r->items[item].is_logarithmic)
            continue;
        water_class(r, &s, &before);
        if (r->items[item].limits[s.body].at_most[0] == INT64_MAX)
            s.value[item] -= random_between(&rnd, 0, (int32_t)s.value[item]);
        else
            s.value[item] += random_between(&rnd, 0, VALUE_ONE);
        water_class(r, &s, &after);
        assert_true(after.class >= before.class);
        assert_true(after.grade >= before.grade);
    }
}

static void a_section_is_as_bad_as_its_worst_factor(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct random rnd = {2011};
    (void)state;

    for (int round = 0; round < 5000; round++) {
        struct water_sample s = random_sample(&rnd, r), alone = s;
        struct water_verdict all, one;
        int worst = WATER_CLASS_NONE;
        water_class(r, &s, &all);
        for (size_t i = 0; i < r->n; i++) {
            alone.present = s.present & (UINT64_C(1) << i);
            if (r->items[i].is_single_factor && str_eq(r->items[i].code, "do"))
                alone.present = s.present & (UINT64_C(1) << i | UINT64_C(1) << water_item_find(r, "do_sat"));
            water_class(r, &alone, &one);
            worst = one.class > worst ? one.class : worst;
        }
        assert_int_equal(all.class, worst);
        assert_int_equal(all.n_main > 0, all.class > r->good_class);
    }
}

static void the_order_of_items_does_not_matter(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct random rnd = {8170};
    (void)state;

    for (int round = 0; round < 2000; round++) {
        struct water_sample s = random_sample(&rnd, r);
        struct water_sample shuffled = {.body = s.body, .rounding = s.rounding};
        int32_t start = random_between(&rnd, 0, (int32_t)r->n - 1);
        struct water_verdict a, b;
        for (size_t i = 0; i < r->n; i++) {
            size_t item = ((size_t)start + i * 7) % r->n;
            if (s.present >> item & 1)
                water_sample_set(&shuffled, (int)item, s.value[item]);
        }
        water_class(r, &s, &a);
        water_class(r, &shuffled, &b);
        assert_int_equal(a.class, b.class);
        assert_int_equal(a.n_main, b.n_main);
        assert_memory_equal(a.main, b.main, a.n_main);
    }
}

static void twenty_one_items_count(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct water_sample s = {.body = WATER_RIVER};
    struct water_verdict v;
    size_t counting = 0;
    (void)state;

    water_fill(r, &s, 5);
    water_sample_set(&s, water_item_find(r, "temp"), 20 * VALUE_ONE);
    water_sample_set(&s, water_item_find(r, "tn"), 20 * VALUE_ONE);
    water_sample_set(&s, water_item_find(r, "fcoli"), 20 * VALUE_ONE);
    water_class(r, &s, &v);
    for (size_t i = 0; i < v.n; i++)
        counting += v.factors[i].is_single_factor;
    assert_int_equal(v.n, 24);
    assert_int_equal(counting, 21);
    assert_int_equal(v.class, 5);
}

static void a_supplement_item_has_one_limit(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct water_sample s = {.body = WATER_LAKE};
    struct water_verdict v;
    (void)state;

    water_sample_set(&s, water_item_find(r, "sulfate"), 250 * VALUE_ONE);
    water_sample_set(&s, water_item_find(r, "fe"), 450000);
    water_class(r, &s, &v);
    assert_int_equal(v.class, WATER_CLASS_NONE);
    assert_int_equal(v.n, 2);
    assert_false(v.factors[0].exceeds);
    assert_true(v.factors[1].exceeds);
    assert_int_equal(ratio_compare(&v.factors[1].multiple, 500000), 0);
}

static void an_edition_without_grades_is_refused(void **state)
{
    static struct water_rules rules;
    struct problem err = {.code = PROBLEM_NONE};
    (void)state;

    assert_int_equal(water_rules_init(&rules, test_standard("GB3838-2002"), test_standard("STAT-2020"),
                                      test_standard("STAT-2020"), &err),
                     -1);
    assert_int_equal(err.code, PROBLEM_INTERNAL);
}

/* The method with one rule changed. */
static struct standard changed_method(const char *name, int64_t value, struct standard_rule *rules)
{
    struct standard method = *test_standard("EVAL-2011");

    for (size_t i = 0; i < method.n_rules; i++) {
        rules[i] = method.rules[i];
        if (str_eq(rules[i].name, name))
            rules[i].value = value;
    }
    method.rules = rules;
    return method;
}

static void a_rule_that_the_engine_cannot_hold_is_refused(void **state)
{
    static const struct {
        const char *name;
        int64_t value;
    } rows[] = {
        {"good_class",        0             },
        {"good_class",        6 * VALUE_ONE },
        {"multiple_decimals", 7 * VALUE_ONE },
        {"multiple_decimals", -VALUE_ONE    },
        {"main_pollutants",   -VALUE_ONE    },
        {"main_pollutants",   41 * VALUE_ONE},
        {"grade_of_class_1",  6 * VALUE_ONE },
        {"grade_of_class_6",  0             },
    };
    static struct standard_rule rules[128];
    static struct water_rules into;
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct problem err = {.code = PROBLEM_NONE};
        struct standard method = changed_method(rows[i].name, rows[i].value, rules);
        assert_int_equal(
            water_rules_init(&into, test_standard("GB3838-2002"), test_standard("STAT-2020"), &method, &err),
            -1);
        assert_int_equal(err.code, PROBLEM_INTERNAL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_as_the_table_says),
        cmocka_unit_test(every_bound_belongs_to_its_better_class),
        cmocka_unit_test(a_worse_value_never_gives_a_better_class),
        cmocka_unit_test(a_section_is_as_bad_as_its_worst_factor),
        cmocka_unit_test(the_order_of_items_does_not_matter),
        cmocka_unit_test(twenty_one_items_count),
        cmocka_unit_test(a_supplement_item_has_one_limit),
        cmocka_unit_test(an_edition_without_grades_is_refused),
        cmocka_unit_test(a_rule_that_the_engine_cannot_hold_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
