/* SPDX-License-Identifier: MIT */
/* One step of an issue: the row that was decided, the changes its effects ask for, and what they write beside the
 * issue. */
#ifndef BIHUAN_ISSUES_ENGINE_STEP_H
#define BIHUAN_ISSUES_ENGINE_STEP_H

#include "issues/engine/facts.h"
#include "issues/inputs.h"

/* What changes on the issue's own row; dates are DATE_NONE where nothing does. */
struct issue_change {
    int32_t due, due_nominal, assigned_on, bounce_by, step_due, until;
    bool due_provisional, due_by_term;
    int bounces, returns, upper_returns, extensions, episodes, suspended_days;
    const char *applied_by, *merged_into;
};

/** Nothing changes. */
struct issue_change issue_change_none(void);

struct step {
    struct issue_load *load;
    const struct workflow_row *row; /* being carried out */
    int from, to;
    const struct transition_input *in; /* never NULL; zeroed for the system's own rows */
    struct issue_change change;
    const char *detail;              /* JSON for the log, or NULL */
    const struct db_result *rebound; /* the new issue of T23 */
    const struct db_result *issue;   /* the row after the step */
};

typedef int effect_fn(struct ctx *c, struct step *s, struct problem *err);

struct effect {
    const char *name;
    effect_fn *run;
};
/* An executor for each effect the workflows name; ends with { 0 }. */
extern const struct effect issue_effect_table[];

/** Decides `action` for the caller; fills s->row. */
int step_decide(struct ctx *c, struct step *s, const char *action, struct problem *err) MUST_CHECK;
/** The row of `action` for the system itself, which the table's actors may take too: one without conditions. */
int step_decide_system(struct step *s, const char *action, struct problem *err) MUST_CHECK;
/** Carries the decided row out, and the automatic rows that follow; log, audit and events in the same transaction. */
int step_take(struct ctx *c, struct step *s, struct problem *err) MUST_CHECK;
/** Every workflow is sound and every effect it names has an executor. */
int engine_check(struct problem *err) MUST_CHECK;

#endif
