/* SPDX-License-Identifier: MIT */
/* The last day that an issue may have (整改时限, domain B.6 term classes; I4): of its programme, or what it was
 * registered with, or what its term allows. Pure. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_DUE_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_DUE_H

#include "issues/domain/issue_facts.h"

/** The last day that its plan may name, DATE_NONE where nothing limits it; of a rebound its own, however far its
 *  programme reaches (T23). Once a plan was filed that is the issue's own
 *  due date, which a change of plan does not move: that takes an extension (T11). */
int32_t issue_plan_limit(const struct issue_facts *f);
/** Where no plan was filed yet, and an assigned issue's due date may be one that nobody named. */
bool issue_is_unplanned(enum issue_state state);
/** Whether it has no due date that anybody named, and none of a filed plan yet. */
bool issue_due_is_open(const struct issue_facts *f);
/** The due date of such an issue: the last that programme or term allow, so that one that nobody plans for is late some
 *  day; DATE_NONE where neither sets one. What changes speaks from today on: it makes nobody late before. */
int32_t issue_due_of_term(const struct issue_facts *f);
/** The same on the day it is assigned (T02), when its term begins. */
int32_t issue_due_assigned(const struct issue_facts *f);

#endif
