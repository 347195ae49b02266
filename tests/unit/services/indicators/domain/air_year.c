/* SPDX-License-Identifier: MIT */
/* Spans, annual evaluation and shares of days by the tables. */
#include "indicators/domain/air_year.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "support/air_text.h"
#include "support/standards.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int evaluated[] = {AIR_SO2, AIR_NO2, AIR_CO, AIR_PM10, AIR_PM25, AIR_O3_8H};

static const struct standard *hj663(void)
{
    return test_standard("HJ663-2013");
}

static enum air_span span_of(const char *text)
{
    return str_eq(text, "YEAR") ? AIR_YEAR : str_eq(text, "QUARTER") ? AIR_QUARTER : AIR_MONTH;
}

/* "2025-03:26": the days of March after the 26th are not there. */
static void cut_month(struct tsv *t, const char *word, int32_t first, int64_t *days, size_t n)
{
    char text[DATE_TEXT];
    int32_t day, keep = (int32_t)strtol(word + strlen("2025-03:"), NULL, 10);
    int year, month, ignored;

    (void)snprintf(text, sizeof text, "%.7s-01", word);
    day = tsv_date(t, text);
    date_to_ymd(day, &year, &month, &ignored);
    for (int32_t i = keep; i < date_days_in_month(year, month); i++) {
        size_t at = (size_t)(day - first + i);
        if (at < n)
            days[at] = AIR_NONE;
    }
}

static void spans_need_enough_days_and_each_month_too(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/air_spans.tsv");
    while (tsv_next(&t, 8)) {
        struct air_rules rules = air_rules_of(hj663(), t.cell[1]);
        int32_t first = tsv_date(&t, t.cell[3]);
        int64_t days[AIR_YEAR_DAYS];
        size_t n = (size_t)tsv_int(&t, t.cell[4]);
        char *save = NULL;
        struct air_figure f;
        for (size_t i = 0; i < n; i++)
            days[i] = VALUE_ONE;
        if (tsv_text(t.cell[5]))
            for (char *w = strtok_r(t.cell[5], ",", &save); w; w = strtok_r(NULL, ",", &save))
                cut_month(&t, w, first, days, n);
        f = air_span_mean(days, n, first, span_of(t.cell[2]), &rules);
        if (f.n != tsv_int(&t, t.cell[6]))
            tsv_wrong(&t, "%d days", (int)f.n);
        tsv_expect(&t, "valid", t.cell[7], f.valid ? "yes" : "no");
    }
    tsv_close(&t);
}

static struct air_figure figure(const char *text)
{
    if (str_eq(text, "-"))
        return (struct air_figure){.exact = AIR_NONE, .value = AIR_NONE};
    return (struct air_figure){true, 365, air_number(text), air_number(text)};
}

