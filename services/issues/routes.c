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
#define BODY(name) &name##_table
#define QUERY(name) &name##_table
#define NEW ROUTE_IDEMPOTENT
#define CHANGE ROUTE_IF_MATCH

/* clang-format off */
const struct route issue_routes[] = {
    /* method   path                                   operation               permission  tx        body                     query                  flags   handler */
    {"GET",   "/feedbacks",                            "listFeedbacks",        READ,       DB_READ,  NULL,                    QUERY(feedback_query),  0,      feedback_list,       0, NULL},
    {"POST",  "/feedbacks",                            "createFeedback",       REGISTER,   DB_WRITE, BODY(feedback_create),   NULL,                   NEW,    feedback_create,     0, NULL},
    {"GET",   "/feedbacks/{feedback_id}",              "getFeedback",          READ,       DB_READ,  NULL,                    NULL,                   0,      feedback_get,        0, NULL},
    {"PATCH", "/feedbacks/{feedback_id}",              "updateFeedback",       REGISTER,   DB_WRITE, BODY(feedback_update),   NULL,                   CHANGE, feedback_update,     0, NULL},
    {"GET",   "/programmes",                           "listProgrammes",       READ,       DB_READ,  NULL,                    QUERY(programme_query), 0,      programme_list,      0, NULL},
    {"POST",  "/programmes",                           "createProgramme",      REGISTER,   DB_WRITE, BODY(programme_create),  NULL,                   NEW,    programme_create,    0, NULL},
    {"GET",   "/programmes/{programme_id}",            "getProgramme",         READ,       DB_READ,  NULL,                    NULL,                   0,      programme_get,       0, NULL},
    {"PATCH", "/programmes/{programme_id}",            "updateProgramme",      REGISTER,   DB_WRITE, BODY(programme_update),  NULL,                   CHANGE, programme_update,    0, NULL},
    {"POST",  "/programmes/{programme_id}/issue",      "issueProgramme",       REGISTER,   DB_WRITE, BODY(programme_issue),   NULL,                   CHANGE, programme_issue,     0, NULL},
    {"GET",   "/programmes/{programme_id}/coverage",   "getProgrammeCoverage", READ,       DB_READ,  NULL,                    NULL,                   0,      programme_coverage,  0, NULL},

    {"GET",   "/issues",                               "listIssues",           READ,       DB_READ,  NULL,                    QUERY(issue_query),     0,      issue_list,          0, NULL},
    {"POST",  "/issues",                               "createIssue",          REGISTER,   DB_WRITE, BODY(issue_create),      NULL,                   NEW,    issue_create,        0, NULL},
    {"GET",   "/issues/{issue_id}",                    "getIssue",             READ,       DB_READ,  NULL,                    NULL,                   0,      issue_get,           0, NULL},
    {"PATCH", "/issues/{issue_id}",                    "updateIssue",          READ,       DB_WRITE, BODY(issue_update),      NULL,                   CHANGE, issue_update,        0, NULL},
    {"GET",   "/issues/{issue_id}/parties",            "listIssueParties",     READ,       DB_READ,  NULL,                    QUERY(as_of_query),     0,      party_list,          0, NULL},
    {"PUT",   "/issues/{issue_id}/parties",            "replaceIssueParties",  REGISTER,   DB_WRITE, BODY(issue_parties_input), NULL,                 CHANGE, party_replace,       0, NULL},
    {"GET",   "/issues/{issue_id}/transitions",        "listIssueTransitions", READ,       DB_READ,  NULL,                    NULL,                   0,      transition_list,     0, NULL},
    {"POST",  "/issues/{issue_id}/transitions",        "transitionIssue",      TRANSITION, DB_WRITE, BODY(transition_input),  NULL,                   NEW | CHANGE, transition_post, 0, NULL},
    {"GET",   "/workflows/{name}",                     "getWorkflow",          READ,       DB_NONE,  NULL,                    NULL,                   0,      workflow_get,        0, NULL},
    {0},
};
/* clang-format on */
