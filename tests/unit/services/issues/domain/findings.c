/* SPDX-License-Identifier: MIT */
/* Who judges a unit's conduct, by the table finders.tsv. */
#include "base/str.h"
#include "issues/domain/issue_findings.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void conduct_is_judged_by_who_may(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/finders.tsv");
    while (tsv_next(&t, 5)) {
        enum level level = str_eq(t.cell[2], "CITY")       ? LEVEL_CITY
                           : str_eq(t.cell[2], "DISTRICT") ? LEVEL_DISTRICT
                                                           : LEVEL_STREET;
        struct workflow_actor actor = {level, t.cell[3], 0};
        struct problem err = {0};
        int r = issue_check_finder(t.cell[0], tsv_text(t.cell[1]), &actor, &err);

        tsv_expect(&t, "answer", t.cell[4], r == 0 ? "ok" : problem_kind(err.code)->slug);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(conduct_is_judged_by_who_may)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
