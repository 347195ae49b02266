/* SPDX-License-Identifier: MIT */
/* Which closure materials an issue needs (销号材料, domain B.5). Pure. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_CHECKLIST_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_CHECKLIST_H

#include "issues/domain/issue_facts.h"

/* When a kind must be there. */
enum issue_stage {
    ISSUE_STAGE_APPLY /* T12, T13 */,
    ISSUE_STAGE_CLOSE /* T19: also what verification and notice produce */
};

/* Why a kind is required; any of them suffices. */
enum issue_need {
    ISSUE_NEED_ALWAYS = 1 << 0,
    ISSUE_NEED_SITE = 1 << 1, /* something changes on the ground: engineering, supervision or a campaign */
    ISSUE_NEED_ENG = 1 << 2,  /* an engineering measure */
    ISSUE_NEED_INST = 1 << 3, /* an institutional measure */
    ISSUE_NEED_MEASURABLE = 1 << 4, /* its effect can be measured: the category's, or marked so */
    ISSUE_NEED_CASES = 1 << 5,      /* enforcement: linked cases, or the category is about violations */
    ISSUE_NEED_DERIVED = 1 << 6,    /* issues were derived from it (举一反三) */
};

/* Since when it must have been handed in: what was judged in an earlier round says nothing of this one (I12). */
enum issue_since {
    ISSUE_SINCE_EVER,
    ISSUE_SINCE_ROUND, /* the step that opened the round */
    ISSUE_SINCE_NOTICE /* the notice that runs */
};

struct issue_checklist_row {
    enum issue_evidence_kind kind;
    enum issue_stage stage;
    unsigned needs; /* enum issue_need */
    enum issue_since since;
};
/* The default checklist in the order of B.5, ends with a row whose needs are 0. */
extern const struct issue_checklist_row issue_checklist[];

/** Kinds required at `stage` (those of APPLY included in CLOSE), as `1u << kind` bits, after the tenant's additions and
 * drops. */
unsigned issue_evidence_required(const struct issue_facts *f, enum issue_stage stage);
/** Required kinds that are absent, of an earlier round or notice, or have a file whose hash is not verified; photos
 * count only with a pair for every site. */
unsigned issue_evidence_missing(const struct issue_facts *f, enum issue_stage stage);

#endif
