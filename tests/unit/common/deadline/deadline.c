/* SPDX-License-Identifier: MIT */
/* Properties and bounds of time limits; the rules themselves stand in the tables beside this file. */
#include "deadline/deadline.h"
#include "base/clock.h"
#include "base/date.h"
#include "support/calendar.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 4000 };

static int32_t day_of(const char *s)
{
    int32_t day = DATE_NONE;

    assert_true(date_parse(s, &day));
    return day;
}

static struct deadline compute(const struct deadline_input *in)
{
    struct problem err = {0};
    struct deadline d = {0};

    assert_int_equal(deadline_compute(in, test_calendar(), &d, &err), 0);
    return d;
}

static struct deadline_input limit(int32_t start, int32_t amount, enum deadline_unit unit)
{
    return (struct deadline_input){
        .start = start, .term = {amount, unit},
             .rolls = true, .today = DATE_NONE
    };
}

static int32_t random_start(struct random *r)
{
    return random_between(r, day_of("2024-12-01"), day_of("2027-01-31"));
}

/* Day by day, as a clerk would with a calendar on the wall. */
static int32_t end_by_hand(const struct deadline_input *in)
{
    int32_t day = in->start - in->counts_start_day;

    for (int32_t left = in->term.amount; left > 0;) {
        bool counts = in->term.unit != DEADLINE_WD || calendar_is_workday(test_calendar(), day + 1);
        day++;
        for (size_t i = 0; i < in->n_exclusions; i++)
            counts = counts && !(day >= in->exclusions[i].from && day <= in->exclusions[i].to);
        left -= counts;
    }
    return day;
}

static void days_end_where_counting_by_hand_ends(void **state)
{
    struct random r = {1};
    struct day_range pauses[4];
    (void)state;

    for (int i = 0; i < ROUNDS; i++) {
        struct deadline_input in =
            limit(random_start(&r), random_between(&r, 1, 120), i % 2 ? DEADLINE_WD : DEADLINE_CD);
        in.counts_start_day = i % 3 == 0;
        in.exclusions = pauses;
        in.n_exclusions = (size_t)(i % 5);
        for (size_t p = 0; p < in.n_exclusions; p++) {
            pauses[p].from = in.start + random_between(&r, -20, 150);
            pauses[p].to = pauses[p].from + random_between(&r, 0, 40);
        }
        assert_int_equal(compute(&in).nominal_due, end_by_hand(&in));
    }
}

static void a_larger_amount_never_ends_earlier(void **state)
{
    struct random r = {2};
    (void)state;

    for (int i = 0; i < ROUNDS; i++) {
        struct deadline_input in =
            limit(random_start(&r), random_between(&r, 0, 100), (enum deadline_unit)(i % 3));
        struct deadline less = compute(&in), more;
        in.term.amount++;
        more = compute(&in);
        assert_true(more.nominal_due > less.nominal_due);
        assert_true(more.due >= less.due);
    }
}

static void a_later_start_never_ends_earlier(void **state)
{
    struct random r = {3};
    (void)state;

    for (int i = 0; i < ROUNDS; i++) {
        struct deadline_input in =
            limit(random_start(&r), random_between(&r, 0, 100), (enum deadline_unit)(i % 3));
        struct deadline before = compute(&in);
        in.start++;
        assert_true(compute(&in).due >= before.due);
    }
}

static void a_pause_within_the_run_adds_exactly_its_length(void **state)
{
    struct random r = {4};
    (void)state;

    for (int i = 0; i < ROUNDS; i++) {
        struct deadline_input in =
            limit(random_start(&r), random_between(&r, 30, 100), i % 2 ? DEADLINE_MON : DEADLINE_CD);
        int32_t from = in.start + random_between(&r, 1, 20), length = random_between(&r, 1, 10);
        struct day_range pause = {from, from + length - 1};
        int32_t plain;
        if (in.term.unit == DEADLINE_MON)
            in.term.amount = in.term.amount % 6 + 1;
        plain = compute(&in).nominal_due;
        if (pause.to > plain)
            continue;
        in.exclusions = &pause;
        in.n_exclusions = 1;
        assert_int_equal(compute(&in).nominal_due, plain + length);
    }
}

static void the_order_of_pauses_does_not_matter(void **state)
{
    struct random r = {5};
    struct day_range forth[6], back[6];
    (void)state;

    for (int i = 0; i < ROUNDS / 4; i++) {
        struct deadline_input in =
            limit(random_start(&r), random_between(&r, 1, 90), (enum deadline_unit)(i % 3));
        int32_t due;
        for (size_t p = 0; p < 6; p++) {
            forth[p].from = in.start + random_between(&r, -10, 120);
            forth[p].to = forth[p].from + random_between(&r, 0, 15);
            back[5 - p] = forth[p];
        }
        in.n_exclusions = 6;
        in.exclusions = forth;
        due = compute(&in).due;
        in.exclusions = back;
        assert_int_equal(compute(&in).due, due);
    }
}

