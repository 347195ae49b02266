/* SPDX-License-Identifier: MIT */
/* Version 2 of the issue workflow: T01..T25 of domain B.3, so that every way to the end leads through what proves it. A
 * migration put every open issue on it; those that were over stay on version 1. */
#include "issues/domain/issue_versions.h"

#define IN(name) WORKFLOW_IN(ISSUE_STATE_##name)
#define TO(name) ISSUE_STATE_##name
#define REL(name) ISSUE_RELATION_##name

/* clang-format off */
/* Who may act. The office of a level: CITY_OFFICE, DIST_OFFICE, and at street level the officer who dispatches. */
#define WHO static const struct workflow_who
WHO any_office[]       = {{LEVEL_CITY, "CITY_OFFICE", 0}, {LEVEL_DISTRICT, "DIST_OFFICE", 0}, {LEVEL_STREET, "STREET_ENV_OFFICER", 0}, {0}};
WHO closing_office[]   = {{LEVEL_CITY, "CITY_OFFICE", REL(CLOSING)}, {LEVEL_DISTRICT, "DIST_OFFICE", REL(CLOSING)}, {LEVEL_STREET, "STREET_ENV_OFFICER", REL(CLOSING)}, {0}};
WHO closing_up[]       = {{LEVEL_CITY, "CITY_OFFICE", REL(CLOSING_UP)}, {LEVEL_DISTRICT, "DIST_OFFICE", REL(CLOSING_UP)}, {LEVEL_STREET, "STREET_ENV_OFFICER", REL(CLOSING_UP)}, {0}};
WHO assigning_office[] = {{LEVEL_CITY, "CITY_OFFICE", REL(OWNER) | REL(REGISTRAR)}, {LEVEL_DISTRICT, "DIST_OFFICE", REL(OWNER) | REL(REGISTRAR)}, {LEVEL_STREET, "STREET_ENV_OFFICER", REL(OWNER) | REL(REGISTRAR)}, {0}};
WHO registrar_office[] = {{LEVEL_CITY, "CITY_OFFICE", REL(REGISTRAR) | REL(CLOSING)}, {LEVEL_DISTRICT, "DIST_OFFICE", REL(REGISTRAR)}, {LEVEL_STREET, "STREET_ENV_OFFICER", REL(REGISTRAR)}, {0}};
WHO city_office[]      = {{LEVEL_CITY, "CITY_OFFICE", REL(CLOSING)}, {0}};
/* DISTRICT: of the district that handles it; of the city where no district does (issue_relations.c). */
WHO district_office[]  = {{LEVEL_DISTRICT, "DIST_OFFICE", REL(DISTRICT)}, {LEVEL_CITY, "CITY_OFFICE", REL(DISTRICT)}, {0}};
WHO objection_office[] = {{LEVEL_CITY, "CITY_OFFICE", REL(CLOSING) | REL(DISTRICT)}, {LEVEL_DISTRICT, "DIST_OFFICE", REL(DISTRICT)}, {0}};
WHO unit_admin[]       = {{LEVEL_UNIT, "UNIT_ADMIN", REL(LEAD) | REL(RESP)}, {0}};
WHO resp_admin[]       = {{LEVEL_UNIT, "UNIT_ADMIN", REL(RESP)}, {0}};
WHO lead_leader[]      = {{LEVEL_UNIT, "UNIT_LEADER", REL(LEAD)}, {0}};
WHO resp_leader[]      = {{LEVEL_UNIT, "UNIT_LEADER", REL(RESP)}, {0}};
WHO reviewer[]         = {{LEVEL_UNIT, "UNIT_LEADER UNIT_ADMIN", REL(SUPERVISE)}, {LEVEL_DISTRICT, "DIST_OFFICE GROUP_RECTIFY", REL(DISTRICT)}, {LEVEL_DISTRICT, "GROUP_HEAD GROUP_DEPUTY", REL(DISTRICT)},
                          {LEVEL_CITY, "CITY_OFFICE GROUP_RECTIFY", REL(DISTRICT)}, {LEVEL_CITY, "GROUP_HEAD GROUP_DEPUTY", REL(DISTRICT)}, {0}};
WHO acceptance[]       = {{LEVEL_DISTRICT, "DIST_OFFICE", REL(DISTRICT)}, {LEVEL_CITY, "CITY_OFFICE", REL(DISTRICT)}, {LEVEL_DEPARTMENT, "UNIT_LEADER UNIT_ADMIN", REL(SUPERVISE)}, {0}};

#define OPEN_MAIN (IN(REGISTERED) | IN(ASSIGNED) | IN(SIGNED) | IN(PLANNING) | IN(PLAN_REVIEW) | IN(PLAN_FILED) | \
                   IN(RECTIFYING) | IN(ACCEPT_APPLIED) | IN(DIST_VERIFY) | IN(CITY_REVIEW) | IN(PUBLICITY) | IN(LONG_TERM))
