/* SPDX-License-Identifier: MIT */
/* The verified caller: a person (member) or an API client acting for one tenant with roles. */
#ifndef BIHUAN_AUTH_PRINCIPAL_H
#define BIHUAN_AUTH_PRINCIPAL_H

#include "tenancy/tenancy.h"
#include <stdbool.h>
#include <stdint.h>

enum { ROLES_MAX = 32 };

struct principal {
    char subject[129]; /* `sub`: stable id of the person or client, used for separation of duties */
    char issuer[200];
    char name[129]; /* display name, kept with signatures */
    bool is_client; /* OAuth client of a department's own system */
    int64_t expires_us;
    struct tenancy tenant;
    int n_roles;
    char roles[ROLES_MAX][32];
    char roles_text[1024]; /* comma-separated, for SQL and audit */
    char permissions
        [1024]; /* space-separated; of a client: roles' permissions cut down to its granted scopes */
};

bool principal_has_role(const struct principal *p, const char *role);
bool principal_has_permission(const struct principal *p, const char *permission);

#endif
