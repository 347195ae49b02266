/* SPDX-License-Identifier: MIT */
/* Report periods by the table. */
#include "base/str.h"
#include "issues/domain/issue_schedule.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SHOWN = 3 };

/* "week_report_minute=600" */
static struct issue_parameters parameters_with(struct tsv *t, const char *cell)
{
    struct issue_parameters p = issue_parameters_default();
    const char *value = strchr(cell, '=');
    char name[64];

    if (!tsv_text(cell))
        return p;
    str_format(name, sizeof name, "%.*s", value ? (int)(value - cell) : 0, cell);
    if (!value || !issue_parameters_set(&p, name, tsv_int(t, value + 1)))
        tsv_wrong(t, "no such parameter or value: %s", cell);
    return p;
}

static void format_periods(const struct issue_period *list, size_t n, char out[256])
{
    char start[DATE_TEXT], end[DATE_TEXT], due[DATE_TEXT];

    str_format(out, 256, "%s", n ? "" : "-");
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        date_format(list[i].start, start);
        date_format(list[i].end, end);
        date_format(list[i].due_on, due);
        str_format(out + strlen(out), 256 - strlen(out), "%s%s..%s>%s+%d", i ? " " : "", start, end, due,
                   (int)list[i].due_minute);
    }
}

static void periods_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/schedule.tsv");
    while (tsv_next(&t, 8)) {
        struct issue_period list[SHOWN];
        struct issue_work work = {tsv_date(&t, t.cell[2]), (int32_t)tsv_int(&t, t.cell[3]),
                                  tsv_date(&t, t.cell[4])};
        struct issue_parameters p = parameters_with(&t, t.cell[5]);
        enum issue_period_kind kind = (enum issue_period_kind)code_find(issue_period_kind_codes, t.cell[1]);
        char text[256];
        size_t n = issue_schedule(kind, &work, &p, list, SHOWN);
        if ((int64_t)n != tsv_int(&t, t.cell[6]))
            tsv_wrong(&t, "%zu periods", n);
        format_periods(list, n, text);
        tsv_expect(&t, "periods", t.cell[7], text);
    }
    tsv_close(&t);
}

/* Whatever the dates: no gap, no overlap, no report due outside the work. */
static void periods_cover_every_day_once(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    int32_t first = date_from_ymd(2026, 1, 1);
    (void)state;

    for (int kind = ISSUE_PERIOD_WEEK; kind <= ISSUE_PERIOD_QUARTER; kind++)
        for (int32_t start = first; start < first + 120; start++)
            for (int32_t due = start; due < start + 200; due += 7) {
                struct issue_period list[64];
                size_t n = issue_schedule((enum issue_period_kind)kind, &(struct issue_work){start, 0, due},
                                          &p, list, 64);
                int32_t next = start;
                assert_in_range(n, 1, 64);
                for (size_t i = 0; i < n; next = list[i++].end + 1) {
                    assert_int_equal(list[i].start, next);
                    assert_true(list[i].end >= list[i].start);
                    assert_true(list[i].due_on >= start && list[i].due_on <= due);
                }
                assert_int_equal(next, due + 1);
            }
}

static void how_often_follows_gravity_and_term(void **state)
{
    (void)state;
    assert_int_equal(issue_report_kind(ISSUE_SEVERITY_MAJOR, ISSUE_TERM_SHORT), ISSUE_PERIOD_WEEK);
    assert_int_equal(issue_report_kind(ISSUE_SEVERITY_GENERAL, ISSUE_TERM_IMMEDIATE), ISSUE_PERIOD_MONTH);
    assert_int_equal(issue_report_kind(ISSUE_SEVERITY_MAJOR, ISSUE_TERM_LONG_TERM), ISSUE_PERIOD_QUARTER);
}

/* Where no end is in sight, whatever the day: whole periods of a year, and never less than a quarter of it left. */
static void without_an_end_the_schedule_goes_on(void **state)
{
    int32_t first = date_from_ymd(2026, 1, 1);
    (void)state;

    for (int kind = ISSUE_PERIOD_WEEK; kind <= ISSUE_PERIOD_QUARTER; kind++) {
        enum issue_period_kind k = (enum issue_period_kind)kind;
        int32_t covered = DATE_NONE;
        for (int32_t today = first; today < first + 1200; today++) {
            if (issue_schedule_runs_out(covered, DATE_NONE, today))
                covered = issue_schedule_until(k, DATE_NONE, today);
            assert_false(issue_schedule_runs_out(covered, DATE_NONE, today));
            assert_in_range(covered - today, 92, 366 + 92);
        }
    }
}

static void work_ends_on_the_due_date_unless_it_is_late(void **state)
{
    int32_t today = date_from_ymd(2026, 11, 30);
    (void)state;

    assert_int_equal(issue_work_end(ISSUE_STATE_RECTIFYING, today, today), today);
    assert_int_equal(issue_work_end(ISSUE_STATE_RECTIFYING, today - 1, today), DATE_NONE);
    assert_int_equal(issue_work_end(ISSUE_STATE_LONG_TERM, today + 90, today), DATE_NONE);
    assert_int_equal(issue_schedule_until(ISSUE_PERIOD_WEEK, today + 9, today), today + 9);
    assert_true(issue_schedule_runs_out(today + 8, today + 9, today));
    assert_false(issue_schedule_runs_out(today + 9, today + 9, today));
    assert_int_equal(issue_report_kind_in(ISSUE_STATE_LONG_TERM, ISSUE_SEVERITY_MAJOR, ISSUE_TERM_SHORT),
                     ISSUE_PERIOD_QUARTER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_are_what_the_table_says),
        cmocka_unit_test(periods_cover_every_day_once),
        cmocka_unit_test(how_often_follows_gravity_and_term),
        cmocka_unit_test(without_an_end_the_schedule_goes_on),
        cmocka_unit_test(work_ends_on_the_due_date_unless_it_is_late),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
