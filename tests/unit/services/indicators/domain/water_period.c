/* SPDX-License-Identifier: MIT */
/* Means and rivers by the tables (water_mean.tsv, water_river.tsv); attainment, improvement, validity of a year. */
#include "indicators/domain/water_period.h"
#include "services/indicators/domain/water_text.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SECTIONS_MAX = 200 };

static enum water_rounding rounding_of(const char *text)
{
    return str_eq(text, "STAT20") ? WATER_ROUND_STAT20 : WATER_ROUND_NONE;
}

static void means_are_as_the_table_says(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/water_mean.tsv");
    while (tsv_next(&t, 5)) {
        const struct water_item *item = &r->items[water_item_named(&t, r, t.cell[1])];
        struct water_mean m = {.n = 0};
        char *save = NULL, text[DECIMAL_TEXT] = "-";
        int64_t mean;
        for (char *word = strtok_r(t.cell[3], " ", &save); word && !str_eq(word, "-");
             word = strtok_r(NULL, " ", &save)) {
            struct water_datum d = {.is_below_detection = *word == '<'};
            d.value = water_value(&t, word + d.is_below_detection);
            water_mean_add(&m, item, water_datum_value(r, &d));
        }
        if (water_mean(&m, item, rounding_of(t.cell[2]), &mean))
            decimal_format(mean, VALUE_SCALE, text);
        tsv_expect(&t, "mean", t.cell[4], text);
    }
    tsv_close(&t);
}

static void a_mean_beyond_the_range_is_none(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    const struct water_item *ph = &r->items[water_item_find(r, "ph")];
    const struct water_item *cod = &r->items[water_item_find(r, "cod")];
    struct water_mean m = {.n = 0}, powers = {.n = 0};
    int64_t mean;
    (void)state;

    water_mean_add(&m, cod, INT64_MAX);
    assert_true(water_mean(&m, cod, WATER_ROUND_NONE, &mean));
    water_mean_add(&m, cod, 1);
    assert_false(water_mean(&m, cod, WATER_ROUND_NONE, &mean));
    water_mean_add(&powers, ph, INT64_MAX);
    assert_false(water_mean(&powers, ph, WATER_ROUND_NONE, &mean));
}

