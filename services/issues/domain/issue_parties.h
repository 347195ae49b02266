/* SPDX-License-Identifier: MIT */
/* Who answers for an issue (domain B.1 issue_party, S-033). Pure. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_PARTIES_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_PARTIES_H

#include "issues/domain/issue_facts.h"

/** Counts, conflicts and the actor's own part. `owner_scope` is the issue's. */
struct issue_parties issue_parties_summarise(const struct issue_party *list, size_t n,
                                             const char *owner_scope, const struct issue_actor *actor);
/** A whole list as it would be stored: exactly one lead and one supervising unit, at least one responsible unit, the supervisor
 *  not responsible itself, units have a tenant and persons a person, none twice in one role; both leaders named where a street,
 *  zone or district is responsible. All faults as field entries "/parties/<index>/..." (VALIDATION). */
int issue_check_parties(const struct issue_party *list, size_t n, struct problem *err) MUST_CHECK;

#endif
