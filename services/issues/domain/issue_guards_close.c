/* SPDX-License-Identifier: MIT */
/* Conditions of T12..T25: acceptance, verification, notice, closing, reopening, suspension, cancelling. */
#include "base/str.h"
#include "issues/domain/issue_checklist.h"
#include "issues/domain/issue_guards.h"
#include "issues/domain/issue_publicity.h"
#include "issues/domain/issue_suspension.h"
#include "issues/domain/issue_workflow.h"
#include "workflow/duty.h"
#include <string.h>

#define QUIET char detail[WORKFLOW_DETAIL] UNUSED
#define BIT(value) (1u << (unsigned)(value))

static const struct issue_facts *of(const void *facts)
{
    return facts;
}

/* Whether nobody is missing from `mask`; the codes of those who are go into `detail`, as many as fit. */
static bool none_missing(unsigned mask, const struct code *list, char detail[WORKFLOW_DETAIL])
{
    size_t len = 0;

    for (int i = 0; list[i].code; i++) {
        size_t n = strlen(list[i].code);
        if (!(mask & BIT(i)))
            continue;
        if (len + n + 3 >= WORKFLOW_DETAIL)
            break;
        str_format(detail + len, WORKFLOW_DETAIL - len, "%s%s", len ? ", " : "", list[i].code);
        len = strlen(detail);
    }
    return mask == 0;
}

static bool is_within_days(int32_t day, int32_t today, int32_t days)
{
    return day != DATE_NONE && today != DATE_NONE && day > today && day - today <= days;
}

bool issue_holds_milestones_done(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_closure *c = &of(facts)->closure;

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)c->mandatory_done, (int)c->mandatory_milestones);
    return c->mandatory_done >= c->mandatory_milestones;
}

bool issue_holds_materials_complete(const void *facts, char detail[WORKFLOW_DETAIL])
{
    return none_missing(issue_evidence_missing(of(facts), ISSUE_STAGE_APPLY), issue_evidence_kind_codes,
                        detail);
}

bool issue_holds_self_check_done(const void *facts, QUIET)
{
    return (of(facts)->closure.evidence & BIT(ISSUE_EVIDENCE_SELF_CHECK_REPORT)) != 0;
}

bool issue_holds_children_rectifying(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_closure *c = &of(facts)->closure;

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)c->children_behind, (int)c->children);
    return c->children_behind == 0;
}

bool issue_holds_receiver_not_applicant(const void *facts, QUIET)
{
    return duty_is_separate(DUTY_ACCEPTANCE, of(facts)->closure.applicant, of(facts)->actor.id);
}

bool issue_holds_return_due_in_limit(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    date_format(f->today == DATE_NONE ? DATE_NONE : f->today + f->parameters.return_due_days, detail);
    return is_within_days(f->request.due, f->today, f->parameters.return_due_days);
}

bool issue_holds_enough_verifiers(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)f->verifications.verifiers,
               (int)f->parameters.verifiers_min);
    return f->verifications.verifiers >= f->parameters.verifiers_min;
}

bool issue_holds_verified_on_site(const void *facts, QUIET)
{
    return of(facts)->verifications.onsite >= of(facts)->parameters.onsite_min;
}

bool issue_holds_verification_passed(const void *facts, QUIET)
{
    return of(facts)->verifications.district == ISSUE_RESULT_PASS;
}

bool issue_holds_cases_closed(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_closure *c = &of(facts)->closure;

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)c->cases_open, (int)c->cases);
    return c->cases_open == 0;
}

bool issue_holds_effect_evaluated(const void *facts, QUIET)
{
    return of(facts)->closure.effect_evaluated;
}

bool issue_holds_criteria_met(const void *facts, char detail[WORKFLOW_DETAIL])
{
    unsigned all = BIT(ISSUE_CRITERION_COUNT) - 1;

    return none_missing(all & ~of(facts)->closure.criteria, issue_criterion_codes, detail);
}

bool issue_holds_closes_at_city(const void *facts, QUIET)
{
    return of(facts)->closing_level == ISSUE_CLOSING_CITY;
}

/* What a street may strike off passes through the district's verification too: that is its spot check. */
bool issue_holds_closes_below_city(const void *facts, QUIET)
{
    return of(facts)->closing_level != ISSUE_CLOSING_CITY;
}

bool issue_holds_city_passed(const void *facts, QUIET)
{
    return of(facts)->verifications.city == ISSUE_RESULT_PASS;
}

