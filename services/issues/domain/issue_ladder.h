/* SPDX-License-Identifier: MIT */
/* The ladder of supervision (督办阶梯, domain B.8): which rung is due now, and who may take it. Pure.
 * A proposal carries a key, so that the same cause on the same issue leads to one step only, however often it is looked
 * at. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_LADDER_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_LADDER_H

#include "issues/domain/issue_facts.h"

enum { ISSUE_RUNGS = 7, ISSUE_RUNG_KEY = 32, ISSUE_PROPOSALS_MAX = 24, ISSUE_DUTY_KIND = 8 };
/* From here on steps are ACCOUNT records (F.1, F.4-5), which the policy escalation_restricted shows to few. */
enum { ISSUE_RUNG_RESTRICTED = 5 };

struct issue_rung {
    int level; /* 1..7 */
    const char *en, *zh;
    const struct workflow_who *who; /* may issue it; NULL: the system */
    const char *reply;              /* limit of issue_limits.h for the answer; NULL: none */
};
/* L1..L7, ends with { 0 }. */
extern const struct issue_rung issue_rungs[];

/* What a unit owes a step in force and has not done: RECEIPT (签收), REPLY, PLAN or REPORT. */
struct issue_duty {
    int level; /* of that step */
    char kind[ISSUE_DUTY_KIND];
    int32_t due;
};

struct issue_ladder_facts {
    enum issue_state state;
    int32_t today;
    int32_t due;             /* DATE_NONE = not set */
    int32_t days_late;       /* behind the due date; 0 = none */
    int32_t step_due;        /* limit of the step it stands in, once that has passed; else DATE_NONE */
    int32_t next_report_due; /* DATE_NONE = none */
    enum issue_severity severity;
    enum issue_light light;
    int32_t yellow_count; /* times the light has turned yellow so far */
    int32_t red_count;    /* times it has turned red so far */
    /* DATE_NONE unless RED now; or since an L4 was lifted, where that is later. Days it stood still since do not count,
     * so they are added. */
    int32_t red_since;
    int32_t lists_lifted; /* L4 lifted during this red light, whatever led to them */
    int32_t upper_returns;
    /* Places among all, "1 3": of the findings of how it was rectified that stand, and of those of dereliction. */
    const char *false_findings, *derelictions;
    /* Keys of the L6 that those L5 call for that are without effect so far, whether or not one followed. */
    const char *failed_interviews;
    int32_t listed_on;             /* L4 in force since; DATE_NONE = not listed or lifted */
    int32_t listed_since;          /* that day and the days it has stood still since */
    bool interview_without_effect; /* that L5: found so, or nothing found by the day of the follow-up */
    int32_t interviews;            /* place of the first unanswered L5 among all; 0 = none */
    int32_t summoned_since;        /* of that L5, without an interview: its day and the days it has stood
                                      still since; else DATE_NONE */
    const struct issue_duty *duties;
    size_t n_duties;
};

struct issue_proposal {
    int level;
    char key[ISSUE_RUNG_KEY]; /* unique per issue with the level: "D7", "YELLOW-2", "RED-1" ... */
    const char *en, *zh;      /* the cause */
    int about;                /* of a reminder of a step: its level; else 0 */
};

/** Steps that are due, lowest rung first; returns their number (at most ISSUE_PROPOSALS_MAX). None for an issue that is
 *  not open or is suspended. */
size_t issue_ladder(const struct issue_ladder_facts *f, const struct issue_parameters *p,
                    struct issue_proposal ret[ISSUE_PROPOSALS_MAX]);
/** Does the cause `key` of a step that was proposed still hold? While the issue is suspended what time brings stands
 *  still; and a key that names no cause of this ladder is left alone. */
bool issue_cause_holds(const struct issue_ladder_facts *f, const struct issue_parameters *p, int level,
                       const char *key);
/** May the actor take the step `level` while `current` (0 = none) runs? FORBIDDEN to the wrong issuer; CONFLICT
 *  downward without lifting the higher one first; VALIDATION for no such level. Steps may be skipped upward. */
int issue_check_escalation(int level, int current, const struct workflow_actor *actor,
                           struct problem *err) MUST_CHECK;

#endif
