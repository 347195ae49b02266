/* SPDX-License-Identifier: MIT */
/* Reads the verifications of an issue and what they prove of its present round. */
#ifndef BIHUAN_ISSUES_ENGINE_VERIFICATION_FACTS_H
#define BIHUAN_ISSUES_ENGINE_VERIFICATION_FACTS_H

#include "issues/domain/issue_facts.h"
#include "issues/engine/facts.h"
#include "unit/ctx.h"

/** Fills f->verifications where a condition looks at them; `row` is of issue_facts. */
int verification_facts_load(struct ctx *c, const struct db_result *row, struct issue_facts *f,
                            struct problem *err) MUST_CHECK;
/** issue_verification_lifts() of an issue that was loaded. */
int verification_lifts(struct ctx *c, const struct issue_load *load, const char *id, int32_t issued_on,
                       bool *ret, struct problem *err) MUST_CHECK;

#endif
