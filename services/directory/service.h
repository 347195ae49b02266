/* SPDX-License-Identifier: MIT */
/* The directory service, for main.c and for tests. */
#ifndef BIHUAN_DIRECTORY_SERVICE_H
#define BIHUAN_DIRECTORY_SERVICE_H

#include "app/app.h"
#include "http/authority.h"

extern const struct service directory_service;
/* authority.c */
extern const struct authority_row directory_authority[];

#endif
