/* SPDX-License-Identifier: MIT */
/* The life of an indicator's value (数据生命周期, domain C.8): RAW, PROVISIONAL, REVIEWED, FROZEN, VOID as workflow data.
 * Who enters a figure never freezes it. Use: fill struct value_facts, `ask = value_ask(&facts, ...)`, then
 * workflow_explain() or workflow_decide(value_workflow(0), ...). */
#ifndef BIHUAN_INDICATORS_DOMAIN_VALUE_WORKFLOW_H
#define BIHUAN_INDICATORS_DOMAIN_VALUE_WORKFLOW_H

#include "base/level.h"
#include "workflow/workflow.h"

enum value_state {
    VALUE_STATE_RAW,         /* 原始 */
    VALUE_STATE_PROVISIONAL, /* 暂定 */
    VALUE_STATE_REVIEWED,    /* 已审核 */
    VALUE_STATE_FROZEN,      /* 已冻结 */
    VALUE_STATE_VOID,        /* 作废 */
    VALUE_STATE_COUNT
};
/* The codes of the states; ends with NULL. */
extern const char *const value_state_values[VALUE_STATE_COUNT + 1];

/* What the actor's tenant is to a value. */
enum value_relation {
    VALUE_RELATION_OWNER = 1 << 0, /* the value is of it */
    VALUE_RELATION_UNIT = 1 << 1,  /* the department that answers for the figure */
    VALUE_RELATION_ABOVE = 1 << 2, /* a level above the value's tenant */
};

struct value_actor {
    const char *id;    /* person or client */
    const char *scope; /* of his tenant */
    enum level level;
    const char *roles; /* words */
};

struct value_facts {
    int state; /* enum value_state, or WORKFLOW_START */
    struct value_actor actor;
    const char *scope;      /* of the value's tenant */
    const char *unit_scope; /* of the department that answers for it; NULL = none */
    const char *entered_by; /* who brought the figure in, himself or by a client of his */
    int32_t today, period_last;
    bool is_judged; /* the indicator is evaluated by persons (人工评价, S-018), who show what they saw */
    int64_t files;  /* that the figure names */
    const char *reason; /* comes with the request; NULL = none */
};

/* Conditions and effects of all versions; each ends with { 0 }. */
extern const struct workflow_guard value_guards[];
extern const struct workflow_effect value_effects[];
/* Published versions, ends with NULL. */
extern const struct workflow *const value_workflows[];

/** A published version; 0 is the newest; NULL when there is no such version. */
const struct workflow *value_workflow(int version);
/** All VALUE_RELATION_ bits of facts->actor. */
unsigned value_relations(const struct value_facts *facts);
/** The question for the engine; `facts` must outlive it. */
struct workflow_ask value_ask(const struct value_facts *facts, bool english);

#endif
