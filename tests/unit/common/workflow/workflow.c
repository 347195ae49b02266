/* SPDX-License-Identifier: MIT */
/* The transition engine on a small workflow of its own. */
#include "workflow/workflow.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { DRAFT, OPEN, DONE };

struct facts {
    bool named, paid, other_person;
    const char *reason;
};

static bool is_named(const void *facts, char detail[WORKFLOW_DETAIL] UNUSED)
{
    return ((const struct facts *)facts)->named;
}

static bool is_paid(const void *facts, char detail[WORKFLOW_DETAIL])
{
    (void)snprintf(detail, WORKFLOW_DETAIL, "%d", 42);
    return ((const struct facts *)facts)->paid;
}

static bool is_other(const void *facts, char detail[WORKFLOW_DETAIL] UNUSED)
{
    return ((const struct facts *)facts)->other_person;
}

static bool has_reason(const void *facts, char detail[WORKFLOW_DETAIL] UNUSED)
{
    return ((const struct facts *)facts)->reason != NULL;
}

static const struct workflow_state states[] = {
    {"DRAFT",   "draft", "草稿", WORKFLOW_INITIAL},
    {"OPEN", "open", "办理中", 0},
    {"DONE",         "done", "办结", WORKFLOW_TERMINAL},
    {0  },
};
static const struct workflow_relation relations[] = {
    {1,        "OWNER", "owner", "所属"},
    {2, "PARTY", "party", "参与"},
    {0       }
};
static const struct workflow_guard guards[] = {
    {"named",             is_named, PROBLEM_VALIDATION, 0, "/name", "a name is given", "须有名称"},
    {"paid", is_paid, PROBLEM_GUARD_FAILED, 0, "/amount", "it is paid", "须已缴款"},
    {"other",            is_other, PROBLEM_SEPARATION_OF_DUTIES, 0, "", "another person", "须为他人"},
    {"reason",     has_reason, PROBLEM_VALIDATION, WORKFLOW_INPUT, "/reason", "a reason is given", "须有理由"},
    {0             },
};
static const struct workflow_effect effects[] = {
    {"NUMBER",  "a number is given", "编号"},
    {"TELL", "all are told", "通知"},
    {0   }
};
static const struct workflow_who clerk[] = {
    {LEVEL_STREET, "CLERK HEAD", 0},
    {0          }
};
static const struct workflow_who head[] = {
    {LEVEL_DISTRICT, "HEAD", 1},
    {LEVEL_CITY,             "HEAD", 2},
    {0    }
};

static const struct workflow_row rows[] = {
    {"R1",                         "CREATE", "create", "新建", WORKFLOW_IN(WORKFLOW_START), DRAFT, 0, clerk, "", "NUMBER", NULL},
    {"R2",                    "SEND", "send", "报送", WORKFLOW_IN(DRAFT), OPEN, 0, clerk, "named reason", "TELL", NULL},
    {"R3", "FINISH", "finish", "办结", WORKFLOW_IN(OPEN), DONE, 0, head, "named paid other reason", "", NULL},
    {"R4",                           "NOTE", "note", "备注", WORKFLOW_IN(OPEN) | WORKFLOW_IN(DRAFT), WORKFLOW_SAME, 0, clerk, "", "",
     "notes"},
    {0                         },
};
static const struct workflow wf = {"toy", 1, "A toy", "示例", states, relations, rows, guards, effects};

static int decide(int state, enum level level, const char *roles, unsigned relation, const char *action,
                  const struct facts *facts, struct problem *err)
{
    struct workflow_ask ask = {
        state, {level, roles, relation},
         facts, true
    };
    const struct workflow_row *row;

    memset(err, 0, sizeof *err);
    return workflow_decide(&wf, &ask, action, &row, err);
}

static const struct facts all_good = {true, true, true, "because"};

static void who_fits_takes_the_action(void **state)
{
    struct workflow_ask ask = {
        OPEN, {LEVEL_DISTRICT, "CLERK,HEAD", 1},
         &all_good, false
    };
    const struct workflow_row *row = NULL;
    struct problem err = {0};
    (void)state;

    assert_int_equal(workflow_decide(&wf, &ask, "FINISH", &row, &err), 0);
    assert_string_equal(row->id, "R3");
    assert_int_equal(workflow_target(row, OPEN, DRAFT), DONE);
}

static void level_role_and_relation_must_fit_together(void **state)
{
    struct problem err;
    (void)state;

    assert_int_equal(decide(OPEN, LEVEL_STREET, "HEAD", 1, "FINISH", &all_good, &err), -1);
    assert_int_equal(err.code, PROBLEM_FORBIDDEN);
    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "CLERK", 1, "FINISH", &all_good, &err), -1);
    assert_int_equal(err.code, PROBLEM_FORBIDDEN);
    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "HEAD", 2, "FINISH", &all_good, &err), -1);
    assert_int_equal(err.code, PROBLEM_FORBIDDEN);
    assert_int_equal(decide(OPEN, LEVEL_CITY, "HEAD", 2, "FINISH", &all_good, &err), 0);
    /* a role whose name begins like another's is not that role */
    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "HEADMASTER", 1, "FINISH", &all_good, &err), -1);
    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "", 1, "FINISH", &all_good, &err), -1);
    assert_int_equal(decide(OPEN, LEVEL_NONE, "HEAD", 1, "FINISH", &all_good, &err), -1);
}

