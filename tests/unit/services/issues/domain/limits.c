/* SPDX-License-Identifier: MIT */
/* Limits, parameters, closing levels, and the dates that follow from decisions. */
#include "base/str.h"
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_workflow.h"
#include "support/page.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TABLES "tests/unit/services/issues/domain/"

static void limits_are_what_the_table_says(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "limits.tsv");
    while (tsv_next(&t, 3)) {
        struct issue_limit limit = {0};
        if (!issue_limit(&p, t.cell[0], &limit) || limit.term.amount != tsv_int(&t, t.cell[1]))
            tsv_wrong(&t, "is %d", (int)limit.term.amount);
        tsv_expect(&t, "unit", t.cell[2], deadline_unit_names[limit.term.unit]);
    }
    tsv_close(&t);
}

static void a_tenant_sets_its_own_figures_within_bounds(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct issue_limit limit;
    (void)state;

    assert_true(issue_parameters_set(&p, "sign_days", 5));
    assert_true(issue_limit(&p, "SIGN", &limit));
    assert_int_equal(limit.term.amount, 5);
    assert_false(issue_parameters_set(&p, "sign_days", 0));
    assert_false(issue_parameters_set(&p, "sign_days", INT64_MAX));
    assert_false(issue_parameters_set(&p, "no_such_thing", 1));
    assert_int_equal(p.sign_days, 5);
    assert_false(issue_limit(&p, "NO_SUCH_LIMIT", &limit));
}

static void every_default_is_within_its_bounds(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    (void)state;

    for (const struct issue_parameter *row = issue_parameter_table; row->name; row++)
        if (!issue_parameters_set(&p, row->name, row->value))
            fail_msg("the default of %s is out of its bounds", row->name);
}

static void closing_levels_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "closing_levels.tsv");
    while (tsv_next(&t, 3)) {
        int level = code_find(issue_source_level_codes, t.cell[0]),
            kind = code_find(issue_source_kind_codes, t.cell[1]);
        assert_true(level >= 0 && kind >= 0);
        enum issue_closing_level closing =
            issue_closing_level_of((enum issue_source_level)level, (enum issue_source_kind)kind);
        tsv_expect(&t, "closing level", t.cell[2], issue_closing_level_codes[closing].code);
    }
    tsv_close(&t);
}

static void a_body_registers_what_its_level_found(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "source_levels.tsv");
    while (tsv_next(&t, 4)) {
        int source = code_find(issue_source_level_codes, t.cell[2]);
        assert_true(source >= 0);
        bool may = issue_source_is_within(level_of(t.cell[0]), t.cell[1], (enum issue_source_level)source);
        tsv_expect(&t, "registers it", t.cell[3], may ? "yes" : "no");
    }
    tsv_close(&t);
}

static void a_reopened_issue_is_graver_and_due_in_sixty_days(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    int32_t today = date_from_ymd(2026, 11, 23);
    (void)state;

    assert_int_equal(issue_reopen_severity(ISSUE_SEVERITY_GENERAL), ISSUE_SEVERITY_SERIOUS);
    assert_int_equal(issue_reopen_severity(ISSUE_SEVERITY_SERIOUS), ISSUE_SEVERITY_MAJOR);
    assert_int_equal(issue_reopen_severity(ISSUE_SEVERITY_MAJOR), ISSUE_SEVERITY_MAJOR);
    assert_int_equal(issue_reopen_due(today, DATE_NONE, &p), date_from_ymd(2027, 1, 22));
    assert_int_equal(issue_reopen_due(today, today + 10, &p), today + 10);
}

/* BV-10 */
static void a_notice_from_the_first_ends_on_the_seventh(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    int32_t start = date_from_ymd(2026, 12, 1);
    (void)state;

    assert_int_equal(issue_publicity_end(start, &p), date_from_ymd(2026, 12, 7));
}

static void days_of_a_pause_are_none_of_a_limit(void **state)
{
    int32_t limit = date_from_ymd(2027, 3, 31);
    (void)state;

    assert_int_equal(issue_limit_moved(limit, 0, limit, limit + 5), limit);
    assert_int_equal(issue_limit_moved(limit, 10, limit, limit), limit + 10);
    assert_int_equal(issue_limit_moved(limit, 10, limit + 10, limit + 12), limit + 12); /* rolled */
    assert_int_equal(issue_limit_moved(limit, 10, limit + 11, limit + 12), limit + 10); /* longer in itself */
    assert_int_equal(issue_limit_moved(limit, 10, DATE_NONE, DATE_NONE), limit + 10);
    assert_int_equal(issue_limit_moved(DATE_NONE, 10, limit, limit), DATE_NONE);
    assert_int_equal(issue_limit_earlier(limit + 10, limit), limit);
    assert_int_equal(issue_limit_earlier(limit, limit + 10), limit);
    assert_int_equal(issue_limit_earlier(DATE_NONE, limit), limit);
    assert_int_equal(issue_limit_earlier(limit, DATE_NONE), limit);
}

