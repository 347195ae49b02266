/* SPDX-License-Identifier: MIT */
/* Black and odorous water by the tables (black_odour_*.tsv): values, points, bodies; finding and elimination. */
#include "indicators/domain/black_odour.h"
#include "base/decimal.h"
#include "base/str.h"
#include "support/random.h"
#include "support/standards.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { POINTS_MAX = 64 };

static const struct standard *guide(void)
{
    return test_standard("BLACK-ODOUR-2015");
}

static int64_t number(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (tsv_text(text) && !decimal_parse(text, VALUE_SCALE, &value))
        tsv_wrong(t, "\"%s\" is no value", text);
    return value;
}

static enum black_odour_item item_of(struct tsv *t, const char *code)
{
    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++)
        if (str_eq(black_odour_item_code((enum black_odour_item)i), code))
            return (enum black_odour_item)i;
    tsv_wrong(t, "\"%s\" is no indicator", code);
    return BLACK_ODOUR_TRANSPARENCY;
}

static void expect_grade(struct tsv *t, const char *cell, enum black_odour_grade grade)
{
    char text[16];

    (void)snprintf(text, sizeof text, "%d", (int)grade);
    tsv_expect(t, "grade", cell, text);
}

static void values_are_graded_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/black_odour_values.tsv");
    while (tsv_next(&t, 4))
        expect_grade(&t, t.cell[3],
                     black_odour_value_grade(guide(), item_of(&t, t.cell[0]), number(&t, t.cell[1]),
                                             number(&t, t.cell[2])));
    tsv_close(&t);
}

static void add_rounds(struct tsv *t, struct black_odour_point *p, enum black_odour_item item, char *cell)
{
    char *save = NULL;

    if (!tsv_text(cell))
        return;
    for (char *word = strtok_r(cell, ",", &save); word; word = strtok_r(NULL, ",", &save))
        black_odour_point_add(p, item, black_odour_value_grade(guide(), item, number(t, word), 0));
}

static void points_are_graded_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/black_odour_points.tsv");
    while (tsv_next(&t, 6)) {
        struct black_odour_point p = {.data = {0}};
        for (int i = 0; i < BLACK_ODOUR_ITEMS; i++)
            add_rounds(&t, &p, (enum black_odour_item)i, t.cell[1 + i]);
        expect_grade(&t, t.cell[5], black_odour_point_grade(guide(), &p));
    }
    tsv_close(&t);
}

static void bodies_are_graded_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/black_odour_bodies.tsv");
    while (tsv_next(&t, 4)) {
        enum black_odour_grade points[POINTS_MAX];
        bool severe[POINTS_MAX];
        char marks[POINTS_MAX + 1], *save = NULL;
        size_t n = 0;
        for (char *word = strtok_r(t.cell[1], " ", &save); word && n < POINTS_MAX;
             word = strtok_r(NULL, " ", &save))
            points[n++] = (enum black_odour_grade)strtol(word, NULL, 10);
        expect_grade(&t, t.cell[2], black_odour_body_grade(guide(), points, n, severe));
        for (size_t i = 0; i < n; i++)
            marks[i] = severe[i] ? 'x' : '.';
        marks[n] = '\0';
        tsv_expect(&t, "severe", t.cell[3], marks);
    }
    tsv_close(&t);
}

static void a_severe_point_more_never_betters_a_body(void **state)
{
    struct random rnd = {2015};
    (void)state;

    for (int round = 0; round < 5000; round++) {
        enum black_odour_grade points[20], before;
        bool marked[20], again[20];
        size_t n = (size_t)random_between(&rnd, 1, 20);
        for (size_t i = 0; i < n; i++)
            points[i] = (enum black_odour_grade)random_between(&rnd, BLACK_ODOUR_LIGHT, BLACK_ODOUR_SEVERE);
        before = black_odour_body_grade(guide(), points, n, marked);
        points[random_between(&rnd, 0, (int32_t)n - 1)] = BLACK_ODOUR_SEVERE;
        assert_true(black_odour_body_grade(guide(), points, n, again) >= before);
        for (size_t i = 0; i < n; i++)
            assert_true(again[i] >= marked[i]);
    }
}

static void one_mean_in_range_or_the_residents_find_it(void **state)
{
    const int64_t clean[] = {40 * VALUE_ONE, 5 * VALUE_ONE, 200 * VALUE_ONE, VALUE_ONE};
    const int64_t smelly[] = {40 * VALUE_ONE, 5 * VALUE_ONE, 200 * VALUE_ONE, 8 * VALUE_ONE};
    static const bool all[] = {true, true, true, true}, no_ammonia[] = {true, true, true, false};
    (void)state;

    assert_false(black_odour_is_found(guide(), clean, all, 0, -1));
    assert_true(black_odour_is_found(guide(), smelly, all, 0, -1));
    assert_false(black_odour_is_found(guide(), smelly, no_ammonia, 0, -1));
    assert_true(black_odour_is_found(guide(), clean, all, 0, 60 * VALUE_ONE));
    assert_false(black_odour_is_found(guide(), clean, all, 0, 60 * VALUE_ONE - 1));
}

static void it_is_gone_after_six_clean_months_and_content_residents(void **state)
{
    static const bool months[] = {false, true, true, true, true, true, true};
    static const bool rebound[] = {true, true, true, true, true, true, false};
    (void)state;

    assert_true(black_odour_is_eliminated(guide(), months, ARRAY_LEN(months), 90 * VALUE_ONE));
    assert_false(black_odour_is_eliminated(guide(), months, ARRAY_LEN(months), 90 * VALUE_ONE - 1));
    assert_false(black_odour_is_eliminated(guide(), months + 2, 5, 100 * VALUE_ONE));
    assert_false(black_odour_is_eliminated(guide(), rebound, ARRAY_LEN(rebound), 100 * VALUE_ONE));
}

static void a_sampling_names_what_it_lacks(void **state)
{
    static const struct {
        struct black_odour_sampling sampling;
        unsigned lacks;
    } rows[] = {
        {{3, 3, 200, 600, 1, 7}, 0                                            },
        {{2, 3, 200, 600, 1, 7}, BLACK_ODOUR_FEW_POINTS                       },
        {{3, 2, 200, 600, 1, 7}, BLACK_ODOUR_FEW_ROUNDS                       },
        {{3, 3, 199, 600, 1, 7}, BLACK_ODOUR_SPACING                          },
        {{3, 3, 200, 601, 1, 7}, BLACK_ODOUR_SPACING                          },
        {{3, 3, 200, 600, 0, 7}, BLACK_ODOUR_INTERVAL                         },
        {{2, 3, 200, 600, 1, 8}, BLACK_ODOUR_FEW_POINTS | BLACK_ODOUR_INTERVAL},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(black_odour_sampling_lacks(guide(), &rows[i].sampling), rows[i].lacks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_graded_as_the_table_says),
        cmocka_unit_test(points_are_graded_as_the_table_says),
        cmocka_unit_test(bodies_are_graded_as_the_table_says),
        cmocka_unit_test(a_severe_point_more_never_betters_a_body),
        cmocka_unit_test(one_mean_in_range_or_the_residents_find_it),
        cmocka_unit_test(it_is_gone_after_six_clean_months_and_content_residents),
        cmocka_unit_test(a_sampling_names_what_it_lacks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
