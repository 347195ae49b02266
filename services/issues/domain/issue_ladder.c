/* SPDX-License-Identifier: MIT */
/* Escalation rungs and their triggers (domain B.8). */
#include "issues/domain/issue_ladder.h"
#include "base/attr.h"
#include "base/str.h"
#include "issues/domain/issue_workflow.h"
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define WHO static const struct workflow_who
WHO office[]     = {{LEVEL_CITY, "CITY_OFFICE", 0}, {LEVEL_DISTRICT, "DIST_OFFICE", 0}, {0}};
WHO supervise[]  = {{LEVEL_CITY, "CITY_OFFICE GROUP_SUPERVISE", 0}, {LEVEL_DISTRICT, "DIST_OFFICE GROUP_SUPERVISE", 0}, {0}};
WHO listed[]     = {{LEVEL_CITY, "CITY_OFFICE GROUP_HEAD GROUP_DEPUTY", 0}, {LEVEL_DISTRICT, "GROUP_HEAD GROUP_DEPUTY GROUP_SUPERVISE", 0}, {0}};
WHO heads[]      = {{LEVEL_CITY | LEVEL_DISTRICT, "GROUP_HEAD GROUP_DEPUTY", 0}, {0}};
WHO group_head[] = {{LEVEL_CITY | LEVEL_DISTRICT, "GROUP_HEAD", 0}, {0}};
WHO account[]    = {{LEVEL_CITY | LEVEL_DISTRICT, "GROUP_ACCOUNT", 0}, {0}};

const struct issue_rung issue_rungs[] = {
    {1, "reminder",                        "提醒",     NULL,       NULL},
    {2, "warning letter",                  "预警函",   office,     "LETTER"},
    {3, "urging letter",                   "督办函",   supervise,  "LETTER"},
    {4, "listed supervision",              "挂牌督办", listed,     "LISTED"},
    {5, "interview",                       "约谈",     heads,      NULL}, /* from the interview on: plan and report */
    {6, "criticism by circular",           "通报批评", group_head, NULL},
    {7, "referral for accountability",     "移送问责", account,    NULL},
    {0},
};
/* clang-format on */

struct collector {
    struct issue_proposal *list;
    size_t n;
};

static struct issue_proposal *propose(struct collector *c, int level, const char *en, const char *zh)
{
    struct issue_proposal *p = &c->list[c->n];

    if (c->n + 1 < ISSUE_PROPOSALS_MAX)
        c->n++;
    p->level = level;
    p->about = 0;
    p->en = en;
    p->zh = zh;
    return p;
}

/* "LISTED-2026-12-01": one step for each such day. */
static void key_by_day(struct issue_proposal *p, const char *prefix, int32_t day)
{
    char text[DATE_TEXT];

    date_format(day, text);
    str_format(p->key, sizeof p->key, "%s-%s", prefix, text);
}

static void key_by_count(struct issue_proposal *p, const char *prefix, int32_t count)
{
    str_format(p->key, sizeof p->key, "%s-%d", prefix, (int)count);
}

/* By the last of some places: "FALSE-3" for "1 3". */
static void key_by_last(struct issue_proposal *p, const char *prefix, const char *places)
{
    const char *space = strrchr(places, ' ');

    str_format(p->key, sizeof p->key, "%s-%s", prefix, space ? space + 1 : places);
}

/* "RED-LONG-1", and "RED-LONG-1-2" when that step was lifted and its cause goes on. */
static void key_by_turn(struct issue_proposal *p, const char *prefix, int32_t count, int32_t lifted)
{
    if (lifted > 0)
        str_format(p->key, sizeof p->key, "%s-%d-%d", prefix, (int)count, (int)lifted + 1);
    else
        key_by_count(p, prefix, count);
}

/* Each day is walked, so a reminder is due on its day and on no other. */
static void remind_of_due(const struct issue_ladder_facts *f, const struct issue_parameters *par,
                          struct collector *c)
{
    const int32_t days[] = {par->reminder_1_days, par->reminder_2_days, par->reminder_3_days,
                            par->reminder_4_days, par->reminder_5_days};
    char prefix[12];

    if (f->due == DATE_NONE)
        return;
    for (size_t i = 0; i < ARRAY_LEN(days); i++)
        if (days[i] > 0 && f->due - f->today == days[i]) {
            str_format(prefix, sizeof prefix, "D%d", (int)days[i]);
            key_by_day(propose(c, 1, "the due date comes near", "期限临近"), prefix, f->due);
            return;
        }
}

static void remind_of_report(const struct issue_ladder_facts *f, const struct issue_parameters *par,
                             struct collector *c)
{
    if (f->next_report_due != DATE_NONE && par->report_reminder_days > 0 &&
        f->next_report_due - f->today == par->report_reminder_days)
        key_by_day(propose(c, 1, "a report is due soon", "调度信息报送期限临近"), "REPORT",
                   f->next_report_due);
}

