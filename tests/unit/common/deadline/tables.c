/* SPDX-License-Identifier: MIT */
/* Runs the tables of time limits beside this file. */
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "deadline/deadline.h"
#include "support/calendar.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TABLES "tests/unit/common/deadline/"

/* "90CD" */
static struct deadline_term parse_term(const char *s)
{
    struct deadline_term term = {0};
    char *unit;

    term.amount = (int32_t)strtol(s, &unit, 10);
    if (!deadline_unit_parse(unit, &term.unit))
        fail_msg("\"%s\" is not a limit", s);
    return term;
}

/* "90CD+30CD": the term and its extensions; returns their number. */
static size_t parse_terms(char *cell, struct deadline_term terms[8])
{
    size_t n = 0;
    char *save;

    for (char *s = strtok_r(cell, "+", &save); s && n < 8; s = strtok_r(NULL, "+", &save))
        terms[n++] = parse_term(s);
    return n;
}

/* "2026-10-12..2026-10-23,2026-11-01..": "-" is none. */
static size_t parse_pauses(struct tsv *t, char *cell, struct day_range pauses[8])
{
    size_t n = 0;
    char *save;

    if (!tsv_text(cell))
        return 0;
    for (char *s = strtok_r(cell, ",", &save); s && n < 8; s = strtok_r(NULL, ",", &save)) {
        s[10] = '\0';
        pauses[n].from = tsv_date(t, s);
        pauses[n++].to = s[12] ? tsv_date(t, s + 12) : DATE_NONE;
    }
    return n;
}

static void expect_date(struct tsv *t, const char *what, const char *cell, int32_t got)
{
    char text[DATE_TEXT];

    date_format(got, text);
    tsv_expect(t, what, cell, text);
}

static void expect_number(struct tsv *t, const char *what, const char *cell, int32_t got)
{
    if (tsv_text(cell) && tsv_int(t, cell) != got)
        tsv_wrong(t, "%s is %d, expected %s", what, (int)got, cell);
}

static void limits_end_as_the_table_says(void **state)
{
    struct deadline_term terms[8];
    struct day_range pauses[8];
    struct deadline d;
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "deadline.tsv");
    while (tsv_next(&t, 12)) {
        struct problem err = {0};
        struct deadline_input in = {.start = tsv_date(&t, t.cell[2]), .today = tsv_date(&t, t.cell[6])};
        in.n_extensions = parse_terms(t.cell[3], terms) - 1;
        in.term = terms[0];
        in.extensions = terms + 1;
        in.n_exclusions = parse_pauses(&t, t.cell[4], pauses);
        in.exclusions = pauses;
        in.rolls = str_eq(t.cell[5], "roll");
        in.counts_start_day = str_eq(t.cell[5], "first");
        in.start_us = in.start * INT64_C(86400000000) + INT64_C(5400000000); /* 09:30 in Shanghai */
        if (deadline_compute(&in, test_calendar(), &d, &err) < 0) {
            tsv_wrong(&t, "%s %s", err.detail, err.fields[0].pointer);
            continue;
        }
        expect_date(&t, "nominal", t.cell[7], d.nominal_due);
        expect_date(&t, "due", t.cell[8], d.due);
        tsv_expect(&t, "provisional", t.cell[9], d.provisional ? "yes" : "no");
        expect_number(&t, "left", t.cell[10], d.remaining);
        expect_number(&t, "left-WD", t.cell[11], d.remaining_workdays);
    }
    tsv_close(&t);
}

static void days_pass_as_the_table_says(void **state)
{
    struct day_range pauses[8];
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "days.tsv");
    while (tsv_next(&t, 7)) {
        struct problem err = {0};
        struct day_count in = {.after = tsv_date(&t, t.cell[2]), .through = tsv_date(&t, t.cell[3])};
        int32_t days = -1;
        assert_true(deadline_unit_parse(t.cell[4], &in.unit));
        in.n_exclusions = parse_pauses(&t, t.cell[5], pauses);
        in.exclusions = pauses;
        if (deadline_count(&in, test_calendar(), &days, &err) < 0)
            tsv_wrong(&t, "%s", err.detail);
        expect_number(&t, "days", t.cell[6], days);
    }
    tsv_close(&t);
}

static void windows_open_and_close_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "windows.tsv");
    while (tsv_next(&t, 7)) {
        const int32_t ends[] = {tsv_date(&t, t.cell[2]), tsv_date(&t, t.cell[3])};
        struct day_range w = {DATE_NONE, DATE_NONE};
        bool any = deadline_window(ends, 2, tsv_date(&t, t.cell[4]), &w);
        if (any != (tsv_text(t.cell[5]) != NULL))
            tsv_wrong(&t, "the window is %s", any ? "open" : "shut");
        if (any) {
            expect_date(&t, "from", t.cell[5], w.from);
            expect_date(&t, "to", t.cell[6], w.to);
        }
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_end_as_the_table_says),
        cmocka_unit_test(days_pass_as_the_table_says),
        cmocka_unit_test(windows_open_and_close_as_the_table_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
