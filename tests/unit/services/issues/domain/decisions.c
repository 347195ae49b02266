/* SPDX-License-Identifier: MIT */
/* Whole decisions (decisions.tsv), explanations, and the definition of the published versions. */
#include "facts_text.h"
#include "issues/domain/issue_effects.h"
#include "issues/domain/issue_guards.h"
#include "issues/domain/issue_parties.h"
#include "support/page.h"
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The digests of the published versions. A difference here means that a version in use was changed: write a new one
 * instead. */
static const uint64_t published[] = {UINT64_C(0x819da58ef6ca7a80), UINT64_C(0x03f8e7d8be9e9387)};

static const struct issue_party parties[] = {
    {ISSUE_PARTY_LEAD_UNIT,      "SH01SJ01D001", "SH01SJ01D001", LEVEL_DEPARTMENT, true, NULL},
    {ISSUE_PARTY_RESP_UNIT,      "SH01SJ01D001", "SH01SJ01D001", LEVEL_DEPARTMENT, true, NULL},
    {ISSUE_PARTY_SUPERVISE_UNIT, "SH01SJ01D002", "SH01SJ01D002", LEVEL_DEPARTMENT, true, NULL},
    {ISSUE_PARTY_RESP_PERSON,    "SH01SJ01D001", "SH01SJ01D001", LEVEL_DEPARTMENT, true, "p1"},
};

static const struct issue_owner district = {"SH01SJ01", LEVEL_DISTRICT};

static struct issue_facts issue_of(struct tsv *t, const char *state, const char *level, const char *scope)
{
    struct issue_facts f = facts_good();

    f.state = code_find(issue_state_codes, state);
    if (f.state < 0)
        tsv_wrong(t, "no state %s", state);
    f.actor = (struct issue_actor){"officer", scope, scope, level_of(level), ""};
    f.parties = issue_parties_summarise(parties, ARRAY_LEN(parties), &district, &f.actor);
    return f;
}

static void format_conditions(const struct problem *err, char out[512])
{
    out[0] = '\0';
    for (size_t i = 0; i < err->n_fields; i++)
        (void)snprintf(out + strlen(out), 512 - strlen(out), "%s%s", i ? "," : "", err->fields[i].code);
    if (!*out)
        (void)snprintf(out, 512, "-");
}

static void decisions_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/decisions.tsv");
    while (tsv_next(&t, 10)) {
        struct issue_facts f = issue_of(&t, t.cell[2], t.cell[3], t.cell[4]);
        const struct workflow_row *row = NULL;
        struct problem err = {0};
        char text[512];
        f.actor.roles = t.cell[5];
        facts_from_text(&t, &f, t.cell[6]);
        struct workflow_ask ask = issue_ask(&f, false);
        int r = workflow_decide(issue_workflow(0), &ask, t.cell[1], &row, &err);
        (void)snprintf(text, sizeof text, "%d", r == 0 ? 0 : problem_kind(err.code)->status);
        tsv_expect(&t, "status", t.cell[7], text);
        tsv_expect(&t, "answer", t.cell[8], r == 0 ? row->id : problem_kind(err.code)->slug);
        format_conditions(&err, text);
        tsv_expect(&t, "conditions", t.cell[9], text);
    }
    tsv_close(&t);
}

static const struct workflow_verdict *verdict_on(const struct workflow_verdict *list, size_t n,
                                                 const char *action)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].row->action, action))
            return &list[i];
    fail_msg("%s is not explained", action);
    return list;
}

static void an_explanation_names_what_fails_and_what_must_be_sent(void **state)
{
    struct workflow_verdict list[WORKFLOW_ROWS_MAX];
    struct issue_facts f = facts_good();
    const struct workflow_verdict *v;
    struct workflow_ask ask;
    size_t n;
    (void)state;

    f.state = ISSUE_STATE_PUBLICITY;
    f.publicity.open_objections = f.publicity.valid_objections = 1;
    memset(&f.request, 0, sizeof f.request);
    f.request.due = f.request.until = DATE_NONE;
    ask = issue_ask(&f, false);
    n = workflow_explain(issue_workflow(0), &ask, list, ARRAY_LEN(list));
    assert_int_equal(n, 8); /* PUBLISH PASS_CITY_REVIEW CLOSE UPHOLD_OBJECTION RECHECK SUSPEND MERGE CANCEL */
    v = verdict_on(list, n, "CLOSE");
    assert_int_equal(v->fit, WORKFLOW_FITS);
    assert_false(v->allowed);
    assert_int_equal(v->n_failed, 2);
    assert_string_equal(v->failed[0].guard->name, "no_open_objection");
    assert_string_equal(v->failed[1].guard->name, "no_upheld_objection");
    v = verdict_on(list, n, "CANCEL");
    assert_false(v->allowed);
    assert_int_equal(v->n_failed, 1);
    assert_string_equal(v->failed[0].guard->name, "no_open_objection");
    assert_int_equal(v->n_requires, 1);
    assert_string_equal(v->requires[0] -> name, "document_given");
    v = verdict_on(list, n, "UPHOLD_OBJECTION");
    assert_true(v->allowed);
}