/* "8x3 1x4" */
static size_t parse_classes(struct tsv *t, char *cell, uint8_t classes[SECTIONS_MAX])
{
    char *save = NULL;
    size_t n = 0;

    for (char *word = strtok_r(cell, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        char *x = strchr(word, 'x');
        if (!x) {
            tsv_wrong(t, "\"%s\" is not NxCLASS", word);
            continue;
        }
        for (long i = strtol(word, NULL, 10); i > 0 && n < SECTIONS_MAX; i--)
            classes[n++] = (uint8_t)strtol(x + 1, NULL, 10);
    }
    return n;
}

static void rivers_are_as_the_table_says(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/water_river.tsv");
    while (tsv_next(&t, 6)) {
        uint8_t classes[SECTIONS_MAX];
        size_t n = parse_classes(&t, t.cell[1], classes);
        struct water_river river;
        char text[64];
        water_river_by_classes(r, classes, n, &river);
        (void)snprintf(text, sizeof text, "%zu %zu %zu %d", river.sections, river.good, river.worst,
                       river.grade);
        char expected[64];
        (void)snprintf(expected, sizeof expected, "%s %s %s %s", t.cell[2], t.cell[3], t.cell[4], t.cell[5]);
        tsv_expect(&t, "sections good worst grade", expected, text);
    }
    tsv_close(&t);
}

static void few_sections_are_judged_by_the_mean_of_each_item(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    int cod = water_item_find(r, "cod"), tp = water_item_find(r, "tp");
    struct water_sample sections[5] = {{.body = WATER_RIVER}};
    struct water_river river;
    (void)state;

    for (size_t i = 0; i < 4; i++)
        water_sample_set(&sections[i], cod, (i < 3 ? 16 : 40) * VALUE_ONE);
    water_sample_set(&sections[0], tp, 310000); /* measured in one section only */
    water_river(r, sections, 4, &river);
    assert_int_equal(river.sections, 4);
    assert_int_equal(river.class, 5); /* COD 22 would be class 4, TP 0.31 is class 5 */
    assert_int_equal(river.grade, 4);

    water_sample_set(&sections[4], cod, 15 * VALUE_ONE);
    water_river(r, sections, 5, &river);
    assert_int_equal(river.class, WATER_CLASS_NONE);
    assert_int_equal(river.good, 3);
    assert_int_equal(river.grade, 3);
}

static void a_river_without_a_judged_section_has_no_grade(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    struct water_sample empty = {.body = WATER_LAKE};
    struct water_river river;
    (void)state;

    water_river(r, &empty, 0, &river);
    assert_int_equal(river.grade, 0);
    water_river(r, &empty, 1, &river);
    assert_int_equal(river.grade, 0);
    assert_int_equal(river.class, WATER_CLASS_NONE);
}

static void a_year_needs_twelve_months_or_a_reason(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    (void)state;

    assert_true(water_year_is_valid(r, 12, 0));
    assert_false(water_year_is_valid(r, 11, 0));
    assert_true(water_year_is_valid(r, 8, 4));
    assert_false(water_year_is_valid(r, 8, 3));
    assert_false(water_year_is_valid(r, 7, 5));
}

static void a_section_attains_its_target_class_or_better(void **state)
{
    (void)state;
    assert_true(water_attains(3, 3)); /* TV-26 */
    assert_true(water_attains(1, 3));
    assert_false(water_attains(4, 3));
    assert_false(water_attains(WATER_CLASS_NONE, 3));
}

static void months_attain_by_their_share(void **state)
{
    static const uint8_t year[] = {3, 3, 3, 3, 3, 3, 3, 3, 2, 4, 4, 5}, none[] = {0, 0};
    static const uint8_t dry[] = {3, 3, 3, 0, 0, 4};
    (void)state;

    assert_true(water_attains_by_months(year, ARRAY_LEN(year), 3, 75 * VALUE_ONE));
    assert_false(water_attains_by_months(year, ARRAY_LEN(year), 3, 75 * VALUE_ONE + 1));
    assert_true(water_attains_by_months(dry, ARRAY_LEN(dry), 3, 75 * VALUE_ONE));
    assert_false(water_attains_by_months(none, ARRAY_LEN(none), 3, 0));
}

static void one_class_better_is_improved(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    (void)state;

    assert_true(water_is_improved(r, 3, 4));
    assert_true(water_is_improved(r, 5, WATER_CLASS_WORST));
    assert_false(water_is_improved(r, 4, 4));
    assert_false(water_is_improved(r, 5, 4));
    assert_false(water_is_improved(r, WATER_CLASS_NONE, 4));
    assert_false(water_is_improved(r, 3, WATER_CLASS_NONE));
}

static void comparing_a_mean_is_comparing_the_exact_mean(void **state)
{
    const struct water_rules *r = water_rules_shipped();
    const struct water_item *nh3n = &r->items[water_item_find(r, "nh3n")];
    struct random rnd = {2020};
    (void)state;

    for (int round = 0; round < 5000; round++) {
        struct water_mean m = {.n = 0};
        int32_t n = random_between(&rnd, 1, 31);
        int64_t sum = 0, mean;
        for (int32_t i = 0; i < n; i++) {
            int64_t value = VALUE_ONE + random_between(&rnd, -2, 2);
            water_mean_add(&m, nh3n, value);
            sum += value;
        }
        assert_true(water_mean(&m, nh3n, WATER_ROUND_NONE, &mean));
        assert_int_equal(water_item_class(nh3n, WATER_RIVER, mean) <= 3, sum <= n * (int64_t)VALUE_ONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_are_as_the_table_says),
        cmocka_unit_test(a_mean_beyond_the_range_is_none),
        cmocka_unit_test(rivers_are_as_the_table_says),
        cmocka_unit_test(few_sections_are_judged_by_the_mean_of_each_item),
        cmocka_unit_test(a_river_without_a_judged_section_has_no_grade),
        cmocka_unit_test(a_year_needs_twelve_months_or_a_reason),
        cmocka_unit_test(a_section_attains_its_target_class_or_better),
        cmocka_unit_test(months_attain_by_their_share),
        cmocka_unit_test(one_class_better_is_improved),
        cmocka_unit_test(comparing_a_mean_is_comparing_the_exact_mean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
