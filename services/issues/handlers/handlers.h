/* SPDX-License-Identifier: MIT */
/* The handlers behind routes.c, one function an operation; and what they share. */
#ifndef BIHUAN_ISSUES_HANDLERS_HANDLERS_H
#define BIHUAN_ISSUES_HANDLERS_HANDLERS_H

#include "issues/inputs.h"
#include "issues/store/target.h"
#include "unit/ctx.h"
#include "unit/route.h"
#include "work/work.h"

/* feedbacks.c programmes.c */
handler_fn feedback_list, feedback_create, feedback_get, feedback_update;
handler_fn programme_list, programme_create, programme_get, programme_update, programme_issue,
    programme_coverage;
/* issues.c parties.c derive.c history.c petitioner.c */
handler_fn issue_list, issue_create, issue_get, issue_update;
handler_fn party_list, party_replace;
/* allocation.c */
handler_fn unallocated_list, issue_allocate;
handler_fn issue_derive, issue_history;
handler_fn petitioner_get, petitioner_put;
/* indicators.c */
handler_fn indicator_link_list, indicator_link_replace;
/* transitions.c workflows.c */
handler_fn transition_list, transition_post, workflow_get;
/* plans.c milestones.c reports.c */
handler_fn plan_list, plan_create, plan_get, plan_update, plan_submit;
handler_fn milestone_list, milestone_update;
handler_fn report_list, report_create, report_submit, report_return, report_confirm;
/* evidence.c extensions.c verifications.c publicity.c */
handler_fn evidence_list, evidence_add, evidence_remove;
handler_fn extension_list, extension_create;
handler_fn verification_list, verification_create;
handler_fn publicity_list, publicity_update, objection_create, objection_decide;
/* escalations.c escalation_answers.c interviews.c findings.c referrals.c disclosures.c */
handler_fn escalation_list, escalation_create, escalation_issue, escalation_refuse, escalation_sign,
    escalation_reply, escalation_lift;
handler_fn interview_record, interview_follow_up;
handler_fn finding_list, finding_create, finding_clear;
handler_fn referral_list, referral_create, referral_result;
handler_fn disclosure_list, disclosure_create, disclosure_publish, disclosure_refuse, disclosure_withdraw;
handler_fn public_issue_list, public_issue_get;
/* board.c import.c export.c archive.c parameters.c */
handler_fn board_get;
work_fn issue_import, issue_export, issue_archive;
handler_fn parameter_list, parameters_put;

/** Audit entry for a change of a sub-resource of the issue, and the mark of activity on the issue; both ride with
 * COMMIT. */
int note_activity(struct ctx *c, const char *action, const char *object_kind, const char *object_id,
                  struct problem *err) MUST_CHECK;

#endif
