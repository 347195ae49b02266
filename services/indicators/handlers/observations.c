/* SPDX-License-Identifier: MIT */
/* /observations: what was measured, and what corrections took the place of. */
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators_sql.h"

int observation_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_observation_list, &sql_observation_count, err);
}

int observation_revisions(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_observation_revision_list, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}
