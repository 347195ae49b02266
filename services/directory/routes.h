/* SPDX-License-Identifier: MIT */
/* The route table of the directory. */
#ifndef BIHUAN_DIRECTORY_ROUTES_H
#define BIHUAN_DIRECTORY_ROUTES_H

#include "unit/route.h"

extern const struct route directory_routes[];

#endif
