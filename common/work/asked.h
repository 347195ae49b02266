/* SPDX-License-Identifier: MIT */
/* What was asked for, kept in a row and found again. */
#ifndef BIHUAN_WORK_ASKED_H
#define BIHUAN_WORK_ASKED_H

#include "unit/ctx.h"
#include "unit/service.h"
#include "work/work.h"

/** The service's row of this operation and its route; NULL: this build has none. */
const struct work_kind *asked_kind(const struct service *service, const char *operation);
const struct route *asked_route(const struct service *service, const char *operation);

/** The parameters of a path as text, and back. */
const char *asked_params_text(struct ctx *c);
void asked_params_read(struct arena *a, const char *text, struct route_match *ret);

#endif
