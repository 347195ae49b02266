/* SPDX-License-Identifier: MIT */
/* States and relations of the issue workflow, and its published versions. */
#include "issues/domain/issue_versions.h"

#define REL(name) ISSUE_RELATION_##name

/* clang-format off */
const struct workflow_state issue_states[] = {
    [ISSUE_STATE_REGISTERED]     = {"REGISTERED",     "registered",               "登记",         WORKFLOW_INITIAL},
    [ISSUE_STATE_ASSIGNED]       = {"ASSIGNED",       "assigned",                 "已交办",       0},
    [ISSUE_STATE_SIGNED]         = {"SIGNED",         "signed for",               "已签收",       0},
    [ISSUE_STATE_PLANNING]       = {"PLANNING",       "planning",                 "制定方案",     0},
    [ISSUE_STATE_PLAN_REVIEW]    = {"PLAN_REVIEW",    "plan under review",        "方案审核",     0},
    [ISSUE_STATE_PLAN_FILED]     = {"PLAN_FILED",     "plan filed",               "已备案",       0},
    [ISSUE_STATE_RECTIFYING]     = {"RECTIFYING",     "rectifying",               "整改中",       0},
    [ISSUE_STATE_ACCEPT_APPLIED] = {"ACCEPT_APPLIED", "acceptance applied for",   "申请验收",     0},
    [ISSUE_STATE_DIST_VERIFY]    = {"DIST_VERIFY",    "district verification",    "区级核查",     0},
    [ISSUE_STATE_CITY_REVIEW]    = {"CITY_REVIEW",    "city review",              "市级复核",     0},
    [ISSUE_STATE_PUBLICITY]      = {"PUBLICITY",      "public notice",            "公示",         0},
    [ISSUE_STATE_CLOSED]         = {"CLOSED",         "struck off",               "销号",         WORKFLOW_TERMINAL},
    [ISSUE_STATE_SUSPENDED]      = {"SUSPENDED",      "suspended",                "暂缓",         WORKFLOW_SIDE},
    [ISSUE_STATE_LONG_TERM]      = {"LONG_TERM",      "long-term, stage reached", "长期坚持",     WORKFLOW_SIDE},
    [ISSUE_STATE_REOPENED]       = {"REOPENED",       "reopened as a new issue",  "反弹重新立项", WORKFLOW_SIDE | WORKFLOW_TERMINAL},
    [ISSUE_STATE_CANCELLED]      = {"CANCELLED",      "cancelled",                "撤销",         WORKFLOW_SIDE | WORKFLOW_TERMINAL},
    [ISSUE_STATE_MERGED]         = {"MERGED",         "merged",                   "合并",         WORKFLOW_SIDE | WORKFLOW_TERMINAL},
    [ISSUE_STATE_COUNT]          = {0},
};

const struct workflow_relation issue_relation_list[] = {
    {REL(OWNER),      "OWNER",      "the holder of the issue",                                             "问题所属单位"},
    {REL(REGISTRAR),  "REGISTRAR",  "the one whose office registered it",                                  "登记单位"},
    {REL(DISTRICT),   "DISTRICT",   "the district that handles it",                                        "承办区"},
    {REL(CLOSING),    "CLOSING",    "of the closing level above it (a street only if not responsible itself; else its district)", "销号层级单位"},
    {REL(CLOSING_UP), "CLOSING_UP", "of the closing level or higher above it",                             "销号层级及以上单位"},
    {REL(LEAD),       "LEAD",       "its lead unit",                                                       "牵头单位"},
    {REL(RESP),       "RESP",       "a responsible unit of it",                                            "责任单位"},
    {REL(SUPERVISE),  "SUPERVISE",  "its supervising and accepting unit",                                  "督导/验收单位"},
    {REL(COOP),       "COOP",       "a cooperating unit of it",                                            "配合单位"},
    {0},
};
/* clang-format on */

const struct workflow *const issue_workflows[] = {&issue_workflow_1, &issue_workflow_2, NULL};

const struct workflow *issue_workflow(int version)
{
    return workflow_find(issue_workflows, "issue", version);
}
