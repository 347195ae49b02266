/* SPDX-License-Identifier: MIT */
/* Keys that sign the directory's tokens. The newest active one signs; every one verifies until it is retired, so that rotation
 * breaks no token. Private keys lie in the table signing_key, which only bihuan_directory and bihuan_ctl can read. */
#include "auth/jwt.h"
#include "base/str.h"
#include "base/uuid.h"
#include "ctl/ctl.h"
#include "ctl_sql.h"
#include <stdio.h>

static int make_key(struct ctx *x, const char **ret_kid, struct problem *err)
{
    const char *kid = uuid7_new(&x->arena, x->now_us);
    const char *pem, *jwk;

    if (jwt_make_key(&x->arena, &pem, err) < 0 || jwt_public_key(&x->arena, pem, kid, &jwk, err) < 0)
        return -1;
    *ret_kid = kid;
    return db_run(x->db, &sql_ctl_key_insert, BIND({"kid", kid}, {"private_pem", pem}, {"public_jwk", jwk}),
                  NULL, err);
}

struct made {
    struct ctl *ctl;
    bool only_if_none;
    const char *kid;
};

static int make(struct ctx *x, void *arg, struct problem *err)
{
    struct made *made = arg;
    struct db_result *r;
    const char *kid = NULL;

    made->kid = NULL;
    if (db_run(x->db, &sql_ctl_key_current, BIND_NONE, &r, err) < 0)
        return -1;
    if (made->only_if_none && db_rows(r) > 0)
        return 0;
    if (make_key(x, &kid, err) < 0)
        return -1;
    made->kid = arena_strdup(&made->ctl->arena, kid);
    return 0;
}

int ctl_first_key(struct ctl *c, const char **ret_kid, struct problem *err)
{
    struct made made = {.ctl = c, .only_if_none = true};

    if (app_unit(&c->app, make, &made, err) < 0)
        return -1;
    *ret_kid = made.kid;
    return 0;
}

int ctl_keys_rotate(struct ctl *c, struct problem *err)
{
    struct made made = {.ctl = c};

    if (ctl_open(c, &ctl_service, err) < 0 || app_unit(&c->app, make, &made, err) < 0)
        return -1;
    (void)puts(made.kid);
    return CTL_DONE;
}

static int list(struct ctx *x, void *arg, struct problem *err)
{
    static const char *const columns[] = {"kid", "algorithm", "active_from", "retired_at", NULL};
    struct db_result *r;

    (void)arg;
    if (db_run(x->db, &sql_ctl_key_list, BIND_NONE, &r, err) < 0)
        return -1;
    ctl_print_table(r, columns);
    return 0;
}

int ctl_keys_list(struct ctl *c, struct problem *err)
{
    return ctl_open(c, &ctl_service, err) < 0 ? -1 : app_unit(&c->app, list, NULL, err);
}

static int retire(struct ctx *x, void *arg, struct problem *err)
{
    struct db_result *r;

    if (db_run(x->db, &sql_ctl_key_retire, BIND({"kid", arg}), &r, err) < 0)
        return -1;
    if (db_affected(r) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no key %s is in use", (const char *)arg);
    return 0;
}

int ctl_keys_retire(struct ctl *c, struct problem *err)
{
    char *kid = arena_strdup(&c->arena, c->words[0]);

    return ctl_open(c, &ctl_service, err) < 0 ? -1 : app_unit(&c->app, retire, kid, err);
}
