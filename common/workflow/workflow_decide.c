/* SPDX-License-Identifier: MIT */
/* Who fits, which guards hold, and what follows from it. */
#include "workflow/workflow.h"
#include "workflow/workflow_internal.h"
#include <stdio.h>
#include <string.h>

static bool shares_word(const char *words, const char *other)
{
    char word[WORKFLOW_WORD];

    while (workflow_word(&words, word))
        if (str_has_word(other, word))
            return true;
    return false;
}

static enum workflow_fit who_fits(const struct workflow_who *who, const struct workflow_actor *actor)
{
    if (!(who->levels & (unsigned)actor->level))
        return WORKFLOW_WRONG_LEVEL;
    if (!shares_word(who->roles, actor->roles))
        return WORKFLOW_WRONG_ROLE;
    if (who->relations && !(who->relations & actor->relations))
        return WORKFLOW_WRONG_RELATION;
    return WORKFLOW_FITS;
}

enum workflow_fit workflow_fits(const struct workflow_row *row, const struct workflow_actor *actor)
{
    enum workflow_fit best = WORKFLOW_WRONG_LEVEL;

    for (const struct workflow_who *who = row->who; who && who->levels; who++) {
        enum workflow_fit fit = who_fits(who, actor);
        if (fit == WORKFLOW_FITS)
            return fit;
        if (fit > best) /* the values grow with nearness */
            best = fit;
    }
    return best;
}

/* Adds to the verdict what the row's guards say. Where nothing is decided yet, what a request still lacks is asked for.
 * */
static void look_at_guards(const struct workflow *wf, const struct workflow_ask *ask, bool deciding,
                           struct workflow_verdict *v)
{
    const char *at = v->row->guards;
    char name[WORKFLOW_WORD];

    while (workflow_word(&at, name)) {
        const struct workflow_guard *guard = workflow_guard_of(wf, name);
        struct workflow_failure *failure = &v->failed[v->n_failed];
        if (!guard || v->n_failed == WORKFLOW_GUARDS_MAX || v->n_requires == WORKFLOW_GUARDS_MAX)
            continue;
        failure->detail[0] = '\0';
        if (guard->holds(ask->facts, failure->detail))
            continue;
        if (!deciding && (guard->flags & WORKFLOW_INPUT)) {
            v->requires[v->n_requires++] = guard;
            continue;
        }
        failure->guard = guard;
        v->n_failed++;
    }
}

static void judge(const struct workflow *wf, const struct workflow_ask *ask, const struct workflow_row *row,
                  bool deciding, struct workflow_verdict *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->row = row;
    ret->fit = workflow_fits(row, &ask->actor);
    look_at_guards(wf, ask, deciding, ret);
    ret->allowed = ret->fit == WORKFLOW_FITS && ret->n_failed == 0;
}

size_t workflow_explain(const struct workflow *wf, const struct workflow_ask *ask,
                        struct workflow_verdict *ret, size_t max)
{
    size_t n = 0;

    for (const struct workflow_row *row = wf->rows; row->id && n < max; row++)
        if ((row->from & WORKFLOW_IN(ask->state)) && !(row->flags & WORKFLOW_AUTO))
            judge(wf, ask, row, false, &ret[n++]);
    return n;
}

/* "T17 needs CITY_OFFICE (CITY)": the rule that forbids, for the caller. */
static int forbid(const struct workflow_row *row, bool english, struct problem *err)
{
    char who[160] = "";
    size_t len = 0;

    for (const struct workflow_who *w = row->who; w && w->levels && len < sizeof who; w++) {
        int n = snprintf(who + len, sizeof who - len, "%s%s", len ? "; " : "", w->roles);
        len += n > 0 ? (size_t)n : 0;
    }
    if (row->flags & WORKFLOW_AUTO)
        return problem_fail(err, PROBLEM_FORBIDDEN,
                            english ? "%s %s is taken by the system" : "%s %s 由系统自动执行", row->id,
                            row->action);
    return problem_fail(err, PROBLEM_FORBIDDEN,
                        english ? "%s %s belongs to another level, role or party: %s"
                                : "%s %s 应由相应层级、角色或责任方办理：%s",
                        row->id, row->action, who);
}

/* The action is known but no row of it leaves the present state. Who may never take it anywhere hears that first. */
static int refuse_state(const struct workflow *wf, const struct workflow_ask *ask, const char *action,
                        struct problem *err)
{
    const struct workflow_row *row = workflow_row_of(wf, action);
    const char *state = "-";

    for (; row->id; row++)
        if (str_eq(row->action, action) && workflow_fits(row, &ask->actor) == WORKFLOW_FITS)
            break;
    if (!row->id)
        return forbid(workflow_row_of(wf, action), ask->english, err);
    if (ask->state != WORKFLOW_START)
        state = ask->english ? wf->states[ask->state].en : wf->states[ask->state].zh;
    return problem_fail(err, PROBLEM_STATE_CONFLICT,
                        ask->english ? "in state %s there is no %s" : "当前状态“%s”不能执行 %s", state,
                        action);
}

/* What several failures raise together: the lowest status (403 before 409 before 422); the first of that status. */
static enum problem_code gravest(const struct workflow_verdict *v)
{
    enum problem_code code = v->failed[0].guard->code;

    for (size_t i = 1; i < v->n_failed; i++)
        if (problem_kind(v->failed[i].guard->code)->status < problem_kind(code)->status)
            code = v->failed[i].guard->code;
    return code;
}

static int refuse_guards(const struct workflow_verdict *v, bool english, struct problem *err)
{
    for (size_t i = 0; i < v->n_failed; i++) {
        const struct workflow_failure *f = &v->failed[i];
        const char *text = english ? f->guard->en : f->guard->zh;
        problem_field(err, f->guard->pointer, f->guard->name, "%s%s%s", text, f->detail[0] ? ": " : "",
                      f->detail);
    }
    return problem_fail(err, gravest(v),
                        english ? "%s %s: %zu condition(s) do not hold" : "%s %s：%zu 项条件不满足",
                        v->row->id, v->row->action, v->n_failed);
}

int workflow_decide(const struct workflow *wf, const struct workflow_ask *ask, const char *action,
                    const struct workflow_row **ret_row, struct problem *err)
{
    const struct workflow_row *row = workflow_row_from(wf, action, ask->state);
    struct workflow_verdict verdict;

    if (!workflow_row_of(wf, action)) {
        problem_field(err, "/action", "enum", ask->english ? "no such action" : "没有该操作");
        return problem_fields_check(err);
    }
    if (!row)
        return refuse_state(wf, ask, action, err);
    judge(wf, ask, row, true, &verdict);
    if (verdict.fit != WORKFLOW_FITS)
        return forbid(row, ask->english, err);
    if (verdict.n_failed)
        return refuse_guards(&verdict, ask->english, err);
    *ret_row = row;
    return 0;
}
