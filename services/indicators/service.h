/* SPDX-License-Identifier: MIT */
/* The indicators service and its tables, for main.c, bihuanctl and tests. */
#ifndef BIHUAN_INDICATORS_SERVICE_H
#define BIHUAN_INDICATORS_SERVICE_H

#include "app/app.h"

extern const struct service indicators_service;

extern const struct route indicator_routes[];
extern const struct consumer indicator_consumers[];

#endif
