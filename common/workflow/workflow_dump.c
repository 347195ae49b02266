/* SPDX-License-Identifier: MIT */
/* A workflow as text: canonical (for its digest), a Mermaid diagram, and the reference page. */
#include "workflow/workflow.h"
#include "workflow/workflow_internal.h"
#include <inttypes.h>
#include <string.h>

enum { MANY = 4 }; /* rows that leave from more states than this share one box in the diagram */

static int state_count(const struct workflow *wf)
{
    int n = 0;

    while (wf->states[n].code)
        n++;
    return n;
}

static int from_count(const struct workflow *wf, const struct workflow_row *row)
{
    int n = 0;

    for (int i = 0; i < state_count(wf); i++)
        n += (row->from & WORKFLOW_IN(i)) != 0;
    return n;
}

/* Names of the set bits, or of the missing ones behind "any but" where those are fewer. */
static void add_states(const struct workflow *wf, const struct workflow_row *row, struct buf *out)
{
    bool inverse = from_count(wf, row) * 2 > state_count(wf);
    const char *separator = inverse ? "any but " : "";

    if (row->from & WORKFLOW_IN(WORKFLOW_START)) {
        buf_add(out, "–");
        return;
    }
    for (int i = 0; i < state_count(wf); i++) {
        if (((row->from & WORKFLOW_IN(i)) != 0) == inverse)
            continue;
        buf_addf(out, "%s%s", separator, wf->states[i].code);
        separator = ", ";
    }
}

static void add_target(const struct workflow *wf, const struct workflow_row *row, struct buf *out)
{
    if (row->to == WORKFLOW_SAME)
        buf_add(out, "the same");
    else if (row->to == WORKFLOW_BACK)
        buf_add(out, "the one before");
    else
        buf_add(out, wf->states[row->to].code);
}

static void add_levels(unsigned levels, struct buf *out)
{
    const char *separator = "";

    for (unsigned bit = 1; bit <= LEVEL_DEPARTMENT; bit <<= 1) {
        if (!(levels & bit))
            continue;
        buf_addf(out, "%s%s", separator, level_code((enum level)bit));
        separator = "/";
    }
}

static void add_relations(const struct workflow *wf, unsigned relations, struct buf *out)
{
    const char *separator = "";

    for (const struct workflow_relation *r = wf->relations; r && r->bit; r++) {
        if (!(relations & r->bit))
            continue;
        buf_addf(out, "%s%s", separator, r->code);
        separator = " or ";
    }
}

/* `DIST_OFFICE` at DISTRICT as CLOSING; one alternative after the other. */
static void add_actors(const struct workflow *wf, const struct workflow_row *row, const char *between,
                       struct buf *out)
{
    if (row->flags & WORKFLOW_AUTO) {
        buf_add(out, "system");
        return;
    }
    for (const struct workflow_who *who = row->who; who->levels; who++) {
        buf_addf(out, "%s%s at ", who == row->who ? "" : between, who->roles);
        add_levels(who->levels, out);
        if (who->relations) {
            buf_add(out, " as ");
            add_relations(wf, who->relations, out);
        }
    }
}

void workflow_dump_canonical(const struct workflow *wf, struct buf *out)
{
    buf_addf(out, "workflow %s %d\n", wf->name, wf->version);
    for (const struct workflow_state *s = wf->states; s->code; s++)
        buf_addf(out, "state %s %u\n", s->code, s->flags);
    for (const struct workflow_row *row = wf->rows; row->id; row++) {
        buf_addf(out, "row %s %s %" PRIx64 " %d %u [", row->id, row->action, row->from, row->to, row->flags);
        add_actors(wf, row, "; ", out);
        buf_addf(out, "] [%s] [%s] [%s]\n", row->guards ? row->guards : "", row->effects ? row->effects : "",
                 row->via ? row->via : "");
    }
    for (const struct workflow_guard *g = wf->guards; g && g->name; g++)
        if (workflow_uses_guard(wf, g->name))
            buf_addf(out, "guard %s %s %u %s\n", g->name, problem_kind(g->code)->slug, g->flags, g->pointer);
}

uint64_t workflow_digest(const struct workflow *wf, struct arena *a)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    struct buf text;

    buf_init(&text, a);
    workflow_dump_canonical(wf, &text);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static void add_edges(const struct workflow *wf, const struct workflow_row *row, struct buf *out)
{
    const char *to = row->to == WORKFLOW_BACK ? "any_open" : NULL;

    if (from_count(wf, row) > MANY) {
        buf_addf(out, "    any_open --> %s: %s %s\n", to ? to : wf->states[row->to].code, row->id, row->zh);
        return;
    }
    if (row->from & WORKFLOW_IN(WORKFLOW_START))
        buf_addf(out, "    [*] --> %s: %s %s\n", wf->states[row->to].code, row->id, row->zh);
    for (int i = 0; i < state_count(wf); i++)
        if (row->from & WORKFLOW_IN(i))
            buf_addf(out, "    %s --> %s: %s %s\n", wf->states[i].code,
                     to ? to : wf->states[workflow_target(row, i, i)].code, row->id, row->zh);
}

