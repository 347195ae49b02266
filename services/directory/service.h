/* SPDX-License-Identifier: MIT */
/* The directory service, for main.c and for tests. */
#ifndef BIHUAN_DIRECTORY_SERVICE_H
#define BIHUAN_DIRECTORY_SERVICE_H

#include "app/app.h"

extern const struct service directory_service;

#endif
