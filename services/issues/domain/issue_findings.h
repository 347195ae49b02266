/* SPDX-License-Identifier: MIT */
/* Findings against a unit's conduct: false rectification (敷衍、表面、虚假整改、一刀切, domain B.4) and dereliction (不作为、乱作为、慢作为, B.8
 * L7). Pure. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_FINDINGS_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_FINDINGS_H

#include "issues/domain/issue_facts.h"

struct issue_finding_kind {
    const char *kind;               /* of conduct_finding */
    const struct workflow_who *who; /* may find so, and clear it */
};
/* Ends with { 0 }. */
extern const struct issue_finding_kind issue_finding_kinds[];

/** Whether a finding of this kind is an ACCOUNT record. */
bool issue_is_dereliction(const char *kind);
/** May the actor hand in evidence of this kind? FORBIDDEN where it is proof of dereliction and he keeps none (F.1
 * ACCOUNT). */
int issue_check_proof(const char *kind, const struct workflow_actor *actor, struct problem *err) MUST_CHECK;
/** May the actor find so; or, where it was found at `found_level` (else NULL), clear that? FORBIDDEN to another role
 *  and to a level below the one that found it. */
int issue_check_finder(const char *kind, const char *found_level, const struct workflow_actor *actor,
                       struct problem *err) MUST_CHECK;

#endif
