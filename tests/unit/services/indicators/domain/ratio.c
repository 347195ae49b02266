/* SPDX-License-Identifier: MIT */
/* Ratios by the table (ratio.tsv); farmland and contaminated sites. */
#include "indicators/domain/ratio.h"
#include "base/decimal.h"
#include "base/str.h"
#include "support/random.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t number(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (tsv_text(text) && !decimal_parse(text, VALUE_SCALE, &value))
        tsv_wrong(t, "\"%s\" is no value", text);
    return value;
}

static struct ratio ratio_of_row(struct tsv *t, const char *kind, int64_t a, int64_t b)
{
    if (str_eq(kind, "parts"))
        return ratio_of_parts(a, b);
    if (str_eq(kind, "value"))
        return ratio_of_value(a);
    if (str_eq(kind, "reduction"))
        return ratio_reduction(a, b);
    if (str_eq(kind, "change"))
        return ratio_change(a, b);
    if (!str_eq(kind, "intensity"))
        tsv_wrong(t, "\"%s\" is no kind of ratio", kind);
    return ratio_intensity(a, b);
}

static const char *order_of(const struct ratio *r, int64_t target)
{
    int order;

    if (!ratio_is_applicable(r))
        return "-";
    order = ratio_compare(r, target);
    return order == 0 ? "equal" : order < 0 ? "below" : "above";
}

static void ratios_are_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/ratio.tsv");
    while (tsv_next(&t, 7)) {
        struct ratio r = ratio_of_row(&t, t.cell[1], number(&t, t.cell[2]), number(&t, t.cell[3]));
        char shown[DECIMAL_TEXT] = "-";
        int64_t rounded;
        tsv_expect(&t, "order", t.cell[5], order_of(&r, number(&t, t.cell[4])));
        if (ratio_round(&r, 1, &rounded))
            decimal_format(rounded, VALUE_SCALE, shown);
        tsv_expect(&t, "shown", t.cell[6], shown);
    }
    tsv_close(&t);
}

/* TV-39: B 120, C 5200 (or 5197), D 380 of 6000. */
static struct ratio farmland(int64_t compliant)
{
    const struct farmland_row rows[] = {
        {1, 120,              FARMLAND_SLIGHT, FARMLAND_PROTECTED,  false},
        {2, compliant,        FARMLAND_LIGHT,  FARMLAND_SAFE_USE,   true },
        {3, 5500 - compliant, FARMLAND_MEDIUM, FARMLAND_SAFE_USE,   false}, /* its produce fails */
        {4, 380,              FARMLAND_HEAVY,  FARMLAND_CONTROLLED, false},
        {5, 9999,             FARMLAND_CLEAN,  FARMLAND_PROTECTED,  true },
    };

    return ratio_farmland(rows, ARRAY_LEN(rows));
}

static void safe_farmland_is_compared_unrounded(void **state)
{
    struct ratio enough = farmland(5200), short_of = farmland(5197);
    int64_t shown;
    (void)state;

    assert_true(enough.denominator == 6000 && short_of.denominator == 6000);
    assert_int_equal(ratio_compare(&enough, 95 * VALUE_ONE), 0);
    assert_true(ratio_compare(&short_of, 95 * VALUE_ONE) < 0);
    assert_true(ratio_round(&short_of, 1, &shown));
    assert_true(shown == 95 * VALUE_ONE);
}

static void a_parcel_counts_once(void **state)
{
    static const struct farmland_row rows[] = {
        {1, 100, FARMLAND_LIGHT,  FARMLAND_UNTREATED,  true },
        {1, 100, FARMLAND_LIGHT,  FARMLAND_SAFE_USE,   true },
        {1, 100, FARMLAND_LIGHT,  FARMLAND_SAFE_USE,   true },
        {2, 300, FARMLAND_HEAVY,  FARMLAND_CONTROLLED, false},
        {2, 300, FARMLAND_HEAVY,  FARMLAND_UNTREATED,  false},
        {3, 600, FARMLAND_MEDIUM, FARMLAND_UNTREATED,  true },
    };
    struct ratio r = ratio_farmland(rows, ARRAY_LEN(rows));
    (void)state;

    assert_true(r.numerator == 400);
    assert_true(r.denominator == 1000);
}

