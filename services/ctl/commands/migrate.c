/* SPDX-License-Identifier: MIT */
/* bihuanctl migrate: the schema, and what a fresh system cannot do without. */
#include "db/migrate.h"
#include "base/str.h"
#include "ctl/ctl.h"
#include "ctl_sql.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void applied(void *arg, const char *name)
{
    (void)arg;
    (void)printf("applied %s\n", name);
}

static int print_status(struct ctx *x, void *arg, struct problem *err)
{
    static const char *const columns[] = {"name", "applied_at", "mark", NULL};
    struct db_result *r;

    (void)arg;
    if (db_run(x->db, &sql_ctl_migrations, BIND_NONE, &r, err) < 0)
        return -1;
    ctl_print_table(r, columns);
    return 0;
}

static int status(struct ctl *c, struct problem *err)
{
    struct problem why = {0};

    if (ctl_open(c, &ctl_service, err) < 0 || app_unit(&c->app, print_status, NULL, err) < 0)
        return -1;
    if (app_check_ready(&c->app, &why) == 0)
        return CTL_DONE;
    (void)puts(why.detail);
    return CTL_NOT_RIGHT;
}

/* The role that may create schemas and roles: --user, else what libpq would take from PGUSER, else postgres. */
static const char *administrator(struct ctl *c)
{
    const char *user = ctl_option(c, "user");

    if (!user && getenv("PGUSER"))
        return c->app.config.pg;
    return arena_printf(&c->arena, "%s user=%s", c->app.config.pg, user ? user : "postgres");
}

/* A migration of stored actors has to know which issuer is our own; see migrations/0240_actor_keys.sql. */
static const char *own_issuer(struct ctl *c)
{
    const char *issuers = c->app.config.issuers ? c->app.config.issuers : "";

    return arena_strndup(&c->arena, issuers, strcspn(issuers, " ,"));
}

int ctl_migrate(struct ctl *c, struct problem *err)
{
    const char *kid = NULL;
    int encrypted;

    if (ctl_option(c, "status"))
        return status(c, err);
    if (ctl_configure(c, err) < 0 ||
        migrate_run(administrator(c), own_issuer(c), migrations, applied, NULL, err) < 0)
        return -1;
    if (ctl_open(c, &ctl_service, err) < 0 || ctl_first_key(c, &kid, err) < 0 ||
        ctl_encrypt_keys(c, &encrypted, err) < 0)
        return -1;
    if (encrypted)
        (void)printf("encrypted %d signing key%s\n", encrypted, encrypted == 1 ? "" : "s");
    if (kid)
        (void)printf("made signing key %s\n", kid);
    (void)puts("the schema is current");
    return CTL_DONE;
}
