/* SPDX-License-Identifier: MIT */
/* /workflows/{name}: the transition table as data, as it decides. */
#include "issues/domain/issue_workflow.h"
#include "issues/handlers/handlers.h"

static void add_named(struct buf *b, const char *key, const char *code, const char *en, const char *zh)
{
    buf_addf(b, "{\"%s\":\"%s\",\"en\":", key, code);
    buf_add_json(b, en);
    buf_add(b, ",\"zh\":");
    buf_add_json(b, zh);
    buf_add_char(b, '}');
}

static void add_words(struct buf *b, const char *words)
{
    bool first = true;

    buf_add_char(b, '[');
    while (*words) {
        size_t n = 0;
        while (words[n] && words[n] != ' ')
            n++;
        buf_add(b, first ? "\"" : ",\"");
        buf_add_n(b, words, n);
        buf_add_char(b, '"');
        first = false;
        words += words[n] ? n + 1 : n;
    }
    buf_add_char(b, ']');
}

static void add_from(struct buf *b, const struct workflow *wf, uint64_t from)
{
    bool first = true;

    buf_add_char(b, '[');
    for (unsigned i = 0; wf->states[i].code; i++)
        if (from & WORKFLOW_IN(i)) {
            buf_addf(b, "%s\"%s\"", first ? "" : ",", wf->states[i].code);
            first = false;
        }
    buf_add_char(b, ']');
}

static void add_levels(struct buf *b, unsigned levels)
{
    bool first = true;

    buf_add_char(b, '[');
    for (unsigned bit = 1; bit <= LEVEL_DEPARTMENT; bit <<= 1)
        if (levels & bit) {
            buf_addf(b, "%s\"%s\"", first ? "" : ",", level_code((enum level)bit));
            first = false;
        }
    buf_add_char(b, ']');
}

static void add_who(struct buf *b, const struct workflow *wf, const struct workflow_who *who)
{
    buf_add_char(b, '[');
    for (bool first = true; who && who->levels; who++, first = false) {
        bool first_relation = true;
        buf_add(b, first ? "{\"levels\":" : ",{\"levels\":");
        add_levels(b, who->levels);
        buf_add(b, ",\"roles\":");
        add_words(b, who->roles);
        buf_add(b, ",\"relations\":[");
        for (const struct workflow_relation *rel = wf->relations; rel->code; rel++)
            if (who->relations & rel->bit) {
                buf_addf(b, "%s\"%s\"", first_relation ? "" : ",", rel->code);
                first_relation = false;
            }
        buf_add(b, "]}");
    }
    buf_add_char(b, ']');
}

static void add_row(struct buf *b, const struct workflow *wf, const struct workflow_row *row)
{
    const char *to = row->to == WORKFLOW_SAME   ? NULL
                     : row->to == WORKFLOW_BACK ? "BACK"
                                                : wf->states[row->to].code;

    buf_addf(b, "{\"rule\":\"%s\",\"action\":\"%s\",\"en\":", row->id, row->action);
    buf_add_json(b, row->en);
    buf_add(b, ",\"zh\":");
    buf_add_json(b, row->zh);
    buf_add(b, ",\"from\":");
    add_from(b, wf, row->from);
    buf_add(b, ",\"to\":");
    buf_add_json(b, to);
    buf_addf(b, ",\"automatic\":%s,\"via\":", row->flags & WORKFLOW_AUTO ? "true" : "false");
    buf_add_json(b, row->via);
    buf_add(b, ",\"who\":");
    add_who(b, wf, row->who);
    buf_add(b, ",\"guards\":");
    add_words(b, row->guards);
    buf_add(b, ",\"effects\":");
    add_words(b, row->effects);
    buf_add_char(b, '}');
}

int workflow_get(struct ctx *c, struct problem *err)
{
    const struct workflow *wf = workflow_find(issue_workflows, ctx_param(c, "name"), 0);
    struct buf b;

    if (!wf)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no such workflow");
    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"name\":\"%s\",\"version\":%d,\"states\":[", wf->name, wf->version);
    for (const struct workflow_state *s = wf->states; s->code; s++) {
        buf_add(&b, s == wf->states ? "" : ",");
        add_named(&b, "state", s->code, s->en, s->zh);
    }
    buf_add(&b, "],\"guards\":[");
    for (const struct workflow_guard *g = wf->guards; g->name; g++) {
        buf_add(&b, g == wf->guards ? "" : ",");
        add_named(&b, "guard", g->name, g->en, g->zh);
    }
    buf_add(&b, "],\"effects\":[");
    for (const struct workflow_effect *e = wf->effects; e->name; e++) {
        buf_add(&b, e == wf->effects ? "" : ",");
        add_named(&b, "effect", e->name, e->en, e->zh);
    }
    buf_add(&b, "],\"transitions\":[");
    for (const struct workflow_row *row = wf->rows; row->id; row++) {
        buf_add(&b, row == wf->rows ? "" : ",");
        add_row(&b, wf, row);
    }
    buf_add(&b, "]}");
    return reply_json(c, 200, b.data, b.len);
}
