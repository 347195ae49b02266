/* SPDX-License-Identifier: MIT */
/* Rules about the parties of an issue (domain B.1, S-033). */
#include "issues/domain/issue_parties.h"
#include "base/str.h"
#include "issues/domain/issue_workflow.h"
#include <string.h>

enum {
    SEGMENT = 4,
    UNIT_ROLES = ISSUE_PARTY_COOP_UNIT
}; /* roles up to COOP_UNIT are units', the others persons' */

static bool is_unit(enum issue_party_role role)
{
    return role <= (enum issue_party_role)UNIT_ROLES;
}

/* In the owner's subtree, or a department beside it: for a street or department those of its district. A district's
 * departments lie in its subtree, the city's are not of its level (T02). */
static bool is_unit_in_reach(const struct issue_party *party, const struct issue_owner *owner)
{
    size_t len = strlen(owner->scope);

    if (str_starts(party->scope, owner->scope))
        return true;
    return (owner->level & LEVEL_UNIT) && party->level == LEVEL_DEPARTMENT && len > SEGMENT &&
           strlen(party->scope) == len && memcmp(party->scope, owner->scope, len - SEGMENT) == 0;
}

/* Whoever is named sees the issue: a leader's or officer's tenant lies where a unit may, or above, where it is seen
 * anyway. */
static bool is_in_reach(const struct issue_party *party, const struct issue_owner *owner)
{
    if (str_empty(party->scope) || str_empty(owner->scope))
        return false;
    return is_unit_in_reach(party, owner) ||
           (!is_unit(party->role) && str_starts(owner->scope, party->scope));
}

/* A unit leads or answers by signing, planning and reporting: the bodies that do so are streets, zones and departments.
 * */
static bool can_sign(const struct issue_party *party)
{
    return (party->role != ISSUE_PARTY_LEAD_UNIT && party->role != ISSUE_PARTY_RESP_UNIT) ||
           ((unsigned)party->level & LEVEL_UNIT);
}

static unsigned relation_of(enum issue_party_role role)
{
    static const unsigned bits[ISSUE_PARTY_COUNT] = {
        [ISSUE_PARTY_RESP_UNIT] = ISSUE_RELATION_RESP,
        [ISSUE_PARTY_LEAD_UNIT] = ISSUE_RELATION_LEAD,
        [ISSUE_PARTY_SUPERVISE_UNIT] = ISSUE_RELATION_SUPERVISE,
        [ISSUE_PARTY_COOP_UNIT] = ISSUE_RELATION_COOP,
    };

    return bits[role];
}

static bool has_unit(const struct issue_party *list, size_t n, enum issue_party_role role,
                     const char *tenant_id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].role == role && list[i].tenant_id && str_eq(list[i].tenant_id, tenant_id))
            return true;
    return false;
}

static void count(const struct issue_party *party, struct issue_parties *sum)
{
    int32_t *const counters[ISSUE_PARTY_COUNT] = {
        [ISSUE_PARTY_RESP_UNIT] = &sum->resp_units,           [ISSUE_PARTY_LEAD_UNIT] = &sum->lead_units,
        [ISSUE_PARTY_SUPERVISE_UNIT] = &sum->supervise_units, [ISSUE_PARTY_COOP_UNIT] = &sum->coop_units,
        [ISSUE_PARTY_PARTY_LEAD] = &sum->party_leads,         [ISSUE_PARTY_GOV_LEAD] = &sum->gov_leads,
        [ISSUE_PARTY_RESP_PERSON] = &sum->resp_persons,
    };

    if (counters[party->role])
        ++*counters[party->role];
}

/* Party committee and government share the duty where the body has both; departments have one principal (S-033). */
static bool needs_leads(const struct issue_party *party)
{
    unsigned level = (unsigned)party->level;

    return party->role == ISSUE_PARTY_RESP_UNIT && (level & (LEVEL_STREET | LEVEL_DEVZONE));
}

struct issue_parties issue_parties_summarise(const struct issue_party *list, size_t n,
                                             const struct issue_owner *owner, const struct issue_actor *actor)
{
    struct issue_parties sum = {0};

    for (size_t i = 0; i < n; i++) {
        const struct issue_party *party = &list[i];
        count(party, &sum);
        if (owner && !is_in_reach(party, owner))
            sum.out_of_reach++;
        if (!is_unit(party->role))
            continue;
        if (!can_sign(party))
            sum.cannot_sign++;
        if (needs_leads(party))
            sum.leads_needed = true;
        if (party->role == ISSUE_PARTY_LEAD_UNIT) {
            sum.lead_scope = party->scope;
            sum.lead_level = party->level;
            sum.lead_in_district = party->in_district;
        }
        if (party->role == ISSUE_PARTY_SUPERVISE_UNIT &&
            has_unit(list, n, ISSUE_PARTY_RESP_UNIT, party->tenant_id))
            sum.supervise_is_resp = true;
        if (actor && party->tenant_id && str_eq(party->tenant_id, actor->tenant_id))
            sum.actor |= relation_of(party->role);
    }
    return sum;
}

