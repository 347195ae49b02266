/* SPDX-License-Identifier: MIT */
/* From the register of objects to values of indicators (domain C.1, C.7): safe farmland, safe sites, river chiefs,
 * capacity of plants. */
#ifndef BIHUAN_INDICATORS_ENGINE_REGISTER_VALUES_H
#define BIHUAN_INDICATORS_ENGINE_REGISTER_VALUES_H

#include "unit/ctx.h"

/** The values of what register_take named. A place that has no such object, and no value yet, gets none. Only in units
 * of system work. */
int register_values_put(struct ctx *c, const struct db_result *places, struct problem *err) MUST_CHECK;

#endif
