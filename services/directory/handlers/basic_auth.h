/* SPDX-License-Identifier: MIT */
/* HTTP Basic credentials of an OAuth client (RFC 6749 2.3.1). */
#ifndef BIHUAN_DIRECTORY_BASIC_AUTH_H
#define BIHUAN_DIRECTORY_BASIC_AUTH_H

#include "unit/ctx.h"

/** Client id and secret of the Authorization header; PROBLEM_BAD_TOKEN when there are none. */
int basic_auth(struct ctx *c, const char **ret_id, const char **ret_secret, struct problem *err) MUST_CHECK;

#endif
