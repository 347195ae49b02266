/* SPDX-License-Identifier: MIT */
/* Effects of the directory's events on issues. */
#ifndef BIHUAN_ISSUES_EVENTS_ON_DIRECTORY_H
#define BIHUAN_ISSUES_EVENTS_ON_DIRECTORY_H

#include "events/event.h"

/** A year's working days are there: limits that have days of it are computed again. */
int on_calendar_changed(struct ctx *c, const struct event *e, struct problem *err) MUST_CHECK;
/** A tenant has another place in the tree or another name: rows of its own move, parties and open issues take the name.
 * */
int on_org_changed(struct ctx *c, const struct event *e, struct problem *err) MUST_CHECK;

#endif
