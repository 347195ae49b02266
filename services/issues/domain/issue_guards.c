/* SPDX-License-Identifier: MIT */
/* The table of conditions for the engine. */
#include "issues/domain/issue_guards.h"

enum { OBJECT = 0, REQUEST = WORKFLOW_INPUT };

const struct workflow_guard issue_guards[] = {
#define GUARD(name, code, about, pointer, en, zh)                                                            \
    {#name, issue_holds_##name, PROBLEM_##code, about, pointer, en, zh},
#include "issues/domain/issue_guards.def"
#undef GUARD
    {0},
};
