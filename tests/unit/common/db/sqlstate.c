/* SPDX-License-Identifier: MIT */
/* SQLSTATEs to problems, by a table of cases. */
#include "db/sqlstate.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum {
    STATE,
    TABLE,
    CONSTRAINT,
    COLUMN,
    MESSAGE,
    DETAIL,
    PROBLEM_CELL,
    POINTER,
    FIELD_CODE,
    RETRY,
    SPOILS,
    COLUMNS
};

static const char *text(const struct tsv *t, int column)
{
    return strcmp(t->cell[column], "-") == 0 ? "" : t->cell[column];
}

static void refusals_become_the_problems_of_the_table(void **state)
{
    struct tsv t;

    (void)state;
    tsv_open(&t, "tests/unit/common/db/sqlstate.tsv");
    while (tsv_next(&t, COLUMNS)) {
        struct problem err = {0};
        const struct sql_failure f = {.statement = "s",
                                      .sqlstate = text(&t, STATE),
                                      .table = text(&t, TABLE),
                                      .constraint = text(&t, CONSTRAINT),
                                      .column = text(&t, COLUMN),
                                      .message = text(&t, MESSAGE),
                                      .detail = text(&t, DETAIL)};
        if (sqlstate_problem(&f, &err) != -1)
            tsv_wrong(&t, "does not fail");
        tsv_expect(&t, "problem", t.cell[PROBLEM_CELL], problem_kind(err.code)->slug);
        tsv_expect(&t, "pointer", text(&t, POINTER), err.fields[0].pointer);
        tsv_expect(&t, "field code", text(&t, FIELD_CODE), err.fields[0].code);
        tsv_expect(&t, "retry", t.cell[RETRY], sqlstate_is_retryable(&f) ? "yes" : "no");
        tsv_expect(&t, "spoils", t.cell[SPOILS], sqlstate_spoils_connection(&f) ? "yes" : "no");
    }
    tsv_close(&t);
}

static void only_our_own_guards_speak_to_the_caller(void **state)
{
    const struct sql_failure theirs = {"s", "23514", "row contains (secret)", "", "t_a_check", "t",
                                       "",  false};
    const struct sql_failure ours = {"s", "BH409", "the issue is closed", "", "", "", "", false};
    struct problem err = {0};

    (void)state;
    (void)sqlstate_problem(&theirs, &err);
    assert_null(strstr(err.detail, "secret"));
    assert_non_null(strstr(err.cause, "secret"));
    err = (struct problem){0};
    (void)sqlstate_problem(&ours, &err);
    assert_string_equal(err.detail, "the issue is closed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_become_the_problems_of_the_table),
        cmocka_unit_test(only_our_own_guards_speak_to_the_caller),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
