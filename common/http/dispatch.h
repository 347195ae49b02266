/* SPDX-License-Identifier: MIT */
/* The pipeline of one request: request id and trace -> limits -> route -> who -> may they -> decode -> unit of work ->
 * answer. */
#ifndef BIHUAN_HTTP_DISPATCH_H
#define BIHUAN_HTTP_DISPATCH_H

#include "unit/ctx.h"

/** Looks at what a request says before its body: route, caller, permission, announced length. False: it is refused, and
 *  c->reply holds the answer as after dispatch(). The body may follow. */
bool dispatch_head(struct ctx *c);
/** Serves c->req for c->app: c->reply holds the answer, whatever happened, and points into c->arena. One log line, one
 * metric. Begins with the head unless that was looked at already. */
void dispatch(struct ctx *c);

#endif
