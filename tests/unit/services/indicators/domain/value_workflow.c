/* SPDX-License-Identifier: MIT */
/* The life of a value: the whole matrix of actions, states, levels, roles and relations (value_transitions.tsv names
 * the allowed cells), conditions (value_decisions.tsv), and the definition of the published versions. */
#include "indicators/domain/value_workflow.h"
#include "auth/roles.h"
#include "base/date.h"
#include "support/page.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The digests of the published versions. A difference here means that a version in use was changed: write a new one
 * instead. */
static const uint64_t published[] = {UINT64_C(0x862a425c9add414c), UINT64_C(0x4fa592811fb74563)};

enum { CELLS_MAX = 64 };

/* One row of the table. */
struct cell {
    char rule[8], action[16], roles[64];
    uint64_t from;
    unsigned levels, relations;
    int to;
};
static struct cell cells[CELLS_MAX];
static size_t n_cells;

static int state_of(const char *code)
{
    return str_eq(code, "-") ? WORKFLOW_START : workflow_state_of(value_workflow(0), code);
}

static uint64_t parse_states(struct tsv *t, char *text)
{
    uint64_t set = 0;
    char *save = NULL;

    for (char *word = strtok_r(text, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
        if (state_of(word) < 0)
            tsv_wrong(t, "no state %s", word);
        else
            set |= WORKFLOW_IN(state_of(word));
    }
    return set;
}

static unsigned parse_relations(const char *text)
{
    unsigned set = 0;

    for (const struct workflow_relation *r = value_workflow(0)->relations; r->bit; r++)
        set |= str_has_word(text, r->code) ? r->bit : 0;
    return set;
}

static unsigned parse_levels(const char *text)
{
    return str_eq(text, "ANY") ? (unsigned)LEVEL_ANY : (unsigned)level_of(text);
}

static int read_table(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/value_transitions.tsv");
    while (tsv_next(&t, 7) && n_cells < CELLS_MAX) {
        struct cell *c = &cells[n_cells++];
        (void)snprintf(c->rule, sizeof c->rule, "%s", t.cell[0]);
        (void)snprintf(c->action, sizeof c->action, "%s", t.cell[1]);
        (void)snprintf(c->roles, sizeof c->roles, "%s", t.cell[4]);
        c->from = parse_states(&t, t.cell[2]);
        c->levels = parse_levels(t.cell[3]);
        c->relations = parse_relations(t.cell[5]);
        c->to = state_of(t.cell[6]);
    }
    tsv_close(&t);
    return 0;
}

static struct value_facts good_facts(void)
{
    return (struct value_facts){
        .actor = {.id = "reviewer"},
        .entered_by = "enterer",
        .today = date_from_ymd(2027, 1, 1),
        .period_last = date_from_ymd(2026, 12, 31),
        .reason = "why",
    };
}

struct question {
    const char *action, *role;
    int state;
    enum level level;
    unsigned relation;
};

static const struct cell *cell_for(const struct question *q)
{
    for (size_t i = 0; i < n_cells; i++) {
        const struct cell *c = &cells[i];
        if (str_eq(c->action, q->action) && (c->from & WORKFLOW_IN(q->state)) &&
            (c->levels & (unsigned)q->level) && str_has_word(c->roles, q->role) &&
            (c->relations & q->relation))
            return c;
    }
    return NULL;
}

static bool answers_as_the_table(const struct question *q)
{
    const struct cell *cell = cell_for(q);
    struct value_facts facts = good_facts();
    const struct workflow_row *row = NULL;
    struct problem err = {0};
    const struct workflow_ask ask = {
        q->state, {q->level, q->role, q->relation},
         &facts, true
    };
    bool allowed = workflow_decide(value_workflow(0), &ask, q->action, &row, &err) == 0;

    if (allowed == (cell != NULL) && (!allowed || (str_eq(row->id, cell->rule) && row->to == cell->to)))
        return true;
    print_error("%s from %d by %s at %s, relation %x: %s\n", q->action, q->state, q->role,
                level_code(q->level), q->relation, allowed ? "allowed" : err.detail);
    return false;
}

static size_t ask_all_states(struct question *q)
{
    size_t wrong = 0;

    for (q->state = 0; q->state < VALUE_STATE_COUNT; q->state++)
        wrong += !answers_as_the_table(q);
    q->state = WORKFLOW_START;
    return wrong + !answers_as_the_table(q);
}

static void the_matrix_is_what_the_table_says(void **state)
{
    size_t wrong = 0;
    (void)state;

    for (const struct workflow_row *row = value_workflow(0)->rows; row->id; row++)
        for (const struct role *role = role_table; role->name; role++)
            for (unsigned level = LEVEL_CITY; level <= LEVEL_DEPARTMENT; level <<= 1)
                for (unsigned relation = 0; relation <= VALUE_RELATION_ABOVE;
                     relation = relation ? relation << 1 : 1)
                    wrong += ask_all_states(
                        &(struct question){row->action, role->name, 0, (enum level)level, relation});
    assert_int_equal(wrong, 0);
}

static void decisions_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/value_decisions.tsv");
    while (tsv_next(&t, 9)) {
        struct value_facts f = good_facts();
        const struct workflow_row *row;
        struct problem err = {0};
        char codes[128] = "";
        f.state = state_of(t.cell[1]);
        f.scope = "00010003";
        f.unit_scope = "000100030009";
        f.actor =
            (struct value_actor){t.cell[2], t.cell[3], LEVEL_DEPARTMENT, "MONITOR_REVIEW MONITOR_INPUT"};
        f.today = tsv_date(&t, t.cell[4]);
        f.reason = tsv_text(t.cell[5]);
        f.is_judged = tsv_text(t.cell[6]) != NULL;
        f.files = f.is_judged ? tsv_int(&t, t.cell[6]) : 0;
        struct workflow_ask ask = value_ask(&f, true);
        int r = workflow_decide(value_workflow(0), &ask, t.cell[0], &row, &err);
        tsv_expect(&t, "answer", t.cell[7], r == 0 ? row->id : problem_kind(err.code)->slug);
        for (size_t i = 0; i < err.n_fields; i++)
            (void)snprintf(codes + strlen(codes), sizeof codes - strlen(codes), "%s%s", i ? "," : "",
                           err.fields[i].code);
        tsv_expect(&t, "conditions", t.cell[8], *codes ? codes : "-");
    }
    tsv_close(&t);
}

