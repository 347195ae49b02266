/* SPDX-License-Identifier: MIT */
/* The loaded working-day calendars as the deadline engine takes them, read through the views api_calendar_day and
 * _year. */
#ifndef BIHUAN_CALENDAR_LOAD_H
#define BIHUAN_CALENDAR_LOAD_H

#include "deadline/calendar.h"
#include "unit/ctx.h"

/** Every special day of every loaded year, on the unit's arena: a few hundred rows. */
int calendar_load(struct ctx *c, struct work_calendar *ret, struct problem *err) MUST_CHECK;

#endif
