/* SPDX-License-Identifier: MIT */
/* What the list of attainment, its board and its groups ask alike. */
#ifndef BIHUAN_INDICATORS_HANDLERS_ATTAINMENT_H
#define BIHUAN_INDICATORS_HANDLERS_ATTAINMENT_H

#include "http/page.h"

/** The day that the answer speaks of. */
int32_t attainment_day(const struct ctx *c);
/** Its year, as the bind this_year. */
const char *attainment_this_year(struct ctx *c);
/** What the columns of a standing do not say, as members of its object: figures and the verdict. The unit is the
 * argument. */
row_more_fn attainment_add_verdict;
/** The region whose figures a department answers for, as binds; NULL for others, or when another area is asked for. */
int attainment_region(struct ctx *c, const char **ret_scope, const char **ret_department,
                      struct problem *err) MUST_CHECK;

#endif
