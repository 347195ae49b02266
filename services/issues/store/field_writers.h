/* SPDX-License-Identifier: MIT */
/* Who may write which field of an issue, as a table (domain B.1, B.4, F.3): what is judged is never written by whom it
 * judges. */
#ifndef BIHUAN_ISSUES_STORE_FIELD_WRITERS_H
#define BIHUAN_ISSUES_STORE_FIELD_WRITERS_H

#include "issues/store/target.h"
#include "json/field.h"

/** FORBIDDEN, with every present field of `in` that is not the caller's to write in this state. */
int field_writers_check(const struct ctx *c, const struct issue_head *h, const struct field_table *table,
                        const void *in, struct problem *err) MUST_CHECK;

#endif
