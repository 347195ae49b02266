/* SPDX-License-Identifier: MIT */
/* Is a workflow sound? Run by unit tests and by the self-test at start, so that a rule without an executor never goes
 * live. */
#include "workflow/workflow.h"
#include "workflow/workflow_internal.h"
#include <stdio.h>
#include <string.h>

static int state_count(const struct workflow *wf)
{
    int n = 0;

    while (wf->states[n].code)
        n++;
    return n;
}

static bool leaves_again(const struct workflow *wf, int state)
{
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        if ((row->from & WORKFLOW_IN(state)) && row->to != WORKFLOW_SAME)
            return true;
    return false;
}

/* States that can be reached from START, as a set. WORKFLOW_BACK leads only to states already reached. */
static uint64_t reachable(const struct workflow *wf)
{
    uint64_t seen = WORKFLOW_IN(WORKFLOW_START), before = 0;

    while (seen != before) {
        before = seen;
        for (const struct workflow_row *row = wf->rows; row->id; row++)
            if ((row->from & seen) && row->to >= 0)
                seen |= WORKFLOW_IN(row->to);
    }
    return seen;
}

static void check_states(const struct workflow *wf, struct problem *err)
{
    uint64_t seen = reachable(wf);
    int n = state_count(wf);

    if (n > WORKFLOW_STATES_MAX)
        problem_field(err, "/states", "too-many", "%d states", n);
    for (int i = 0; i < n && i < WORKFLOW_STATES_MAX; i++) {
        const struct workflow_state *s = &wf->states[i];
        if (!(seen & WORKFLOW_IN(i)))
            problem_field(err, "/states", "unreachable", "%s is never reached", s->code);
        if (!(s->flags & WORKFLOW_TERMINAL) && !leaves_again(wf, i))
            problem_field(err, "/states", "dangling", "%s is never left", s->code);
        if (workflow_state_of(wf, s->code) != i)
            problem_field(err, "/states", "duplicate", "%s", s->code);
    }
}

static void check_targets(const struct workflow *wf, const struct workflow_row *row, struct problem *err)
{
    uint64_t known = WORKFLOW_IN(state_count(wf)) - 1;

    if (row->to >= state_count(wf) || row->to < WORKFLOW_BACK)
        problem_field(err, "/rows", "dangling", "%s %s leads to no state", row->id, row->action);
    if (row->from == 0 || (row->from & ~(known | WORKFLOW_IN(WORKFLOW_START))))
        problem_field(err, "/rows", "dangling", "%s %s leaves from no state", row->id, row->action);
    for (const struct workflow_row *other = wf->rows; other < row; other++)
        if (str_eq(other->action, row->action) && (other->from & row->from))
            problem_field(err, "/rows", "duplicate", "%s and %s: %s from the same state", other->id, row->id,
                          row->action);
}

static void check_actors(const struct workflow_row *row, struct problem *err)
{
    bool automatic = (row->flags & WORKFLOW_AUTO) != 0;

    if (automatic != (row->who == NULL || !row->who->levels))
        problem_field(err, "/rows", "actor", "%s %s: an automatic row has no actor, any other has one",
                      row->id, row->action);
    if (automatic && row->guards && *row->guards)
        problem_field(err, "/rows", "guard", "%s %s: an automatic row cannot be refused", row->id,
                      row->action);
    for (const struct workflow_who *who = row->who; who && who->levels; who++)
        if (str_empty(who->roles))
            problem_field(err, "/rows", "actor", "%s %s: an actor without role", row->id, row->action);
}

static void check_names(const struct workflow *wf, const struct workflow_row *row, struct problem *err)
{
    const char *at = row->guards;
    char name[WORKFLOW_WORD];
    size_t n = 0;

    for (; workflow_word(&at, name); n++)
        if (!workflow_guard_of(wf, name))
            problem_field(err, "/guards", "unknown", "%s %s: guard %s", row->id, row->action, name);
    if (n > WORKFLOW_GUARDS_MAX)
        problem_field(err, "/guards", "too-many", "%s %s: %zu guards", row->id, row->action, n);
    at = row->effects;
    while (workflow_word(&at, name))
        if (!workflow_effect_of(wf, name))
            problem_field(err, "/effects", "unknown", "%s %s: effect %s", row->id, row->action, name);
}

static void check_catalogues(const struct workflow *wf, struct problem *err)
{
    for (const struct workflow_guard *g = wf->guards; g && g->name; g++) {
        if (!g->holds)
            problem_field(err, "/guards", "executor", "guard %s has no function", g->name);
        if (strlen(g->name) >= sizeof err->fields[0].code)
            problem_field(err, "/guards", "length", "guard %s", g->name);
    }
}

static void check_executors(const struct workflow *wf, const char *const *executors, struct problem *err)
{
    for (const struct workflow_effect *e = wf->effects; e && e->name; e++)
        if (workflow_uses_effect(wf, e->name) && !str_in(e->name, executors))
            problem_field(err, "/effects", "executor", "effect %s has no executor", e->name);
}

int workflow_check(const struct workflow *wf, const char *const *executors, struct problem *err)
{
    size_t n = 0;

    check_states(wf, err);
    for (const struct workflow_row *row = wf->rows; row->id; row++, n++) {
        check_targets(wf, row, err);
        check_actors(row, err);
        check_names(wf, row, err);
    }
    if (n > WORKFLOW_ROWS_MAX)
        problem_field(err, "/rows", "too-many", "%zu rows", n);
    check_catalogues(wf, err);
    if (executors)
        check_executors(wf, executors, err);
    return problem_fields_check(err);
}
