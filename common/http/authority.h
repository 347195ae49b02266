/* SPDX-License-Identifier: MIT */
/* Who may do what to what, beyond the permission of the route (domain F.1, F.3, F.4): one row an operation. The
 * pipeline loads the object once and decides by the row before the handler runs; handlers decide nothing of authority.
 * Constant tables. */
#ifndef BIHUAN_HTTP_AUTHORITY_H
#define BIHUAN_HTTP_AUTHORITY_H

#include "unit/ctx.h"
#include "workflow/duty.h"
#include "workflow/workflow.h"

/* How an object stands to the caller. */
struct authority_facts {
    const void *object; /* for the handler; the service knows its shape */
    unsigned caller;    /* what the caller is to it: bits of the kind's relations */
    const char *state;  /* NULL: it has none */
};

/* A kind of object that operations are done to. */
struct authority_kind {
    const char *name;
    const struct workflow_relation *relations; /* ends with { 0 } */
    unsigned mine;                             /* the relation to a part whose column is_mine is true */
    /* The object of the path, and c->part when the object's own row says who took the step before; PROBLEM_NOT_FOUND
     * when it is not there or not to be seen. */
    int (*load)(struct ctx *c, struct authority_facts *ret, struct problem *err);
};

struct authority_row {
    const char *operation;
    const struct authority_kind *kind; /* NULL: nothing to load; `rule` says who decides */
    const struct stmt *part; /* a part of the object as it stands, for the handler and for `duty`; or NULL */
    unsigned who;            /* any of these relations; 0: whoever sees it */
    unsigned never;          /* and none of these */
    const char *states;      /* words; NULL: any state */
    enum duty duty;          /* the step before was another person's; DUTY_NONE: any person's */
    const char *first_by;    /* column of `part` with who took the step before */
    const char *rule;        /* in words: what a refusal says */
};

/** The row of an operation; NULL when the table has none. `rows` ends with { 0 }. */
const struct authority_row *authority_find(const struct authority_row *rows, const char *operation);
/** Loads what the operation is done to (c->object, c->part) and decides by its row: FORBIDDEN, STATE_CONFLICT or
 *  SEPARATION_OF_DUTIES. A service without a table admits; an operation without a row is not admitted. */
int authority_admit(struct ctx *c, struct problem *err) MUST_CHECK;
/** The decision alone. `first_by`: who took the step before; pure. */
int authority_decide(const struct authority_row *row, const struct authority_facts *facts,
                     const char *first_by, const char *actor, struct problem *err) MUST_CHECK;

#endif
