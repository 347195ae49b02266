/* SPDX-License-Identifier: MIT */
/* Figures made of hours, days and stations by the table, and rounding. */
#include "indicators/domain/air_statistics.h"
#include "base/decimal.h"
#include "base/str.h"
#include "indicators/domain/air_year.h"
#include "support/air_text.h"
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

enum { VALUES_MAX = 400 };

static const int64_t limit_o3 = INT64_C(160) * VALUE_ONE;

/* "20x35" or "35"; returns how many values there are now. */
static size_t add_values(const char *word, int64_t values[VALUES_MAX], size_t n)
{
    const char *times = strchr(word, 'x');
    long count = times ? strtol(word, NULL, 10) : 1;
    const char *text = times ? times + 1 : word;

    for (; count > 0 && n < VALUES_MAX; count--)
        values[n++] = str_eq(text, "-") ? AIR_NONE : air_number(text);
    return n;
}

static size_t parse_values(char *cell, int64_t values[VALUES_MAX])
{
    char *save = NULL;
    size_t n = 0;

    if (str_eq(cell, "1..365")) {
        for (; n < 365; n++)
            values[n] = (int64_t)(n + 1) * VALUE_ONE;
        return n;
    }
    for (char *word = strtok_r(cell, ",", &save); word; word = strtok_r(NULL, ",", &save))
        n = add_values(word, values, n);
    return n;
}

static struct air_figure figure_of(const char *kind, const struct air_rules *rules, const int64_t *values,
                                   size_t n)
{
    if (str_eq(kind, "DAY"))
        return air_day_mean(values, rules);
    if (str_eq(kind, "MAX"))
        return air_day_max_hour(values, rules);
    if (str_eq(kind, "MAX8"))
        return air_day_max_window(values, rules, limit_o3);
    if (str_eq(kind, "WINDOW"))
        return air_window_mean(values, n, rules);
    if (str_eq(kind, "STATIONS"))
        return air_station_mean(values, n, rules);
    return air_percentile(values, n, (int32_t)strtol(kind + 1, NULL, 10), rules->decimals);
}

static void expect_number(struct tsv *t, const char *what, const char *expected, int64_t value)
{
    char text[DECIMAL_TEXT] = "-";

    if (value != AIR_NONE)
        decimal_format(value, VALUE_SCALE, text);
    tsv_expect(t, what, expected, text);
}

static void figures_are_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/air_figures.tsv");
    while (tsv_next(&t, 8)) {
        struct air_rules rules = air_rules_of(test_standard("HJ663-2013"), t.cell[2]);
        int64_t values[VALUES_MAX];
        struct air_figure f;
        size_t n = parse_values(t.cell[3], values);
        while (!str_eq(t.cell[1], "STATIONS") && n < AIR_DAY_HOURS && t.cell[1][0] != 'P' &&
               !str_eq(t.cell[1], "WINDOW"))
            values[n++] = AIR_NONE;
        f = figure_of(t.cell[1], &rules, values, n);
        if (f.n != tsv_int(&t, t.cell[4]))
            tsv_wrong(&t, "made of %d", (int)f.n);
        tsv_expect(&t, "valid", t.cell[5], f.valid ? "yes" : "no");
        expect_number(&t, "exact", t.cell[6], f.exact);
        expect_number(&t, "value", t.cell[7], f.value);
    }
    tsv_close(&t);
}

static void halves_go_to_the_even_neighbour(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/air_rounding.tsv");
    while (tsv_next(&t, 4)) {
        int64_t value = air_number(t.cell[1]);
        expect_number(&t, "rounded", t.cell[3],
                      decimal_round(value, VALUE_SCALE, (int)tsv_int(&t, t.cell[2])));
    }
    tsv_close(&t);
}

static void random_hours(struct random *r, int64_t hours[AIR_DAY_HOURS])
{
    for (int i = 0; i < AIR_DAY_HOURS; i++)
        hours[i] = random_between(r, 0, 4) ? random_between(r, 0, 300) * (int64_t)VALUE_ONE : AIR_NONE;
}

/* No window is greater than the day's greatest hour, nor is a mean outside its values. */
static void means_lie_between_their_values(void **state)
{
    struct air_rules rules = air_rules_of(test_standard("HJ663-2013"), "o3_8h");
    struct random r = {3};
    (void)state;

    for (int round = 0; round < 5000; round++) {
        int64_t hours[AIR_DAY_HOURS];
        struct air_figure hour, window, mean;
        random_hours(&r, hours);
        hour = air_day_max_hour(hours, &rules);
        window = air_day_max_window(hours, &rules, limit_o3);
        mean = air_day_mean(hours, &rules);
        assert_true(window.exact <= hour.exact && mean.exact <= hour.exact);
        assert_true(window.n == 0 || window.exact >= 0);
    }
}

/* A value more, in any place, changes a percentile and a mean only through the set of values. */
static void the_order_of_values_does_not_matter(void **state)
{
    struct random r = {5};
    (void)state;

    for (int round = 0; round < 2000; round++) {
        int64_t hours[AIR_DAY_HOURS], turned[AIR_DAY_HOURS];
        int by = random_between(&r, 1, AIR_DAY_HOURS - 1);
        random_hours(&r, hours);
        for (int i = 0; i < AIR_DAY_HOURS; i++)
            turned[i] = hours[(i * 5 + by) % AIR_DAY_HOURS];
        struct air_figure a = air_percentile(hours, AIR_DAY_HOURS, 90, 0);
        struct air_figure b = air_percentile(turned, AIR_DAY_HOURS, 90, 0);
        assert_true(a.exact == b.exact && a.value == b.value && a.n == b.n);
        a = air_mean(hours, AIR_DAY_HOURS, 20, 0);
        b = air_mean(turned, AIR_DAY_HOURS, 20, 0);
        assert_true(a.exact == b.exact && a.value == b.value && a.valid == b.valid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_as_the_table_says),
        cmocka_unit_test(halves_go_to_the_even_neighbour),
        cmocka_unit_test(means_lie_between_their_values),
        cmocka_unit_test(the_order_of_values_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
