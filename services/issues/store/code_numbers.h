/* SPDX-License-Identifier: MIT */
/* Running numbers of issue codes (WT-region-year-number) taken ahead, for an import that writes many issues in one
 * transaction: it must not hold the region's counter, which every other registration of the region waits for. */
#ifndef BIHUAN_ISSUES_STORE_CODE_NUMBERS_H
#define BIHUAN_ISSUES_STORE_CODE_NUMBERS_H

#include "unit/ctx.h"
#include "unit/owner.h"

struct number_block;

struct code_numbers {
    const struct owner *target; /* whose region counts */
    struct number_block *last;  /* taken; NULL: none yet */
};

/** The number that stands `at` (from 0) in the order they were taken; more are taken in a short unit of their own when
 *  it is behind the last. */
int code_number_at(struct ctx *c, struct code_numbers *n, int64_t at, int64_t *ret,
                   struct problem *err) MUST_CHECK;
/** Gives back all but the first `used` numbers, as far as nobody has taken one behind them; what cannot go back is
 * never given out. */
int code_numbers_return(struct ctx *c, struct code_numbers *n, int64_t used, struct problem *err) MUST_CHECK;

#endif
