/* SPDX-License-Identifier: MIT */
/* /objects: what is monitored. */
#include "indicators/store/objects.h"
#include "http/update.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators_sql.h"
#include "unit/owner.h"

int object_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_object_list, &sql_object_count, err);
}

static int reply_object(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_object_get, BIND({"object_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/objects/%s");
}

int object_get(struct ctx *c, struct problem *err)
{
    return reply_object(c, 200, ctx_param(c, "object_id"), err);
}

int object_create(struct ctx *c, struct problem *err)
{
    const struct object_create *in = c->in;
    struct owner owner;
    struct db_result *r;

    if (owner_find(c, in->tenant, "/tenant", &owner, err) < 0)
        return -1;
    if (db_one(c->db, &sql_object_insert, BIND({"owner_id", owner.id}, {"owner_scope", owner.scope}), &r,
               err) < 0 ||
        object_written(c, r, "object.create", err) < 0)
        return -1;
    return reply_object(c, 201, db_text(r, 0, "id"), err);
}

int object_update(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (update_one(c, &sql_object_update, &sql_object_version, BIND_NONE, &r, err) < 0 ||
        object_written(c, r, "object.update", err) < 0)
        return -1;
    return reply_object(c, 200, ctx_param(c, "object_id"), err);
}
