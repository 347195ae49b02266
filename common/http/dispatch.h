/* SPDX-License-Identifier: MIT */
/* The pipeline of one request: request id and trace -> limits -> route -> who -> may they -> decode -> unit of work -> answer. */
#ifndef BIHUAN_HTTP_DISPATCH_H
#define BIHUAN_HTTP_DISPATCH_H

#include "unit/ctx.h"

/** Serves c->req for c->app: c->reply holds the answer, whatever happened, and points into c->arena. One log line, one metric. */
void dispatch(struct ctx *c);

#endif
