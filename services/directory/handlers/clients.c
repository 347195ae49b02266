/* SPDX-License-Identifier: MIT */
/* API clients of departments' own systems. A secret is shown once, when it is made; kept is a salted hash. */
#include "audit/audit.h"
#include "auth/roles.h"
#include "base/str.h"
#include "db/row.h"
#include "directory/handlers/handlers.h"
#include "directory/handlers/secrets.h"
#include "directory/inputs.h"
#include "directory_sql.h"
#include "http/page.h"
#include "http/update.h"

#include <stdio.h>

int client_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_client_list, NULL, err);
}

int client_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_client_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* The client's row and, when one was just made, its secret. */
static int reply_client(struct ctx *c, int status, const char *id, const char *secret, struct problem *err)
{
    struct db_result *r;
    struct buf b;

    if (db_one(c->db, &sql_client_get, BIND({"client_key", id}), &r, err) < 0)
        return -1;
    if (!secret)
        return reply_row(c, status, r, NULL);
    buf_init(&b, &c->arena);
    row_write(&b, r, 0);
    b.len--; /* the closing brace comes after the secret */
    buf_add(&b, ",\"client_secret\":");
    buf_add_json(&b, secret);
    buf_add_char(&b, '}');
    reply_header(c, "ETag", arena_printf(&c->arena, "\"%s\"", db_text(r, 0, "row_version")));
    if (status == 201)
        reply_header(c, "Location", arena_printf(&c->arena, "/v1/clients/%s", id));
    return reply_json(c, status, b.data, b.len);
}

/* A client gets some of the permissions that its role may have. */
static int join_permissions(struct ctx *c, const struct field_list *list, const char **ret,
                            struct problem *err)
{
    const struct permission_item *item = list->items;
    struct buf b;

    buf_init(&b, &c->arena);
    for (size_t i = 0; i < list->n; i++) {
        char pointer[PROBLEM_POINTER];
        (void)snprintf(pointer, sizeof pointer, "/permissions/%zu", i);
        if (!str_has_word(role_find("SYSTEM_CLIENT")->permissions, item[i].permission))
            problem_field(err, pointer, "enum", "not a permission that a client may have");
        buf_addf(&b, "%s%s", i ? " " : "", item[i].permission);
    }
    *ret = b.data;
    return problem_fields_check(err);
}

int client_create(struct ctx *c, struct problem *err)
{
    const struct client_create *in = c->in;
    const char *id = uuid7_new(&c->arena, c->now_us);
    struct client_secret s = secret_new(&c->arena);
    struct tenant_ref target;
    const char *permissions;

    if (tenant_ref_own(c, in->tenant, "/tenant", &target, err) < 0 ||
        join_permissions(c, &in->permissions, &permissions, err) < 0)
        return -1;
    if (db_run(c->db, &sql_client_insert,
               BIND({"new_id", id}, {"target_id", target.id}, {"target_scope", target.scope},
                    {"client_id", arena_printf(&c->arena, "bh-%s", secret_random(&c->arena, 10))},
                    {"secret_salt", s.salt}, {"secret_hash", s.hash}, {"permissions", permissions}),
               NULL, err) < 0)
        return -1;
    if (audit_add(c, "client.create", "client", id,
                  arena_printf(&c->arena, "{\"permissions\":\"%s\"}", permissions), err) < 0)
        return -1;
    return reply_client(c, 201, id, s.secret, err);
}

/* A closed body's clients are looked at, named and disabled, and get nothing more. */
static int check_open(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_client_tenant, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_bool(r, 0, "is_closed"))
        return problem_fail(err, PROBLEM_CONFLICT, "%s is closed", db_text(r, 0, "code"));
    return 0;
}

int client_update(struct ctx *c, struct problem *err)
{
    const struct client_update *in = c->in;
    const char *id = ctx_param(c, "client_key");
    struct client_secret s = {0};
    const char *permissions = NULL;

    if ((in->rotate_secret || in->permissions.json) && check_open(c, err) < 0)
        return -1;
    if (in->permissions.json && join_permissions(c, &in->permissions, &permissions, err) < 0)
        return -1;
    if (in->rotate_secret)
        s = secret_new(&c->arena);
    if (update_one(c, &sql_client_update, &sql_client_version,
                   BIND({"secret_salt", s.salt}, {"secret_hash", s.hash}, {"permissions", permissions}), NULL,
                   err) < 0)
        return -1;
    if (audit_add(c, in->rotate_secret ? "client.rotate" : "client.update", "client", id, NULL, err) < 0)
        return -1;
    return reply_client(c, 200, id, s.secret, err);
}
