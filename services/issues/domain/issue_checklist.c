/* SPDX-License-Identifier: MIT */
/* The default checklist of closure materials, by category and kinds of measures. */
#include "issues/domain/issue_checklist.h"

#define BIT(value) (1u << (unsigned)(value))

/* clang-format off */
const struct issue_checklist_row issue_checklist[] = {
    {ISSUE_EVIDENCE_APPLICATION_FORM,   ISSUE_STAGE_APPLY, ISSUE_NEED_ALWAYS,     ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_PLAN_APPROVAL,      ISSUE_STAGE_APPLY, ISSUE_NEED_ALWAYS,     ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_SELF_CHECK_REPORT,  ISSUE_STAGE_APPLY, ISSUE_NEED_ALWAYS,     ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_BEFORE_AFTER_PHOTO, ISSUE_STAGE_APPLY, ISSUE_NEED_SITE,       ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_ENGINEERING_FILE,   ISSUE_STAGE_APPLY, ISSUE_NEED_ENG,        ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_MONITORING_REPORT,  ISSUE_STAGE_APPLY, ISSUE_NEED_MEASURABLE, ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_ENFORCEMENT_FILE,   ISSUE_STAGE_APPLY, ISSUE_NEED_CASES,      ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_INSTITUTION_FILE,   ISSUE_STAGE_APPLY, ISSUE_NEED_INST,       ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_ONSITE_SHEET,       ISSUE_STAGE_CLOSE, ISSUE_NEED_ALWAYS,     ISSUE_SINCE_ROUND},
    {ISSUE_EVIDENCE_PUBLICITY_PROOF,    ISSUE_STAGE_CLOSE, ISSUE_NEED_ALWAYS,     ISSUE_SINCE_NOTICE},
    {ISSUE_EVIDENCE_ACCEPTANCE_OPINION, ISSUE_STAGE_CLOSE, ISSUE_NEED_ALWAYS,     ISSUE_SINCE_ROUND},
    {ISSUE_EVIDENCE_SCREENING_REPORT,   ISSUE_STAGE_APPLY, ISSUE_NEED_DERIVED,    ISSUE_SINCE_EVER},
    {ISSUE_EVIDENCE_LONG_TERM_NOTE,     ISSUE_STAGE_APPLY, ISSUE_NEED_ALWAYS,     ISSUE_SINCE_EVER},
    {0},
};
/* clang-format on */

/* Categories whose effect shows in a measurement. */
static const unsigned measurable =
    BIT(ISSUE_CATEGORY_DRINKING_WATER) | BIT(ISSUE_CATEGORY_SEWAGE) | BIT(ISSUE_CATEGORY_DUST);
static const unsigned on_site = BIT(ISSUE_MEASURE_ENG) | BIT(ISSUE_MEASURE_REG) | BIT(ISSUE_MEASURE_CAMPAIGN);

static unsigned needs_of(const struct issue_facts *f)
{
    const struct issue_closure *c = &f->closure;
    unsigned needs = ISSUE_NEED_ALWAYS;

    if (c->measure_types & on_site)
        needs |= ISSUE_NEED_SITE;
    if (c->measure_types & BIT(ISSUE_MEASURE_ENG))
        needs |= ISSUE_NEED_ENG;
    if (c->measure_types & BIT(ISSUE_MEASURE_INST))
        needs |= ISSUE_NEED_INST;
    if (c->effect_measurable || (BIT(f->category) & measurable))
        needs |= ISSUE_NEED_MEASURABLE;
    if (c->cases > 0 || f->category == ISSUE_CATEGORY_ILLEGAL_PROJECT)
        needs |= ISSUE_NEED_CASES;
    if (c->children > 0)
        needs |= ISSUE_NEED_DERIVED;
    return needs;
}

unsigned issue_evidence_required(const struct issue_facts *f, enum issue_stage stage)
{
    unsigned needs = needs_of(f), required = f->closure.checklist_add;

    for (const struct issue_checklist_row *row = issue_checklist; row->needs; row++)
        if (row->stage <= stage && (row->needs & needs))
            required |= BIT(row->kind);
    return required & ~f->closure.checklist_drop;
}

/* What was handed in when it counts. */
static unsigned present_of(const struct issue_closure *c)
{
    const unsigned since[] = {c->evidence, c->evidence_of_round, c->evidence_of_notice};
    unsigned present = c->evidence & ~c->evidence_unverified;

    for (const struct issue_checklist_row *row = issue_checklist; row->needs; row++)
        present &= since[row->since] | ~BIT(row->kind);
    return present;
}

unsigned issue_evidence_missing(const struct issue_facts *f, enum issue_stage stage)
{
    const struct issue_closure *c = &f->closure;
    unsigned present = present_of(c);

    if (c->photo_pairs < c->sites)
        present &= ~BIT(ISSUE_EVIDENCE_BEFORE_AFTER_PHOTO);
    return issue_evidence_required(f, stage) & ~present;
}
