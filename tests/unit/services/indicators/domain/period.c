/* SPDX-License-Identifier: MIT */
/* Periods by the table (period.tsv). */
#include "indicators/domain/period.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect_day(struct tsv *t, const char *what, const char *expected, int32_t day)
{
    char text[DATE_TEXT];

    date_format(day, text);
    tsv_expect(t, what, expected, text);
}

static void texts_are_periods_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/period.tsv");
    while (tsv_next(&t, 6)) {
        struct period p;
        char count[16];
        if (!period_parse(t.cell[0], &p)) {
            tsv_expect(&t, "kind", t.cell[1], "none");
            continue;
        }
        (void)snprintf(count, sizeof count, "%d", period_count(p.kind, period_year(&p)));
        tsv_expect(&t, "kind", t.cell[1], period_kind_values[p.kind]);
        expect_day(&t, "first day", t.cell[2], p.start);
        expect_day(&t, "last day", t.cell[3], period_last(&p));
        tsv_expect(&t, "periods a year", t.cell[4], count);
        tsv_expect(&t, "open on 2026-09-30", t.cell[5],
                   period_is_open(&p, date_from_ymd(2026, 9, 30)) ? "yes" : "no");
    }
    tsv_close(&t);
}

static void kinds_have_their_letters(void **state)
{
    (void)state;
    for (int kind = 0; kind < PERIOD_KINDS; kind++)
        assert_int_equal(period_kind_of(period_kind_values[kind]), kind);
    assert_int_equal(period_kind_of("W"), PERIOD_KINDS);
    assert_int_equal(period_kind_of(NULL), PERIOD_KINDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_periods_as_the_table_says),
        cmocka_unit_test(kinds_have_their_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