static void remind_of_step(const struct issue_ladder_facts *f, struct collector *c)
{
    if (f->step_due != DATE_NONE)
        key_by_day(propose(c, 1, "the limit of a step has passed", "环节办理超期"), "STEP", f->step_due);
}

/* Before the day and, once, behind it. */
static void remind_of_duty(const struct issue_duty *d, int32_t today, const struct issue_parameters *par,
                           struct collector *c)
{
    int32_t left = d->due - today;
    char prefix[ISSUE_RUNG_KEY - DATE_TEXT];
    struct issue_proposal *p;

    if (left > par->report_reminder_days || (left >= 0 && par->report_reminder_days == 0))
        return;
    p = left < 0 ? propose(c, 1, "what a step asks for is overdue", "督办事项逾期未办")
                 : propose(c, 1, "what a step asks for is due soon", "督办事项期限临近");
    str_format(prefix, sizeof prefix, "%s%s%d", left < 0 ? "LATE-" : "", d->kind, d->level);
    key_by_day(p, prefix, d->due);
    p->about = d->level;
}

static void letters(const struct issue_ladder_facts *f, const struct issue_parameters *par,
                    struct collector *c)
{
    if (f->light == ISSUE_LIGHT_RED)
        key_by_count(propose(c, 3, "the light turned red", "亮红灯"), "RED", f->red_count);
    else if (f->light == ISSUE_LIGHT_YELLOW && f->yellow_count >= par->warn_yellow_count)
        key_by_count(propose(c, 3, "yellow again", "再次亮黄灯"), "YELLOW", f->yellow_count);
    else if (f->light == ISSUE_LIGHT_YELLOW)
        key_by_count(propose(c, 2, "the light turned yellow", "亮黄灯"), "YELLOW", f->yellow_count);
}

/* What is listed is not listed once more. */
static bool is_long_red(const struct issue_ladder_facts *f, const struct issue_parameters *par)
{
    return f->listed_on == DATE_NONE && f->light == ISSUE_LIGHT_RED && f->red_since != DATE_NONE &&
           f->today - f->red_since >= par->listed_red_days;
}

static bool is_major_late(const struct issue_ladder_facts *f)
{
    return f->listed_on == DATE_NONE && f->severity == ISSUE_SEVERITY_MAJOR && f->days_late > 0;
}

static bool is_long_listed(const struct issue_ladder_facts *f, const struct issue_parameters *par)
{
    return f->listed_on != DATE_NONE && f->today - f->listed_since >= par->interview_days;
}

/* Two causes: that one was refused says nothing of the other. */
static void list_publicly(const struct issue_ladder_facts *f, const struct issue_parameters *par,
                          struct collector *c)
{
    if (is_long_red(f, par))
        key_by_turn(propose(c, 4, "red for long", "红灯持续超限"), "RED-LONG", f->red_count, f->lists_lifted);
    if (is_major_late(f))
        key_by_day(propose(c, 4, "a major issue is overdue", "重大问题逾期"), "MAJOR", f->due);
}

/* Each cause is one of its own: that one was answered says nothing of the next. */
static void interview(const struct issue_ladder_facts *f, const struct issue_parameters *par,
                      struct collector *c)
{
    if (is_long_listed(f, par))
        key_by_day(propose(c, 5, "listed and not lifted", "挂牌督办未按期解除"), "LISTED", f->listed_on);
    if (!str_empty(f->false_findings))
        key_by_last(propose(c, 5, "false rectification", "虚假整改"), "FALSE", f->false_findings);
    if (f->upper_returns >= par->interview_returns)
        key_by_count(propose(c, 5, "returned by the level above again", "上级多次退回"), "RETURNED",
                     f->upper_returns);
}

/* An L5 is without effect when the follow-up says so or is left out, and also when nobody was interviewed by the day
 * that the units would have reported: a cause of its own, for an interview may be held yet and have no effect. */
static void criticise(const struct issue_ladder_facts *f, const struct issue_parameters *par,
                      struct collector *c)
{
    bool not_held =
        f->summoned_since != DATE_NONE && f->today - f->summoned_since > par->interview_report_days;

    if (f->interviews > 0 && f->interview_without_effect)
        key_by_count(propose(c, 6, "the interview had no effect", "约谈后整改无效"), "INTERVIEW",
                     f->interviews);
    else if (f->interviews > 0 && not_held)
        key_by_count(propose(c, 6, "no interview was held", "约谈未按期进行"), "UNHELD", f->interviews);
}

size_t issue_ladder(const struct issue_ladder_facts *f, const struct issue_parameters *par,
                    struct issue_proposal ret[ISSUE_PROPOSALS_MAX])
{
    struct collector c = {ret, 0};

