/* SPDX-License-Identifier: MIT */
/* What the actor's tenant is to an issue, and who closes what (domain B.3, F.4). */
#include "base/str.h"
#include "issues/domain/issue_workflow.h"
#include <string.h>

enum { SCOPE_SEGMENT = 4 };

/* Scopes are paths of fixed-width segments, so a prefix is an ancestor. */
static bool is_within(const char *scope, const char *ancestor)
{
    return !str_empty(scope) && !str_empty(ancestor) && str_starts(scope, ancestor);
}

/* The city's departments and zones lie in no district, nor do the departments of its zones. */
static bool is_own_unit(const struct issue_actor *city, enum level level, bool in_district, const char *scope)
{
    return (level == LEVEL_DEPARTMENT || level == LEVEL_DEVZONE) && !in_district &&
           is_within(scope, city->scope);
}

/* A city's department or zone holds the issue, or leads what the city holds: no district lies between, so the office of
 * the city does what a district's office does elsewhere (T02 lets departments of the owner's level lead). */
static bool is_city_without_district(const struct issue_facts *f)
{
    if (f->actor.level != LEVEL_CITY)
        return false;
    return is_own_unit(&f->actor, f->owner_level, f->owner_in_district, f->scope) ||
           (str_eq(f->scope, f->actor.scope) &&
            is_own_unit(&f->actor, f->parties.lead_level, f->parties.lead_in_district,
                        f->parties.lead_scope));
}

/* The city, or one of its own departments, holds it: no other district does. */
static bool is_held_above(const struct issue_facts *f)
{
    size_t own = f->owner_level == LEVEL_DEPARTMENT ? SCOPE_SEGMENT : 0;
    size_t above = str_empty(f->scope) ? 0 : strlen(f->scope) - own;

    return above > 0 && !str_empty(f->actor.scope) && strlen(f->actor.scope) > above &&
           strncmp(f->actor.scope, f->scope, above) == 0;
}

/* The body that handles the issue: the district that holds it, or in which the lead unit of an issue held by the city
 * lies. A lead unit that came to lie in another district takes the issue along to nobody. */
static bool handles(const struct issue_facts *f)
{
    if (f->actor.level != LEVEL_DISTRICT)
        return is_city_without_district(f);
    return is_within(f->scope, f->actor.scope) ||
           (is_held_above(f) && is_within(f->parties.lead_scope, f->actor.scope));
}

static bool is_city_above(const struct issue_facts *f)
{
    return f->actor.level == LEVEL_CITY && is_within(f->scope, f->actor.scope);
}

/* A street does not strike off what it was itself made responsible for: its district does. */
static bool is_closing_street(const struct issue_facts *f)
{
    unsigned own = ISSUE_RELATION_RESP | ISSUE_RELATION_LEAD;

    return f->closing_level == ISSUE_CLOSING_STREET && f->actor.level == LEVEL_STREET &&
           is_within(f->scope, f->actor.scope) && !(f->parties.actor & own);
}

static bool closes(const struct issue_facts *f)
{
    if (f->closing_level == ISSUE_CLOSING_CITY)
        return is_city_above(f);
    return handles(f) || is_closing_street(f);
}

unsigned issue_relations(const struct issue_facts *f)
{
    unsigned bits = f->parties.actor;

    if (str_eq(f->scope, f->actor.scope) && !str_empty(f->scope))
        bits |= ISSUE_RELATION_OWNER;
    if (str_eq(f->registered_by, f->actor.tenant_id) && !str_empty(f->registered_by))
        bits |= ISSUE_RELATION_REGISTRAR;
    if (handles(f))
        bits |= ISSUE_RELATION_DISTRICT;
    if (closes(f))
        bits |= ISSUE_RELATION_CLOSING;
    if (closes(f) || is_city_above(f))
        bits |= ISSUE_RELATION_CLOSING_UP;
    return bits;
}

enum issue_review issue_review_stage(const struct issue_facts *f)
{
    bool office = str_has_word(f->actor.roles, "DIST_OFFICE") ||
                  str_has_word(f->actor.roles, "CITY_OFFICE") ||
                  str_has_word(f->actor.roles, "GROUP_RECTIFY");

    if ((f->parties.actor & ISSUE_RELATION_SUPERVISE) && !f->plan.reviewed_by_supervisor)
        return ISSUE_REVIEW_SUPERVISOR;
    if ((f->actor.level & LEVEL_UNIT) != 0)
        return ISSUE_REVIEW_SUPERVISOR;
    return office ? ISSUE_REVIEW_OFFICE : ISSUE_REVIEW_GROUP;
}

struct workflow_ask issue_ask(const struct issue_facts *facts, bool english)
{
    return (struct workflow_ask){
        .state = facts->state,
        .actor = {facts->actor.level, facts->actor.roles, issue_relations(facts)},
        .facts = facts,
        .english = english,
    };
}

int issue_check_rank(const char *by, enum level level, struct problem *err)
{
    if (!str_eq(by, "CITY") || level == LEVEL_CITY)
        return 0;
    return problem_fail(err, PROBLEM_FORBIDDEN, "what the city issued or found the city concludes");
}

bool issue_is_open(enum issue_state state)
{
    return state != ISSUE_STATE_CLOSED && state != ISSUE_STATE_REOPENED && state != ISSUE_STATE_CANCELLED &&
           state != ISSUE_STATE_MERGED;
}

bool issue_clock_runs(enum issue_state state)
{
    return issue_is_open(state) && state != ISSUE_STATE_SUSPENDED && state != ISSUE_STATE_LONG_TERM;
}

bool issue_reports_run(enum issue_state state)
{
    return state == ISSUE_STATE_RECTIFYING || state == ISSUE_STATE_LONG_TERM;
}

bool issue_takes_in(enum issue_state state)
{
    return state <= ISSUE_STATE_RECTIFYING;
}

enum issue_closing_level issue_closing_level_of(enum issue_source_level level, enum issue_source_kind kind)
{
    if (level >= ISSUE_SOURCE_MUNICIPAL)
        return ISSUE_CLOSING_CITY;
    if (kind == ISSUE_KIND_INTERNAL)
        return ISSUE_CLOSING_DISTRICT;
    if (level == ISSUE_SOURCE_STREET || kind == ISSUE_KIND_SELF)
        return ISSUE_CLOSING_STREET;
    return ISSUE_CLOSING_DISTRICT;
}

bool issue_source_is_within(enum level level, const char *scope, enum issue_source_level source)
{
    size_t depth = strlen(scope) / SCOPE_SEGMENT - (level == LEVEL_DEPARTMENT ? 1 : 0);
    enum issue_source_level highest = depth <= 1   ? ISSUE_SOURCE_CENTRAL
                                      : depth == 2 ? ISSUE_SOURCE_DISTRICT
                                                   : ISSUE_SOURCE_STREET;

    return source <= highest;
}
