/* SPDX-License-Identifier: MIT */
/* /values/{value_id}/transitions: what can be done with a value and why not, and doing it (C.8). */
#include "http/transitions.h"
#include "indicators/engine/value_step.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/rates.h"
#include "indicators_sql.h"

int value_transition_list(struct ctx *c, struct problem *err)
{
    struct value_load load;
    struct workflow_ask ask;

    if (value_load(c, ctx_param(c, "value_id"), &load, err) < 0)
        return -1;
    ask = value_ask(&load.facts, c->english);
    return reply_transitions(c, load.workflow, &ask, WORKFLOW_SAME, load.version);
}

/* What the caller read must still hold: its version, and the state if it named one. */
static int check_expected(const struct ctx *c, const struct value_load *load,
                          const struct value_transition *in, struct problem *err)
{
    const char *state = value_state_values[load->facts.state];

    if (in->expected_state && !str_eq(in->expected_state, state))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the value is %s, not %s", state,
                            in->expected_state);
    if (c->if_match != load->version)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %lld now", (long long)load->version);
    return 0;
}

int value_transition_post(struct ctx *c, struct problem *err)
{
    const struct value_transition *in = c->in;
    const struct workflow_row *row;
    struct value_load load;
    struct db_result *r;

    if (value_load(c, ctx_param(c, "value_id"), &load, err) < 0 || check_expected(c, &load, in, err) < 0)
        return -1;
    row = workflow_row_of(load.workflow, in->action);
    if (row && row->via)
        return problem_fail(err, PROBLEM_CONFLICT, "%s is done through its own resource: %s", in->action,
                            row->via);
    if (value_step(c, &load, in->action, in->reason, err) < 0 ||
        db_one(c->db, &sql_value_get, BIND({"value_id", load.id}), &r, err) < 0)
        return -1;
    return reply_row_more(c, 200, r, NULL, rate_add_of_value);
}
