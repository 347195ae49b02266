/* SPDX-License-Identifier: MIT */
/* What requests bring: one struct and one field table each. Statements take the fields by name; a struct is read in C
 * only where a rule looks at it. */
#ifndef BIHUAN_ISSUES_INPUTS_H
#define BIHUAN_ISSUES_INPUTS_H

#include "base/date.h"
#include "http/page.h"
#include "import/import.h"
#include "json/field.h"

/* An item of a list of texts or ids. */
struct scalar_input {
    struct field_mask mask;
    const char *value;
};

/* -- registry -- */
struct feedback_create {
    struct field_mask mask;
    const char *tenant; /* id or code of a tenant below; the caller's own when absent */
    const char *source_level, *source_kind, *title, *doc_no, *source, *external_id;
    int32_t feedback_date;
    int64_t expected_issue_count;
};
struct feedback_update {
    struct field_mask mask;
    const char *title, *doc_no;
    int64_t expected_issue_count;
};
struct feedback_query {
    struct field_mask mask;
    struct page_query page;
    const char *source_level, *source_kind;
};
struct programme_create {
    struct field_mask mask;
    const char *tenant, *kind, *feedback_id, *parent_id, *title, *element, *guiding_ideology;
    struct field_list policy_basis, chapters;
    int32_t start_date, due_date;
};
struct programme_update {
    struct field_mask mask;
    const char *title, *element, *guiding_ideology;
    struct field_list policy_basis, chapters;
    int32_t start_date, due_date;
};
struct programme_issue {
    struct field_mask mask;
    const char *doc_no;
};
struct programme_query {
    struct field_mask mask;
    struct page_query page;
    const char *kind, *state, *feedback_id;
};

/* -- issues -- */
struct issue_create {
    struct field_mask mask;
    const char *tenant, *feedback_id, *programme_id, *clause, *serial_no, *title, *original_text, *category,
        *sub_category, *element, *severity, *term_class, *root_cause, *region_code, *secrecy, *source,
        *external_id;
    int32_t due_date;
    struct field_object location;
    bool is_measurable;
    int64_t site_count;
};
struct issue_update {
    struct field_mask mask;
    const char *programme_id, *clause, *title, *category, *sub_category, *element, *severity, *term_class,
        *root_cause, *region_code, *secrecy, *effect_evaluation;
    int32_t due_date;
    struct field_object location;
    struct field_list criteria;
    bool is_measurable;
    int64_t site_count;
};
struct issue_query {
    struct field_mask mask;
    struct page_query page;
    const char *state, *light, *category, *element, *severity, *source_level, *source_kind, *term_class,
        *closing_level, *feedback_id, *programme_id, *derived_from, *tenant, *role, *party, *external_id, *q,
        *format;
    int32_t due_after, due_before;
    bool overdue;
    int64_t idle_days;
};
struct unallocated_query {
    struct field_mask mask;
    struct page_query page;
    const char *tenant;
};
struct allocation_input {
    struct field_mask mask;
    const char *from, *to;
};
struct issue_party_input {
    struct field_mask mask;
    const char *role, *tenant, *person_id, *person_name, *position, *phone, *duty_text;
};
struct issue_parties_input {
    struct field_mask mask;
    struct field_list parties; /* of struct issue_party_input */
};
struct issue_indicator_item {
    struct field_mask mask;
    const char *code;
};
struct issue_indicators {
    struct field_mask mask;
    struct field_list indicators; /* of struct issue_indicator_item */
};
struct as_of_query {
    struct field_mask mask;
    int32_t as_of;
};
struct transition_input {
    struct field_mask mask;
    const char *action, *expected_state, *reason, *reason_code, *doc_no, *filing_receipt_no, *merged_into,
        *goals_verdict, *city_consent_no, *url;
    int32_t due_date, until, start_on;
    struct field_list evidence_ids, channels;
};
struct derive_unit {
    struct field_mask mask;
    const char *tenant; /* id or code */
    const char *party_lead, *gov_lead, *supervise_unit;
};
struct derive_input {
    struct field_mask mask;
    struct field_list tenants; /* of struct derive_unit */
    const char *title, *original_text;
    int32_t due_date;
};
struct issue_import_query {
    struct field_mask mask;
    struct import_query import;
    const char *feedback_id, *tenant;
};
struct issue_import_row {
    struct field_mask mask;
    const char *serial_no, *title, *original_text, *category, *sub_category, *element, *severity, *term_class,
        *clause, *root_cause, *region_code, *lead_unit, *resp_units, *supervise_unit, *coop_units,
        *party_lead, *gov_lead;
    int32_t due_date;
};