static void relations_follow_from_scopes(void **state)
{
    static const struct {
        const char *actor;
        unsigned bits;
    } rows[] = {
        {"0001",         VALUE_RELATION_ABOVE},
        {"00010003",     VALUE_RELATION_OWNER},
        {"000100030009", VALUE_RELATION_UNIT },
        {"000100030008", 0                   },
        {"00010004",     0                   },
        {"",             0                   },
        {NULL,           0                   },
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct value_facts f = {
            .scope = "00010003", .unit_scope = "000100030009", .actor = {.scope = rows[i].actor}};
        assert_int_equal(value_relations(&f), rows[i].bits);
    }
}

static void entering_and_freezing_are_separate_duties(void **state)
{
    (void)state;
    assert_non_null(strstr(workflow_row_of(value_workflow(0), "FREEZE")->guards, "freezer_not_enterer"));
}

static void every_published_version_is_sound_and_never_changes(void **state)
{
    const char *executors[16] = {NULL};
    struct arena a = {0};
    size_t n = 0;
    (void)state;

    for (const struct workflow_effect *e = value_effects; e->name; e++)
        executors[n++] = e->name;
    for (size_t i = 0; value_workflows[i]; i++) {
        struct problem err = {0};
        uint64_t digest = workflow_digest(value_workflows[i], &a);
        if (workflow_check(value_workflows[i], executors, &err) < 0)
            fail_msg("version %zu: %s %s", i + 1, err.fields[0].code, err.fields[0].message);
        assert_true(i < ARRAY_LEN(published));
        if (digest != published[i])
            fail_msg("version %zu has the digest 0x%llx", i + 1, (unsigned long long)digest);
    }
    arena_done(&a);
}

static void every_condition_and_effect_serves_some_row(void **state)
{
    (void)state;
    for (const struct workflow_guard *g = value_guards; g->name; g++)
        assert_true(workflow_uses_guard(value_workflow(0), g->name));
    for (const struct workflow_effect *e = value_effects; e->name; e++)
        assert_true(workflow_uses_effect(value_workflow(0), e->name));
}

/* The page in docs/ is what the rows say. */
static void the_reference_page_is_the_rows(void **state)
{
    struct arena a = {0};
    struct buf page;
    (void)state;

    buf_init(&page, &a);
    workflow_dump_markdown(value_workflow(0), &page);
    expect_page("docs/reference/workflows/value.md", page.data);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_matrix_is_what_the_table_says),
        cmocka_unit_test(decisions_are_what_the_table_says),
        cmocka_unit_test(relations_follow_from_scopes),
        cmocka_unit_test(entering_and_freezing_are_separate_duties),
        cmocka_unit_test(every_published_version_is_sound_and_never_changes),
        cmocka_unit_test(every_condition_and_effect_serves_some_row),
        cmocka_unit_test(the_reference_page_is_the_rows),
    };

    return cmocka_run_group_tests(tests, read_table, NULL);
}