static bool is_same(const struct issue_party *a, const struct issue_party *b)
{
    return a->role == b->role && str_eq(a->tenant_id, b->tenant_id) && str_eq(a->person_id, b->person_id);
}

/* What is not there and what is not the holder's to name are told in the same words. */
void issue_blame_party(const struct issue_party *party, const struct issue_owner *owner, const char *pointer,
                       struct problem *err)
{
    if (!is_in_reach(party, owner))
        problem_field(err, pointer, "unknown-tenant", "本级辖区内及同级部门中没有该单位");
    else if (!can_sign(party))
        problem_field(err, pointer, "cannot-sign", "牵头、责任单位须为街镇、开发区或部门");
}

static void check_entry(const struct issue_party *list, size_t n, size_t i, struct problem *err)
{
    const struct issue_party *party = &list[i];
    char pointer[PROBLEM_POINTER];

    str_format(pointer, sizeof pointer, "/parties/%zu", i);
    if (!is_unit(party->role) && str_empty(party->person_id))
        problem_field(err, pointer, "required", "人员责任须指定人员");
    for (size_t k = 0; k < i; k++)
        if (is_same(&list[k], party))
            problem_field(err, pointer, "duplicate", "重复");
    if (party->role == ISSUE_PARTY_SUPERVISE_UNIT &&
        has_unit(list, n, ISSUE_PARTY_RESP_UNIT, party->tenant_id))
        problem_field(err, pointer, "supervise-is-resp", "督导/验收单位不得为责任单位");
}

int issue_check_parties(const struct issue_party *list, size_t n, const struct issue_owner *owner,
                        struct problem *err)
{
    struct issue_parties sum = issue_parties_summarise(list, n, owner, NULL);
    char pointer[PROBLEM_POINTER];

    for (size_t i = 0; i < n; i++) {
        check_entry(list, n, i, err);
        str_format(pointer, sizeof pointer, "/parties/%zu/tenant", i);
        issue_blame_party(&list[i], owner, pointer, err);
    }
    if (sum.lead_units != 1)
        problem_field(err, "/parties", "lead-unit", "牵头单位应有且仅有一个，现有 %d 个",
                      (int)sum.lead_units);
    if (sum.supervise_units != 1)
        problem_field(err, "/parties", "supervise-unit", "督导/验收单位应有且仅有一个，现有 %d 个",
                      (int)sum.supervise_units);
    if (sum.resp_units < 1)
        problem_field(err, "/parties", "resp-unit", "至少应有一个责任单位");
    if (sum.leads_needed && (sum.party_leads == 0 || sum.gov_leads == 0))
        problem_field(err, "/parties", "party-and-gov-lead", "党政同责：须同时明确党委责任人和政府责任人");
    return problem_fields_check(err);
}

unsigned issue_parts_of(const char *roles)
{
    unsigned parts = 0;

    for (int role = 0; role < ISSUE_PARTY_COUNT; role++)
        if (str_has_word(roles, issue_party_role_values[role]))
            parts |= 1u << role;
    return parts;
}

unsigned issue_parts_left(unsigned parts, const struct issue_party *heir, const struct issue_owner *owner)
{
    static const unsigned works = 1u << ISSUE_PARTY_LEAD_UNIT | 1u << ISSUE_PARTY_RESP_UNIT;
    unsigned left = 0, persons = 0;

    for (unsigned role = 0; role < ISSUE_PARTY_COUNT; role++) {
        struct issue_party part = *heir;
        part.role = (enum issue_party_role)role;
        persons |= is_unit(part.role) ? 0u : 1u << role;
        if (!is_in_reach(&part, owner) || !can_sign(&part))
            left |= 1u << role;
    }
    return parts & (left & works & parts ? left | persons : left);
}

bool issue_units_may_change(enum issue_state state)
{
    static const unsigned judged = 1u << ISSUE_STATE_ACCEPT_APPLIED | 1u << ISSUE_STATE_DIST_VERIFY |
                                   1u << ISSUE_STATE_CITY_REVIEW | 1u << ISSUE_STATE_PUBLICITY;

    return issue_is_open(state) && state != ISSUE_STATE_SUSPENDED && !(judged & 1u << state);
}
