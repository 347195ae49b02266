/* SPDX-License-Identifier: MIT */
/* What must not be in use where officials are held to account by it: settings that are for development. */
#ifndef BIHUAN_APP_PRODUCTION_H
#define BIHUAN_APP_PRODUCTION_H

#include "config/config.h"
#include <stdbool.h>

/** Adds a fault for every setting that is not fit for production, read from `config` and from the environment; `signs`:
 *  the program makes tokens (the directory, bihuanctl). -1 with PROBLEM_VALIDATION when there is one. The caller
 *  decides: BIHUAN_PRODUCTION=1 refuses to start, else they are warnings. */
int production_check(const struct config *config, bool signs, struct problem *err) MUST_CHECK;

#endif
