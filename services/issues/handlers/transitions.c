/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/transitions: what can be done with an issue and why not, and doing it (B.3). */
#include "http/transitions.h"
#include "issues/engine/step.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

int transition_list(struct ctx *c, struct problem *err)
{
    struct issue_load load;
    struct workflow_ask ask;

    if (issue_look(c, &load, err) < 0)
        return -1;
    ask = issue_ask(&load.facts, c->english);
    return reply_transitions(c, load.workflow, &ask, load.facts.previous, load.version);
}

/* What the caller read must still hold: its version, and the state if it named one. */
static int check_expected(const struct ctx *c, const struct issue_load *load,
                          const struct transition_input *in, struct problem *err)
{
    const char *state = issue_state_values[load->facts.state];

    if (in->expected_state && !str_eq(in->expected_state, state))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the issue is %s, not %s", state,
                            in->expected_state);
    if (c->if_match != load->version)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %lld now", (long long)load->version);
    return 0;
}

/* The issue as it is now, and the new one beside it when the old one was reopened. */
static int reply_step(struct ctx *c, const struct step *s, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_issue_after_step,
               BIND({"new_issue_id", s->rebound ? db_text(s->rebound, 0, "id") : NULL}), &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* The issue, and with it the one that is to take it over. */
static int load_to_change(struct ctx *c, const struct transition_input *in, struct issue_load *ret,
                          struct problem *err)
{
    struct db_result *r = NULL;

    if (in->merged_into && db_run(c->db, &sql_merge_lock, BIND_NONE, &r, err) < 0)
        return -1;
    if (issue_load(c, ret, err) < 0)
        return -1;
    if (r && db_rows(r) > 0)
        ret->facts.request.merge_state = code_find(issue_state_codes, db_text(r, 0, "state"));
    return 0;
}

int transition_post(struct ctx *c, struct problem *err)
{
    const struct transition_input *in = c->in;
    struct issue_load load;
    struct step s = {.load = &load, .in = in, .change = issue_change_none()};
    const struct workflow_row *row;

    if (load_to_change(c, in, &load, err) < 0 || check_expected(c, &load, in, err) < 0)
        return -1;
    row = workflow_row_of(load.workflow, in->action);
    if (row && row->via)
        return problem_fail(err, PROBLEM_CONFLICT, "%s is done through its own resource: %s", in->action,
                            row->via);
    if (step_decide(c, &s, in->action, err) < 0 || references_check(c, issue_references, err) < 0 ||
        step_take(c, &s, err) < 0)
        return -1;
    return reply_step(c, &s, err);
}