static void the_due_day_is_a_working_day_and_never_before_the_nominal(void **state)
{
    struct random r = {6};
    (void)state;

    for (int i = 0; i < ROUNDS; i++) {
        struct deadline_input in =
            limit(random_start(&r), random_between(&r, 0, 120), (enum deadline_unit)(i % 3));
        struct deadline d = compute(&in);
        assert_true(calendar_is_workday(test_calendar(), d.due));
        assert_true(d.due >= d.nominal_due && d.due <= d.nominal_due + 9);
        if (in.term.unit == DEADLINE_WD && in.term.amount > 0)
            assert_int_equal(d.due, d.nominal_due);
        in.rolls = false;
        assert_int_equal(compute(&in).due, d.nominal_due);
    }
}

static void what_is_left_shrinks_by_a_day_a_day(void **state)
{
    struct deadline_input in = limit(day_of("2026-09-10"), 15, DEADLINE_CD);
    int32_t last;
    (void)state;

    in.today = day_of("2026-08-31");
    last = compute(&in).remaining_workdays;
    for (in.today++; in.today < day_of("2026-10-20"); in.today++) {
        struct deadline d = compute(&in);
        assert_int_equal(d.remaining, d.due - in.today);
        assert_int_equal(d.overdue, d.remaining < 0);
        assert_int_equal(d.remaining_workdays, last - calendar_is_workday(test_calendar(), in.today));
        last = d.remaining_workdays;
    }
}

static void counting_agrees_with_the_limit(void **state)
{
    struct random r = {7};
    (void)state;

    for (int i = 0; i < ROUNDS; i++) {
        struct deadline_input in =
            limit(random_start(&r), random_between(&r, 0, 90), i % 2 ? DEADLINE_WD : DEADLINE_CD);
        struct day_range pause = {in.start + 5, in.start + random_between(&r, 5, 25)};
        struct day_count count = {
            .after = in.start, .unit = in.term.unit, .exclusions = &pause, .n_exclusions = 1};
        struct problem err = {0};
        int32_t days = -1;
        in.exclusions = &pause;
        in.n_exclusions = 1;
        count.through = compute(&in).nominal_due;
        assert_int_equal(deadline_count(&count, test_calendar(), &days, &err), 0);
        assert_int_equal(days, in.term.amount);
    }
}

static void hours_are_instants(void **state)
{
    struct day_range pause = {day_of("2026-09-30"), day_of("2026-10-01")};
    struct deadline_input in = {
        .term = {24, DEADLINE_H},
          .today = DATE_NONE
    };
    int64_t expected;
    (void)state;

    assert_int_equal(clock_parse("2026-09-30T09:30:00.000001+08:00", &in.start_us), 0);
    assert_int_equal(clock_parse("2026-10-01T09:30:00.000001+08:00", &expected), 0);
    assert_true(compute(&in).due_us == expected);
    in.exclusions = &pause;
    in.n_exclusions = 1; /* the rest of the first day and the whole second do not count */
    assert_int_equal(clock_parse("2026-10-03T00:00:00+08:00", &expected), 0);
    assert_true(compute(&in).due_us == expected);
    pause = (struct day_range){day_of("2026-10-01"), day_of("2026-10-01")};
    assert_int_equal(clock_parse("2026-10-02T09:30:00.000001+08:00", &expected), 0);
    assert_true(compute(&in).due_us == expected);
}

static void today_may_be_a_paused_day(void **state)
{
    struct day_range pause = {day_of("2026-09-15"), day_of("2026-09-18")};
    struct deadline_input in = limit(day_of("2026-09-10"), 15, DEADLINE_CD);
    (void)state;

    in.exclusions = &pause;
    in.n_exclusions = 1;
    in.today = day_of("2026-09-18");
    assert_true(compute(&in).paused);
    in.today++;
    assert_false(compute(&in).paused);
}

static bool has_error(const struct problem *err, const char *pointer, const char *code)
{
    for (size_t i = 0; i < err->n_fields && i < PROBLEM_FIELDS_MAX; i++) {
        if (strcmp(err->fields[i].pointer, pointer) == 0 && strcmp(err->fields[i].code, code) == 0)
            return true;
    }
    return false;
}

