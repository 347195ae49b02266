/* SPDX-License-Identifier: MIT */
/* The conditions of the issue workflow, made from issue_guards.def: a table for the engine, a function each. One table
 * for all versions. issue_guards_plan.c holds T01..T11, issue_guards_close.c T12..T25. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_GUARDS_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_GUARDS_H

#include "issues/domain/issue_facts.h"

/* Ends with { 0 }. */
extern const struct workflow_guard issue_guards[];

/* True when the condition holds; `facts` is a struct issue_facts. */
#define GUARD(name, code, about, pointer, en, zh)                                                            \
    bool issue_holds_##name(const void *facts, char detail[WORKFLOW_DETAIL]);
#include "issues/domain/issue_guards.def"
#undef GUARD

#endif
