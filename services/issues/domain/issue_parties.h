/* SPDX-License-Identifier: MIT */
/* Who answers for an issue (domain B.1 issue_party, S-033). Pure. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_PARTIES_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_PARTIES_H

#include "issues/domain/issue_facts.h"

/* The tenant that holds the issue. */
struct issue_owner {
    const char *scope;
    enum level level;
};

/** Counts, conflicts and the actor's own part. */
struct issue_parties issue_parties_summarise(const struct issue_party *list, size_t n,
                                             const struct issue_owner *owner,
                                             const struct issue_actor *actor);
/** A whole list as it would be stored: exactly one lead and one supervising unit, at least one responsible unit, the
 *  supervisor not responsible itself, units have a tenant and persons a person, none twice in one role; every tenant in
 *  the owner's reach; who leads or answers can sign; both leaders named where a street or zone is responsible. All
 *  faults as field entries "/parties/<index>/..." (VALIDATION). */
int issue_check_parties(const struct issue_party *list, size_t n, const struct issue_owner *owner,
                        struct problem *err) MUST_CHECK;

/** Says at `pointer` why a body cannot have the party's role, where it cannot: it is out of the holder's reach, or no
 *  unit that could sign. */
void issue_blame_party(const struct issue_party *party, const struct issue_owner *owner, const char *pointer,
                       struct problem *err);
/** Parts as bits, from their words. */
unsigned issue_parts_of(const char *roles);
/** Of the parts that a body which ended has in one issue those that an heir cannot take: out of the holder's reach, or
 *  no unit that could sign. A unit's persons answer with it. */
unsigned issue_parts_left(unsigned parts, const struct issue_party *heir, const struct issue_owner *owner);

/** Whether other units may take a part: until acceptance is applied for, and while a long-term issue is kept up.
 *  Persons change as long as the issue is open: officials do within the years that it takes. */
bool issue_units_may_change(enum issue_state state);

#endif
