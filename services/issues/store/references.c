/* SPDX-License-Identifier: MIT */
/* What requests refer to by id: it is there, the caller sees it, and it is of the object. */
#include "issues/store/references.h"

#include "issues/inputs.h"
#include "issues_sql.h"

/* clang-format off */
const struct reference issue_references[] = {
    {&programme_create_table,    "feedback_id",     "/feedback_id",            &sql_unknown_feedback},
    {&programme_create_table,    "parent_id",       "/parent_id",              &sql_unknown_parent_programme},
    {&issue_create_table,        "feedback_id",     "/feedback_id",            &sql_unknown_feedback},
    {&issue_create_table,        "programme_id",    "/programme_id",           &sql_unknown_programme},
    {&issue_import_query_table,  "feedback_id",     "?feedback_id",            &sql_unknown_feedback},
    {&issue_update_table,        "programme_id",    "/programme_id",           &sql_unknown_programme_of_issue},
    {&issue_parties_input_table, "parties",         "/parties/%s/person_id",   &sql_unknown_person},
    {&issue_indicators_table,    "indicators",      "/indicators/%s",          &sql_unknown_indicator},
    {&transition_input_table,    "merged_into",     "/merged_into",            &sql_unknown_merge_target},
    {&transition_input_table,    "evidence_ids",    "/evidence_ids/%s",        &sql_unknown_recurrence},
    {&plan_input_table,          "goals",           "/goals/%s/indicator",     &sql_unknown_goal_indicator},
    {&plan_input_table,          "measures",        "/measures/%s/unit",       &sql_unknown_measure_unit},
    {&plan_input_table,          "measures",        "/measures/%s/area_id",    &sql_unknown_measure_area},
    {&plan_update_table,         "goals",           "/goals/%s/indicator",     &sql_unknown_goal_indicator},
    {&plan_update_table,         "measures",        "/measures/%s/unit",       &sql_unknown_measure_unit},
    {&plan_update_table,         "measures",        "/measures/%s/area_id",    &sql_unknown_measure_area},
    {&report_create_table,       "attachments",     "/attachments/%s",         &sql_unknown_attachment},
    {&report_submit_table,       "attachments",     "/attachments/%s",         &sql_unknown_attachment},
    {&evidence_create_table,     "milestone_id",    "/milestone_id",           &sql_unknown_milestone},
    {&verification_create_table, "verifiers",       "/verifiers/%s/member_id", &sql_unknown_verifier},
    {&verification_create_table, "goal_no",         "/goal_no",                &sql_unknown_stage_goal},
    {&verification_create_table, "file_ids",        "/file_ids/%s",            &sql_unknown_verification_file},
    {&escalation_reply_table,    "attachments",     "/attachments/%s",         &sql_unknown_attachment},
    {&finding_create_table,      "evidence_ids",    "/evidence_ids/%s",        &sql_unknown_evidence},
    {&escalation_lift_table,     "verification_id", "/verification_id",        &sql_unknown_verification},
    {0},
};
/* clang-format on */
