/* SPDX-License-Identifier: MIT */
/* Pauses and what they move (suspensions.tsv), limits of steps with pauses left out (clocks.tsv), and that order does
 * not matter. */
#include "base/str.h"
#include "issues/domain/issue_suspension.h"
#include "support/calendar.h"
#include "support/random.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TABLES "tests/unit/services/issues/domain/"

enum { PAUSES_MAX = 8 };

static void expect_date(struct tsv *t, const char *what, const char *expected, int32_t got)
{
    char text[DATE_TEXT] = "-";

    if (got != DATE_NONE)
        date_format(got, text);
    tsv_expect(t, what, expected, text);
}

static void a_pause_moves_the_due_date_by_the_days_it_may_last(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "suspensions.tsv");
    while (tsv_next(&t, 7)) {
        struct issue_pause p = {tsv_date(&t, t.cell[2]), tsv_date(&t, t.cell[3]), DATE_NONE};
        int32_t today = tsv_date(&t, t.cell[4]);
        struct deadline d;
        p.resumed = issue_pause_end(&p, today);
        expect_date(&t, "clocks run from", t.cell[5], p.resumed);
        issue_due_moved(tsv_date(&t, t.cell[1]), issue_pause_days(&p, 1, today), test_calendar(), &d);
        expect_date(&t, "due", t.cell[6], d.due);
    }
    tsv_close(&t);
}

/* "2026-11-24/2026-12-07,2026-12-10/2026-12-11" */
static size_t parse_pauses(struct tsv *t, char *cell, struct issue_pause *list)
{
    char *save = NULL;
    size_t n = 0;

    if (!tsv_text(cell))
        return 0;
    for (char *word = strtok_r(cell, ",", &save); word && n < PAUSES_MAX; word = strtok_r(NULL, ",", &save)) {
        word[DATE_TEXT - 1] = '\0';
        list[n].from = tsv_date(t, word);
        list[n].until = DATE_NONE;
        list[n++].resumed = tsv_date(t, word + DATE_TEXT);
    }
    return n;
}

static void limits_leave_the_pauses_out(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "clocks.tsv");
    while (tsv_next(&t, 6)) {
        struct issue_pause pauses[PAUSES_MAX];
        struct issue_clock clock = {
            .kind = (enum issue_clock_kind)code_find(issue_clock_kind_codes, t.cell[0]),
            .started = tsv_date(&t, t.cell[1]),
            .term = {(int32_t)tsv_int(&t, t.cell[2]), DEADLINE_WD},
        };
        size_t n = parse_pauses(&t, t.cell[3], pauses);
        struct problem err = {0};
        struct deadline d;
        if (issue_clock_due(&clock, pauses, n, test_calendar(), &d, &err) < 0)
            tsv_wrong(&t, "is refused");
        expect_date(&t, "due", t.cell[4], d.due);
        tsv_expect(&t, "provisional", t.cell[5], d.provisional ? "yes" : "no");
    }
    tsv_close(&t);
}

static int32_t due_with(const struct issue_clock *clock, const struct issue_pause *list, size_t n)
{
    struct problem err = {0};
    struct deadline d;

    assert_int_equal(issue_clock_due(clock, list, n, test_calendar(), &d, &err), 0);
    return d.due;
}

/* Working days that count after `from`, to `to`. */
static int32_t counted(const struct issue_pause *list, size_t n, int32_t from, int32_t to)
{
    int32_t days = 0;

    for (int32_t day = from + 1; day <= to; day++) {
        bool stands = false;
        for (size_t i = 0; i < n; i++)
            stands = stands || (day >= list[i].from && day < list[i].resumed);
        days += !stands && calendar_is_workday(test_calendar(), day);
    }
    return days;
}

static void swap(struct issue_pause *list, size_t a, size_t b)
{
    struct issue_pause kept = list[a];

    list[a] = list[b];
    list[b] = kept;
}

