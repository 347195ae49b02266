/* SPDX-License-Identifier: MIT */
/* What verifications prove of a notice that runs. */
#include "base/str.h"
#include "issues/domain/issue_verification.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What a row of the tables is of, unless it says more: a goal and two who verify on site, from outside. */
static const struct issue_verifier outside[] = {
    {NULL, "a", "SH01SJ01"},
    {NULL, "b", "SH01SJ01"},
};

/* "DISTRICT:FAIL@7 CITY:PASS@9/3": level, result, the step it was recorded after, and the day it was verified. */
static size_t read_rows(struct tsv *t, char *cell, struct issue_verification *rows, size_t max)
{
    static const char *const ids[] = {"1", "2", "3", "4", "5", "6", "7", "8"};
    char *save = NULL;
    size_t n = 0;

    for (char *word = strtok_r(cell, " ", &save); word && n < max && n < ARRAY_LEN(ids);
         word = strtok_r(NULL, " ", &save)) {
        char level[16], result[16];
        int after, day = 0;
        if (sscanf(word, "%15[A-Z_]:%15[A-Z]@%d/%d", level, result, &after, &day) < 3)
            tsv_wrong(t, "\"%s\" is no row", word);
        rows[n] = (struct issue_verification){
            .id = ids[n],
            .level = (enum issue_verification_level)code_find(issue_verification_level_codes, level),
            .result = (enum issue_verification_result)code_find(issue_verification_result_codes, result),
            .method = ISSUE_METHOD_ONSITE,
            .verified_on = day,
            .after = after,
            .goal = "goal",
            .verifiers = outside,
            .n_verifiers = ARRAY_LEN(outside),
        };
        n++;
    }
    return n;
}

static void one_that_failed_since_is_not_outweighed(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/verifications.tsv");
    while (tsv_next(&t, 3)) {
        struct issue_verification rows[8];
        struct issue_verification_book book = {.rows = rows};
        int64_t since = tsv_int(&t, t.cell[1]);
        book.n = read_rows(&t, t.cell[0], rows, ARRAY_LEN(rows));
        tsv_expect(&t, "failed", t.cell[2], issue_failed_since(&book, since) ? "yes" : "no");
    }
    tsv_close(&t);
}

static void the_latest_by_day_speaks_whatever_was_entered_last(void **state)
{
    static const char *const goals[] = {"goal"};
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/latest_verifications.tsv");
    while (tsv_next(&t, 4)) {
        struct issue_verification rows[8];
        struct issue_verification_book book = {.rows = rows};
        struct issue_mark since = {1, 0};
        struct issue_verified v;
        char text[32];
        book.n = read_rows(&t, t.cell[0], rows, ARRAY_LEN(rows));
        v = issue_verified_since(&book, ISSUE_VERIFIER_DISTRICT, since);
        tsv_expect(&t, "result", t.cell[1],
                   v.result == ISSUE_RESULT_NONE ? "-" : issue_verification_result_codes[v.result].code);
        (void)snprintf(text, sizeof text, "%d/%d", (int)v.verifiers, (int)v.onsite);
        tsv_expect(&t, "verifiers/visits", t.cell[2], text);
        (void)snprintf(text, sizeof text, "%d",
                       (int)issue_goals_verified(&book, ISSUE_VERIFIER_DISTRICT, since, goals, 1));
        tsv_expect(&t, "goals", t.cell[3], text);
    }
    tsv_close(&t);
}

static void a_step_is_lifted_by_a_word_that_counts(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/lifts.tsv");
    while (tsv_next(&t, 5)) {
        struct issue_verification rows[8];
        struct issue_verification_book book = {.rows = rows};
        bool from_outside = tsv_bool(&t, t.cell[3]);
        book.n = read_rows(&t, t.cell[0], rows, ARRAY_LEN(rows));
        book.responsible = from_outside ? "SH01XX01" : outside[0].scopes;
        tsv_expect(&t, "lifts", t.cell[4],
                   issue_verification_lifts(&book, t.cell[1], (int32_t)tsv_int(&t, t.cell[2])) ? "yes"
                                                                                               : "no");
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_failed_since_is_not_outweighed),
        cmocka_unit_test(the_latest_by_day_speaks_whatever_was_entered_last),
        cmocka_unit_test(a_step_is_lifted_by_a_word_that_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
