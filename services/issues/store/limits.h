/* SPDX-License-Identifier: MIT */
/* Time limits with the directory's working-day calendar (domain 0.3), and other things every handler asks for. */
#ifndef BIHUAN_ISSUES_STORE_LIMITS_H
#define BIHUAN_ISSUES_STORE_LIMITS_H

#include "deadline/deadline.h"
#include "unit/ctx.h"

/** The calendar from `from` to `to`, in the unit's arena. */
int calendar_load(struct ctx *c, int32_t from, int32_t to, struct work_calendar *ret,
                  struct problem *err) MUST_CHECK;
/** A limit of `amount` units from the day of an event, rolled to a working day. */
int limit_compute(struct ctx *c, int32_t start, int32_t amount, enum deadline_unit unit, struct deadline *ret,
                  struct problem *err) MUST_CHECK;
/** The same on a calendar that is loaded already. */
int limit_on(const struct work_calendar *cal, int32_t start, int32_t amount, enum deadline_unit unit,
             struct deadline *ret, struct problem *err) MUST_CHECK;
/** The last day `days` working days before `due`: what must come that early has to come by then. */
int32_t limit_before(const struct work_calendar *cal, int32_t due, int32_t days);
/** For a parameter: NULL for DATE_NONE. */
const char *date_or_null(struct ctx *c, int32_t day);

#endif
