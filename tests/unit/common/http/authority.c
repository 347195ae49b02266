/* SPDX-License-Identifier: MIT */
/* What a row of the table of operations decides, and the separation of duties. */
#include "http/authority.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Bits as letters, so that a table can be read: "ac" is the first and the third relation. */
static unsigned bits(const char *letters)
{
    unsigned all = 0;

    for (const char *p = letters ? letters : ""; *p; p++)
        all |= 1u << (unsigned)(*p - 'a');
    return all;
}

static void rows_decide_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/common/http/authority.tsv");
    while (tsv_next(&t, 9)) {
        const char *first_by = tsv_text(t.cell[6]);
        const struct authority_row row = {.who = bits(tsv_text(t.cell[1])),
                                          .never = bits(tsv_text(t.cell[2])),
                                          .states = tsv_text(t.cell[3]),
                                          .duty = first_by ? DUTY_REPORT : DUTY_NONE,
                                          .rule = "the rule"};
        const struct authority_facts facts = {NULL, bits(tsv_text(t.cell[4])), tsv_text(t.cell[5])};
        struct problem err = {0};
        int done = authority_decide(&row, &facts, first_by, t.cell[7], &err);
        tsv_expect(&t, "decision", t.cell[8], done == 0 ? "ok" : problem_kind(err.code)->slug);
    }
    tsv_close(&t);
}

static void two_steps_are_two_persons(void **state)
{
    (void)state;
    assert_false(duty_is_separate(DUTY_PLAN, "wang", "wang"));
    assert_true(duty_is_separate(DUTY_PLAN, "wang", "li"));
    assert_true(
        duty_is_separate(DUTY_PLAN, "wang", "https://id.example.cn#wang")); /* another issuer's wang */
    assert_true(duty_is_separate(DUTY_PLAN, NULL, "li")); /* nobody took the first step yet */
    assert_false(duty_is_separate(DUTY_PLAN, "wang", ""));
    assert_true(duty_is_separate(DUTY_NONE, "wang", "wang"));
    for (enum duty d = DUTY_NONE + 1; d < DUTY_COUNT; d++)
        assert_true(duty_table[d].object && duty_table[d].first && duty_table[d].second && duty_table[d].zh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_decide_as_the_table_says),
        cmocka_unit_test(two_steps_are_two_persons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
