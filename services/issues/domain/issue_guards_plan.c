/* SPDX-License-Identifier: MIT */
/* Conditions of T01..T11: registration, parties, plan, review, change, extension. */
#include "base/decimal.h"
#include "base/str.h"
#include "issues/domain/issue_due.h"
#include "issues/domain/issue_guards.h"
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_workflow.h"
#include "workflow/duty.h"

#define QUIET char detail[WORKFLOW_DETAIL] UNUSED

enum { WEIGHTS = 10000 }; /* 100 % in hundredths */

static const struct issue_facts *of(const void *facts)
{
    return facts;
}

bool issue_holds_original_text_given(const void *facts, QUIET)
{
    return !str_empty(of(facts)->request.original_text);
}

bool issue_holds_source_given(const void *facts, QUIET)
{
    return of(facts)->request.source_level >= 0;
}

bool issue_holds_category_given(const void *facts, QUIET)
{
    return of(facts)->request.category >= 0;
}

/* A street registers what it closes itself; anything else comes from above. */
bool issue_holds_registration_level(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);
    int level = f->request.source_level;

    if (f->actor.level != LEVEL_STREET || level < 0)
        return true;
    return issue_closing_level_of((enum issue_source_level)level, f->source_kind) == ISSUE_CLOSING_STREET;
}

bool issue_holds_parties_complete(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_parties *p = &of(facts)->parties;

    if (p->lead_units == 1 && p->supervise_units == 1 && p->resp_units >= 1)
        return true;
    str_format(detail, WORKFLOW_DETAIL, "LEAD_UNIT %d, SUPERVISE_UNIT %d, RESP_UNIT %d", (int)p->lead_units,
               (int)p->supervise_units, (int)p->resp_units);
    return false;
}

bool issue_holds_supervisor_not_resp(const void *facts, QUIET)
{
    return !of(facts)->parties.supervise_is_resp;
}

bool issue_holds_leads_named(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_parties *p = &of(facts)->parties;

    if (!p->leads_needed || (p->party_leads > 0 && p->gov_leads > 0))
        return true;
    str_format(detail, WORKFLOW_DETAIL, "PARTY_LEAD %d, GOV_LEAD %d", (int)p->party_leads, (int)p->gov_leads);
    return false;
}

bool issue_holds_parties_in_reach(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_parties *p = &of(facts)->parties;

    if (p->out_of_reach == 0 && p->cannot_sign == 0)
        return true;
    str_format(detail, WORKFLOW_DETAIL, "%d, %d", (int)p->out_of_reach, (int)p->cannot_sign);
    return false;
}

bool issue_holds_bounce_in_time(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    date_format(f->bounce_by, detail);
    return f->bounce_by != DATE_NONE && f->today <= f->bounce_by;
}

bool issue_holds_bounces_left(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)f->bounces, (int)f->parameters.bounces_max);
    return f->bounces < f->parameters.bounces_max;
}

/* CODE Art 29 asks for the body that does the work and the body that accepts it; both are parties. */
bool issue_holds_plan_has_units(const void *facts, QUIET)
{
    const struct issue_parties *p = &of(facts)->parties;

    return p->resp_units >= 1 && p->supervise_units == 1;
}

bool issue_holds_plan_has_person(const void *facts, QUIET)
{
    return of(facts)->parties.resp_persons >= 1;
}

bool issue_holds_plan_has_goal(const void *facts, QUIET)
{
    return of(facts)->plan.exists && of(facts)->plan.goals >= 1;
}

bool issue_holds_plan_has_due(const void *facts, QUIET)
{
    return of(facts)->plan.exists && of(facts)->plan.due != DATE_NONE;
}

bool issue_holds_plan_has_measure(const void *facts, QUIET)
{
    return of(facts)->plan.exists && of(facts)->plan.measures_with_milestone >= 1;
}

/* A plan outlives the parties that it was written for. */
bool issue_holds_measure_units_are_parties(const void *facts, char detail[WORKFLOW_DETAIL])
{
    str_format(detail, WORKFLOW_DETAIL, "%d", (int)of(facts)->plan.measures_elsewhere);
    return of(facts)->plan.measures_elsewhere == 0;
}

bool issue_holds_weights_sum_100(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_plan *plan = &of(facts)->plan;

    decimal_format(plan->weight_sum, 2, detail);
    return plan->exists && plan->weight_sum == WEIGHTS;
}

bool issue_holds_plan_due_in_programme(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_plan *plan = &of(facts)->plan;
    int32_t limit = issue_plan_limit(of(facts));

    date_format(limit, detail);
    return plan->due == DATE_NONE || limit == DATE_NONE || plan->due <= limit;
}

/* A plan whose day is past makes the issue late at once: it names another, if there is a later one to name. The
 * day that the issue itself was given is no plan's to choose. */
bool issue_holds_plan_due_ahead(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);
    int32_t limit = issue_plan_limit(f);

    date_format(f->plan.due, detail);
    return f->plan.due == DATE_NONE || f->plan.due >= f->today || f->plan.due == f->due ||
           (limit != DATE_NONE && limit < f->today);
}

