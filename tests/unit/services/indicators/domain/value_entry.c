/* SPDX-License-Identifier: MIT */
/* Entered figures by the table (value_entry.tsv). */
#include "indicators/domain/value_entry.h"
#include "base/decimal.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int64_t number(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (!decimal_parse(text, VALUE_SCALE, &value))
        tsv_wrong(t, "\"%s\" is no value", text);
    return value;
}

/* "12.5", "17/20", "-" */
static struct value_figure figure_of(struct tsv *t, char *text)
{
    char *slash = strchr(text, '/');

    if (!tsv_text(text))
        return (struct value_figure){0};
    if (!slash)
        return (struct value_figure){.has_value = true, .value = number(t, text)};
    *slash = '\0';
    return (struct value_figure){
        .has_parts = true, .numerator = number(t, text), .denominator = number(t, slash + 1)};
}

/* "RATIO:%:1:Y Q:GB3095", '-' for what there is none of */
static struct value_measure measure_of(char *text)
{
    char *save = NULL, *word[5] = {0};

    for (int i = 0; i < 5; i++)
        word[i] = strtok_r(i ? NULL : text, ":", &save);
    return (struct value_measure){
        .formula_kind = word[0],
        .unit = tsv_text(word[1]),
        .decimals = atoi(word[2]),
        .periods = word[3],
        .family = tsv_text(word[4]),
    };
}

static void expect_faults(struct tsv *t, const char *expected, const struct value_entry *e)
{
    char text[256] = "";
    struct problem err = {0};

    if (value_entry_check(e, &err) == 0)
        (void)snprintf(text, sizeof text, "ok");
    for (size_t i = 0; i < err.n_fields; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s:%s", i ? " " : "",
                       err.fields[i].pointer, err.fields[i].code);
    tsv_expect(t, "faults", expected, text);
}

static void expect_number(struct tsv *t, const char *what, const char *expected, bool is_there, int64_t value)
{
    char text[DECIMAL_TEXT] = "none";

    if (is_there)
        decimal_format(value, VALUE_SCALE, text);
    tsv_expect(t, what, expected, text);
}

static void entries_are_taken_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/value_entry.tsv");
    while (tsv_next(&t, 8)) {
        struct value_entry e = {.today = date_from_ymd(2026, 11, 25)};
        int64_t value = 0;
        bool there;
        e.measure = measure_of(t.cell[1]);
        e.figure = figure_of(&t, t.cell[2]);
        if (!period_parse(t.cell[3], &e.period))
            tsv_wrong(&t, "\"%s\" is no period", t.cell[3]);
        e.unit = str_eq(t.cell[4], "none") ? "" : tsv_text(t.cell[4]);
        e.version = tsv_text(t.cell[5]);
        e.version_family = e.version && !str_eq(e.version, "NO-SUCH") ? "GB3095" : NULL;
        expect_faults(&t, t.cell[6], &e);
        there = value_raw(&e.measure, &e.figure, &value);
        expect_number(&t, "value", strtok(t.cell[7], " "), there, value);
        there = value_shown(&e.measure, &e.figure, &value);
        expect_number(&t, "shown", strtok(NULL, " "), there, value);
    }
    tsv_close(&t);
}

/* A percentage by parts and one by itself can be compared with each other, and with the figure of a target. */
static void plain_percentages_and_those_of_parts_compare(void **state)
{
    const struct value_measure m = {.unit = "%", .formula_kind = "RATIO", .decimals = 1};
    struct ratio parts =
        value_ratio(&m, &(struct value_figure){.has_parts = true, .numerator = 1, .denominator = 3});
    struct ratio plain =
        value_ratio(&m, &(struct value_figure){.has_value = true, .value = 33 * VALUE_ONE + 333333});
    (void)state;

    assert_true(ratio_compare_ratios(&parts, &plain) > 0);
    assert_int_equal(ratio_compare(&plain, 33 * (int64_t)VALUE_ONE + 333333), 0);
}

/* TV-25: 30.5 is 30 before it meets the limit of 30; a share is never rounded first (TV-39). */
static void concentrations_are_rounded_before_they_are_compared_and_shares_are_not(void **state)
{
    const struct value_measure mean = {.unit = "µg/m³", .formula_kind = "AIR_MEAN", .decimals = 0};
    const struct value_measure share = {.unit = "%", .formula_kind = "FARMLAND", .decimals = 1};
    struct ratio a = value_ratio(&mean, &(struct value_figure){.has_value = true, .value = 30500000});
    struct ratio b = value_ratio(
        &share, &(struct value_figure){.has_parts = true, .numerator = 5697, .denominator = 6000});
    (void)state;

    assert_int_equal(ratio_compare(&a, 30 * (int64_t)VALUE_ONE), 0);
    assert_true(ratio_compare(&b, 95 * (int64_t)VALUE_ONE) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_taken_as_the_table_says),
        cmocka_unit_test(plain_percentages_and_those_of_parts_compare),
        cmocka_unit_test(concentrations_are_rounded_before_they_are_compared_and_shares_are_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