/* Whatever explains as allowed and asks for nothing more is then decided so, for every state and office. */
static void explanation_and_decision_agree(void **state)
{
    static const struct issue_actor actors[] = {
        {"officer", "t-city",       "SH01",         LEVEL_CITY,       "CITY_OFFICE"           },
        {"officer", "t-district",   "SH01SJ01",     LEVEL_DISTRICT,   "DIST_OFFICE"           },
        {"officer", "SH01SJ01D001", "SH01SJ01D001", LEVEL_DEPARTMENT, "UNIT_LEADER UNIT_ADMIN"},
        {"officer", "SH01SJ01D002", "SH01SJ01D002", LEVEL_DEPARTMENT, "UNIT_LEADER"           },
    };
    (void)state;

    for (size_t a = 0; a < ARRAY_LEN(actors); a++)
        for (int s = 0; s < ISSUE_STATE_COUNT; s++) {
            struct workflow_verdict list[WORKFLOW_ROWS_MAX];
            struct issue_facts f = facts_good();
            f.state = s;
            f.actor = actors[a];
            f.parties = issue_parties_summarise(parties, ARRAY_LEN(parties), &district, &f.actor);
            struct workflow_ask ask = issue_ask(&f, true);
            size_t n = workflow_explain(issue_workflow(0), &ask, list, ARRAY_LEN(list));
            for (size_t i = 0; i < n; i++) {
                const struct workflow_row *row;
                struct problem err = {0};
                int r = workflow_decide(issue_workflow(0), &ask, list[i].row->action, &row, &err);
                assert_int_equal(r == 0, list[i].allowed && list[i].n_requires == 0);
            }
        }
}

static void every_published_version_is_sound(void **state)
{
    const char *executors[64] = {NULL};
    size_t n = 0;
    (void)state;

    for (const struct workflow_effect *e = issue_effects; e->name; e++)
        executors[n++] = e->name;
    for (const struct workflow *const *wf = issue_workflows; *wf; wf++) {
        struct problem err = {0};
        if (workflow_check(*wf, executors, &err) < 0)
            fail_msg("version %d: %s %s", (*wf)->version, err.fields[0].code, err.fields[0].message);
    }
}

static void every_condition_and_effect_serves_some_version(void **state)
{
    (void)state;
    for (const struct workflow_guard *g = issue_guards; g->name; g++) {
        bool used = false;
        for (const struct workflow *const *wf = issue_workflows; *wf; wf++)
            used = used || workflow_uses_guard(*wf, g->name);
        if (!used)
            fail_msg("no version uses guard %s", g->name);
    }
    for (const struct workflow_effect *e = issue_effects; e->name; e++) {
        bool used = false;
        for (const struct workflow *const *wf = issue_workflows; *wf; wf++)
            used = used || workflow_uses_effect(*wf, e->name);
        if (!used)
            fail_msg("no version uses effect %s", e->name);
    }
}

static void published_versions_never_change(void **state)
{
    struct arena a = {0};
    (void)state;

    for (size_t i = 0; issue_workflows[i]; i++) {
        uint64_t digest = workflow_digest(issue_workflows[i], &a);
        assert_true(i < ARRAY_LEN(published));
        if (digest != published[i])
            fail_msg("version %d has digest 0x%016" PRIx64, issue_workflows[i]->version, digest);
    }
    arena_done(&a);
}

/* What is reached automatically goes on until a person is needed. */
static void automatic_rows_lead_to_planning_and_rectifying(void **state)
{
    (void)state;
    assert_int_equal(workflow_auto(issue_workflow(0), ISSUE_STATE_SIGNED)->to, ISSUE_STATE_PLANNING);
    assert_int_equal(workflow_auto(issue_workflow(0), ISSUE_STATE_PLAN_FILED)->to, ISSUE_STATE_RECTIFYING);
    assert_null(workflow_auto(issue_workflow(0), ISSUE_STATE_PLANNING));
    assert_null(workflow_auto(issue_workflow(0), ISSUE_STATE_CLOSED));
}

static void a_suspended_issue_goes_back_to_where_it_was(void **state)
{
    const struct workflow_row *row = workflow_row_from(issue_workflow(0), "RESUME", ISSUE_STATE_SUSPENDED);
    (void)state;

    assert_non_null(row);
    assert_int_equal(workflow_target(row, ISSUE_STATE_SUSPENDED, ISSUE_STATE_PLAN_REVIEW),
                     ISSUE_STATE_PLAN_REVIEW);
}

/* The page in docs/ is what the rows say. */
static void the_reference_page_is_the_rows(void **state)
{
    struct arena a = {0};
    struct buf page;
    (void)state;

    buf_init(&page, &a);
    workflow_dump_markdown(issue_workflow(0), &page);
    expect_page("docs/reference/workflows/issue.md", page.data);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions_are_what_the_table_says),
        cmocka_unit_test(an_explanation_names_what_fails_and_what_must_be_sent),
        cmocka_unit_test(explanation_and_decision_agree),
        cmocka_unit_test(every_published_version_is_sound),
        cmocka_unit_test(every_condition_and_effect_serves_some_version),
        cmocka_unit_test(published_versions_never_change),
        cmocka_unit_test(automatic_rows_lead_to_planning_and_rectifying),
        cmocka_unit_test(a_suspended_issue_goes_back_to_where_it_was),
        cmocka_unit_test(the_reference_page_is_the_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