static void the_order_of_pauses_does_not_matter(void **state)
{
    struct random random = {20261129};
    (void)state;

    for (int i = 0; i < 5000; i++) {
        struct issue_clock clock = {
            ISSUE_CLOCK_PLAN, random_between(&random, 20454, 20700), {10, DEADLINE_WD}
        };
        struct issue_pause list[PAUSES_MAX];
        size_t n = (size_t)random_between(&random, 1, PAUSES_MAX - 1);
        for (size_t k = 0; k < n; k++) {
            list[k].from = clock.started + random_between(&random, -10, 40);
            list[k].until = DATE_NONE;
            list[k].resumed = list[k].from + random_between(&random, 0, 20);
        }
        int32_t due = due_with(&clock, list, n), days = issue_pause_days(list, n, clock.started + 200);
        assert_int_equal(counted(list, n, clock.started, due), 10);
        for (size_t k = n - 1; k > 0; k--)
            swap(list, k, (size_t)random_between(&random, 0, (int32_t)k));
        assert_int_equal(due_with(&clock, list, n), due);
        assert_int_equal(issue_pause_days(list, n, clock.started + 200), days);
        /* one that ends on its first day changes nothing */
        list[n].from = list[n].resumed = clock.started + random_between(&random, 0, 30);
        list[n].until = DATE_NONE;
        assert_int_equal(due_with(&clock, list, n + 1), due);
        assert_int_equal(issue_pause_days(list, n + 1, clock.started + 200), days);
    }
}

static void a_pause_fits_alone_and_with_those_before(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct issue_suspension before = {0};
    (void)state;

    assert_true(issue_pause_fits(&before, 179, 0, &p));
    assert_false(issue_pause_fits(&before, 180, 0, &p));
    assert_false(issue_pause_fits(&before, 0, 0, &p));
    assert_false(issue_pause_fits(&before, DATE_NONE, 0, &p));
    before.days = 100;
    assert_true(issue_pause_fits(&before, 79, 0, &p));
    assert_false(issue_pause_fits(&before, 80, 0, &p));
    assert_true(issue_parameters_set(&p, "suspension_total_days", 300));
    assert_true(issue_pause_fits(&before, 179, 0, &p));
    assert_false(issue_pause_fits(&before, 180, 0, &p));
    before.pauses = DEADLINE_EXCLUSIONS_MAX;
    assert_false(issue_pause_fits(&before, 1, 0, &p));
}

/* What still lasts stands still up to yesterday, and not beyond its last day. */
static void a_pause_that_lasts_counts_up_to_today(void **state)
{
    struct issue_pause p = {100, 130, DATE_NONE};
    (void)state;

    assert_int_equal(issue_pause_days(&p, 1, 100), 0);
    assert_int_equal(issue_pause_days(&p, 1, 110), 10);
    assert_int_equal(issue_pause_days(&p, 1, 131), 31);
    assert_int_equal(issue_pause_days(&p, 1, 500), 31);
}

static void a_clock_goes_on_where_its_step_does(void **state)
{
    (void)state;
    assert_true(issue_clock_goes_on(ISSUE_CLOCK_PLAN, ISSUE_STATE_PLANNING));
    assert_true(issue_clock_goes_on(ISSUE_CLOCK_PLAN, ISSUE_STATE_SUSPENDED));
    assert_false(issue_clock_goes_on(ISSUE_CLOCK_PLAN, ISSUE_STATE_PLAN_REVIEW));
    assert_false(issue_clock_goes_on(ISSUE_CLOCK_SIGN, ISSUE_STATE_REGISTERED));
    assert_false(issue_clock_goes_on(ISSUE_CLOCK_VERIFY, ISSUE_STATE_CANCELLED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_moves_the_due_date_by_the_days_it_may_last),
        cmocka_unit_test(limits_leave_the_pauses_out),
        cmocka_unit_test(the_order_of_pauses_does_not_matter),
        cmocka_unit_test(a_pause_fits_alone_and_with_those_before),
        cmocka_unit_test(a_pause_that_lasts_counts_up_to_today),
        cmocka_unit_test(a_clock_goes_on_where_its_step_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