/* -- work -- */
struct milestone_input {
    struct field_mask mask;
    const char *name;
    int32_t planned_date;
    int64_t weight; /* hundredths */
    bool is_mandatory, evidence_required;
};
struct measure_input {
    struct field_mask mask;
    const char *type, *text, *unit, *area_id;
    int32_t due_date;
    struct field_list milestones;
};
struct goal_input {
    struct field_mask mask;
    const char *text, *indicator, *target;
};
struct plan_submit {
    struct field_mask mask;
    const char *reason;
};
struct plan_input {
    struct field_mask mask;
    const char *summary;
    int32_t due_date;
    struct field_list goals, measures;
};
struct milestone_update {
    struct field_mask mask;
    int32_t actual_date;
    const char *note;
};
struct report_create {
    struct field_mask mask;
    int32_t period_start, period_end;
    int64_t progress_pct;
    const char *done_text, *problem_text, *next_text;
    struct field_list attachments;
};
struct report_submit {
    struct field_mask mask;
    int64_t progress_pct;
    const char *done_text, *problem_text, *next_text;
    struct field_list attachments;
};
struct opinion_input {
    struct field_mask mask;
    const char *opinion;
};
struct evidence_create {
    struct field_mask mask;
    const char *kind, *sha256, *milestone_id, *pair_key, *phase, *title;
    int64_t taken_at, lng, lat;
};
struct evidence_remove {
    struct field_mask mask;
    const char *reason;
};
struct extension_create {
    struct field_mask mask;
    int32_t new_due;
    const char *reason_code, *reason;
};
struct objection_decision {
    struct field_mask mask;
    const char *decision, *opinion;
};
struct verifier_input {
    struct field_mask mask;
    const char *member_id, *name, *organisation;
};
struct verification_create {
    struct field_mask mask;
    const char *level, *method, *result, *opinion;
    int32_t verified_on;
    int64_t goal_no;
    struct field_list verifiers, file_ids;
};
struct publicity_update {
    struct field_mask mask;
    int32_t end_on;
    struct field_list channels;
    const char *url;
};
struct objection_create {
    struct field_mask mask;
    int32_t received_on;
    const char *channel, *content;
};
struct escalation_create {
    struct field_mask mask;
    int64_t level;
    const char *doc_no, *reason;
    int32_t reply_due;
};
struct escalation_issue {
    struct field_mask mask;
    const char *doc_no;
    int32_t reply_due;
};
struct escalation_refuse {
    struct field_mask mask;
    const char *reason;
};
struct escalation_reply {
    struct field_mask mask;
    const char *reply, *kind;
    struct field_list attachments;
};
struct interviewee_input {
    struct field_mask mask;
    const char *name, *position, *unit;
};
struct interview_record {
    struct field_mask mask;
    int32_t held_on;
    const char *place, *convenor, *demands, *minutes;
    struct field_list interviewees;
};
struct interview_follow_up {
    struct field_mask mask;
    const char *result, *opinion;
};
struct escalation_lift {
    struct field_mask mask;
    const char *verification_id;
};
struct finding_create {
    struct field_mask mask;
    const char *kind, *unit, *facts;
    struct field_list evidence_ids;
};
struct finding_clear {
    struct field_mask mask;
    const char *reason;
};
struct referral_create {
    struct field_mask mask;
    const char *misconduct, *facts, *doc_no, *receiving_body;
};
struct referral_result {
    struct field_mask mask;
    const char *result, *doc_no;
};
struct disclosure_create {
    struct field_mask mask;
    const char *public_title, *public_text;
};
struct disclosure_withdraw {
    struct field_mask mask;
    const char *reason;
};
struct petitioner_input {
    struct field_mask mask;
    const char *name, *phone, *channel, *note;
};
struct board_query {
    struct field_mask mask;
    struct page_query page; /* subtree and as_of of it */
    bool exact;
};
struct evidence_query {
    struct field_mask mask;
    struct page_query page;
};
struct public_query {
    struct field_mask mask;
    struct page_query page;
    const char *tenant;
};
struct parameter_input {
    struct field_mask mask;
    const char *name;
    int64_t value;
};
struct parameters_input {
    struct field_mask mask;
    struct field_list parameters;
};
struct plain_list_query {
    struct field_mask mask;
    struct page_query page;
};

