/* SPDX-License-Identifier: MIT */
/* Effects of the directory's events here. */
#ifndef BIHUAN_INDICATORS_EVENTS_ON_DIRECTORY_H
#define BIHUAN_INDICATORS_EVENTS_ON_DIRECTORY_H

#include "events/event.h"

/** A body was renamed, moved or closed: forgets who lies where, and moves what belongs to a body that moved. */
int on_org_changed(struct ctx *c, const struct event *e, struct problem *err) MUST_CHECK;

#endif
