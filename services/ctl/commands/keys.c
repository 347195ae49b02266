/* SPDX-License-Identifier: MIT */
/* Keys that sign the directory's tokens. The newest active one signs; every one verifies until it is retired, so that
 * rotation breaks no token. Private keys lie in the table signing_key, which only bihuan_directory and bihuan_ctl can
 * read, encrypted by BIHUAN_SIGNING_KEK where that is set. */
#include "auth/jwt.h"
#include "auth/key_wrap.h"
#include "base/str.h"
#include "base/uuid.h"
#include "ctl/ctl.h"
#include "ctl_sql.h"
#include <stdio.h>

static int make_key(struct ctx *x, const char **ret_kid, struct problem *err)
{
    const char *kid = uuid7_new(&x->arena, x->now_us), *kek = x->app->config.signing_kek;
    const char *pem, *jwk;

    if (jwt_make_key(&x->arena, &pem, err) < 0 || jwt_public_key(&x->arena, pem, kid, &jwk, err) < 0)
        return -1;
    if (kek && key_wrap(&x->arena, kek, kid, pem, &pem, err) < 0)
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

/* What cannot be opened signs nothing any more either, and must not keep the others from being encrypted. */
static int pass_over(const struct problem *why, struct problem *err)
{
    (void)fprintf(stderr, "left as it is, for it was retired: %s\n", why->cause);
    *err = (struct problem){0};
    return 0;
}

/* One row by today's secret; one that was retired, too, whose tokens somebody could forge until they would have run
 * out. */
static int encrypt_row(struct ctx *x, const struct db_result *r, int row, int *count, struct problem *err)
{
    const struct config *cfg = &x->app->config;
    const struct key_secrets secrets = {cfg->signing_kek, cfg->signing_kek_old};
    const char *kid = db_text(r, row, "kid"), *text = db_text(r, row, "private_pem");

    if (key_is_wrapped(&x->arena, text, cfg->signing_kek))
        return 0;
    if (key_unwrap(&x->arena, &secrets, kid, text, &text, err) < 0)
        return db_bool(r, row, "is_retired") ? pass_over(err, err) : -1;
    ++*count;
    if (key_wrap(&x->arena, cfg->signing_kek, kid, text, &text, err) < 0)
        return -1;
    return db_run(x->db, &sql_ctl_key_encrypt, BIND({"kid", kid}, {"private_pem", text}), NULL, err);
}

static int encrypt_all(struct ctx *x, void *arg, struct problem *err)
{
    struct db_result *r;

    *(int *)arg = 0;
    if (db_run(x->db, &sql_ctl_key_all, BIND_NONE, &r, err) < 0)
        return -1;
    for (int row = 0; row < db_rows(r); row++)
        if (encrypt_row(x, r, row, arg, err) < 0)
            return -1;
    return 0;
}

int ctl_encrypt_keys(struct ctl *c, int *ret_count, struct problem *err)
{
    *ret_count = 0;
    return c->app.config.signing_kek ? app_unit(&c->app, encrypt_all, ret_count, err) : 0;
}

int ctl_keys_encrypt(struct ctl *c, struct problem *err)
{
    int count;

    if (ctl_open(c, &ctl_service, err) < 0)
        return -1;
    if (!c->app.config.signing_kek)
        return problem_fail(err, PROBLEM_VALIDATION, "BIHUAN_SIGNING_KEK is not set");
    if (ctl_encrypt_keys(c, &count, err) < 0)
        return -1;
    (void)printf("encrypted %d signing key%s\n", count, count == 1 ? "" : "s");
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