/* Where the plan's own day is past, there is none left to plan for. */
bool issue_holds_milestones_in_due(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_plan *plan = &of(facts)->plan;

    date_format(plan->until, detail);
    return plan->until == DATE_NONE || plan->due == DATE_NONE || plan->due < of(facts)->today ||
           plan->until <= plan->due;
}

bool issue_holds_reviewer_not_submitter(const void *facts, QUIET)
{
    return duty_is_separate(DUTY_PLAN, of(facts)->plan.submitter, of(facts)->actor.id);
}

/* Each review is another person's (F.3), also where one body has two of them to make, and where an earlier one is made
 * again. */
bool issue_holds_reviewer_not_earlier(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);
    enum issue_review stage = issue_review_stage(f);

    return (stage == ISSUE_REVIEW_SUPERVISOR ||
            duty_is_separate(DUTY_REVIEW, f->plan.supervisor, f->actor.id)) &&
           (stage == ISSUE_REVIEW_OFFICE || duty_is_separate(DUTY_REVIEW, f->plan.office, f->actor.id)) &&
           (stage == ISSUE_REVIEW_GROUP || duty_is_separate(DUTY_REVIEW, f->plan.group, f->actor.id));
}

bool issue_holds_review_in_order(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);

    switch (issue_review_stage(f)) {
    case ISSUE_REVIEW_SUPERVISOR:
        return true;
    case ISSUE_REVIEW_OFFICE:
        return f->plan.reviewed_by_supervisor;
    case ISSUE_REVIEW_GROUP:
        return f->plan.reviewed_by_supervisor && f->plan.reviewed_by_office;
    }
    return false;
}

bool issue_holds_reviews_passed(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);
    bool group = f->severity == ISSUE_SEVERITY_MAJOR && f->parameters.major_plan_by_group;
    const char *missing = !f->plan.reviewed_by_supervisor       ? "SUPERVISE_UNIT"
                          : !f->plan.reviewed_by_office         ? "OFFICE"
                          : group && !f->plan.reviewed_by_group ? "LEADING_GROUP"
                                                                : "";

    str_format(detail, WORKFLOW_DETAIL, "%s", missing);
    return *missing == '\0';
}

bool issue_holds_city_receipt(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);

    return f->source_level < ISSUE_SOURCE_MUNICIPAL || f->plan.filing_receipt ||
           !str_empty(f->request.filing_receipt_no);
}

bool issue_holds_no_change_pending(const void *facts, QUIET)
{
    return !of(facts)->plan.change_pending;
}

bool issue_holds_change_pending(const void *facts, QUIET)
{
    return of(facts)->plan.change_pending;
}

bool issue_holds_goals_judged(const void *facts, QUIET)
{
    return of(facts)->request.goals_verdict >= 0;
}

bool issue_holds_city_consents(const void *facts, QUIET)
{
    const struct issue_request *q = &of(facts)->request;

    return q->goals_verdict != ISSUE_GOALS_WEAKER || !str_empty(q->city_consent_no);
}

/* As version 1 names it. */
bool issue_holds_goals_not_weaker(const void *facts, char detail[WORKFLOW_DETAIL])
{
    return issue_holds_city_consents(facts, detail);
}

bool issue_holds_extension_reason_given(const void *facts, QUIET)
{
    return of(facts)->request.extension_reason >= 0;
}

bool issue_holds_extension_due_later(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);

    return f->request.due != DATE_NONE && f->due != DATE_NONE && f->request.due > f->due;
}

bool issue_holds_extension_still_later(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    date_format(f->due, detail);
    return f->extensions.new_due != DATE_NONE && f->due != DATE_NONE && f->extensions.new_due > f->due;
}

bool issue_holds_extension_before_due(const void *facts, QUIET)
{
    const struct issue_facts *f = of(facts);

    return f->due != DATE_NONE && f->today <= f->due;
}

bool issue_holds_extension_lead_time(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    date_format(f->extensions.apply_by, detail);
    return f->extensions.apply_by != DATE_NONE && f->today <= f->extensions.apply_by;
}

bool issue_holds_extensions_left(const void *facts, char detail[WORKFLOW_DETAIL])
{
    const struct issue_facts *f = of(facts);

    str_format(detail, WORKFLOW_DETAIL, "%d/%d", (int)f->extensions.granted,
               (int)f->parameters.extensions_max);
    return f->extensions.granted < f->parameters.extensions_max;
}

bool issue_holds_no_extension_pending(const void *facts, QUIET)
{
    return !of(facts)->extensions.pending;
}

bool issue_holds_extension_pending(const void *facts, QUIET)
{
    return of(facts)->extensions.pending;
}

bool issue_holds_approver_not_applicant(const void *facts, QUIET)
{
    return duty_is_separate(DUTY_EXTENSION, of(facts)->extensions.applicant, of(facts)->actor.id);
}
