/* SPDX-License-Identifier: MIT */
/* Steps in the life of a value (domain/value_workflow.h): what the rules look at, the row that is taken, and what
 * follows from it. */
#ifndef BIHUAN_INDICATORS_ENGINE_VALUE_STEP_H
#define BIHUAN_INDICATORS_ENGINE_VALUE_STEP_H

#include "indicators/domain/value_workflow.h"
#include "unit/ctx.h"

struct value_load {
    struct value_facts facts;
    const struct workflow *workflow; /* the version the value runs on */
    const struct db_result *row;     /* of value_state */
    const char *id;
    int64_t version; /* row_version */
};

/** The value of that id as it stands. NOT_FOUND when it is not to be seen. */
int value_load(struct ctx *c, const char *id, struct value_load *ret, struct problem *err) MUST_CHECK;
/** Who acts in this unit, as the rules see it. */
struct value_actor value_actor_of(const struct ctx *c);
/** Where a step ends: its own state, or behind the automatic rows that follow. */
int value_step_target(const struct workflow *wf, const struct workflow_row *row, int state);
/** Takes a step that changes no figure: decided, written if nobody was quicker, followed by its effects. */
int value_step(struct ctx *c, struct value_load *load, const char *action, const char *reason,
               struct problem *err) MUST_CHECK;
/** What follows from a row, `value` being the value as it was written; and what that means for later figures, whatever
 * the row. */
int value_effects_run(struct ctx *c, const struct workflow_row *row, const struct db_result *value,
                      const char *reason, struct problem *err) MUST_CHECK;
/** Every workflow is sound and every effect it names has an executor. */
int value_workflows_check(struct problem *err) MUST_CHECK;

#endif
