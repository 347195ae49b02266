/* SPDX-License-Identifier: MIT */
/* Who may write which field of an issue, as a table (domain B.1, B.4, F.3): what is judged is never written by whom it
 * judges. */
#ifndef BIHUAN_ISSUES_STORE_FIELD_WRITERS_H
#define BIHUAN_ISSUES_STORE_FIELD_WRITERS_H

#include "issues/store/target.h"

struct issue_update;

/** FORBIDDEN, with a present field of `in` that is not the caller's to write; STATE_CONFLICT, with one that is nobody's
 * in this state. */
int field_writers_check(const struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                        struct problem *err) MUST_CHECK;

#endif
