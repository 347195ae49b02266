/* SPDX-License-Identifier: MIT */
/* The conditions of the life of a value, and what an actor is to it. */
#include "base/str.h"
#include "indicators/domain/value_workflow.h"
#include "workflow/duty.h"

#define QUIET char detail[WORKFLOW_DETAIL] UNUSED

static const struct value_facts *of(const void *facts)
{
    return facts;
}

static bool is_reason_given(const void *facts, QUIET)
{
    return !str_empty(of(facts)->reason);
}

static bool is_other_than_enterer(const void *facts, QUIET)
{
    return duty_is_separate(DUTY_VALUE, of(facts)->entered_by, of(facts)->actor.id);
}

static bool is_period_over(const void *facts, QUIET)
{
    return of(facts)->today > of(facts)->period_last;
}

static bool is_shown_by_files(const void *facts, QUIET)
{
    return !of(facts)->is_judged || of(facts)->files > 0;
}

/* clang-format off: one row a line, in columns */
const struct workflow_guard value_guards[] = {
    {"reason_given",        is_reason_given, PROBLEM_VALIDATION, WORKFLOW_INPUT, "/reason", "a reason is given",
     "须填写理由"},
    {"freezer_not_enterer",   is_other_than_enterer, PROBLEM_SEPARATION_OF_DUTIES, 0, "",
     "who entered the figure does not freeze it", "填报人不得冻结（数据填报与冻结分离）"},
    {"period_is_over",            is_period_over, PROBLEM_GUARD_FAILED, 0, "/period", "the period is over",
     "统计周期须已结束"},
    {"files_attached",     is_shown_by_files, PROBLEM_GUARD_FAILED, 0, "/files",
     "what persons evaluate is shown by a file", "人工评价的指标须附材料"},
    {0},
};
/* clang-format on */

/* Scopes are paths of fixed-width segments, so a prefix is an ancestor. */
static bool is_above(const struct value_facts *f)
{
    return !str_empty(f->actor.scope) && !str_eq(f->scope, f->actor.scope) &&
           str_starts(f->scope, f->actor.scope);
}

unsigned value_relations(const struct value_facts *f)
{
    unsigned bits = 0;

    if (str_eq(f->scope, f->actor.scope) && !str_empty(f->scope))
        bits |= VALUE_RELATION_OWNER;
    if (f->unit_scope && str_eq(f->unit_scope, f->actor.scope))
        bits |= VALUE_RELATION_UNIT;
    if (is_above(f))
        bits |= VALUE_RELATION_ABOVE;
    return bits;
}

struct workflow_ask value_ask(const struct value_facts *f, bool english)
{
    return (struct workflow_ask){
        .state = f->state,
        .actor = {f->actor.level, f->actor.roles, value_relations(f)},
        .facts = f,
        .english = english,
    };
}
