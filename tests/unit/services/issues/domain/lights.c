/* SPDX-License-Identifier: MIT */
/* Lights by the table (lights.tsv). */
#include "base/decimal.h"
#include "base/str.h"
#include "issues/domain/issue_light.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MILESTONES_MAX = 8 };

static int64_t percent(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (!decimal_parse(text, 2, &value))
        tsv_wrong(t, "\"%s\" is not a percentage", text);
    return value;
}

/* "2026-11-23:40!,2027-01-10:60" */
static size_t parse_milestones(struct tsv *t, char *cell, struct issue_milestone *list)
{
    char *save = NULL;
    size_t n = 0;

    if (!tsv_text(cell))
        return 0;
    for (char *word = strtok_r(cell, ",", &save); word && n < MILESTONES_MAX;
         word = strtok_r(NULL, ",", &save)) {
        size_t len = strlen(word);
        bool done = word[len - 1] == '!';
        if (done)
            word[len - 1] = '\0';
        word[DATE_TEXT - 1] = '\0';
        list[n].planned = tsv_date(t, word);
        list[n].actual = done ? list[n].planned : DATE_NONE;
        list[n++].weight = percent(t, word + DATE_TEXT);
    }
    return n;
}

static void parse_flags(struct tsv *t, const char *cell, struct issue_light_facts *f)
{
    f->false_rectification = str_has_word(cell, "false");
    f->report_missed = str_has_word(cell, "missed");
    if (str_starts(cell, "returns="))
        f->upper_returns = (int32_t)tsv_int(t, cell + strlen("returns="));
    if (str_starts(cell, "suspended="))
        f->suspended_on = tsv_date(t, cell + strlen("suspended="));
}

static void format_reasons(unsigned reasons, char out[128])
{
    static const char *const names[] = {"PAST_DUE", "MILESTONE_LATE", "BEHIND",       "FALSE",
                                        "RETURNED", "DUE_SOON",       "REPORT_MISSED"};

    out[0] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (reasons & (1u << i))
            (void)snprintf(out + strlen(out), 128 - strlen(out), "%s%s", *out ? "," : "", names[i]);
    if (!*out)
        (void)snprintf(out, 128, "-");
}

static void lights_are_as_the_table_says(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/lights.tsv");
    while (tsv_next(&t, 11)) {
        struct issue_milestone list[MILESTONES_MAX];
        struct issue_light_facts f = {.today = tsv_date(&t, t.cell[1]), .suspended_on = DATE_NONE};
        size_t n = parse_milestones(&t, t.cell[4], list);
        char text[128];
        f.state = (enum issue_state)code_find(issue_state_codes, t.cell[2]);
        f.due = tsv_date(&t, t.cell[3]);
        f.actual = percent(&t, t.cell[5]);
        parse_flags(&t, t.cell[6], &f);
        f.expected = issue_expected_progress(list, n, f.today);
        f.overdue_days = issue_overdue_days(list, n, f.today);
        struct issue_light_verdict v = issue_light(&f, &p);
        decimal_format(f.expected, 2, text);
        tsv_expect(&t, "exp", t.cell[7], text);
        (void)snprintf(text, sizeof text, "%d", (int)f.overdue_days);
        tsv_expect(&t, "m", t.cell[8], text);
        tsv_expect(&t, "light", t.cell[9], issue_light_codes[v.light].code);
        format_reasons(v.reasons, text);
        tsv_expect(&t, "why", t.cell[10], text);
    }
    tsv_close(&t);
}

static void thresholds_are_the_tenants(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct issue_light_facts f = {.state = ISSUE_STATE_RECTIFYING,
                                  .today = 100,
                                  .due = 1000,
                                  .overdue_days = 10,
                                  .suspended_on = DATE_NONE};
    (void)state;

    assert_int_equal(issue_light(&f, &p).light, ISSUE_LIGHT_YELLOW);
    assert_true(issue_parameters_set(&p, "red_overdue_days", 9));
    assert_int_equal(issue_light(&f, &p).light, ISSUE_LIGHT_RED);
    assert_true(issue_parameters_set(&p, "red_overdue_days", 20));
    assert_true(issue_parameters_set(&p, "yellow_overdue_days", 11));
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
