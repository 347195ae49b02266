/* SPDX-License-Identifier: MIT */
/* Roles and the permissions they carry (domain F.3). Constant tables, pure lookups.
 * Sets of roles and permissions are texts of words separated by spaces or commas, as tokens and columns have them. */
#ifndef BIHUAN_AUTH_ROLES_H
#define BIHUAN_AUTH_ROLES_H

#include "base/level.h"
#include <stdbool.h>
#include <stddef.h>

struct role {
    const char *name;
    unsigned levels; /* enum level bits of the tenants that may give it */
    const char *en, *zh;
    const char *permissions;
};
/* Ends with { 0 }. */
extern const struct role role_table[];

/** The role of that name, or NULL. */
const struct role *role_find(const char *name);
/** Such a role exists and a tenant of that level may have it. */
bool role_fits_level(const char *name, enum level level);
/** All permissions of `roles` at `level`, each once, separated by spaces; false when `size` is too small (then `out` is
 * empty). */
bool roles_permissions(const char *roles, enum level level, char *out, size_t size);
/** Words of `permissions` that are also in `granted` (a client's scopes); false when `size` is too small. */
bool permissions_granted(const char *permissions, const char *granted, char *out, size_t size);

#endif
