/* SPDX-License-Identifier: MIT */
/* Stands between the workflow and its conditions (the linker's --wrap): the one that WALKS_GUARD_OUT names always
 * holds. */
#include "issues/domain/issue_guards.h"
#include <stdlib.h>
#include <string.h>

static bool is_out(const char *name)
{
    const char *out = getenv("WALKS_GUARD_OUT");

    return out && strcmp(out, name) == 0;
}

#define GUARD(name, ...)                                                                                     \
    bool __real_issue_holds_##name(const void *facts, char detail[WORKFLOW_DETAIL]);                         \
    bool __wrap_issue_holds_##name(const void *facts, char detail[WORKFLOW_DETAIL]);                         \
    bool __wrap_issue_holds_##name(const void *facts, char detail[WORKFLOW_DETAIL])                          \
    {                                                                                                        \
        return is_out(#name) || __real_issue_holds_##name(facts, detail);                                    \
    }
#include "issues/domain/issue_guards.def"
