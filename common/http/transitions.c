/* SPDX-License-Identifier: MIT */
/* The answer of every GET .../transitions. */
#include "http/transitions.h"

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

static void add_verdict(struct buf *b, const struct workflow *wf, const struct workflow_verdict *v, int to,
                        bool english)
{
    buf_addf(b, "{\"action\":\"%s\",\"rule\":\"%s\",\"name\":", v->row->action, v->row->id);
    buf_add_json(b, english ? v->row->en : v->row->zh);
    buf_addf(b, ",\"to\":\"%s\",\"allowed\":%s,\"via\":", wf->states[to].code, v->allowed ? "true" : "false");
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

int reply_transitions(struct ctx *c, const struct workflow *wf, const struct workflow_ask *ask, int previous,
                      int64_t row_version)
{
    struct workflow_verdict *list = arena_array(&c->arena, WORKFLOW_ROWS_MAX, sizeof(*list));
    size_t n = workflow_explain(wf, ask, list, WORKFLOW_ROWS_MAX);
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"state\":\"%s\",\"row_version\":%lld,\"workflow_version\":%d,\"actions\":[",
             wf->states[ask->state].code, (long long)row_version, wf->version);
    for (size_t i = 0; i < n; i++) {
        buf_add(&b, i ? "," : "");
        add_verdict(&b, wf, &list[i], workflow_target(list[i].row, ask->state, previous), c->english);
    }
    buf_add(&b, "]}");
    reply_header(c, "ETag", arena_printf(&c->arena, "\"%lld\"", (long long)row_version));
    return reply_json(c, 200, b.data, b.len);
}