bool issue_holds_city_review_stands(const void *facts, QUIET)
{
    return of(facts)->closing_level != ISSUE_CLOSING_CITY ||
           of(facts)->verifications.city == ISSUE_RESULT_PASS;
}

/* The first day counts: seven days from 1 December end with the 7th, and the 8th is the earliest to strike off (BV-10).
 * Days that the issue stood still are none of the notice's. */
bool issue_holds_publicity_over(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);
    const struct issue_publicity *p = &f->publicity;
    int32_t earliest;

    if (p->start == DATE_NONE || p->end == DATE_NONE)
        return false;
    earliest = p->start + p->paused + f->parameters.publicity_days;
    if (earliest <= p->end)
        earliest = p->end + 1;
    date_format(earliest, detail);
    return f->today >= earliest;
}

bool issue_holds_no_notice_runs(const void *facts, QUIET)
{
    return of(facts)->publicity.start == DATE_NONE;
}

bool issue_holds_channels_fit(const void *facts, QUIET)
{
    return issue_channels_fit(of(facts)->secrecy, of(facts)->request.channels);
}

bool issue_holds_notice_fits(const void *facts, QUIET)
{
    return issue_channels_fit(of(facts)->secrecy, of(facts)->publicity.channels);
}

bool issue_holds_no_open_objection(const void *facts, QUIET)
{
    return of(facts)->publicity.open_objections == 0;
}

bool issue_holds_no_upheld_objection(const void *facts, QUIET)
{
    return of(facts)->publicity.valid_objections == 0;
}

bool issue_holds_closing_materials(const void *facts, char detail[WORKFLOW_DETAIL])
{
    return none_missing(issue_evidence_missing(of(facts), ISSUE_STAGE_CLOSE), issue_evidence_kind_codes,
                        detail);
}

bool issue_holds_no_false_rectification(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const char *found = of(facts)->false_rectification;

    str_format(detail, WORKFLOW_DETAIL, "%s", found ? found : "");
    return !found;
}

bool issue_holds_no_failed_check(const void *facts, QUIET)
{
    return !of(facts)->verifications.failed_in_notice;
}

bool issue_holds_check_failed(const void *facts, QUIET)
{
    return !issue_holds_no_failed_check(facts, detail) || !issue_holds_verification_passed(facts, detail) ||
           !issue_holds_city_review_stands(facts, detail);
}

bool issue_holds_objection_valid(const void *facts, QUIET)
{
    return of(facts)->publicity.valid_objections > 0;
}

bool issue_holds_term_is_long(const void *facts, QUIET)
{
    return of(facts)->term_class == ISSUE_TERM_LONG_TERM;
}

bool issue_holds_stage_goals_verified(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_verifications *v = &of(facts)->verifications;

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)v->goals_passed, (int)v->goals);
    return v->goals > 0 && v->goals_passed == v->goals;
}

bool issue_holds_recurrence_shown(const void *facts, QUIET)
{
    return of(facts)->request.evidence_files > 0 && !str_empty(of(facts)->request.reason);
}

/* Without a date the limit itself is the date. */
bool issue_holds_reopen_due_in_limit(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);

    return f->request.due == DATE_NONE || is_within_days(f->request.due, f->today, f->parameters.reopen_days);
}

bool issue_holds_suspension_reason_given(const void *facts, QUIET)
{
    return of(facts)->request.suspension_reason >= 0 && !str_empty(of(facts)->request.reason);
}

bool issue_holds_suspension_in_limit(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)f->suspension.days,
               (int)f->parameters.suspension_total_days);
    return issue_pause_fits(&f->suspension, f->request.until, f->today, &f->parameters);
}

bool issue_holds_merge_target_given(const void *facts, QUIET)
{
    return !str_empty(of(facts)->request.merged_into);
}

/* Of one that is not to be seen nothing is said here: the reference is unknown. */
bool issue_holds_merge_target_worked(const void *facts, char detail[WORKFLOW_DETAIL])
{
    int state = of(facts)->request.merge_state;

    if (state < 0)
        return true;
    str_format(detail, WORKFLOW_DETAIL, "%s", issue_state_values[state]);
    return issue_takes_in((enum issue_state)state);
}

bool issue_holds_cancelled_by_city(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);

    return f->source_level < ISSUE_SOURCE_MUNICIPAL || f->actor.level == LEVEL_CITY;
}

bool issue_holds_reason_given(const void *facts, QUIET)
{
    return !str_empty(of(facts)->request.reason);
}

bool issue_holds_document_given(const void *facts, QUIET)
{
    return !str_empty(of(facts)->request.doc_no);
}
