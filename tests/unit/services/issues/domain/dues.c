/* SPDX-License-Identifier: MIT */
/* The due date that nobody named, and the last that a plan may name (dues.tsv). */
#include "facts_text.h"
#include "issues/domain/issue_due.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect_day(struct tsv *t, const char *what, const char *cell, int32_t day)
{
    char text[DATE_TEXT] = "-";

    if (day != DATE_NONE)
        date_format(day, text);
    tsv_expect(t, what, cell, text);
}

static void due_dates_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/dues.tsv");
    while (tsv_next(&t, 5)) {
        struct issue_facts f = facts_good();
        if (!date_parse("2026-10-01", &f.assigned_on))
            tsv_wrong(&t, "no day");
        facts_from_text(&t, &f, t.cell[0]);
        expect_day(&t, "plan limit", t.cell[1], issue_plan_limit(&f));
        tsv_expect(&t, "open", t.cell[2], issue_due_is_open(&f) ? "yes" : "no");
        expect_day(&t, "of term", t.cell[3], issue_due_of_term(&f));
        expect_day(&t, "assigned today", t.cell[4], issue_due_assigned(&f));
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(due_dates_are_what_the_table_says)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
