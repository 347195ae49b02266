/* SPDX-License-Identifier: MIT */
/* Changes of an issue's own fields, for the handler and for imports: what they must pass, and the writing. */
#ifndef BIHUAN_ISSUES_STORE_ISSUE_CHANGE_H
#define BIHUAN_ISSUES_STORE_ISSUE_CHANGE_H

#include "issues/inputs.h"
#include "issues/store/target.h"

/** The present fields of `in` are the caller's to write (field_writers.h), and the due date may be moved so; FORBIDDEN
 * or STATE_CONFLICT otherwise. */
int issue_change_check(const struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                       struct problem *err) MUST_CHECK;
/** Whether it names another term or programme, which a due date that nobody named keeps to, or one. */
bool issue_change_is_of_term(const struct issue_update *in);
/** Until a plan was filed the due date keeps to the term and the programme, whichever of the three is changed (B.6);
 * VALIDATION at the field that was. */
int issue_change_check_limit(struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                             struct problem *err) MUST_CHECK;
/** Writes the present fields; STALE_VERSION or STATE_CONFLICT when the row is not of this version any more. */
int issue_change_store(struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                       const char *version, struct problem *err) MUST_CHECK;

#endif
