/* SPDX-License-Identifier: MIT */
/* Looking things up in a workflow. */
#include "workflow/workflow.h"
#include "workflow/workflow_internal.h"
#include <stdio.h>
#include <string.h>

const struct workflow *workflow_find(const struct workflow *const *registry, const char *name, int version)
{
    const struct workflow *found = NULL;

    for (; *registry; registry++) {
        if (strcmp((*registry)->name, name) != 0 || (version && (*registry)->version != version))
            continue;
        if (!found || (*registry)->version > found->version)
            found = *registry;
    }
    return found;
}

int workflow_state_of(const struct workflow *wf, const char *code)
{
    for (int i = 0; code && wf->states[i].code; i++)
        if (strcmp(wf->states[i].code, code) == 0)
            return i;
    return -1;
}

const struct workflow_row *workflow_row_of(const struct workflow *wf, const char *action)
{
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        if (str_eq(row->action, action))
            return row;
    return NULL;
}

const struct workflow_row *workflow_row_from(const struct workflow *wf, const char *action, int state)
{
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        if (str_eq(row->action, action) && (row->from & WORKFLOW_IN(state)))
            return row;
    return NULL;
}

int workflow_target(const struct workflow_row *row, int state, int previous)
{
    if (row->to == WORKFLOW_SAME)
        return state;
    return row->to == WORKFLOW_BACK ? previous : row->to;
}

const struct workflow_row *workflow_auto(const struct workflow *wf, int state)
{
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        if ((row->flags & WORKFLOW_AUTO) && (row->from & WORKFLOW_IN(state)))
            return row;
    return NULL;
}

bool workflow_word(const char **at, char out[WORKFLOW_WORD])
{
    size_t n;

    if (!*at)
        return false;
    *at += strspn(*at, ", ");
    n = strcspn(*at, ", ");
    if (n == 0)
        return false;
    (void)snprintf(out, WORKFLOW_WORD, "%.*s", (int)n, *at);
    *at += n;
    return true;
}

const struct workflow_guard *workflow_guard_of(const struct workflow *wf, const char *name)
{
    for (const struct workflow_guard *g = wf->guards; g && g->name; g++)
        if (strcmp(g->name, name) == 0)
            return g;
    return NULL;
}

const struct workflow_effect *workflow_effect_of(const struct workflow *wf, const char *name)
{
    for (const struct workflow_effect *e = wf->effects; e && e->name; e++)
        if (strcmp(e->name, name) == 0)
            return e;
    return NULL;
}

bool workflow_uses_guard(const struct workflow *wf, const char *name)
{
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        if (str_has_word(row->guards, name))
            return true;
    return false;
}

bool workflow_uses_effect(const struct workflow *wf, const char *name)
{
    for (const struct workflow_row *row = wf->rows; row->id; row++)
        if (str_has_word(row->effects, name))
            return true;
    return false;
}