static void assert_refused(const struct deadline_input *in, const char *pointer, const char *code)
{
    struct problem err = {0};
    struct deadline d = {.due = 42};

    assert_int_equal(deadline_compute(in, test_calendar(), &d, &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_true(has_error(&err, pointer, code));
    assert_int_equal(d.due, 42);
}

static void amounts_have_bounds(void **state)
{
    static const int32_t most[] = {DEADLINE_DAYS_MAX, DEADLINE_DAYS_MAX, DEADLINE_MONTHS_MAX,
                                   DEADLINE_HOURS_MAX};
    struct deadline_input in;
    (void)state;

    for (int unit = DEADLINE_CD; unit <= DEADLINE_H; unit++) {
        in = limit(day_of("2026-01-01"), most[unit] + 1, (enum deadline_unit)unit);
        assert_refused(&in, "/amount", "range");
        in.term.amount = -1;
        assert_refused(&in, "/amount", "range");
        in.term.amount = most[unit];
        (void)compute(&in);
    }
    in = limit(day_of("2026-01-01"), 0, DEADLINE_CD);
    in.counts_start_day = true;
    assert_refused(&in, "/amount", "range");
}

static void dates_have_bounds(void **state)
{
    struct deadline_input in = limit(DATE_NONE, 1, DEADLINE_CD);
    (void)state;

    assert_refused(&in, "/start", "range");
    in.start = INT32_MAX;
    assert_refused(&in, "/start", "range");
    in.start = day_of("2199-12-31");
    assert_refused(&in, "/amount", "range");
    in.start = day_of("2195-01-01");
    in.term.amount = DEADLINE_DAYS_MAX;
    assert_refused(&in, "/amount", "range");
    in.today = INT32_MAX;
    assert_refused(&in, "/today", "range");
    in = (struct deadline_input){
        .start_us = INT64_MAX, .term = {1, DEADLINE_H},
             .today = DATE_NONE
    };
    assert_refused(&in, "/start", "range");
}

static void pauses_have_bounds(void **state)
{
    struct day_range pauses[DEADLINE_EXCLUSIONS_MAX + 1] = {
        {20500,     20500    },
        {20600,     20599    },
        {INT32_MAX, INT32_MAX},
        {20700,     DATE_NONE}
    };
    struct deadline_input in = limit(day_of("2026-01-01"), 10, DEADLINE_CD);
    (void)state;

    in.exclusions = pauses;
    in.n_exclusions = 4;
    assert_refused(&in, "/exclusions/1/to", "range");
    assert_refused(&in, "/exclusions/2/from", "range");
    assert_refused(&in, "/exclusions/3/to", "required");
    in.n_exclusions = DEADLINE_EXCLUSIONS_MAX + 1;
    assert_refused(&in, "/exclusions", "too-many");
}

static void extensions_have_bounds_and_do_not_mix_hours_with_days(void **state)
{
    const struct deadline_term extensions[] = {
        {10, DEADLINE_CD },
        {2,  DEADLINE_H  },
        {-1, DEADLINE_MON}
    };
    struct deadline_input in = limit(day_of("2026-01-01"), 10, DEADLINE_CD);
    (void)state;

    in.extensions = extensions;
    in.n_extensions = 3;
    assert_refused(&in, "/extensions/1/unit", "enum");
    assert_refused(&in, "/extensions/2/amount", "range");
    in.n_extensions = DEADLINE_EXTENSIONS_MAX + 1;
    assert_refused(&in, "/extensions", "too-many");
    in.n_extensions = 1;
    in.term = (struct deadline_term){1, DEADLINE_H};
    assert_refused(&in, "/extensions/0/unit", "enum");
    in.counts_start_day = true;
    assert_refused(&in, "/unit", "enum");
}

static void every_fault_is_reported_at_once(void **state)
{
    struct deadline_input in = limit(DATE_NONE, -1, DEADLINE_CD);
    struct problem err = {0};
    struct deadline d;
    (void)state;

    in.today = INT32_MAX;
    assert_int_equal(deadline_compute(&in, test_calendar(), &d, &err), -1);
    assert_int_equal(err.n_fields, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_end_where_counting_by_hand_ends),
        cmocka_unit_test(a_larger_amount_never_ends_earlier),
        cmocka_unit_test(a_later_start_never_ends_earlier),
        cmocka_unit_test(a_pause_within_the_run_adds_exactly_its_length),
        cmocka_unit_test(the_order_of_pauses_does_not_matter),
        cmocka_unit_test(the_due_day_is_a_working_day_and_never_before_the_nominal),
        cmocka_unit_test(what_is_left_shrinks_by_a_day_a_day),
        cmocka_unit_test(counting_agrees_with_the_limit),
        cmocka_unit_test(hours_are_instants),
        cmocka_unit_test(today_may_be_a_paused_day),
        cmocka_unit_test(amounts_have_bounds),
        cmocka_unit_test(dates_have_bounds),
        cmocka_unit_test(pauses_have_bounds),
        cmocka_unit_test(extensions_have_bounds_and_do_not_mix_hours_with_days),
        cmocka_unit_test(every_fault_is_reported_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