/* A date that need not be there: DATE_NONE when it is not (the day 0 is 1970, which no input means). */
static inline int32_t date_given(int32_t day)
{
    return day == 0 ? DATE_NONE : day;
}

#define INPUT_TABLES(X)                                                                                      \
    X(feedback_create)                                                                                       \
    X(feedback_update)                                                                                       \
    X(feedback_query)                                                                                        \
    X(programme_create)                                                                                      \
    X(programme_update)                                                                                      \
    X(programme_issue)                                                                                       \
    X(programme_query)                                                                                       \
    X(issue_create)                                                                                          \
    X(issue_update)                                                                                          \
    X(issue_query)                                                                                           \
    X(issue_export_query)                                                                                    \
    X(unallocated_query)                                                                                     \
    X(allocation_input)                                                                                      \
    X(issue_parties_input)                                                                                   \
    X(issue_indicators)                                                                                      \
    X(as_of_query)                                                                                           \
    X(transition_input)                                                                                      \
    X(derive_input)                                                                                          \
    X(issue_import_query)                                                                                    \
    X(issue_import_row)                                                                                      \
    X(plan_submit)                                                                                           \
    X(plan_update)                                                                                           \
    X(plan_input)                                                                                            \
    X(milestone_update)                                                                                      \
    X(report_create)                                                                                         \
    X(report_submit)                                                                                         \
    X(opinion_input)                                                                                         \
    X(evidence_query)                                                                                        \
    X(evidence_create)                                                                                       \
    X(evidence_remove)                                                                                       \
    X(extension_create)                                                                                      \
    X(verification_create)                                                                                   \
    X(publicity_update)                                                                                      \
    X(objection_create)                                                                                      \
    X(objection_decision)                                                                                    \
    X(escalation_create)                                                                                     \
    X(escalation_issue)                                                                                      \
    X(escalation_refuse)                                                                                     \
    X(escalation_reply)                                                                                      \
    X(interview_record)                                                                                      \
    X(interview_follow_up)                                                                                   \
    X(escalation_lift)                                                                                       \
    X(finding_create)                                                                                        \
    X(finding_clear)                                                                                         \
    X(referral_create)                                                                                       \
    X(referral_result)                                                                                       \
    X(disclosure_create)                                                                                     \
    X(disclosure_withdraw)                                                                                   \
    X(petitioner_input)                                                                                      \
    X(board_query)                                                                                           \
    X(public_query)                                                                                          \
    X(parameters_input)                                                                                      \
    X(plain_list_query)

#define DECLARE(name) extern const struct field_table name##_table;
INPUT_TABLES(DECLARE)
#undef DECLARE
extern const struct field_table scalar_uuid_table, scalar_text_table;

#endif
