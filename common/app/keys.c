/* SPDX-License-Identifier: MIT */
/* The directory's public keys, from its view: a service that asked the directory by HTTP would wait for it, and the
 * directory for itself. */
#include "app/keys.h"
#include "app/app.h"
#include "common_sql.h"

static int read_keys(struct ctx *c, void *arg, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_own_keys, BIND_NONE, &r, err) < 0)
        return -1;
    buf_add(arg, db_text(r, 0, "jwks"));
    return 0;
}

int app_read_own_keys(void *app, struct buf *out)
{
    struct problem ignored = {0}; /* told by the metric of reads, and by /readyz */

    return app_unit(app, read_keys, out, &ignored);
}
