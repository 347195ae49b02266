/* SPDX-License-Identifier: MIT */
/* Years from their periods by the table (projection.tsv). */
#include "indicators/domain/projection.h"
#include "base/decimal.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int64_t number(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (!decimal_parse(text, VALUE_SCALE, &value))
        tsv_wrong(t, "\"%s\" is no value", text);
    return value;
}

static struct value_figure figure_of(struct tsv *t, char *text)
{
    char *slash = strchr(text, '/');

    if (!slash)
        return (struct value_figure){.has_value = true, .value = number(t, text)};
    *slash = '\0';
    return (struct value_figure){
        .has_parts = true, .numerator = number(t, text), .denominator = number(t, slash + 1)};
}

/* "2026-01=17/20", one period more of the series. */
static void add_period(struct tsv *t, const struct value_measure *m, char *word, struct projection_series *s)
{
    char *equals = strchr(word, '=');
    struct value_figure f;
    struct period p = {0};
    int64_t value = 0;

    if (!equals)
        tsv_wrong(t, "\"%s\" is not period=figure", word);
    *equals = '\0';
    f = figure_of(t, equals + 1);
    if (!period_parse(word, &p) || !value_raw(m, &f, &value))
        tsv_wrong(t, "\"%s\" is no period, or has no figure", word);
    if (s->n++ == 0) {
        s->kind = p.kind;
        s->year = period_year(&p);
        s->first = f;
        s->first_start = p.start;
    }
    s->n_parts += f.has_parts;
    s->total += value;
    s->numerator_total += f.numerator;
    s->denominator_total += f.denominator;
    s->latest = f;
    s->latest_start = p.start;
}

static void expect_ratio(struct tsv *t, const char *what, const char *expected, bool is_there,
                         const struct ratio *r)
{
    char text[DECIMAL_TEXT] = "none";
    int64_t value;

    if (is_there && ratio_round(r, VALUE_SCALE, &value))
        decimal_format(value, VALUE_SCALE, text);
    tsv_expect(t, what, expected, text);
}

static void years_are_projected_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/projection.tsv");
    while (tsv_next(&t, 5)) {
        struct value_measure m = {.formula_kind = t.cell[0], .unit = tsv_text(t.cell[1]), .decimals = 1};
        struct projection_series s = {0};
        struct ratio r;
        char *save = NULL;
        bool there;
        for (char *word = tsv_text(t.cell[2]) ? strtok_r(t.cell[2], " ", &save) : NULL; word;
             word = strtok_r(NULL, " ", &save))
            add_period(&t, &m, word, &s);
        r = projection_so_far(&m, &s);
        expect_ratio(&t, "so far", t.cell[3], ratio_is_applicable(&r), &r);
        there = projection_of_year(&m, &s, &r);
        expect_ratio(&t, "the year", t.cell[4], there, &r);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_are_projected_as_the_table_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
