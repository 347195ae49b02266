/* SPDX-License-Identifier: MIT */
/* Who judges a unit's conduct (domain B.4, B.8, F.1). */
#include "issues/domain/issue_findings.h"
#include "base/str.h"
#include "issues/domain/issue_workflow.h"

/* clang-format off */
#define WHO static const struct workflow_who
WHO offices[] = {{LEVEL_CITY, "CITY_OFFICE GROUP_HEAD GROUP_DEPUTY GROUP_SUPERVISE", 0},
                 {LEVEL_DISTRICT, "DIST_OFFICE GROUP_HEAD GROUP_DEPUTY GROUP_SUPERVISE", 0}, {0}};
WHO account[] = {{LEVEL_CITY | LEVEL_DISTRICT, "GROUP_ACCOUNT GROUP_HEAD", 0}, {0}};

const struct issue_finding_kind issue_finding_kinds[] = {
    {"PERFUNCTORY",      offices},
    {"SUPERFICIAL",      offices},
    {"FALSE",            offices},
    {"BLANKET_SHUTDOWN", offices},
    {"INACTION",         account},
    {"MISACTION",        account},
    {"SLOW",             account},
    {0},
};
/* clang-format on */

bool issue_is_dereliction(const char *kind)
{
    return str_has_word("INACTION MISACTION SLOW", kind);
}

int issue_check_proof(const char *kind, const struct workflow_actor *actor, struct problem *err)
{
    static const struct workflow_row keeper = {.who = account};

    if (!str_eq(kind, issue_evidence_kind_values[ISSUE_EVIDENCE_CONDUCT_PROOF]) ||
        workflow_fits(&keeper, actor) == WORKFLOW_FITS)
        return 0;
    return problem_fail(err, PROBLEM_FORBIDDEN,
                        "proof of dereliction is kept by the accountability group (F.1)");
}

int issue_check_finder(const char *kind, const char *found_level, const struct workflow_actor *actor,
                       struct problem *err)
{
    const struct issue_finding_kind *row = issue_finding_kinds;

    while (row->kind && !str_eq(row->kind, kind))
        row++;
    if (workflow_fits(&(struct workflow_row){.who = row->who}, actor) != WORKFLOW_FITS)
        return problem_fail(err, PROBLEM_FORBIDDEN, "the role does not judge conduct of this kind");
    return issue_check_rank(found_level, (enum level)actor->level, err);
}