#define PLAN_GUARDS "plan_has_units plan_has_person plan_has_goal plan_has_due plan_has_measure measure_units_are_parties weights_sum_100 plan_due_in_programme plan_due_ahead"
#define VERIFIED "enough_verifiers verified_on_site verification_passed effect_evaluated criteria_met"
#define STAGE_VERIFIED "enough_verifiers verified_on_site verification_passed"

static const struct workflow_row rows[] = {
    {"T01", "REGISTER", "register", "登记", WORKFLOW_IN(WORKFLOW_START), TO(REGISTERED), 0, any_office,
     "original_text_given source_given category_given registration_level", "ASSIGN_CODE", "issues"},
    {"T02", "ASSIGN", "assign", "交办", IN(REGISTERED), TO(ASSIGNED), 0, assigning_office,
     "parties_complete supervisor_not_resp leads_named parties_in_reach", "NOTIFY_PARTIES START_SIGN_CLOCK", NULL},
    {"T03", "SIGN", "sign for", "签收", IN(ASSIGNED), TO(SIGNED), 0, unit_admin, "", "START_PLAN_CLOCK", NULL},
    {"T04", "BOUNCE", "return: not this unit's", "退回(不属本单位)", IN(ASSIGNED), TO(REGISTERED), 0, resp_admin,
     "reason_given bounce_in_time bounces_left", "COUNT_BOUNCE NOTIFY_OFFICE", NULL},
    {"T05", "BEGIN_PLANNING", "begin planning", "开始制定方案", IN(SIGNED), TO(PLANNING), WORKFLOW_AUTO, NULL, "", "", NULL},
    {"T06", "SUBMIT_PLAN", "submit the plan", "提交方案", IN(PLANNING), TO(PLAN_REVIEW), 0, lead_leader, PLAN_GUARDS " milestones_in_due", "SUBMIT_PLAN", NULL},
    {"T07", "RETURN_PLAN", "return the plan", "退回修改", IN(PLAN_REVIEW), TO(PLANNING), 0, reviewer,
     "reviewer_not_submitter reason_given", "RETURN_PLAN START_PLAN_CLOCK", NULL},
    {"T07", "PASS_REVIEW", "pass the review", "审核通过", IN(PLAN_REVIEW), WORKFLOW_SAME, 0, reviewer,
     "reviewer_not_submitter reviewer_not_earlier review_in_order", "RECORD_REVIEW", NULL},
    {"T08", "FILE_PLAN", "file the plan", "审核备案", IN(PLAN_REVIEW), TO(PLAN_FILED), 0, district_office,
     "reviewer_not_submitter reviews_passed " PLAN_GUARDS " city_receipt", "FILE_PLAN", NULL},
    {"T09", "START_RECTIFYING", "start rectifying", "开始整改", IN(PLAN_FILED), TO(RECTIFYING), WORKFLOW_AUTO, NULL, "", "SCHEDULE_REPORTS", NULL},
    {"T10", "APPLY_PLAN_CHANGE", "apply for a change of plan", "申请变更方案", IN(RECTIFYING), WORKFLOW_SAME, 0, lead_leader,
     "no_change_pending " PLAN_GUARDS " milestones_in_due reason_given", "PROPOSE_CHANGE", "plans"},
    {"T10", "APPROVE_PLAN_CHANGE", "approve the change of plan", "同意变更方案", IN(RECTIFYING), WORKFLOW_SAME, 0, district_office,
     "change_pending reviewer_not_submitter " PLAN_GUARDS " goals_judged city_consents", "ADOPT_CHANGE SCHEDULE_REPORTS", NULL},
    {"T10", "REFUSE_PLAN_CHANGE", "refuse the change of plan", "驳回变更方案", IN(RECTIFYING), WORKFLOW_SAME, 0, district_office,
     "change_pending reviewer_not_submitter reason_given", "REFUSE_CHANGE", NULL},
    {"T11", "APPLY_EXTENSION", "apply for an extension", "申请延期", IN(RECTIFYING), WORKFLOW_SAME, 0, resp_leader,
     "no_extension_pending extension_before_due extension_lead_time extensions_left extension_reason_given extension_due_later",
     "RECORD_EXTENSION", "extensions"},
    {"T11", "APPROVE_EXTENSION", "grant the extension", "同意延期", IN(RECTIFYING), WORKFLOW_SAME, 0, closing_office,
     "extension_pending approver_not_applicant extensions_left extension_still_later", "GRANT_EXTENSION SCHEDULE_REPORTS", NULL},
    {"T11", "REFUSE_EXTENSION", "refuse the extension", "驳回延期", IN(RECTIFYING), WORKFLOW_SAME, 0, closing_office,
     "extension_pending approver_not_applicant reason_given", "REFUSE_EXTENSION", NULL},
    {"T12", "APPLY_ACCEPTANCE", "apply for acceptance", "申请验收", IN(RECTIFYING), TO(ACCEPT_APPLIED), 0, lead_leader,
     "milestones_done materials_complete self_check_done children_rectifying", "RECORD_APPLICATION LAPSE_EXTENSION", NULL},
    {"T13", "ACCEPT_MATERIALS", "accept the materials", "受理材料", IN(ACCEPT_APPLIED), TO(DIST_VERIFY), 0, district_office,
     "receiver_not_applicant materials_complete children_rectifying", "START_VERIFY_CLOCK", NULL},
    {"T14", "RETURN", "return for more work", "退回整改", IN(ACCEPT_APPLIED) | IN(DIST_VERIFY), TO(RECTIFYING), 0, acceptance,
     "reason_given return_due_in_limit", "COUNT_RETURN SET_DUE SCHEDULE_REPORTS", NULL},
    {"T15", "SUBMIT_TO_CITY", "submit to the city", "报市复核", IN(DIST_VERIFY), TO(CITY_REVIEW), 0, district_office,
     "closes_at_city receiver_not_applicant no_false_rectification children_rectifying " VERIFIED, "", NULL},
    {"T16", "PUBLISH", "give public notice", "公示", IN(DIST_VERIFY) | IN(PUBLICITY), TO(PUBLICITY), 0, district_office,
     "closes_below_city receiver_not_applicant no_notice_runs channels_fit no_false_rectification children_rectifying " VERIFIED, "START_PUBLICITY", NULL},
    {"T17", "PASS_CITY_REVIEW", "pass the city's review", "市级复核通过", IN(CITY_REVIEW) | IN(PUBLICITY), TO(PUBLICITY), 0, city_office,
     "closes_at_city city_passed no_notice_runs channels_fit no_false_rectification children_rectifying", "START_PUBLICITY", NULL},
    {"T18", "RETURN_BY_CITY", "return by the city", "市级退回", IN(CITY_REVIEW), TO(RECTIFYING), 0, city_office,
     "reason_given", "COUNT_UPPER_RETURN SCHEDULE_REPORTS", NULL},
    {"T19", "CLOSE", "strike off", "销号", IN(PUBLICITY), TO(CLOSED), 0, closing_office,
     "receiver_not_applicant publicity_over notice_fits no_open_objection no_upheld_objection no_failed_check no_false_rectification children_rectifying closing_materials city_review_stands " VERIFIED,
     "RECORD_CLOSURE PLAN_PATROL", NULL},
    {"T20", "UPHOLD_OBJECTION", "uphold an objection", "异议成立", IN(PUBLICITY), TO(DIST_VERIFY), 0, objection_office,
     "objection_valid", "END_PUBLICITY START_VERIFY_CLOCK", NULL},
    {"T20", "RECHECK", "go back to verification after one that failed", "核查未通过退回核查", IN(PUBLICITY), TO(DIST_VERIFY), 0, objection_office,
     "check_failed", "END_PUBLICITY START_VERIFY_CLOCK", NULL},
    {"T21", "KEEP_LONG_TERM", "keep as long-term", "转长期坚持", IN(RECTIFYING), TO(LONG_TERM), 0, closing_office,
     "term_is_long stage_goals_verified children_rectifying no_open_objection no_upheld_objection no_false_rectification city_review_stands " STAGE_VERIFIED, "KEEP_REPORTING LAPSE_EXTENSION", NULL},
    {"T22", "CLOSE_LONG_TERM", "strike off a long-term issue", "长期问题销号", IN(LONG_TERM), TO(CLOSED), 0, closing_office,
     "document_given stage_goals_verified children_rectifying no_open_objection no_upheld_objection no_false_rectification city_review_stands materials_complete " VERIFIED, "RECORD_DOCUMENT RECORD_CLOSURE PLAN_PATROL", NULL},
    {"T23", "REOPEN", "reopen as a new issue", "反弹重新立项", IN(CLOSED) | IN(LONG_TERM), TO(REOPENED), 0, closing_up,
     "recurrence_shown reopen_due_in_limit", "CREATE_REBOUND", NULL},
    {"T24", "SUSPEND", "suspend", "暂缓", OPEN_MAIN, TO(SUSPENDED), 0, closing_office,
     "suspension_reason_given suspension_in_limit", "STOP_CLOCKS", NULL},
    {"T24", "RESUME", "resume", "恢复", IN(SUSPENDED), WORKFLOW_BACK, 0, closing_office, "", "RESUME_CLOCKS", NULL},
    {"T25", "MERGE", "merge into another", "合并", OPEN_MAIN | IN(SUSPENDED), TO(MERGED), 0, registrar_office,
     "cancelled_by_city document_given merge_target_given merge_target_worked no_open_objection no_upheld_objection no_false_rectification", "LINK_MERGED RECORD_DOCUMENT LAPSE_EXTENSION", NULL},
    {"T25", "CANCEL", "cancel", "撤销", OPEN_MAIN | IN(SUSPENDED), TO(CANCELLED), 0, registrar_office,
     "cancelled_by_city document_given no_open_objection no_false_rectification", "RECORD_DOCUMENT LAPSE_EXTENSION", NULL},
    {0},
};
/* clang-format on */

const struct workflow issue_workflow_2 = ISSUE_WORKFLOW(2, rows);