/* "pm25=30/61,so2=-/-": mean and percentile; the items that are not named are 1/1. */
static void parse_year(char *cell, struct air_year_item items[AIR_ITEM_COUNT])
{
    char *save = NULL;

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        items[i] = (struct air_year_item){figure("1"), figure("1")};
    for (char *word = strtok_r(cell, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
        char *mean = strchr(word, '='), *percentile = strchr(word, '/');
        if (!mean || !percentile)
            fail_msg("\"%s\" is no mean and percentile", word);
        *mean++ = '\0';
        *percentile++ = '\0';
        items[air_item_of(word)] = (struct air_year_item){figure(mean), figure(percentile)};
    }
}

static void format_verdicts(const struct air_year_verdict *year, char letters[ARRAY_LEN(evaluated) + 1],
                            char multiples[AIR_TEXT])
{
    size_t n = 0;

    (void)snprintf(multiples, AIR_TEXT, "-");
    for (size_t i = 0; i < ARRAY_LEN(evaluated); i++) {
        const struct air_verdict *v = &year->items[evaluated[i]];
        char mean[DECIMAL_TEXT], percentile[DECIMAL_TEXT];
        letters[i] = "?AX"[v->attainment];
        if (v->mean_multiple == 0 && v->percentile_multiple == 0)
            continue;
        decimal_format(v->mean_multiple, VALUE_SCALE, mean);
        decimal_format(v->percentile_multiple, VALUE_SCALE, percentile);
        n += (size_t)snprintf(multiples + n, AIR_TEXT - n, "%s%s=%s/%s", n ? "," : "",
                              air_item_codes[evaluated[i]], mean, percentile);
    }
    letters[ARRAY_LEN(evaluated)] = '\0';
}

static void years_are_evaluated_as_the_table_says(void **state)
{
    static const char *const words[] = {"NO_DATA", "ATTAINED", "NOT_ATTAINED"};
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/air_years.tsv");
    while (tsv_next(&t, 7)) {
        struct air_year_item items[AIR_ITEM_COUNT];
        struct air_year_verdict year;
        char letters[ARRAY_LEN(evaluated) + 1], multiples[AIR_TEXT];
        parse_year(t.cell[3], items);
        year = air_evaluate_year(hj663(), test_standard(t.cell[1]), (int32_t)tsv_int(&t, t.cell[2]), items);
        format_verdicts(&year, letters, multiples);
        tsv_expect(&t, "place", t.cell[4], words[year.attainment]);
        tsv_expect(&t, "verdicts", t.cell[5], letters);
        tsv_expect(&t, "multiples", t.cell[6], multiples);
    }
    tsv_close(&t);
}

/* "292x100,15xNA" */
static size_t parse_days(char *cell, int32_t *days, size_t max)
{
    char *save = NULL;
    size_t n = 0;

    for (char *word = strtok_r(cell, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
        char *x = NULL;
        for (long count = strtol(word, &x, 10); count > 0 && n < max; count--)
            days[n++] = str_eq(x + 1, "NA") ? AIR_NO_INDEX : (int32_t)strtol(x + 1, NULL, 10);
    }
    return n;
}

static void days_without_an_index_count_nowhere(void **state)
{
    static int32_t days[100000];
    struct air_scale scale;
    struct tsv t;
    (void)state;

    assert_true(air_scale_init(&scale, test_standard("HJ633-2026"), AIR_DAY));
    tsv_open(&t, "tests/unit/services/indicators/domain/air_days.tsv");
    while (tsv_next(&t, 8)) {
        size_t n = parse_days(t.cell[1], days, ARRAY_LEN(days));
        struct air_days d = air_count_days(hj663(), &scale, days, n);
        char shown[DECIMAL_TEXT] = "-";
        if (d.valid != tsv_int(&t, t.cell[2]) || d.good != tsv_int(&t, t.cell[3]) ||
            d.heavy != tsv_int(&t, t.cell[4]))
            tsv_wrong(&t, "valid %d, good %d, heavy %d", (int)d.valid, (int)d.good, (int)d.heavy);
        if (d.shown != AIR_NONE)
            decimal_format(d.shown, VALUE_SCALE, shown);
        tsv_expect(&t, "shown", t.cell[5], shown);
        tsv_expect(&t, "attained", t.cell[7], d.rate >= air_number(t.cell[6]) ? "yes" : "no");
    }
    tsv_close(&t);
}

/* The days of a year through to its verdict: 30.4 on average is 30, which attains 30. */
static void a_year_goes_from_its_days_to_its_verdict(void **state)
{
    struct air_rules rules = air_rules_of(hj663(), "pm25");
    struct air_year_item items[AIR_ITEM_COUNT];
    char all[] = "so2=1/1";
    int64_t days[365];
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(days); i++)
        days[i] = (i % 5 < 2 ? 31 : 30) * (int64_t)VALUE_ONE;
    parse_year(all, items);
    items[AIR_PM25] = air_year_item(days, ARRAY_LEN(days), date_from_ymd(2027, 1, 1), &rules);
    assert_true(items[AIR_PM25].mean.valid && items[AIR_PM25].percentile.valid);
    assert_true(items[AIR_PM25].mean.exact == 30400000 && items[AIR_PM25].mean.value == 30000000);
    assert_true(items[AIR_PM25].percentile.value == 31000000);
    assert_int_equal(air_evaluate_year(hj663(), test_standard("GB3095-2026-TRANSITION"), 2, items).attainment,
                     AIR_ATTAINED);
    for (size_t i = 0; i < 59; i++)
        days[i] = AIR_NONE;
    items[AIR_PM25] = air_year_item(days, ARRAY_LEN(days), date_from_ymd(2027, 1, 1), &rules);
    assert_false(items[AIR_PM25].mean.valid || items[AIR_PM25].percentile.valid);
}

/* HJ663-2013 with the compound index switched on. */
static void the_compound_index_is_off_until_an_edition_has_it(void **state)
{
    const struct standard *shipped = hj663();
    struct standard_rule rules[256];
    struct standard on = *shipped;
    struct air_year_item items[AIR_ITEM_COUNT];
    char year[] = "so2=6/1,no2=32/1,pm10=63/1,pm25=28/1,co=1/1.2,o3_8h=1/152";
    int64_t index = 0;
    (void)state;

    parse_year(year, items);
    assert_false(air_compound_index(shipped, test_standard("GB3095-2012"), 2, items, &index));
    assert_in_range(shipped->n_rules, 1, ARRAY_LEN(rules));
    for (size_t i = 0; i < shipped->n_rules; i++) {
        rules[i] = shipped->rules[i];
        if (str_eq(rules[i].name, "compound_index"))
            rules[i].value = VALUE_ONE;
    }
    on.rules = rules;
    assert_true(air_compound_index(&on, test_standard("GB3095-2012"), 2, items, &index));
    assert_true(index == 3850000); /* 0.1 + 0.8 + 0.9 + 0.8 + 0.3 + 0.95 */
    items[AIR_CO].percentile.valid = false;
    assert_false(air_compound_index(&on, test_standard("GB3095-2012"), 2, items, &index));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_need_enough_days_and_each_month_too),
        cmocka_unit_test(years_are_evaluated_as_the_table_says),
        cmocka_unit_test(days_without_an_index_count_nowhere),
        cmocka_unit_test(a_year_goes_from_its_days_to_its_verdict),
        cmocka_unit_test(the_compound_index_is_off_until_an_edition_has_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
