/* SPDX-License-Identifier: MIT */
/* The issues service as a value, and the tables it is made of. */
#ifndef BIHUAN_ISSUES_SERVICE_H
#define BIHUAN_ISSUES_SERVICE_H

#include "app/app.h"
#include "http/authority.h"
#include "work/work.h"

extern const struct service issues_service;
extern const struct route issue_routes[];
extern const struct authority_row issue_authority[];
extern const struct consumer issue_consumers[];
extern const struct job issue_jobs[];
extern const struct work_kind issue_works[];

#endif
