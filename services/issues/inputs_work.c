/* SPDX-License-Identifier: MIT */
/* Tables of the work on an issue: plan, reports, evidence, extension, verification, publicity, escalation. */
#include "issues/inputs.h"

#include "issues/domain/issue_codes.h"
#include "issues/inputs_notice.h"

#define CODE FIELD_PATTERN
#define MUST FIELD_REQUIRED
#define NULLABLE FIELD_NULLABLE

/* What nobody may give: a verification always has a result. */
static const char *const result_values[] = {"PASS", "FAIL", "PARTIAL", NULL};
static const char *const objection_decisions[] = {"VALID", "INVALID", NULL};
static const char *const phase_values[] = {"BEFORE", "AFTER", NULL};

static const struct field milestone_input_fields[] = {
    FIELD_ROW(milestone_input, name, FIELD_TEXT, MUST, 1, 200),
    FIELD_ROW(milestone_input, planned_date, FIELD_DATE, MUST, 0, 0),
    FIELD_FIXED(milestone_input, weight, MUST, 0, 10000, 2),
    FIELD_ROW(milestone_input, is_mandatory, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(milestone_input, evidence_required, FIELD_BOOL, 0, 0, 0),
    {0},
};
static const struct field_table milestone_input_table = {"MilestoneCreate", milestone_input_fields,
                                                         sizeof(struct milestone_input)};

static const struct field measure_input_fields[] = {
    FIELD_CHOICE(measure_input, type, MUST, issue_measure_type_values),
    FIELD_ROW(measure_input, text, FIELD_TEXT, MUST, 1, 4000),
    FIELD_ROW(measure_input, unit, FIELD_TEXT, CODE, 1, 64),
    FIELD_ROW(measure_input, due_date, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(measure_input, area_id, FIELD_UUID, 0, 0, 0),
    FIELD_LIST(measure_input, milestones, 0, 0, 50, &milestone_input_table),
    {0},
};
static const struct field_table measure_input_table = {"MeasureCreate", measure_input_fields,
                                                       sizeof(struct measure_input)};

static const struct field goal_input_fields[] = {
    FIELD_ROW(goal_input, text, FIELD_TEXT, MUST, 1, 2000),
    FIELD_ROW(goal_input, indicator, FIELD_TEXT, CODE, 1, 64),
    FIELD_ROW(goal_input, target, FIELD_TEXT, 0, 1, 120),
    {0},
};
static const struct field_table goal_input_table = {"Goal", goal_input_fields, sizeof(struct goal_input)};

static const struct field plan_input_fields[] = {
    FIELD_ROW(plan_input, due_date, FIELD_DATE, MUST, 0, 0),
    FIELD_ROW(plan_input, summary, FIELD_TEXT, 0, 1, 4000),
    FIELD_LIST(plan_input, goals, MUST, 0, 50, &goal_input_table),
    FIELD_LIST(plan_input, measures, MUST, 0, 50, &measure_input_table),
    {0},
};
const struct field_table plan_input_table = {"PlanCreate", plan_input_fields, sizeof(struct plan_input)};

static const struct field plan_update_fields[] = {
    FIELD_ROW(plan_input, due_date, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(plan_input, summary, FIELD_TEXT, 0, 1, 4000),
    FIELD_LIST(plan_input, goals, 0, 0, 50, &goal_input_table),
    FIELD_LIST(plan_input, measures, 0, 0, 50, &measure_input_table),
    {0},
};
const struct field_table plan_update_table = {"PlanUpdate", plan_update_fields, sizeof(struct plan_input)};

static const struct field plan_submit_fields[] = {
    FIELD_ROW(plan_submit, reason, FIELD_TEXT, MUST, 1, 2000),
    {0},
};
const struct field_table plan_submit_table = {"PlanSubmit", plan_submit_fields, sizeof(struct plan_submit)};

static const struct field milestone_update_fields[] = {
    FIELD_ROW(milestone_update, actual_date, FIELD_DATE, MUST | NULLABLE, 0, 0),
    FIELD_ROW(milestone_update, note, FIELD_TEXT, 0, 1, 2000),
    {0},
};
const struct field_table milestone_update_table = {"MilestoneUpdate", milestone_update_fields,
                                                   sizeof(struct milestone_update)};

static const struct field report_create_fields[] = {
    FIELD_ROW(report_create, period_start, FIELD_DATE, MUST, 0, 0),
    FIELD_ROW(report_create, period_end, FIELD_DATE, MUST, 0, 0),
    FIELD_FIXED(report_create, progress_pct, MUST, 0, 10000, 2),
    FIELD_ROW(report_create, done_text, FIELD_TEXT, MUST, 1, 4000),
    FIELD_ROW(report_create, problem_text, FIELD_TEXT, 0, 1, 4000),
    FIELD_ROW(report_create, next_text, FIELD_TEXT, 0, 1, 4000),
    FIELD_LIST(report_create, attachments, 0, 0, 50, &scalar_uuid_table),
    {0},
};
const struct field_table report_create_table = {"ReportCreate", report_create_fields,
                                                sizeof(struct report_create)};

static const struct field report_submit_fields[] = {
    FIELD_FIXED(report_submit, progress_pct, MUST, 0, 10000, 2),
    FIELD_ROW(report_submit, done_text, FIELD_TEXT, MUST, 1, 4000),
    FIELD_ROW(report_submit, problem_text, FIELD_TEXT, 0, 1, 4000),
    FIELD_ROW(report_submit, next_text, FIELD_TEXT, 0, 1, 4000),
    FIELD_LIST(report_submit, attachments, 0, 0, 50, &scalar_uuid_table),
    {0},
};
const struct field_table report_submit_table = {"ReportSubmit", report_submit_fields,
                                                sizeof(struct report_submit)};

static const struct field opinion_input_fields[] = {
    FIELD_ROW(opinion_input, opinion, FIELD_TEXT, MUST, 1, 2000),
    {0},
};
const struct field_table opinion_input_table = {"Opinion", opinion_input_fields,
                                                sizeof(struct opinion_input)};

static const struct field evidence_query_fields[] = {
    PAGE_FIELDS_PART(struct evidence_query),
    {0},
};
const struct field_table evidence_query_table = {"EvidenceQuery", evidence_query_fields,
                                                 sizeof(struct evidence_query)};

static const struct field evidence_create_fields[] = {
    FIELD_CHOICE(evidence_create, kind, MUST, issue_evidence_kind_values),
    FIELD_ROW(evidence_create, sha256, FIELD_TEXT, MUST | CODE, 64, 64),
    FIELD_ROW(evidence_create, milestone_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(evidence_create, pair_key, FIELD_TEXT, CODE, 1, 64),
    FIELD_CHOICE(evidence_create, phase, 0, phase_values),
    FIELD_ROW(evidence_create, title, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(evidence_create, taken_at, FIELD_TIME, 0, 0, 0),
    FIELD_FIXED(evidence_create, lng, 0, -180000000, 180000000, 6),
    FIELD_FIXED(evidence_create, lat, 0, -90000000, 90000000, 6),
    {0},
};
const struct field_table evidence_create_table = {"EvidenceCreate", evidence_create_fields,
                                                  sizeof(struct evidence_create)};

static const struct field evidence_remove_fields[] = {
    FIELD_ROW(evidence_remove, reason, FIELD_TEXT, MUST, 1, 2000),
    {0},
};
const struct field_table evidence_remove_table = {"EvidenceRemove", evidence_remove_fields,
                                                  sizeof(struct evidence_remove)};

static const struct field extension_create_fields[] = {
    FIELD_ROW(extension_create, new_due, FIELD_DATE, MUST, 0, 0),
    FIELD_CHOICE(extension_create, reason_code, MUST, issue_extension_reason_values),
    FIELD_ROW(extension_create, reason, FIELD_TEXT, 0, 1, 2000),
    {0},
};
const struct field_table extension_create_table = {"ExtensionCreate", extension_create_fields,
                                                   sizeof(struct extension_create)};

static const struct field verifier_input_fields[] = {
    FIELD_ROW(verifier_input, member_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(verifier_input, name, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(verifier_input, organisation, FIELD_TEXT, 0, 1, 200),
    {0},
};
static const struct field_table verifier_input_table = {"Verifier", verifier_input_fields,
                                                        sizeof(struct verifier_input)};

static const struct field verification_create_fields[] = {
    FIELD_CHOICE(verification_create, level, MUST, issue_verification_level_values),
    FIELD_CHOICE(verification_create, method, MUST, issue_verification_method_values),
    FIELD_CHOICE(verification_create, result, MUST, result_values),
    FIELD_ROW(verification_create, verified_on, FIELD_DATE, MUST, 0, 0),
    FIELD_LIST(verification_create, verifiers, MUST, 1, 20, &verifier_input_table),
    FIELD_ROW(verification_create, opinion, FIELD_TEXT, MUST, 1, 4000),
    FIELD_ROW(verification_create, goal_no, FIELD_INT, 0, 1, 50),
    FIELD_LIST(verification_create, file_ids, 0, 0, 50, &scalar_uuid_table),
    {0},
};
const struct field_table verification_create_table = {"VerificationCreate", verification_create_fields,
                                                      sizeof(struct verification_create)};

static const struct field publicity_update_fields[] = {
    FIELD_ROW(publicity_update, end_on, FIELD_DATE, 0, 0, 0),
    FIELD_LIST(publicity_update, channels, 0, 1, 10, &notice_channel_table),
    FIELD_ROW(publicity_update, url, FIELD_TEXT, NULLABLE, 1, 500),
    {0},
};
const struct field_table publicity_update_table = {"PublicityUpdate", publicity_update_fields,
                                                   sizeof(struct publicity_update)};

static const struct field objection_create_fields[] = {
    FIELD_ROW(objection_create, received_on, FIELD_DATE, MUST, 0, 0),
    FIELD_ROW(objection_create, channel, FIELD_TEXT, MUST, 1, 64),
    FIELD_ROW(objection_create, content, FIELD_TEXT, MUST, 1, 4000),
    {0},
};
const struct field_table objection_create_table = {"ObjectionCreate", objection_create_fields,
                                                   sizeof(struct objection_create)};

static const struct field objection_decision_fields[] = {
    FIELD_CHOICE(objection_decision, decision, MUST, objection_decisions),
    FIELD_ROW(objection_decision, opinion, FIELD_TEXT, MUST, 1, 2000),
    {0},
};
const struct field_table objection_decision_table = {"ObjectionDecision", objection_decision_fields,
                                                     sizeof(struct objection_decision)};

static const struct field escalation_create_fields[] = {
    FIELD_ROW(escalation_create, level, FIELD_INT, MUST, 1, 6),
    FIELD_ROW(escalation_create, doc_no, FIELD_TEXT, MUST, 1, 120),
    FIELD_ROW(escalation_create, reason, FIELD_TEXT, MUST, 1, 2000),
    FIELD_ROW(escalation_create, reply_due, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table escalation_create_table = {"EscalationCreate", escalation_create_fields,
                                                    sizeof(struct escalation_create)};

static const struct field escalation_issue_fields[] = {
    FIELD_ROW(escalation_issue, doc_no, FIELD_TEXT, MUST, 1, 120),
    FIELD_ROW(escalation_issue, reply_due, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table escalation_issue_table = {"EscalationIssue", escalation_issue_fields,
                                                   sizeof(struct escalation_issue)};

static const struct field escalation_refuse_fields[] = {
    FIELD_ROW(escalation_refuse, reason, FIELD_TEXT, MUST, 1, 2000),
    {0},
};
const struct field_table escalation_refuse_table = {"EscalationRefuse", escalation_refuse_fields,
                                                    sizeof(struct escalation_refuse)};

static const char *const reply_kinds[] = {"REPLY", "PLAN", "REPORT", NULL};
static const struct field escalation_reply_fields[] = {
    FIELD_ROW(escalation_reply, reply, FIELD_TEXT, MUST, 1, 4000),
    FIELD_CHOICE(escalation_reply, kind, 0, reply_kinds),
    FIELD_LIST(escalation_reply, attachments, 0, 0, 50, &scalar_uuid_table),
    {0},
};
const struct field_table escalation_reply_table = {"EscalationReply", escalation_reply_fields,
                                                   sizeof(struct escalation_reply)};

static const struct field interviewee_input_fields[] = {
    FIELD_ROW(interviewee_input, name, FIELD_TEXT, MUST, 1, 64),
    FIELD_ROW(interviewee_input, position, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(interviewee_input, unit, FIELD_TEXT, MUST | CODE, 1, 64),
    {0},
};
static const struct field_table interviewee_input_table = {"Interviewee", interviewee_input_fields,
                                                           sizeof(struct interviewee_input)};

static const struct field interview_record_fields[] = {
    FIELD_ROW(interview_record, held_on, FIELD_DATE, MUST, 0, 0),
    FIELD_ROW(interview_record, place, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(interview_record, convenor, FIELD_TEXT, MUST, 1, 64),
    FIELD_LIST(interview_record, interviewees, MUST, 1, 20, &interviewee_input_table),
    FIELD_ROW(interview_record, demands, FIELD_TEXT, MUST, 1, 4000),
    FIELD_ROW(interview_record, minutes, FIELD_TEXT, 0, 1, 20000),
    {0},
};
const struct field_table interview_record_table = {"InterviewRecord", interview_record_fields,
                                                   sizeof(struct interview_record)};

static const char *const interview_results[] = {"EFFECTIVE", "NO_EFFECT", NULL};
static const struct field interview_follow_up_fields[] = {
    FIELD_CHOICE(interview_follow_up, result, MUST, interview_results),
    FIELD_ROW(interview_follow_up, opinion, FIELD_TEXT, MUST, 1, 4000),
    {0},
};
const struct field_table interview_follow_up_table = {"InterviewFollowUp", interview_follow_up_fields,
                                                      sizeof(struct interview_follow_up)};

static const struct field escalation_lift_fields[] = {
    FIELD_ROW(escalation_lift, verification_id, FIELD_UUID, MUST, 0, 0),
    {0},
};
const struct field_table escalation_lift_table = {"EscalationLift", escalation_lift_fields,
                                                  sizeof(struct escalation_lift)};

static const char *const finding_kinds[] = {"PERFUNCTORY", "SUPERFICIAL", "FALSE", "BLANKET_SHUTDOWN",
                                            "INACTION",    "MISACTION",   "SLOW",  NULL};
static const struct field finding_create_fields[] = {
    FIELD_CHOICE(finding_create, kind, MUST, finding_kinds),
    FIELD_ROW(finding_create, unit, FIELD_TEXT, MUST | CODE, 1, 64),
    FIELD_ROW(finding_create, facts, FIELD_TEXT, MUST, 1, 20000),
    FIELD_LIST(finding_create, evidence_ids, MUST, 1, 50, &scalar_uuid_table),
    {0},
};
const struct field_table finding_create_table = {"FindingCreate", finding_create_fields,
                                                 sizeof(struct finding_create)};

static const struct field finding_clear_fields[] = {
    FIELD_ROW(finding_clear, reason, FIELD_TEXT, MUST, 1, 4000),
    {0},
};
const struct field_table finding_clear_table = {"FindingClear", finding_clear_fields,
                                                sizeof(struct finding_clear)};

static const char *const misconduct_values[] = {"INACTION", "MISACTION", "SLOW", NULL};
static const struct field referral_create_fields[] = {
    FIELD_CHOICE(referral_create, misconduct, MUST, misconduct_values),
    FIELD_ROW(referral_create, facts, FIELD_TEXT, MUST, 1, 20000),
    FIELD_ROW(referral_create, doc_no, FIELD_TEXT, MUST, 1, 120),
    FIELD_ROW(referral_create, receiving_body, FIELD_TEXT, MUST, 1, 200),
    {0},
};
const struct field_table referral_create_table = {"ReferralCreate", referral_create_fields,
                                                  sizeof(struct referral_create)};

static const struct field referral_result_fields[] = {
    FIELD_ROW(referral_result, result, FIELD_TEXT, MUST, 1, 4000),
    FIELD_ROW(referral_result, doc_no, FIELD_TEXT, 0, 1, 120),
    {0},
};
const struct field_table referral_result_table = {"ReferralResult", referral_result_fields,
                                                  sizeof(struct referral_result)};

static const struct field disclosure_create_fields[] = {
    FIELD_ROW(disclosure_create, public_title, FIELD_TEXT, MUST, 1, 200),
    FIELD_ROW(disclosure_create, public_text, FIELD_TEXT, MUST, 1, 20000),
    {0},
};
const struct field_table disclosure_create_table = {"DisclosureCreate", disclosure_create_fields,
                                                    sizeof(struct disclosure_create)};

static const struct field disclosure_withdraw_fields[] = {
    FIELD_ROW(disclosure_withdraw, reason, FIELD_TEXT, MUST, 1, 2000),
    {0},
};
const struct field_table disclosure_withdraw_table = {"DisclosureWithdraw", disclosure_withdraw_fields,
                                                      sizeof(struct disclosure_withdraw)};