    if (!issue_is_open(f->state) || f->state == ISSUE_STATE_SUSPENDED)
        return 0;
    if (issue_clock_runs(f->state))
        remind_of_due(f, par, &c);
    remind_of_report(f, par, &c);
    remind_of_step(f, &c);
    for (size_t i = 0; i < f->n_duties; i++)
        remind_of_duty(&f->duties[i], f->today, par, &c);
    letters(f, par, &c);
    if (issue_clock_runs(f->state))
        list_publicly(f, par, &c);
    interview(f, par, &c);
    criticise(f, par, &c);
    if (!str_empty(f->derelictions))
        key_by_last(propose(&c, 7, "evidence of dereliction", "存在不作为、乱作为、慢作为线索"),
                    "DERELICTION", f->derelictions);
    return c.n;
}

/* -- whether what was proposed still has its cause -- */

struct asked {
    const struct issue_ladder_facts *f;
    const struct issue_parameters *par;
    const char *key;
    const char *last; /* of the key: behind the name of the cause */
};

static bool is_of_day(const char *key, const char *prefix, int32_t day)
{
    struct issue_proposal p;

    key_by_day(&p, prefix, day);
    return str_eq(p.key, key);
}

static bool yellow_holds(const struct asked *a)
{
    return a->f->light == ISSUE_LIGHT_YELLOW && atoi(a->last) == a->f->yellow_count;
}

static bool red_holds(const struct asked *a)
{
    return a->f->light == ISSUE_LIGHT_RED && atoi(a->last) == a->f->red_count;
}

static bool long_red_holds(const struct asked *a)
{
    struct issue_proposal p;

    key_by_turn(&p, "RED-LONG", a->f->red_count, a->f->lists_lifted);
    return is_long_red(a->f, a->par) && str_eq(p.key, a->key);
}

static bool major_holds(const struct asked *a)
{
    return is_major_late(a->f) && is_of_day(a->key, "MAJOR", a->f->due);
}

static bool listed_holds(const struct asked *a)
{
    return is_long_listed(a->f, a->par) && is_of_day(a->key, "LISTED", a->f->listed_on);
}

static bool false_holds(const struct asked *a)
{
    return str_has_word(a->f->false_findings, a->last);
}

static bool returned_holds(const struct asked *a)
{
    return a->f->upper_returns >= a->par->interview_returns && a->f->upper_returns >= atoi(a->last);
}

static bool interview_holds(const struct asked *a)
{
    return str_has_word(a->f->failed_interviews, a->key);
}

static bool dereliction_holds(const struct asked *a)
{
    return str_has_word(a->f->derelictions, a->last);
}

/* Behind the name comes a number or a day; what a rebound brought along ("RED-LONG-BEFORE-1") is none of these. Time
 * stands still while the issue is suspended; what people find, clear, hold and follow up does not. */
static const struct {
    int level;
    const char *name;
    bool (*holds)(const struct asked *a);
    bool is_of_time;
} causes[] = {
    {2, "YELLOW-",      yellow_holds,      true },
    {3, "YELLOW-",      yellow_holds,      true },
    {3, "RED-",         red_holds,         true },
    {4, "RED-LONG-",    long_red_holds,    true },
    {4, "MAJOR-",       major_holds,       true },
    {5, "LISTED-",      listed_holds,      true },
    {5, "FALSE-",       false_holds,       false},
    {5, "RETURNED-",    returned_holds,    false},
    {6, "INTERVIEW-",   interview_holds,   false},
    {6, "UNHELD-",      interview_holds,   false},
    {7, "DERELICTION-", dereliction_holds, false},
};

bool issue_cause_holds(const struct issue_ladder_facts *f, const struct issue_parameters *par, int level,
                       const char *key)
{
    struct asked a = {f, par, key, NULL};

    for (size_t i = 0; i < ARRAY_LEN(causes); i++) {
        a.last = key + strlen(causes[i].name);
        if (level == causes[i].level && str_starts(key, causes[i].name) && *a.last >= '0' && *a.last <= '9')
            return (causes[i].is_of_time && f->state == ISSUE_STATE_SUSPENDED) || causes[i].holds(&a);
    }
    return true;
}

int issue_check_escalation(int level, int current, const struct workflow_actor *actor, struct problem *err)
{
    const struct workflow_row row = {.who = level >= 1 && level <= ISSUE_RUNGS ? issue_rungs[level - 1].who
                                                                               : NULL};

    if (level < 1 || level > ISSUE_RUNGS) {
        problem_field(err, "/level", "range", "1..7");
        return problem_fields_check(err);
    }
    if (workflow_fits(&row, actor) != WORKFLOW_FITS)
        return problem_fail(err, PROBLEM_FORBIDDEN, "L%d %s 不属于该层级或角色的权限", level,
                            issue_rungs[level - 1].zh);
    if (level < current)
        return problem_fail(err, PROBLEM_CONFLICT, "L%d 督办未解除，不得降级为 L%d", current, level);
    return 0;
}