static void who_may_never_is_told_so_before_the_state(void **state)
{
    struct problem err;
    (void)state;

    assert_int_equal(decide(DRAFT, LEVEL_STREET, "CLERK", 0, "FINISH", &all_good, &err), -1);
    assert_int_equal(err.code, PROBLEM_FORBIDDEN);
    assert_int_equal(decide(DRAFT, LEVEL_DISTRICT, "HEAD", 1, "FINISH", &all_good, &err), -1);
    assert_int_equal(err.code, PROBLEM_STATE_CONFLICT);
    assert_non_null(strstr(err.detail, "draft"));
    assert_int_equal(decide(WORKFLOW_START, LEVEL_DISTRICT, "HEAD", 1, "FINISH", &all_good, &err), -1);
    assert_int_equal(err.code, PROBLEM_STATE_CONFLICT);
}

static void an_unknown_action_is_an_invalid_field(void **state)
{
    struct problem err;
    (void)state;

    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "HEAD", 1, "%s%n", &all_good, &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_string_equal(err.fields[0].pointer, "/action");
}

static void all_failing_guards_are_named_and_the_gravest_decides(void **state)
{
    const struct facts nothing = {0}, unpaid = {true, false, true, "because"},
                       unnamed = {false, true, true, NULL};
    struct problem err;
    (void)state;

    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "HEAD", 1, "FINISH", &nothing, &err), -1);
    assert_int_equal(err.code, PROBLEM_SEPARATION_OF_DUTIES);
    assert_int_equal(err.n_fields, 4);
    assert_string_equal(err.fields[0].code, "named");
    assert_string_equal(err.fields[1].code, "paid");
    assert_string_equal(err.fields[1].pointer, "/amount");
    assert_string_equal(err.fields[1].message, "it is paid: 42");
    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "HEAD", 1, "FINISH", &unpaid, &err), -1);
    assert_int_equal(err.code, PROBLEM_GUARD_FAILED);
    assert_int_equal(decide(OPEN, LEVEL_DISTRICT, "HEAD", 1, "FINISH", &unnamed, &err), -1);
    assert_int_equal(err.code, PROBLEM_VALIDATION);
    assert_int_equal(err.n_fields, 2);
}

static void an_explanation_asks_for_what_the_request_must_bring(void **state)
{
    const struct facts f = {true, false, true, NULL};
    struct workflow_ask ask = {
        OPEN, {LEVEL_DISTRICT, "HEAD", 1},
         &f, false
    };
    struct workflow_verdict list[4];
    (void)state;

    assert_int_equal(workflow_explain(&wf, &ask, list, 4), 2);
    assert_string_equal(list[0].row->action, "FINISH");
    assert_false(list[0].allowed);
    assert_int_equal(list[0].n_failed, 1);
    assert_string_equal(list[0].failed[0].guard->name, "paid");
    assert_string_equal(list[0].failed[0].detail, "42");
    assert_int_equal(list[0].n_requires, 1);
    assert_string_equal(list[0].requires[0] -> name, "reason");
    assert_string_equal(list[1].row->action, "NOTE");
    assert_int_equal(list[1].fit, WORKFLOW_WRONG_LEVEL);
    assert_int_equal(workflow_explain(&wf, &ask, list, 1), 1);
}

static void versions_are_found_by_name(void **state)
{
    static const struct workflow second = {.name = "toy", .version = 2},
                                 other = {.name = "other", .version = 7};
    static const struct workflow *const registry[] = {&wf, &other, &second, NULL};
    (void)state;

    assert_ptr_equal(workflow_find(registry, "toy", 1), &wf);
    assert_ptr_equal(workflow_find(registry, "toy", 0), &second);
    assert_ptr_equal(workflow_find(registry, "other", 0), &other);
    assert_null(workflow_find(registry, "toy", 3));
    assert_null(workflow_find(registry, "none", 0));
    assert_int_equal(workflow_state_of(&wf, "OPEN"), OPEN);
    assert_int_equal(workflow_state_of(&wf, "open"), -1);
}

/* Faults of a definition, each made by one wrong row beside the sound ones. */
static void expect_fault(const struct workflow *broken, const char *const *executors, const char *code)
{
    struct problem err = {0};

    assert_int_equal(workflow_check(broken, executors, &err), -1);
    for (size_t i = 0; i < err.n_fields && i < PROBLEM_FIELDS_MAX; i++)
        if (strcmp(err.fields[i].code, code) == 0)
            return;
    fail_msg("%s was not found", code);
}