static void each_grade_has_its_own_measure(void **state)
{
    (void)state;
    for (int grade = FARMLAND_CLEAN; grade <= FARMLAND_HEAVY; grade++)
        for (int measure = FARMLAND_UNTREATED; measure <= FARMLAND_CONTROLLED; measure++)
            for (int complies = 0; complies <= 1; complies++) {
                struct farmland_row row = {1, 7, (enum farmland_grade)grade, (enum farmland_measure)measure,
                                           complies != 0};
                struct ratio r = ratio_farmland(&row, 1);
                bool safe = (grade == FARMLAND_SLIGHT && measure == FARMLAND_PROTECTED) ||
                            ((grade == FARMLAND_LIGHT || grade == FARMLAND_MEDIUM) &&
                             measure == FARMLAND_SAFE_USE && complies) ||
                            (grade == FARMLAND_HEAVY && measure == FARMLAND_CONTROLLED);
                assert_true(r.numerator == (safe ? 7 : 0));
                assert_true(r.denominator == (grade == FARMLAND_CLEAN ? 0 : 7));
            }
}

static void grades_and_measures_are_known_by_their_words(void **state)
{
    (void)state;
    assert_int_equal(farmland_grade_of("CLEAN"), FARMLAND_CLEAN);
    assert_int_equal(farmland_grade_of("HEAVY"), FARMLAND_HEAVY);
    assert_int_equal(farmland_measure_of("SAFE_USE"), FARMLAND_SAFE_USE);
    assert_int_equal(farmland_measure_of("CONTROLLED"), FARMLAND_CONTROLLED);
    assert_int_equal(farmland_measure_of(NULL), FARMLAND_UNTREATED);
}

static void sites_count_by_area_or_by_number(void **state)
{
    static const struct site_row rows[] = {
        {900, true,  true },
        {100, true,  false},
        {500, false, false},
    };
    struct ratio by_area = ratio_sites(rows, ARRAY_LEN(rows), true);
    struct ratio by_number = ratio_sites(rows, ARRAY_LEN(rows), false);
    (void)state;

    assert_int_equal(ratio_compare(&by_area, 90 * VALUE_ONE), 0);
    assert_int_equal(ratio_compare(&by_number, 50 * VALUE_ONE), 0);
}

static void without_redeveloped_sites_there_is_no_rate(void **state)
{
    static const struct site_row untouched = {500, false, false};
    struct ratio r = ratio_sites(&untouched, 1, true);
    int64_t shown = 42;
    (void)state;

    assert_false(ratio_is_applicable(&r));
    assert_false(ratio_round(&r, 1, &shown));
    assert_true(shown == 42);
}

static void a_larger_part_is_never_a_smaller_ratio(void **state)
{
    struct random rnd = {95};
    (void)state;

    for (int round = 0; round < 20000; round++) {
        int64_t whole = random_between(&rnd, 1, 1000000), part = random_between(&rnd, 0, 1000000);
        struct ratio less = ratio_of_parts(part, whole), more = ratio_of_parts(part + 1, whole);
        int64_t shown_less, shown_more, target = random_between(&rnd, 0, 100) * (int64_t)VALUE_ONE;
        assert_true(ratio_compare_ratios(&less, &more) < 0);
        assert_true(ratio_compare(&less, target) <= ratio_compare(&more, target));
        assert_true(ratio_round(&less, 1, &shown_less) && ratio_round(&more, 1, &shown_more));
        assert_true(shown_less <= shown_more);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios_are_as_the_table_says),
        cmocka_unit_test(safe_farmland_is_compared_unrounded),
        cmocka_unit_test(a_parcel_counts_once),
        cmocka_unit_test(each_grade_has_its_own_measure),
        cmocka_unit_test(grades_and_measures_are_known_by_their_words),
        cmocka_unit_test(sites_count_by_area_or_by_number),
        cmocka_unit_test(without_redeveloped_sites_there_is_no_rate),
        cmocka_unit_test(a_larger_part_is_never_a_smaller_ratio),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
