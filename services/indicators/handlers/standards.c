/* SPDX-License-Identifier: MIT */
/* /standards: the editions that values are computed by, as they were loaded. */
#include "http/page.h"
#include "indicators/handlers/handlers.h"

#include "indicators_sql.h"
#include "unit/ctx.h"

int standard_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_standard_list, err);
}

int standard_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_standard_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
