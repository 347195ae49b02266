/* SPDX-License-Identifier: MIT */
/* The workflow of values: domain C.8, row by row. Version 2 asks for files of what persons evaluate (S-018). A
 * published version never changes (its digest is recorded in a test). */
#include "indicators/domain/value_workflow.h"

#define IN(name) WORKFLOW_IN(VALUE_STATE_##name)
#define TO(name) VALUE_STATE_##name
#define REL(name) VALUE_RELATION_##name
#define OWN (REL(OWNER) | REL(UNIT))

/* clang-format off */
static const struct workflow_state states[] = {
    [VALUE_STATE_RAW]         = {"RAW",         "raw",         "原始",   WORKFLOW_INITIAL},
    [VALUE_STATE_PROVISIONAL] = {"PROVISIONAL", "provisional", "暂定",   0},
    [VALUE_STATE_REVIEWED]    = {"REVIEWED",    "reviewed",    "已审核", 0},
    [VALUE_STATE_FROZEN]      = {"FROZEN",      "frozen",      "已冻结", WORKFLOW_TERMINAL},
    [VALUE_STATE_VOID]        = {"VOID",        "void",        "作废",   WORKFLOW_SIDE | WORKFLOW_TERMINAL},
    [VALUE_STATE_COUNT]       = {0},
};

static const struct workflow_relation relations[] = {
    {REL(OWNER), "OWNER", "the tenant that the value is of",          "指标所属单位"},
    {REL(UNIT),  "UNIT",  "the department that answers for the figure", "指标责任部门"},
    {REL(ABOVE), "ABOVE", "a level above that tenant",                "上级单位"},
    {0},
};

#define WHO static const struct workflow_who
WHO entry[]  = {{LEVEL_DEPARTMENT, "MONITOR_INPUT MONITOR_REVIEW", OWN}, {LEVEL_CITY, "CITY_OFFICE", REL(OWNER) | REL(ABOVE)}, {LEVEL_DISTRICT, "DIST_OFFICE", REL(OWNER) | REL(ABOVE)}, {LEVEL_ANY, "SYSTEM_CLIENT", OWN}, {0}};
WHO review[] = {{LEVEL_DEPARTMENT, "MONITOR_REVIEW", OWN}, {0}};
WHO freeze[] = {{LEVEL_DEPARTMENT, "MONITOR_REVIEW", OWN}, {LEVEL_CITY, "CITY_OFFICE", REL(OWNER) | REL(ABOVE)}, {LEVEL_DISTRICT, "DIST_OFFICE", REL(OWNER) | REL(ABOVE)}, {0}};

#define ROWS(review_needs) \
    {"V01", "ENTER", "enter", "填报", WORKFLOW_IN(WORKFLOW_START), TO(RAW), 0, entry, "", "CHECK_RED_LINES", "values"}, \
    {"V02", "ADMIT", "admit as provisional", "转为暂定", IN(RAW), TO(PROVISIONAL), WORKFLOW_AUTO, NULL, "", "", NULL}, \
    {"V03", "REVIEW", "review", "审核", IN(PROVISIONAL), TO(REVIEWED), 0, review, review_needs, "", NULL}, \
    {"V04", "RETURN", "return to provisional", "退回", IN(REVIEWED), TO(PROVISIONAL), 0, review, "reason_given", "", NULL}, \
    {"V05", "FREEZE", "freeze", "冻结", IN(REVIEWED), TO(FROZEN), 0, freeze, "freezer_not_enterer period_is_over", "TELL_FROZEN", NULL}, \
    {"V06", "CORRECT", "correct", "更正", IN(PROVISIONAL) | IN(REVIEWED) | IN(VOID), TO(PROVISIONAL), 0, entry, \
     "reason_given", "CHECK_RED_LINES", "values"}, \
    {"V07", "ERRATUM", "erratum to a frozen value", "勘误", IN(FROZEN), TO(PROVISIONAL), 0, entry, \
     "reason_given", "CHECK_RED_LINES", "errata"}, \
    {"V08", "VOID", "void manipulated data", "弄虚作假数据作废", IN(PROVISIONAL) | IN(REVIEWED) | IN(FROZEN), TO(VOID), 0, freeze, \
     "reason_given", "END_ALERTS TELL_MANIPULATED", NULL}, \
    {0}

static const struct workflow_row rows_1[] = {ROWS("")}, rows_2[] = {ROWS("files_attached")};

const struct workflow_effect value_effects[] = {
    {"CHECK_RED_LINES",  "the figure is compared with red lines and limits; alerts are raised or ended", "核对红线和限值，产生或解除预警"},
    {"TELL_FROZEN",      "indicator.frozen is told: the assessment takes the figure, of an erratum instead of the old one", "通知考核使用该数据；勘误则替代原数据"},
    {"END_ALERTS",       "alerts that rest on the figure end", "解除据此产生的预警"},
    {"TELL_MANIPULATED", "an alert is raised and data.manipulated told: a clue to enforcement, a veto to the assessment", "产生预警并通报：执法线索、考核否决"},
    {0},
};

#define VERSION(n, rows) {"value", n, "Life of an indicator's value", "指标值生命周期", states, relations, rows, value_guards, value_effects}
static const struct workflow version_1 = VERSION(1, rows_1), version_2 = VERSION(2, rows_2);
/* clang-format on */

const struct workflow *const value_workflows[] = {&version_1, &version_2, NULL};
const char *const value_state_values[VALUE_STATE_COUNT + 1] = {"RAW",    "PROVISIONAL", "REVIEWED",
                                                               "FROZEN", "VOID",        NULL};

const struct workflow *value_workflow(int version)
{
    return workflow_find(value_workflows, "value", version);
}