void workflow_dump_mermaid(const struct workflow *wf, struct buf *out)
{
    buf_add(out, "stateDiagram-v2\n");
    for (const struct workflow_state *s = wf->states; s->code; s++)
        buf_addf(out, "    %s: %s %s\n", s->code, s->code, s->zh);
    for (const struct workflow_row *row = wf->rows; row->id; row++) {
        if (from_count(wf, row) <= MANY)
            continue;
        buf_add(out, "    any_open: any open state\n");
        break;
    }
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        add_edges(wf, row, out);
    for (const struct workflow_state *s = wf->states; s->code; s++)
        if (s->flags & WORKFLOW_TERMINAL)
            buf_addf(out, "    %s --> [*]\n", s->code);
}

static void add_words(const char *words, struct buf *out)
{
    char word[WORKFLOW_WORD];
    const char *separator = "";

    if (str_empty(words))
        buf_add(out, "–");
    while (workflow_word(&words, word)) {
        buf_addf(out, "%s`%s`", separator, word);
        separator = "<br>";
    }
}

static void add_row(const struct workflow *wf, const struct workflow_row *row, struct buf *out)
{
    buf_addf(out, "| %s | `%s` %s (%s)%s%s | ", row->id, row->action, row->zh, row->en,
             row->via ? "; by way of " : "", row->via ? row->via : "");
    add_states(wf, row, out);
    buf_add(out, " | ");
    add_target(wf, row, out);
    buf_add(out, " | ");
    add_actors(wf, row, "<br>", out);
    buf_add(out, " | ");
    add_words(row->guards, out);
    buf_add(out, " | ");
    add_words(row->effects, out);
    buf_add(out, " |\n");
}

static const char *kind_of(const struct workflow_state *s)
{
    if (s->flags & WORKFLOW_TERMINAL)
        return s->flags & WORKFLOW_SIDE ? "side, terminal" : "terminal";
    if (s->flags & WORKFLOW_INITIAL)
        return "initial";
    return s->flags & WORKFLOW_SIDE ? "side" : "";
}

static void add_catalogues(const struct workflow *wf, struct buf *out)
{
    buf_add(out, "\n## Relations\n\n| code | the actor's tenant is | 含义 |\n|---|---|---|\n");
    for (const struct workflow_relation *r = wf->relations; r && r->bit; r++)
        buf_addf(out, "| %s | %s | %s |\n", r->code, r->en, r->zh);
    buf_add(out, "\n## Conditions\n\nA condition marked *request* looks at what the caller sends.\n\n"
                 "| name | must hold | 条件 | raises | about |\n|---|---|---|---|---|\n");
    for (const struct workflow_guard *g = wf->guards; g && g->name; g++)
        if (workflow_uses_guard(wf, g->name))
            buf_addf(out, "| `%s` | %s | %s | %d %s | %s |\n", g->name, g->en, g->zh,
                     problem_kind(g->code)->status, problem_kind(g->code)->slug,
                     g->flags & WORKFLOW_INPUT ? "*request*" : "object");
    buf_add(out, "\n## Effects\n\n| name | what follows | 效果 |\n|---|---|---|\n");
    for (const struct workflow_effect *e = wf->effects; e && e->name; e++)
        if (workflow_uses_effect(wf, e->name))
            buf_addf(out, "| `%s` | %s | %s |\n", e->name, e->en, e->zh);
}

void workflow_dump_markdown(const struct workflow *wf, struct buf *out)
{
    buf_addf(out, "<!-- Generated from the rows of workflow `%s`; a test compares this file with them. -->\n",
             wf->name);
    buf_addf(out, "# %s (%s), version %d\n\n```mermaid\n", wf->en, wf->zh, wf->version);
    workflow_dump_mermaid(wf, out);
    buf_add(out, "```\n\n## States\n\n| code | name | 名称 | kind |\n|---|---|---|---|\n");
    for (const struct workflow_state *s = wf->states; s->code; s++)
        buf_addf(out, "| `%s` | %s | %s | %s |\n", s->code, s->en, s->zh, kind_of(s));
    buf_add(out, "\n## Transitions\n\n| # | action | from | to | who | conditions | effects |\n"
                 "|---|---|---|---|---|---|---|\n");
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        add_row(wf, row, out);
    add_catalogues(wf, out);
}
