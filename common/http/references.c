/* SPDX-License-Identifier: MIT */
/* Looks up what a request refers to. */
#include "http/references.h"

#include "unit/route.h"
#include <stdio.h>
#include <string.h>

/* The decoded input that the row is about, if this request has it. */
static const void *input_of(const struct ctx *c, const struct reference *row)
{
    const struct route *route = c->match.route;

    return row->input == route->body ? c->in : row->input == route->query ? c->query : NULL;
}

static void blame(const struct reference *row, const char *index, struct problem *err)
{
    const char *at = strstr(row->pointer, "%s");
    char pointer[PROBLEM_POINTER];

    if (at)
        (void)snprintf(pointer, sizeof pointer, "%.*s%s%s", (int)(at - row->pointer), row->pointer, index,
                       at + 2);
    else
        (void)snprintf(pointer, sizeof pointer, "%s", row->pointer);
    problem_field(err, pointer, "unknown-reference", "%s", "");
}

int references_check(struct ctx *c, const struct reference *rows, struct problem *err)
{
    struct db_result *r;

    for (const struct reference *row = rows; row->input; row++) {
        const void *in = input_of(c, row);
        if (!in || !field_is_present(row->input, field_find(row->input, row->field), in))
            continue;
        if (db_run(c->db, row->unknown, BIND_NONE, &r, err) < 0)
            return -1;
        for (int i = 0; i < db_rows(r); i++)
            blame(row, db_text(r, i, "index"), err);
    }
    return problem_fields_check(err);
}
