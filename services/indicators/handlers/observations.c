/* SPDX-License-Identifier: MIT */
/* /observations: what was measured, and what corrections took the place of. */
#include "http/page.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators_sql.h"

int observation_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_observation_list, &sql_observation_count, err);
}

int observation_revisions(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_observation_revision_list, err);
}
