/* SPDX-License-Identifier: MIT */
#include "issues/engine/batches.h"

#include "issues/store/register.h"

int batches_run(struct ctx *c, const struct stmt *s, const struct bind *binds, const char *first,
                batch_fn *fn, struct problem *err)
{
    const char *after = first;
    struct db_result *r;

    do {
        if (db_run(c->db, s, binds_join(c, BIND({"after", after}), binds), &r, err) < 0)
            return -1;
        for (int i = 0; i < db_rows(r); i++)
            if (fn(c, r, i, err) < 0)
                return -1;
        if (db_rows(r) > 0)
            after = db_text(r, db_rows(r) - 1, "id");
    } while (db_rows(r) > 0);
    return 0;
}
