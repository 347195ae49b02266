/* SPDX-License-Identifier: MIT */
/* The transition engine of every state machine: who may take which action from which state, and under which conditions.
 *
 * A workflow is constant data: states, rows, guards, effects. The same rows decide a transition, explain what is
 * possible and become the documentation. Published versions never change: an object stays on the version it started
 * with, a new rule is a new version. Pure: no I/O, no clock; what a guard looks at is the caller's `facts`. Constant
 * tables, safe from any thread. */
#ifndef BIHUAN_WORKFLOW_WORKFLOW_H
#define BIHUAN_WORKFLOW_WORKFLOW_H

#include "base/attr.h"
#include "base/level.h"
#include "base/str.h"
#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORKFLOW_STATES_MAX = 63, WORKFLOW_GUARDS_MAX = 16, WORKFLOW_ROWS_MAX = 64 };

/* Set of states, for `from`. */
#define WORKFLOW_IN(state) ((uint64_t)1 << (unsigned)(state))
/* Pseudo states: before creation; the state the object is in; the state it was in before it was put aside. */
enum { WORKFLOW_START = 63, WORKFLOW_SAME = -1, WORKFLOW_BACK = -2 };

enum workflow_state_flags {
    WORKFLOW_INITIAL = 1u << 0,
    WORKFLOW_TERMINAL = 1u << 1, /* nothing is owed any more; a row may still lead out (a rebound) */
    WORKFLOW_SIDE = 1u << 2,     /* beside the main line */
};
enum workflow_row_flags {
    WORKFLOW_AUTO = 1u << 0 /* taken by the system right after the state is reached */
};
enum workflow_guard_flags {
    WORKFLOW_INPUT =
        1u << 0 /* about the request, not the object: asked for, not failing, in an explanation */
};

struct workflow_state {
    const char *code, *en, *zh;
    unsigned flags; /* enum workflow_state_flags */
};

/* What the actor's tenant is to the object; one bit each. */
struct workflow_relation {
    unsigned bit;
    const char *code, *en, *zh;
};

/* One way to be allowed: any of the levels, any of the roles, and any of the relations (0: none needed). */
struct workflow_who {
    unsigned levels;   /* enum level bits */
    const char *roles; /* words */
    unsigned relations;
};

enum { WORKFLOW_DETAIL = 96 };
struct workflow_guard {
    const char *name; /* also the field error's code: at most 31 bytes */
    bool (*holds)(const void *facts,
                  char detail[WORKFLOW_DETAIL]); /* may say more in `detail`, which arrives empty */
    enum problem_code code;                      /* what a failure raises */
    unsigned flags;                              /* enum workflow_guard_flags */
    const char *pointer;                         /* field error's place; "" = the whole object */
    const char *en, *zh;                         /* what must hold */
};

struct workflow_effect {
    const char *name, *en, *zh;
};

struct workflow_row {
    const char *id;     /* number of the rule, "T06"; several rows may share one */
    const char *action; /* "SUBMIT_PLAN" */
    const char *en, *zh;
    uint64_t from;                  /* WORKFLOW_IN() bits */
    int to;                         /* a state, WORKFLOW_SAME or WORKFLOW_BACK */
    unsigned flags;                 /* enum workflow_row_flags */
    const struct workflow_who *who; /* ends with { 0 }; NULL for AUTO rows */
    const char *guards;             /* names in order of checking, separated by spaces */
    const char *effects;            /* names, in order of execution */
    const char *via; /* sub-resource whose own routes take this action ("extensions"); NULL = transitions */
};

struct workflow {
    const char *name;
    int version;
    const char *en, *zh;
    const struct workflow_state *states; /* index = state; ends with { 0 } */
    const struct workflow_relation *relations;
    const struct workflow_row *rows;
    const struct workflow_guard *guards;
    const struct workflow_effect *effects;
};

struct workflow_actor {
    enum level level;
    const char *roles;  /* words */
    unsigned relations; /* bits */
};