static void terms_limit_the_due_date(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    int32_t start = date_from_ymd(2026, 8, 31);
    (void)state;

    assert_int_equal(issue_term_limit(ISSUE_TERM_IMMEDIATE, start, &p), date_from_ymd(2026, 9, 30));
    assert_int_equal(issue_term_limit(ISSUE_TERM_SHORT, start, &p), date_from_ymd(2027, 2, 28));
    assert_int_equal(issue_term_limit(ISSUE_TERM_LONG_TERM, start, &p), DATE_NONE);
    assert_int_equal(issue_due_limit(ISSUE_TERM_IMMEDIATE, start, DATE_NONE, &p), start + 30);
    assert_int_equal(issue_due_limit(ISSUE_TERM_IMMEDIATE, start, start + 29, &p), start + 29);
    assert_int_equal(issue_due_limit(ISSUE_TERM_IMMEDIATE, start, start + 31, &p), start + 30);
    assert_int_equal(issue_due_limit(ISSUE_TERM_LONG_TERM, start, start + 31, &p), start + 31);
    assert_int_equal(issue_due_limit(ISSUE_TERM_LONG_TERM, start, DATE_NONE, &p), DATE_NONE);
}

static void code_lists_agree_with_their_enums(void **state)
{
    (void)state;
    for (int i = 0; i < ISSUE_STATE_COUNT; i++) {
        assert_string_equal(issue_state_codes[i].code, issue_workflow(0)->states[i].code);
        assert_string_equal(issue_state_codes[i].zh, issue_workflow(0)->states[i].zh);
        assert_string_equal(issue_state_codes[i].code, issue_state_values[i]);
    }
    assert_null(issue_state_values[ISSUE_STATE_COUNT]);
    assert_int_equal(code_find(issue_state_codes, "NO_SUCH_STATE"), -1);
    assert_int_equal(code_find(issue_state_codes, NULL), -1);
}

static const char *const page_head =
    "<!-- Generated from services/issues/domain/issue_parameters.def; a test compares this file with it. "
    "-->\n"
    "# Parameters of the issues service\n\n"
    "Customary figures that a tenant may set for itself; what law and standards fix is not here. The nearest "
    "tenant above that has "
    "set\none supplies it, else the default holds. Units: WD working days, CD calendar days, MON months, PCT "
    "hundredths of a per "
    "cent,\nMIN minutes after midnight, DAY day of the month or week (Monday 1), N a number.\n\n"
    "| name | default | unit | least | most | what | 含义 | source |\n|---|---|---|---|---|---|---|---|\n";

static void the_parameter_page_is_the_table(void **state)
{
    struct arena a = {0};
    struct buf page;
    (void)state;

    buf_init(&page, &a);
    buf_add(&page, page_head);
    for (const struct issue_parameter *p = issue_parameter_table; p->name; p++)
        buf_addf(&page, "| `%s` | %d | %s | %d | %d | %s | %s | %s |\n", p->name, (int)p->value, p->unit,
                 (int)p->least, (int)p->most, p->en, p->zh, p->source);
    expect_page("docs/reference/issue-parameters.md", page.data);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_what_the_table_says),
        cmocka_unit_test(a_tenant_sets_its_own_figures_within_bounds),
        cmocka_unit_test(every_default_is_within_its_bounds),
        cmocka_unit_test(closing_levels_are_what_the_table_says),
        cmocka_unit_test(a_body_registers_what_its_level_found),
        cmocka_unit_test(a_reopened_issue_is_graver_and_due_in_sixty_days),
        cmocka_unit_test(a_notice_from_the_first_ends_on_the_seventh),
        cmocka_unit_test(terms_limit_the_due_date),
        cmocka_unit_test(days_of_a_pause_are_none_of_a_limit),
        cmocka_unit_test(code_lists_agree_with_their_enums),
        cmocka_unit_test(the_parameter_page_is_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
