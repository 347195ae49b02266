/* SPDX-License-Identifier: MIT */
/* Connection strings of libpq in their key=value form, made and read. */
#ifndef BIHUAN_DB_CONNINFO_H
#define BIHUAN_DB_CONNINFO_H

#include "base/arena.h"

/** `base` with the user, the application's name and, unless it is empty or NULL, the password; on the arena. */
const char *conninfo_of(struct arena *a, const char *base, const char *user, const char *application,
                        const char *password);
/** What a string says for a key ("sslmode"); "" when it says nothing, or is none. The environment (PGSSLMODE) is not
 * looked at. */
const char *conninfo_value(struct arena *a, const char *conninfo, const char *key);

#endif