static void with_row(struct workflow_row row, const char *code)
{
    struct workflow_row list[8] = {rows[0], rows[1], rows[2], rows[3], row};
    struct workflow broken = wf;

    broken.rows = list;
    expect_fault(&broken, NULL, code);
}

static void a_sound_workflow_passes_the_check(void **state)
{
    static const char *const executors[] = {"NUMBER", "TELL", "OF_ANOTHER_VERSION", NULL};
    struct problem err = {0};
    (void)state;

    assert_int_equal(workflow_check(&wf, NULL, &err), 0);
    assert_int_equal(workflow_check(&wf, executors, &err), 0);
}

static void faults_of_a_definition_are_found(void **state)
{
    static const char *const executors[] = {"NUMBER", NULL};
    static const struct workflow_state lonely[] = {
        {"DRAFT", "", "", WORKFLOW_INITIAL},
        {"OPEN",     "", "", 0},
        {"DONE",       "", "", 0},
        {"LOST", "", "", 0},
        {0     }
    };
    struct workflow broken = wf;
    (void)state;

    with_row((struct workflow_row){"R9", "SEND", "", "", WORKFLOW_IN(DRAFT), DONE, 0, clerk, "", "", NULL},
             "duplicate");
    with_row((struct workflow_row){"R9", "X", "", "", WORKFLOW_IN(DRAFT), 9, 0, clerk, "", "", NULL},
             "dangling");
    with_row((struct workflow_row){"R9", "X", "", "", WORKFLOW_IN(9), DONE, 0, clerk, "", "", NULL},
             "dangling");
    with_row((struct workflow_row){"R9", "X", "", "", 0, DONE, 0, clerk, "", "", NULL}, "dangling");
    with_row(
        (struct workflow_row){"R9", "X", "", "", WORKFLOW_IN(DRAFT), DONE, 0, clerk, "nothing", "", NULL},
        "unknown");
    with_row(
        (struct workflow_row){"R9", "X", "", "", WORKFLOW_IN(DRAFT), DONE, 0, clerk, "", "NOTHING", NULL},
        "unknown");
    with_row((struct workflow_row){"R9", "X", "", "", WORKFLOW_IN(DRAFT), DONE, 0, NULL, "", "", NULL},
             "actor");
    with_row((struct workflow_row){"R9", "X", "", "", WORKFLOW_IN(DRAFT), DONE, WORKFLOW_AUTO, NULL, "paid",
                                   "", NULL},
             "guard");
    expect_fault(&wf, executors, "executor");
    broken.states = lonely;
    expect_fault(&broken, NULL, "unreachable");
    expect_fault(&broken, NULL, "dangling");
}

static void the_digest_follows_the_rules_and_not_the_texts(void **state)
{
    struct workflow_row list[8];
    struct workflow changed = wf;
    struct arena a = {0};
    uint64_t digest = workflow_digest(&wf, &a);
    (void)state;

    memcpy(list, rows, sizeof rows);
    changed.rows = list;
    list[1].zh = "另一说法";
    assert_true(workflow_digest(&changed, &a) == digest);
    list[1].guards = "named";
    assert_true(workflow_digest(&changed, &a) != digest);
    list[1].guards = rows[1].guards;
    list[1].who = head;
    assert_true(workflow_digest(&changed, &a) != digest);
    arena_done(&a);
}

static void the_page_shows_states_rows_and_conditions(void **state)
{
    struct arena a = {0};
    struct buf page;
    (void)state;

    buf_init(&page, &a);
    workflow_dump_markdown(&wf, &page);
    assert_non_null(strstr(page.data, "    [*] --> DRAFT: R1 新建\n"));
    assert_non_null(strstr(page.data, "    OPEN --> OPEN: R4 备注\n"));
    assert_non_null(strstr(page.data, "    DONE --> [*]\n"));
    assert_non_null(strstr(page.data, "| `paid` | it is paid | 须已缴款 | 409 guard-failed | object |"));
    assert_non_null(strstr(page.data, "HEAD at DISTRICT as OWNER<br>HEAD at CITY as PARTY"));
    assert_non_null(strstr(page.data, "by way of notes"));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_fits_takes_the_action),
        cmocka_unit_test(level_role_and_relation_must_fit_together),
        cmocka_unit_test(who_may_never_is_told_so_before_the_state),
        cmocka_unit_test(an_unknown_action_is_an_invalid_field),
        cmocka_unit_test(all_failing_guards_are_named_and_the_gravest_decides),
        cmocka_unit_test(an_explanation_asks_for_what_the_request_must_bring),
        cmocka_unit_test(versions_are_found_by_name),
        cmocka_unit_test(a_sound_workflow_passes_the_check),
        cmocka_unit_test(faults_of_a_definition_are_found),
        cmocka_unit_test(the_digest_follows_the_rules_and_not_the_texts),
        cmocka_unit_test(the_page_shows_states_rows_and_conditions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