/* One question: this actor, this object. */
struct workflow_ask {
    int state; /* WORKFLOW_START for an object to be created */
    struct workflow_actor actor;
    const void *facts; /* handed to the guards */
    bool english;      /* language of reasons; else Chinese */
};

enum workflow_fit { WORKFLOW_FITS, WORKFLOW_WRONG_LEVEL, WORKFLOW_WRONG_ROLE, WORKFLOW_WRONG_RELATION };

struct workflow_failure {
    const struct workflow_guard *guard;
    char detail[WORKFLOW_DETAIL];
};

/* What can be said about one action now. */
struct workflow_verdict {
    const struct workflow_row *row;
    bool allowed;          /* the actor fits and no guard about the object fails */
    enum workflow_fit fit; /* how near the actor came */
    size_t n_failed, n_requires;
    struct workflow_failure failed[WORKFLOW_GUARDS_MAX];
    const struct workflow_guard *requires[WORKFLOW_GUARDS_MAX]; /* what the request must bring */
};

/** A published workflow of a registry (ends with NULL), or NULL. Version 0 finds the newest of that name. */
const struct workflow *workflow_find(const struct workflow *const *registry, const char *name, int version);
/** State index of a code, or -1. */
int workflow_state_of(const struct workflow *wf, const char *code);
/** First row with that action, or NULL. */
const struct workflow_row *workflow_row_of(const struct workflow *wf, const char *action);
/** Row of that action leaving from `state`, or NULL. */
const struct workflow_row *workflow_row_from(const struct workflow *wf, const char *action, int state);
/** Where a row leads: `state` is the present one, `previous` the one before suspension (used by WORKFLOW_BACK). */
int workflow_target(const struct workflow_row *row, int state, int previous);
/** The automatic row that leaves `state`, or NULL; to be followed until there is none. */
const struct workflow_row *workflow_auto(const struct workflow *wf, int state);
/** Named by some row? Versions share the tables of guards and effects. */
bool workflow_uses_guard(const struct workflow *wf, const char *name);
bool workflow_uses_effect(const struct workflow *wf, const char *name);
/** How well the actor fits the row; AUTO rows fit nobody. */
enum workflow_fit workflow_fits(const struct workflow_row *row, const struct workflow_actor *actor);

/** Verdicts on every action that leaves the present state (AUTO rows left out), at most `max`; returns their number.
 *  Guards are evaluated even where the actor does not fit, so that the answer tells the whole way. */
size_t workflow_explain(const struct workflow *wf, const struct workflow_ask *ask,
                        struct workflow_verdict *ret, size_t max);

/** May this action be taken? 0 with the row, or -1: VALIDATION for an unknown action, FORBIDDEN where the actor may
 *  never take it, STATE_CONFLICT where it does not leave from the present state, else what the failing guards raise
 *  (the lowest HTTP status wins) with every one of them as a field entry, its name as the code. */
int workflow_decide(const struct workflow *wf, const struct workflow_ask *ask, const char *action,
                    const struct workflow_row **ret_row, struct problem *err) MUST_CHECK;

/** Is the definition sound? No dangling or unreachable state, no doubtful (from, action), every guard and effect named
 *  in a row defined. `executors` (ends with NULL; may be NULL) are the effects the service carries out: none of the
 *  workflow's may be missing. For unit tests and the self-test at start. -1 with all faults as field entries. */
int workflow_check(const struct workflow *wf, const char *const *executors, struct problem *err) MUST_CHECK;

/** FNV-1a of the canonical text below; recorded for published versions. */
uint64_t workflow_digest(const struct workflow *wf, struct arena *a);
/** Everything that decides (not the texts for people), one row a line. */
void workflow_dump_canonical(const struct workflow *wf, struct buf *out);
void workflow_dump_mermaid(const struct workflow *wf, struct buf *out);
/** The reference page: diagram, states, transitions, conditions, effects. */
void workflow_dump_markdown(const struct workflow *wf, struct buf *out);

#endif
