/* SPDX-License-Identifier: MIT */
/* Every condition of the issue workflow, passing and failing (guards.tsv). */
#include "facts_text.h"
#include "issues/domain/issue_guards.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { GUARDS_MAX = 96, HELD = 1, FAILED = 2 };

static unsigned seen[GUARDS_MAX]; /* HELD, FAILED bits of each row of issue_guards */

static int guard_index(const char *name)
{
    for (int i = 0; issue_guards[i].name; i++)
        if (str_eq(issue_guards[i].name, name))
            return i;
    return -1;
}

static void conditions_hold_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/guards.tsv");
    while (tsv_next(&t, 4)) {
        struct issue_facts facts = facts_good();
        char detail[WORKFLOW_DETAIL] = "";
        int i = guard_index(t.cell[0]);
        if (i < 0 || i >= GUARDS_MAX) {
            tsv_wrong(&t, "no such guard");
            continue;
        }
        facts_from_text(&t, &facts, t.cell[1]);
        bool held = issue_guards[i].holds(&facts, detail);
        seen[i] |= held ? HELD : FAILED;
        tsv_expect(&t, "holds", t.cell[2], held ? "yes" : "no");
        if (!held)
            tsv_expect(&t, "detail", t.cell[3], *detail ? detail : "-");
    }
    tsv_close(&t);
}

static void every_condition_was_seen_to_hold_and_to_fail(void **state)
{
    (void)state;
    for (int i = 0; issue_guards[i].name; i++)
        if (seen[i] != (HELD | FAILED))
            fail_msg("guards.tsv lacks a row where %s %s", issue_guards[i].name,
                     seen[i] & HELD ? "fails" : "holds");
}

/* Absent facts never satisfy a condition about something that must be there. */
static void nothing_known_allows_no_closing(void **state)
{
    static const char *const strict[] = {"publicity_over",         "verification_passed", "city_passed",
                                         "enough_verifiers",       "verified_on_site",    "closing_materials",
                                         "materials_complete",     "weights_sum_100",     "plan_has_due",
                                         "reviews_passed",         "parties_complete",    "criteria_met",
                                         "receiver_not_applicant", "effect_evaluated"};
    struct issue_facts nothing = issue_facts_init();
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(strict); i++) {
        char detail[WORKFLOW_DETAIL] = "";
        assert_false(issue_guards[guard_index(strict[i])].holds(&nothing, detail));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_hold_as_the_table_says),
        cmocka_unit_test(every_condition_was_seen_to_hold_and_to_fail),
        cmocka_unit_test(nothing_known_allows_no_closing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
