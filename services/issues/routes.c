/* SPDX-License-Identifier: MIT */
/* Every endpoint of the issues service. */
#include "issues/handlers/handlers.h"
#include "issues/service.h"

#define READ "issues:read"
#define REGISTER "issues:register"
#define PLAN "issues:plan"
#define REPORT "issues:report"
#define VERIFY "issues:verify"
#define PUBLISH "issues:publish"
#define TRANSITION "issues:transition"
#define EXTEND "issues:extend"
#define ESCALATE "issues:escalate"
#define ACCOUNT "issues:account"
#define EDIT "issues:edit"
#define ALLOCATE "issues:allocate"
#define ASSIGN "issues:assign"
#define DERIVE "issues:derive"
#define DISCLOSE "issues:disclose"
#define RELEASE "issues:release"
#define OBJECTION "issues:objection"
#define APPROVE "issues:approve"
#define CONFIGURE "issues:configure"
#define PETITIONER "issues:petitioner"
#define EVIDENCE "issues:evidence"
#define BODY(name) &name##_table
#define QUERY(name) &name##_table
#define NEW ROUTE_IDEMPOTENT
#define CHANGE ROUTE_IF_MATCH

enum { IMPORT_MAX = 32 << 20 };

/* clang-format off */
const struct route issue_routes[] = {
    /* method, path, operation, permission, unit of work, body, query, flags, handler, bytes of body (0 = 1 MiB) */
    {"GET",   "/feedbacks",               "listFeedbacks",  READ,     DB_READ,  NULL,                  QUERY(feedback_query), 0,      feedback_list,   0},
    {"POST",  "/feedbacks",               "createFeedback", REGISTER, DB_WRITE, BODY(feedback_create), NULL,                  NEW,    feedback_create, 0},
    {"GET",   "/feedbacks/{feedback_id}", "getFeedback",    READ,     DB_READ,  NULL,                  NULL,                  0,      feedback_get,    0},
    {"PATCH", "/feedbacks/{feedback_id}", "updateFeedback", REGISTER, DB_WRITE, BODY(feedback_update), NULL,                  CHANGE, feedback_update, 0},

    {"GET",   "/programmes",                         "listProgrammes",       READ,     DB_READ,  NULL,                   QUERY(programme_query), 0,      programme_list,     0},
    {"POST",  "/programmes",                         "createProgramme",      REGISTER, DB_WRITE, BODY(programme_create), NULL,                   NEW,    programme_create,   0},
    {"GET",   "/programmes/{programme_id}",          "getProgramme",         READ,     DB_READ,  NULL,                   NULL,                   0,      programme_get,      0},
    {"PATCH", "/programmes/{programme_id}",          "updateProgramme",      REGISTER, DB_WRITE, BODY(programme_update), NULL,                   CHANGE, programme_update,   0},
    {"POST",  "/programmes/{programme_id}/issue",    "issueProgramme",       APPROVE,  DB_WRITE, BODY(programme_issue),  NULL,                   CHANGE, programme_issue,    0},
    {"GET",   "/programmes/{programme_id}/coverage", "getProgrammeCoverage", READ,     DB_READ,  NULL,                   NULL,                   0,      programme_coverage, 0},

    {"GET",   "/issues",                        "listIssues",             READ,       DB_READ,  NULL,                      QUERY(issue_query),        0,                    issue_list,             0},
    {"POST",  "/issues",                        "createIssue",            REGISTER,   DB_WRITE, BODY(issue_create),        NULL,                      NEW,                  issue_create,           0},
    {"GET",   "/issues/export",                 "exportIssues",           READ,       DB_NONE,  NULL,                      QUERY(issue_export_query), 0,                    work_answer,            0},
    {"POST",  "/issues/import",                 "importIssues",           REGISTER,   DB_WRITE, NULL,                      QUERY(issue_import_query), NEW | ROUTE_RAW_BODY, work_answer,            IMPORT_MAX},
    {"GET",   "/issues/{issue_id}",             "getIssue",               READ,       DB_READ,  NULL,                      NULL,                      0,                    issue_get,              0},
    {"PATCH", "/issues/{issue_id}",             "updateIssue",            EDIT,       DB_WRITE, BODY(issue_update),        NULL,                      CHANGE,               issue_update,           0},
    {"GET",   "/issues/{issue_id}/parties",     "listIssueParties",       READ,       DB_READ,  NULL,                      QUERY(as_of_query),        0,                    party_list,             0},
    {"PUT",   "/issues/{issue_id}/parties",     "replaceIssueParties",    ASSIGN,     DB_WRITE, BODY(issue_parties_input), NULL,                      CHANGE,               party_replace,          0},
    {"GET",   "/unallocated-issues",            "listUnallocatedIssues",  READ,       DB_READ,  NULL,                      QUERY(unallocated_query),  0,                    unallocated_list,       0},
    {"POST",  "/issues/{issue_id}/allocation",  "allocateIssue",          ALLOCATE,   DB_WRITE, BODY(allocation_input),    NULL,                      CHANGE,               issue_allocate,         0},
    {"GET",   "/issues/{issue_id}/indicators",  "listIssueIndicators",    READ,       DB_READ,  NULL,                      NULL,                      0,                    indicator_link_list,    0},
    {"PUT",   "/issues/{issue_id}/indicators",  "replaceIssueIndicators", EDIT,       DB_WRITE, BODY(issue_indicators),    NULL,                      CHANGE,               indicator_link_replace, 0},
    {"GET",   "/issues/{issue_id}/transitions", "listIssueTransitions",   READ,       DB_READ,  NULL,                      NULL,                      0,                    transition_list,        0},
    {"POST",  "/issues/{issue_id}/transitions", "transitionIssue",        TRANSITION, DB_WRITE, BODY(transition_input),    NULL,                      NEW | CHANGE,         transition_post,        0},

    {"GET",   "/issues/{issue_id}/plans",                     "listIssuePlans",       READ,   DB_READ,  NULL,                   NULL, 0,            plan_list,        0},
    {"POST",  "/issues/{issue_id}/plans",                     "createIssuePlan",      PLAN,   DB_WRITE, BODY(plan_input),       NULL, NEW,          plan_create,      0},
    {"GET",   "/issues/{issue_id}/plans/{plan_id}",           "getIssuePlan",         READ,   DB_READ,  NULL,                   NULL, 0,            plan_get,         0},
    {"PATCH", "/issues/{issue_id}/plans/{plan_id}",           "updateIssuePlan",      PLAN,   DB_WRITE, BODY(plan_update),      NULL, CHANGE,       plan_update,      0},
    {"POST",  "/issues/{issue_id}/plans/{plan_id}/submit",    "submitPlanChange",     PLAN,   DB_WRITE, BODY(plan_submit),      NULL, NEW | CHANGE, plan_submit,      0},
    {"GET",   "/issues/{issue_id}/milestones",                "listIssueMilestones",  READ,   DB_READ,  NULL,                   NULL, 0,            milestone_list,   0},
    {"PATCH", "/issues/{issue_id}/milestones/{milestone_id}", "updateIssueMilestone", REPORT, DB_WRITE, BODY(milestone_update), NULL, CHANGE,       milestone_update, 0},

    {"GET",  "/issues/{issue_id}/progress-reports",                     "listProgressReports",   READ,     DB_READ,  NULL,                  NULL, 0,      report_list,     0},
    {"POST", "/issues/{issue_id}/progress-reports",                     "createProgressReport",  REPORT,   DB_WRITE, BODY(report_create),   NULL, NEW,    report_create,   0},
    {"POST", "/issues/{issue_id}/progress-reports/{report_id}/submit",  "submitProgressReport",  REPORT,   DB_WRITE, BODY(report_submit),   NULL, CHANGE, report_submit,   0},
    {"POST", "/issues/{issue_id}/progress-reports/{report_id}/return",  "returnProgressReport",  VERIFY,   DB_WRITE, BODY(opinion_input),   NULL, CHANGE, report_return,   0},
    {"POST", "/issues/{issue_id}/progress-reports/{report_id}/confirm", "confirmProgressReport", VERIFY,   DB_WRITE, BODY(opinion_input),   NULL, CHANGE, report_confirm,  0},
    {"GET",  "/issues/{issue_id}/evidence",                             "listIssueEvidence",     READ,     DB_WRITE, NULL,                  QUERY(evidence_query), 0, evidence_list, 0},
    {"POST", "/issues/{issue_id}/evidence",                             "addIssueEvidence",      EVIDENCE, DB_WRITE, BODY(evidence_create), NULL, NEW,    evidence_add,    0},
    {"POST", "/issues/{issue_id}/evidence/{evidence_id}/remove",        "removeIssueEvidence",   EVIDENCE, DB_WRITE, BODY(evidence_remove), NULL, CHANGE, evidence_remove, 0},

    {"GET",   "/issues/{issue_id}/extensions",                                                "listExtensions",     READ,    DB_READ,  NULL,                      NULL, 0,      extension_list,      0},
    {"POST",  "/issues/{issue_id}/extensions",                                                "applyForExtension",  EXTEND,  DB_WRITE, BODY(extension_create),    NULL, NEW,    extension_create,    0},
    {"GET",   "/issues/{issue_id}/verifications",                                             "listVerifications",  READ,    DB_READ,  NULL,                      NULL, 0,      verification_list,   0},
    {"POST",  "/issues/{issue_id}/verifications",                                             "createVerification", VERIFY,  DB_WRITE, BODY(verification_create), NULL, NEW,    verification_create, 0},
    {"GET",   "/issues/{issue_id}/publicity",                                                 "listPublicity",      READ,    DB_READ,  NULL,                      NULL, 0,      publicity_list,      0},
    {"PATCH", "/issues/{issue_id}/publicity/{publicity_id}",                                  "updatePublicity",    PUBLISH, DB_WRITE, BODY(publicity_update),    NULL, CHANGE, publicity_update,    0},
    {"POST",  "/issues/{issue_id}/publicity/{publicity_id}/objections",                       "createObjection",    PUBLISH, DB_WRITE, BODY(objection_create),    NULL, NEW,    objection_create,    0},
    {"POST",  "/issues/{issue_id}/publicity/{publicity_id}/objections/{objection_id}/decide", "decideObjection",    OBJECTION, DB_WRITE, BODY(objection_decision),  NULL, CHANGE, objection_decide,    0},

    {"GET",  "/issues/{issue_id}/archive",    "getIssueArchive", READ,     DB_NONE,  NULL,                   NULL, 0,   work_answer,    0},
    {"GET",  "/issues/{issue_id}/history",    "getIssueHistory", READ,     DB_READ,  NULL,                   NULL, 0,   issue_history,  0},
    {"POST", "/issues/{issue_id}/derive",     "deriveIssues",    DERIVE,   DB_WRITE, BODY(derive_input),     NULL, NEW, issue_derive,   0},
    {"GET",  "/issues/{issue_id}/petitioner", "getPetitioner",   PETITIONER, DB_WRITE, NULL,                   NULL, 0,   petitioner_get, 0},
    {"PUT",  "/issues/{issue_id}/petitioner", "putPetitioner",   PETITIONER, DB_WRITE, BODY(petitioner_input), NULL, CHANGE | ROUTE_OR_NEW,   petitioner_put, 0},

    {"GET",    "/jobs/{job_id}",        "getJob",       READ, DB_READ,  NULL, NULL, 0, work_get,    0},
    {"DELETE", "/jobs/{job_id}",        "cancelJob",    READ, DB_WRITE, NULL, NULL, 0, work_cancel, 0},
    {"GET",    "/jobs/{job_id}/result", "getJobResult", READ, DB_WRITE, NULL, NULL, 0, work_result, 0},

    {"GET",  "/issues/{issue_id}/escalations",                           "listEscalations",   READ,     DB_WRITE, NULL,                      NULL, 0,      escalation_list,     0},
    {"POST", "/issues/{issue_id}/escalations",                           "createEscalation",  ESCALATE, DB_WRITE, BODY(escalation_create),   NULL, NEW,    escalation_create,   0},
    {"POST", "/issues/{issue_id}/escalations/{escalation_id}/issue",     "issueEscalation",   ESCALATE, DB_WRITE, BODY(escalation_issue),    NULL, CHANGE, escalation_issue,    0},
    {"POST", "/issues/{issue_id}/escalations/{escalation_id}/refuse",    "refuseEscalation",  ESCALATE, DB_WRITE, BODY(escalation_refuse),   NULL, CHANGE, escalation_refuse,   0},
    {"POST", "/issues/{issue_id}/escalations/{escalation_id}/sign",      "signForEscalation", REPORT,   DB_WRITE, NULL,                      NULL, CHANGE, escalation_sign,     0},
    {"POST", "/issues/{issue_id}/escalations/{escalation_id}/reply",     "replyToEscalation", REPORT,   DB_WRITE, BODY(escalation_reply),    NULL, CHANGE, escalation_reply,    0},
    {"POST", "/issues/{issue_id}/escalations/{escalation_id}/interview", "recordInterview",   ESCALATE, DB_WRITE, BODY(interview_record),    NULL, CHANGE, interview_record,    0},
    {"POST", "/issues/{issue_id}/escalations/{escalation_id}/follow-up", "followUpInterview", ESCALATE, DB_WRITE, BODY(interview_follow_up), NULL, CHANGE, interview_follow_up, 0},
    {"POST", "/issues/{issue_id}/escalations/{escalation_id}/lift",      "liftEscalation",    ESCALATE, DB_WRITE, BODY(escalation_lift),     NULL, CHANGE, escalation_lift,     0},

    {"GET",  "/issues/{issue_id}/findings",                    "listFindings",  READ,     DB_WRITE, NULL,                 NULL, 0,      finding_list,   0},
    {"POST", "/issues/{issue_id}/findings",                    "createFinding", ESCALATE, DB_WRITE, BODY(finding_create), NULL, NEW,    finding_create, 0},
    {"POST", "/issues/{issue_id}/findings/{finding_id}/clear", "clearFinding",  ESCALATE, DB_WRITE, BODY(finding_clear),  NULL, CHANGE, finding_clear,  0},

    {"GET",  "/issues/{issue_id}/referrals",                      "listReferrals",        ACCOUNT, DB_WRITE, NULL,                  NULL, 0,      referral_list,   0},
    {"POST", "/issues/{issue_id}/referrals",                      "createReferral",       ACCOUNT, DB_WRITE, BODY(referral_create), NULL, NEW,    referral_create, 0},
    {"POST", "/issues/{issue_id}/referrals/{referral_id}/result", "recordReferralResult", ACCOUNT, DB_WRITE, BODY(referral_result), NULL, CHANGE, referral_result, 0},

    {"GET",  "/issues/{issue_id}/disclosures",                          "listDisclosures",    READ,    DB_READ,  NULL,                      NULL, 0,      disclosure_list,     0},
    {"POST", "/issues/{issue_id}/disclosures",                          "proposeDisclosure",  DISCLOSE, DB_WRITE, BODY(disclosure_create),   NULL, NEW,    disclosure_create,   0},
    {"POST", "/issues/{issue_id}/disclosures/{disclosure_id}/publish",  "publishDisclosure",  RELEASE, DB_WRITE, NULL,                      NULL, CHANGE, disclosure_publish,  0},
    {"POST", "/issues/{issue_id}/disclosures/{disclosure_id}/refuse",   "refuseDisclosure",   RELEASE, DB_WRITE, NULL,                      NULL, CHANGE, disclosure_refuse,   0},
    {"POST", "/issues/{issue_id}/disclosures/{disclosure_id}/withdraw", "withdrawDisclosure", RELEASE, DB_WRITE, BODY(disclosure_withdraw), NULL, CHANGE, disclosure_withdraw, 0},

    {"GET", "/issue-parameters",          "listIssueParameters",   READ,     DB_READ,  NULL,                   NULL,                0,            parameter_list,    0},
    {"PUT", "/issue-parameters",          "putIssueParameters",    CONFIGURE, DB_WRITE, BODY(parameters_input), NULL,                CHANGE,            parameters_put,    0},
    {"GET", "/public/issues",             "listPublicIssues",      NULL,     DB_READ,  NULL,                   QUERY(public_query), ROUTE_PUBLIC, public_issue_list, 0},
    {"GET", "/public/issues/{public_id}", "getPublicIssue",        NULL,     DB_READ,  NULL,                   NULL,                ROUTE_PUBLIC, public_issue_get,  0},
    {"GET", "/boards/rectification",      "getRectificationBoard", READ,     DB_READ,  NULL,                   QUERY(board_query),  0,            board_get,         0},
    {"GET", "/workflows/{name}",          "getWorkflow",           READ,     DB_NONE,  NULL,                   NULL,                0,            workflow_get,      0},
    {0},
};

/* What is answered later when it is much. */
const struct work_kind issue_works[] = {
    {"exportIssues",    issue_export,  offsetof(struct config, export_now_rows),   {0}},
    {"getIssueArchive", issue_archive, offsetof(struct config, archive_now_files), {"issue.archive", "issue", "issue_id"}},
    {"importIssues",    issue_import,  offsetof(struct config, import_now_rows),   {0}},
    {0},
};
/* clang-format on */
