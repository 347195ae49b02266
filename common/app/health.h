/* SPDX-License-Identifier: MIT */
/* /healthz (the process lives), /readyz (it may get traffic) and /metrics; app.c puts the table behind the service's
 * own. */
#ifndef BIHUAN_APP_HEALTH_H
#define BIHUAN_APP_HEALTH_H

#include "unit/route.h"

extern const struct route health_routes[]; /* ends with { 0 } */

#endif
