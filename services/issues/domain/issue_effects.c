/* SPDX-License-Identifier: MIT */
/* What follows from the transitions of an issue, beyond the state, its log entry and issue.state_changed, which always
 * do. */
#include "issues/domain/issue_effects.h"

/* clang-format off */
const struct workflow_effect issue_effects[] = {
    {"ASSIGN_CODE",         "the number WT-{region}-{year}-{seq} is given",                 "编号"},
    {"NOTIFY_PARTIES",      "every unit named as a party is told",                          "通知各责任方"},
    {"START_SIGN_CLOCK",    "the time to sign for the issue starts; without a due date it takes the last that its programme, or else "
                            "its term, allows", "开始计算签收时限；未定整改期限的，以总体方案、无方案的以期限类别所允许的最晚日期为限"},
    {"START_PLAN_CLOCK",    "the time to hand in the plan starts",                          "开始计算方案时限"},
    {"COUNT_BOUNCE",        "one more return by the unit is counted",                       "累计退回次数"},
    {"NOTIFY_OFFICE",       "the office is told to assign anew",                            "通知办公室重新交办"},
    {"SUBMIT_PLAN",         "the plan's version is SUBMITTED, its reviews start anew",      "方案版本置为已提交，审核重新开始"},
    {"RECORD_REVIEW",       "the passed review is recorded on the plan's version",          "记录审核通过"},
    {"RETURN_PLAN",         "the plan's version is RETURNED with the opinion",              "方案版本退回并记录意见"},
    {"FILE_PLAN",           "the version is FILED and frozen; the issue takes its due date", "方案备案冻结，问题期限随之确定"},
    {"SCHEDULE_REPORTS",    "the periods of the progress reports are laid out to the due date", "生成调度计划"},
    {"PROPOSE_CHANGE",      "the new version is SUBMITTED beside the one in force",         "提交方案变更版本"},
    {"ADOPT_CHANGE",        "the old version is SUPERSEDED, the new one FILED",             "变更生效，原版本被替代"},
    {"REFUSE_CHANGE",       "the new version is RETURNED, the old one stays in force",      "变更退回，原版本继续有效"},
    {"RECORD_EXTENSION",    "the request is recorded with old and new due date",            "登记延期申请"},
    {"GRANT_EXTENSION",     "the due date moves; the old one stays in the history, extended=true", "调整期限，保留原期限"},
    {"REFUSE_EXTENSION",    "the request is refused with its reason",                       "驳回延期申请"},
    {"LAPSE_EXTENSION",     "a request for an extension that nobody decided lapses",        "未决延期申请失效"},
    {"RECORD_APPLICATION",  "who applied for acceptance, and when",                         "记录验收申请"},
    {"START_VERIFY_CLOCK",  "the time to verify starts",                                    "开始计算核查时限"},
    {"COUNT_RETURN",        "one more return is counted",                                   "累计退回次数(核查)"},
    {"SET_DUE",             "the issue takes the new due date",                             "设定新的整改期限"},
    {"COUNT_UPPER_RETURN",  "one more return by the level above is counted (RETURNED_BY_UPPER)", "累计上级退回次数"},
    {"START_PUBLICITY",     "the public notice starts",                                     "开始公示"},
    {"END_PUBLICITY",       "the public notice is ended for verification anew",             "终止公示，重新核查"},
    {"RECORD_CLOSURE",      "closed_at and the facts of the closure are fixed; issue.closed", "固定销号事实"},
    {"PLAN_PATROL",         "a patrol plan against rebound is asked for",                   "生成防反弹巡查计划"},
    {"KEEP_REPORTING",      "quarterly reports go on",                                      "转为季度报告"},
    {"CREATE_REBOUND",      "a new issue beside the old one: one degree graver, due within the limit; issue.rebound. "
                            "It takes over what was found of how it was rectified and, of an open one, L4 to L6",
                            "另立反弹问题，等级提高；虚假整改认定及未销号问题的 L4 至 L6 督办随转"},
    {"STOP_CLOCKS",         "due dates and lights stand still until the day given; on the day after, the system resumes by itself", "停止计时；暂缓期满次日自动恢复"},
    {"RESUME_CLOCKS",       "due dates move by the days of the suspension, of which none counts beyond the day given", "恢复计时，期限顺延，逾暂缓期部分不计"},
    {"LINK_MERGED",         "the issue that takes it over is linked",                       "关联并入的问题"},
    {"RECORD_DOCUMENT",     "the deciding document's number is recorded",                   "记录决定文号"},
    {0},
};
/* clang-format on */
