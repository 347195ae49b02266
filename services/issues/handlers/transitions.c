/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/transitions: what can be done with an issue and why not, and doing it (B.3). */
#include "issues/engine/step.h"
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

static void add_guard(struct buf *b, const struct workflow_guard *g, const char *detail, bool english)
{
    buf_addf(b, "{\"guard\":\"%s\",\"pointer\":", g->name);
    buf_add_json(b, g->pointer);
    buf_add(b, ",\"message\":");
    buf_add_json(b, english ? g->en : g->zh);
    buf_add(b, ",\"detail\":");
    buf_add_json(b, str_empty(detail) ? NULL : detail);
    buf_add_char(b, '}');
}

/* Why the actor is not the one, in the words of the table. */
static const char *fit_word(enum workflow_fit fit)
{
    static const char *const words[] = {
        [WORKFLOW_FITS] = NULL,
        [WORKFLOW_WRONG_LEVEL] = "level",
        [WORKFLOW_WRONG_ROLE] = "role",
        [WORKFLOW_WRONG_RELATION] = "relation",
    };

    return words[fit];
}

static void add_verdict(struct buf *b, const struct workflow_verdict *v, const struct issue_facts *f,
                        bool english)
{
    int to = workflow_target(v->row, f->state, f->previous);

    buf_addf(b, "{\"action\":\"%s\",\"rule\":\"%s\",\"name\":", v->row->action, v->row->id);
    buf_add_json(b, english ? v->row->en : v->row->zh);
    buf_addf(b, ",\"to\":\"%s\",\"allowed\":%s,\"via\":", issue_state_values[to],
             v->allowed ? "true" : "false");
    buf_add_json(b, v->row->via);
    buf_add(b, ",\"actor_mismatch\":");
    buf_add_json(b, fit_word(v->fit));
    buf_add(b, ",\"failed\":[");
    for (size_t i = 0; i < v->n_failed; i++) {
        buf_add(b, i ? "," : "");
        add_guard(b, v->failed[i].guard, v->failed[i].detail, english);
    }
    buf_add(b, "],\"requires\":[");
    for (size_t i = 0; i < v->n_requires; i++) {
        buf_add(b, i ? "," : "");
        add_guard(b, v->requires[i], NULL, english);
    }
    buf_add(b, "]}");
}

int transition_list(struct ctx *c, struct problem *err)
{
    struct workflow_verdict *list = arena_array(&c->arena, WORKFLOW_ROWS_MAX, sizeof(*list));
    struct issue_load load;
    struct workflow_ask ask;
    struct buf b;
    size_t n;

    if (issue_look(c, &load, err) < 0)
        return -1;
    ask = issue_ask(&load.facts, c->english);
    n = workflow_explain(load.workflow, &ask, list, WORKFLOW_ROWS_MAX);
    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"state\":\"%s\",\"row_version\":%lld,\"workflow_version\":%d,\"actions\":[",
             issue_state_values[load.facts.state], (long long)load.version, load.workflow->version);
    for (size_t i = 0; i < n; i++) {
        buf_add(&b, i ? "," : "");
        add_verdict(&b, &list[i], &load.facts, c->english);
    }
    buf_add(&b, "]}");
    reply_header(c, "ETag", arena_printf(&c->arena, "\"%lld\"", (long long)load.version));
    return reply_json(c, 200, b.data, b.len);
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

int transition_post(struct ctx *c, struct problem *err)
{
    const struct transition_input *in = c->in;
    struct issue_load load;
    struct step s = {.load = &load, .in = in, .change = issue_change_none()};
    const struct workflow_row *row;

    if (issue_load(c, &load, err) < 0 || check_expected(c, &load, in, err) < 0)
        return -1;
    row = workflow_row_of(load.workflow, in->action);
    if (row && row->via)
        return problem_fail(err, PROBLEM_CONFLICT, "%s is done through its own resource: %s", in->action,
                            row->via);
    if (step_decide(c, &s, in->action, err) < 0 || step_take(c, &s, err) < 0)
        return -1;
    return reply_step(c, &s, err);
}
