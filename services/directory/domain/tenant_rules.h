/* SPDX-License-Identifier: MIT */
/* Rules of the tenant tree (domain F.2): which kind stands below which, and how codes are built. */
#ifndef BIHUAN_DIRECTORY_TENANT_RULES_H
#define BIHUAN_DIRECTORY_TENANT_RULES_H

#include "problem/problem.h"

/* A body about to be entered, and where. `parent_*` are NULL for the city at the top. */
struct tenant_facts {
    const char *kind, *code, *dept_code;
    const char *parent_kind, *parent_code;
};

/** CITY at the top; DISTRICT below CITY; STREET below DISTRICT; DEVZONE below CITY or DISTRICT; DEPARTMENT below any of
 *  these. Codes: CITY nnnn00, DISTRICT six digits of the same province, STREET the district's six digits and three of
 *  GB/T 10114 (001-399 street, town, township; 400-599 are statistical units, no tenants), DEVZONE the parent's six
 *  digits, K and two digits, DEPARTMENT the parent's code, '-' and its department code. Field errors on /kind, /parent,
 *  /code, /dept_code. */
int tenant_check(const struct tenant_facts *t, struct problem *err) MUST_CHECK;

/** The part behind '-' of a department's code, or NULL. */
const char *tenant_dept_code_of(const char *code);

#endif
