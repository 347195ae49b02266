/* SPDX-License-Identifier: MIT */
/* Editions from the database as the engines take them (domain/standard.h), on the unit's arena, in two statements. */
#ifndef BIHUAN_INDICATORS_STORE_STANDARDS_H
#define BIHUAN_INDICATORS_STORE_STANDARDS_H

#include "indicators/domain/standard.h"
#include "unit/ctx.h"

/** The edition of that code; NOT_FOUND when there is none. */
int standards_load(struct ctx *c, const char *code, const struct standard **ret,
                   struct problem *err) MUST_CHECK;
/** The editions of `n` codes: ret[i] belongs to codes[i] and is NULL where there is none. Codes may stand more than
 * once. */
int standards_load_several(struct ctx *c, const char *const *codes, size_t n, const struct standard **ret,
                           struct problem *err) MUST_CHECK;
/** The edition of a family that is in force on a day; NOT_FOUND when there is none. */
int standards_in_force(struct ctx *c, const char *family, int32_t day, const struct standard **ret,
                       struct problem *err) MUST_CHECK;

#endif
