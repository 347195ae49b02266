/* SPDX-License-Identifier: MIT */
/* Who acts for whom: the tenant of a unit of work and the range of scopes it may see.
 *
 * A scope is a path of 4-character segments of [0-9A-Z]; a subtree is the range [scope, scope || '~') in C order, so
 * prefix siblings never match. Row-level security compares bare current_setting('app.lo') and ('app.hi'). */
#ifndef BIHUAN_TENANCY_TENANCY_H
#define BIHUAN_TENANCY_TENANCY_H

#include "base/uuid.h"
#include <stdbool.h>

enum tenant_kind {
    TENANT_CITY = 1 << 0,
    TENANT_DISTRICT = 1 << 1,
    TENANT_STREET = 1 << 2,
    TENANT_DEVZONE = 1 << 3,
    TENANT_DEPARTMENT = 1 << 4,
    TENANT_SYSTEM = 1 << 5, /* jobs, relay and consumers: the whole range, said explicitly */
};

enum { SCOPE_SEGMENT = 4, SCOPE_MAX = 24, SCOPE_TEXT = SCOPE_MAX + 1, RANGE_TEXT = SCOPE_MAX + 2 };

struct tenancy {
    char tenant_id[UUID_TEXT];
    char code[32];
    char name[384]; /* at most 120 characters */
    enum tenant_kind kind;
    char scope[SCOPE_TEXT];
    char lo[RANGE_TEXT], hi[RANGE_TEXT];
};

/** The range of one tenant's subtree. `scope` must be well-formed. */
void tenancy_set_scope(struct tenancy *t, const char *scope);
/** The whole range, for system work only. */
struct tenancy tenancy_system(void);
/** `scope` lies in the subtree of `ancestor` (itself included). */
bool scope_is_within(const char *scope, const char *ancestor);
bool scope_is_valid(const char *scope);
/** First two segments: the district-level scope of any row (shorter for city rows). */
void scope_district(const char *scope, char out[SCOPE_TEXT]);
const char *tenant_kind_name(enum tenant_kind kind);
/** The kind of that name, or 0; nobody is SYSTEM by name. */
enum tenant_kind tenant_kind_parse(const char *name);
/** One letter for prepared-statement names: a plan belongs to a level. c d s z p y, and n for nobody */
char tenant_level_letter(enum tenant_kind kind);

#endif
