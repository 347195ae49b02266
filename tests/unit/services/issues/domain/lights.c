/* SPDX-License-Identifier: MIT */
/* Lights by the table (lights.tsv). */
#include "base/decimal.h"
#include "base/str.h"
#include "issues/domain/issue_light.h"
#include "issues/domain/issue_workflow.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int64_t percent(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (!decimal_parse(text, 2, &value))
        tsv_wrong(t, "\"%s\" is not a percentage", text);
    return value;
}

static void parse_flags(struct tsv *t, const char *cell, struct issue_light_facts *f)
{
    f->false_rectification = str_has_word(cell, "false");
    f->report_missed = str_has_word(cell, "missed");
    if (str_starts(cell, "returns="))
        f->upper_returns = (int32_t)tsv_int(t, cell + strlen("returns="));
    if (str_starts(cell, "step="))
        f->step_days = (int32_t)tsv_int(t, cell + strlen("step="));
}

static void format_reasons(unsigned reasons, char out[128])
{
    static const char *const names[] = {"PAST_DUE", "MILESTONE_LATE", "BEHIND",        "FALSE_RECTIFICATION",
                                        "RETURNED", "DUE_SOON",       "REPORT_MISSED", "STEP_LATE"};

    out[0] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (reasons & (1u << i))
            (void)snprintf(out + strlen(out), 128 - strlen(out), "%s%s", *out ? "," : "", names[i]);
    if (!*out)
        (void)snprintf(out, 128, "-");
}

/* The day that the clocks stand at, and the state that a suspended issue stood in. */
static int32_t clock_day(struct tsv *t, struct issue_light_facts *f)
{
    static const char suspended[] = "suspended=";

    if (!str_starts(t->cell[6], suspended))
        return tsv_date(t, t->cell[1]);
    f->state = ISSUE_STATE_RECTIFYING;
    return tsv_date(t, t->cell[6] + strlen(suspended));
}

/* exp and m are the table's: that the statements find them is shown by tests/api/issues/test_lights.py, on the same
 * table. */
static void lights_are_as_the_table_says(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/lights.tsv");
    while (tsv_next(&t, 11)) {
        struct issue_light_facts f = {
            .state = (enum issue_state)code_find(issue_state_codes, t.cell[2]),
            .days_left = DATE_NONE,
            .actual = percent(&t, t.cell[5]),
            .expected = percent(&t, t.cell[7]),
            .overdue_days = (int32_t)tsv_int(&t, t.cell[8]),
        };
        int32_t due = tsv_date(&t, t.cell[3]), day = clock_day(&t, &f);
        char text[128];
        if (due != DATE_NONE) {
            f.days_left = due - day;
            f.days_late = day > due && issue_clock_runs(f.state) ? day - due : 0;
        }
        parse_flags(&t, t.cell[6], &f);
        struct issue_light_verdict v = issue_light(&f, &p);
        tsv_expect(&t, "light", t.cell[9], issue_light_codes[v.light].code);
        format_reasons(v.reasons, text);
        tsv_expect(&t, "why", t.cell[10], text);
    }
    tsv_close(&t);
}

static void thresholds_are_the_tenants(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct issue_light_facts f = {
        .state = ISSUE_STATE_RECTIFYING, .days_left = 900, .overdue_days = 10, .step_days = 3};
    (void)state;

    assert_int_equal(issue_light(&f, &p).light, ISSUE_LIGHT_YELLOW);
    assert_true(issue_parameters_set(&p, "red_overdue_days", 9));
    assert_int_equal(issue_light(&f, &p).light, ISSUE_LIGHT_RED);
    assert_true(issue_parameters_set(&p, "red_overdue_days", 20));
    assert_true(issue_parameters_set(&p, "yellow_overdue_days", 11));
    assert_int_equal(issue_light(&f, &p).reasons, ISSUE_LIGHT_STEP_LATE);
    assert_true(issue_parameters_set(&p, "yellow_step_days", 4));
    assert_int_equal(issue_light(&f, &p).light, ISSUE_LIGHT_GREEN);
    f.step_days = 10000;
    assert_int_equal(issue_light(&f, &p).light, ISSUE_LIGHT_YELLOW);
    assert_true(issue_parameters_set(&p, "yellow_step_days", 0));
    assert_int_equal(issue_light(&f, &p).light, ISSUE_LIGHT_GREEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lights_are_as_the_table_says),
        cmocka_unit_test(thresholds_are_the_tenants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
