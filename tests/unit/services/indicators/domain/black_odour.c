/* SPDX-License-Identifier: MIT */
/* Black and odorous water by the tables (black_odour_*.tsv): values, points, bodies; finding and elimination. */
#include "indicators/domain/black_odour.h"
#include "base/date.h"
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

enum { POINTS_MAX = 64, MONTHS_MAX = 40 };

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
    const struct black_odour_means clean = {
        {40 * VALUE_ONE, 5 * VALUE_ONE, 200 * VALUE_ONE, VALUE_ONE},
        {true,           true,          true,            true     },
        0, -1
    };
    struct black_odour_means m = clean;
    int64_t limit;
    (void)state;

    assert_false(black_odour_is_found(guide(), &m));
    m.value[BLACK_ODOUR_NH3N] = 8 * VALUE_ONE;
    assert_true(black_odour_is_found(guide(), &m));
    m.has[BLACK_ODOUR_NH3N] = false;
    assert_false(black_odour_is_found(guide(), &m));
    m = clean;
    m.survey = 60 * VALUE_ONE;
    assert_true(black_odour_is_found(guide(), &m));
    m.survey--;
    assert_false(black_odour_is_found(guide(), &m));
    assert_false(black_odour_is_called(guide(), &m, &limit));
    assert_int_equal(limit, 60 * VALUE_ONE);
}

static void shallow_water_need_not_be_as_clear(void **state)
{
    struct black_odour_means m = {{9 * VALUE_ONE}, {true}, 20 * VALUE_ONE, -1};
    int64_t limit;
    (void)state;

    assert_true(black_odour_limit(guide(), BLACK_ODOUR_TRANSPARENCY, m.depth, &limit));
    assert_int_equal(limit, 8 * VALUE_ONE); /* 40 % of 20 cm */
    assert_false(black_odour_is_found(guide(), &m));
    m.value[BLACK_ODOUR_TRANSPARENCY] = 8 * VALUE_ONE;
    assert_true(black_odour_is_found(guide(), &m));
    assert_true(black_odour_limit(guide(), BLACK_ODOUR_TRANSPARENCY, 0, &limit));
    assert_int_equal(limit, 25 * VALUE_ONE);
}

/* "2026-03 clean", "2026-03 found", "2026-03 -", each maybe with what residents say: "2026-03 clean 92". */
static struct black_odour_month month_of(struct tsv *t, char *text)
{
    char *save = NULL, *day = strtok_r(text, " ", &save), *state = strtok_r(NULL, " ", &save),
         *satisfaction = strtok_r(NULL, " ", &save), first[DATE_TEXT];
    struct black_odour_month m = {.is_known = !str_eq(state, "-"), .is_found = str_eq(state, "found")};

    (void)snprintf(first, sizeof first, "%s-01", day ? day : "");
    if (!date_parse(first, &m.day))
        tsv_wrong(t, "\"%s\" is no month", first);
    m.satisfaction = satisfaction ? number(t, satisfaction) : -1;
    return m;
}

static void it_is_gone_and_back_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/black_odour_months.tsv");
    while (tsv_next(&t, 5)) {
        struct black_odour_month months[MONTHS_MAX];
        char clean[16], *save = NULL;
        size_t n = 0;
        for (char *one = strtok_r(t.cell[1], ",", &save); one && n < MONTHS_MAX;
             one = strtok_r(NULL, ",", &save))
            months[n++] = month_of(&t, one);
        (void)snprintf(clean, sizeof clean, "%d", (int)black_odour_clean_months(guide(), months, n));
        tsv_expect(&t, "clean", t.cell[2], clean);
        tsv_expect(&t, "gone", t.cell[3], black_odour_is_eliminated(guide(), months, n) ? "yes" : "no");
        tsv_expect(&t, "back", t.cell[4], black_odour_is_rebound(guide(), months, n) ? "yes" : "no");
    }
    tsv_close(&t);
}

static void without_a_month_nothing_is_gone_or_back(void **state)
{
    (void)state;

    assert_int_equal(black_odour_clean_months(guide(), NULL, 0), 0);
    assert_false(black_odour_is_eliminated(guide(), NULL, 0));
    assert_false(black_odour_is_rebound(guide(), NULL, 0));
}

static void name_lacks(unsigned lacks, char out[64])
{
    static const char *const names[] = {"points ", "rounds ", "spacing ", "interval "};

    out[0] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (lacks >> i & 1)
            strcat(out, names[i]);
    if (out[0])
        out[strlen(out) - 1] = '\0';
}

static void a_sampling_lacks_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/black_odour_sampling.tsv");
    while (tsv_next(&t, 4)) {
        int32_t chainage[POINTS_MAX];
        uint32_t days = 0;
        char lacks[64], *save = NULL;
        size_t n = 0;
        for (char *day = strtok_r(t.cell[1], " ", &save); day; day = strtok_r(NULL, " ", &save))
            days |= UINT32_C(1) << (strtol(day, NULL, 10) - 1);
        for (char *m = strtok_r(t.cell[2], " ", &save); m && n < POINTS_MAX; m = strtok_r(NULL, " ", &save))
            chainage[n++] = str_eq(m, "?") ? BLACK_ODOUR_NO_CHAINAGE : (int32_t)strtol(m, NULL, 10);
        struct black_odour_sampling p = black_odour_sampling_of(days, chainage, n);
        name_lacks(black_odour_sampling_lacks(guide(), &p), lacks);
        tsv_expect(&t, "lacks", tsv_text(t.cell[3]) ? t.cell[3] : "", lacks);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_graded_as_the_table_says),
        cmocka_unit_test(points_are_graded_as_the_table_says),
        cmocka_unit_test(bodies_are_graded_as_the_table_says),
        cmocka_unit_test(a_severe_point_more_never_betters_a_body),
        cmocka_unit_test(one_mean_in_range_or_the_residents_find_it),
        cmocka_unit_test(shallow_water_need_not_be_as_clear),
        cmocka_unit_test(it_is_gone_and_back_as_the_table_says),
        cmocka_unit_test(without_a_month_nothing_is_gone_or_back),
        cmocka_unit_test(a_sampling_lacks_what_the_table_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
