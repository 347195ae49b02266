/* SPDX-License-Identifier: MIT */
/* The complete matrix of T01..T25 in the newest version: every action x state x level x role x relation.
 * transitions.tsv names the allowed cells. */
#include "auth/roles.h"
#include "facts_text.h"
#include "issues/domain/issue_effects.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CELLS_MAX = 128, ACTIONS_MAX = 64 };

/* One row of the table. */
struct cell {
    char rule[8], action[32], needs[128];
    uint64_t from;
    unsigned levels, relations; /* relations 0: none needed */
    char roles[128];
    int to;
};

static struct cell cells[CELLS_MAX];
static size_t n_cells;

static uint64_t parse_states(struct tsv *t, char *text)
{
    uint64_t set = 0;
    char *save = NULL;

    for (char *word = strtok_r(text, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
        int state = code_find(issue_state_codes, word);
        if (str_eq(word, "-"))
            set |= WORKFLOW_IN(WORKFLOW_START);
        else if (state >= 0)
            set |= WORKFLOW_IN(state);
        else if (str_eq(word, "open"))
            for (int i = 0; i < ISSUE_STATE_COUNT; i++)
                set |= issue_is_open((enum issue_state)i) && i != ISSUE_STATE_SUSPENDED ? WORKFLOW_IN(i) : 0;
        else
            tsv_wrong(t, "no state %s", word);
    }
    return set;
}

static unsigned parse_levels(char *text)
{
    unsigned set = 0;
    char *save = NULL;

    for (char *word = strtok_r(text, ",", &save); word; word = strtok_r(NULL, ",", &save))
        set |= (unsigned)level_of(word);
    return set;
}

static unsigned parse_relations(struct tsv *t, char *text)
{
    const struct workflow_relation *r = issue_workflow(0)->relations;
    unsigned set = 0;

    for (; r->bit; r++)
        set |= str_has_word(text, r->code) ? r->bit : 0;
    if (!set && !str_eq(text, "any"))
        tsv_wrong(t, "no relation %s", text);
    return set;
}

static int read_table(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/transitions.tsv");
    while (tsv_next(&t, 8) && n_cells < CELLS_MAX) {
        struct cell *c = &cells[n_cells++];
        (void)snprintf(c->rule, sizeof c->rule, "%s", t.cell[0]);
        (void)snprintf(c->action, sizeof c->action, "%s", t.cell[1]);
        (void)snprintf(c->roles, sizeof c->roles, "%s", t.cell[4]);
        (void)snprintf(c->needs, sizeof c->needs, "%s", t.cell[7]);
        c->from = parse_states(&t, t.cell[2]);
        c->levels = parse_levels(t.cell[3]);
        c->relations = parse_relations(&t, t.cell[5]);
        c->to = str_eq(t.cell[6], "before") ? WORKFLOW_BACK : code_find(issue_state_codes, t.cell[6]);
    }
    tsv_close(&t);
    return 0;
}

/* One question of the matrix. */
struct question {
    const char *action;
    int state;
    enum level level;
    const char *role;
    unsigned relation;
};

static const struct cell *cell_for(const struct question *q, bool any_state)
{
    for (size_t i = 0; i < n_cells; i++) {
        const struct cell *c = &cells[i];
        if (str_eq(c->action, q->action) && (any_state || (c->from & WORKFLOW_IN(q->state))) &&
            (c->levels & (unsigned)q->level) && str_has_word(c->roles, q->role) &&
            (c->relations == 0 || (c->relations & q->relation)))
            return c;
    }
    return NULL;
}

static const char *needs_of(const char *action)
{
    for (size_t i = 0; i < n_cells; i++)
        if (str_eq(cells[i].action, action))
            return cells[i].needs;
    return "-";
}

static bool state_has_action(const char *action, int state)
{
    return workflow_row_from(issue_workflow(0), action, state) != NULL;
}

static void print_question(const struct question *q, const char *what)
{
    print_error("%s: %s from %s by %s at %s, relation %x\n", what, q->action,
                q->state == WORKFLOW_START ? "-" : issue_state_codes[q->state].code, q->role,
                level_code(q->level), q->relation);
}

/* Asks, and compares the answer with the table: allowed cells succeed, all others are refused with the right code. */
static bool answers_as_the_table(const struct question *q, const struct issue_facts *base)
{
    const struct cell *cell = cell_for(q, false);
    const struct workflow_row *row = NULL;
    struct issue_facts facts = *base;
    struct problem err = {0};
    struct workflow_ask ask = {
        q->state, {q->level, q->role, q->relation},
         &facts, false
    };
    enum problem_code expected = PROBLEM_FORBIDDEN;

    facts.actor.level = q->level;
    facts.actor.roles = q->role;
    facts.parties.actor = q->relation;
    if (!cell && !state_has_action(q->action, q->state) && cell_for(q, true))
        expected = PROBLEM_STATE_CONFLICT;
    if (workflow_decide(issue_workflow(0), &ask, q->action, &row, &err) == 0) {
        if (cell && str_eq(row->id, cell->rule) && workflow_target(row, q->state, WORKFLOW_BACK) == cell->to)
            return true;
        print_question(q, cell ? "wrong row" : "allowed, but no row of the table says so");
        return false;
    }
    if (!cell && err.code == expected)
        return true;
    print_question(q, cell ? err.detail : "refused with another code");
    return false;
}

static size_t ask_all_states(struct question *q, const struct issue_facts *base)
{
    size_t wrong = 0;

    for (q->state = 0; q->state < ISSUE_STATE_COUNT; q->state++)
        wrong += !answers_as_the_table(q, base);
    q->state = WORKFLOW_START;
    return wrong + !answers_as_the_table(q, base);
}

static size_t ask_everybody(const char *action, const struct issue_facts *base)
{
    struct question q = {.action = action};
    size_t wrong = 0;

    for (const struct role *role = role_table; role->name; role++)
        for (unsigned level = LEVEL_CITY; level <= LEVEL_DEPARTMENT; level <<= 1)
            for (unsigned relation = 0; relation <= ISSUE_RELATION_COOP;
                 relation = relation ? relation << 1 : 1) {
                q.role = role->name;
                q.level = (enum level)level;
                q.relation = relation;
                wrong += ask_all_states(&q, base);
            }
    return wrong;
}

static void the_matrix_is_what_the_table_says(void **state)
{
    size_t wrong = 0;
    (void)state;

    for (const struct workflow_row *row = issue_workflow(0)->rows; row->id; row++) {
        struct issue_facts base = facts_good();
        struct tsv t = {.path = "needs"};
        char needs[128];
        (void)snprintf(needs, sizeof needs, "%s", needs_of(row->action));
        facts_from_text(&t, &base, needs);
        assert_int_equal(t.wrong, 0);
        wrong += ask_everybody(row->action, &base);
    }
    assert_int_equal(wrong, 0);
}

static void every_row_of_the_table_exists(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_cells; i++) {
        const struct workflow_row *row = workflow_row_of(issue_workflow(0), cells[i].action);
        assert_non_null(row);
        assert_string_equal(row->id, cells[i].rule);
    }
}

/* T01..T25 are all there, and nothing else. */
static void every_rule_of_the_specification_has_a_row(void **state)
{
    char id[8];
    (void)state;

    for (int n = 1; n <= 25; n++) {
        const struct workflow_row *row = issue_workflow(0)->rows;
        (void)snprintf(id, sizeof id, "T%02d", n);
        while (row->id && strcmp(row->id, id) != 0)
            row++;
        if (!row->id)
            fail_msg("%s has no row", id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_the_table_exists),
        cmocka_unit_test(every_rule_of_the_specification_has_a_row),
        cmocka_unit_test(the_matrix_is_what_the_table_says),
    };

    return cmocka_run_group_tests(tests, read_table, NULL);
}
