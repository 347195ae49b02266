/* SPDX-License-Identifier: MIT */
/* bihuanctl token: an access token as the directory would issue it, for development and for an operator's own calls. */
#include "auth/jwt.h"
#include "auth/key_wrap.h"
#include "auth/roles.h"
#include "base/str.h"
#include "ctl/ctl.h"
#include "ctl_sql.h"
#include <stdio.h>
#include <string.h>

enum { TTL_DEFAULT = 900, TTL_MAX = 7 * 86400, SECOND = 1000 * 1000 };

struct request {
    struct ctl *ctl;
    const char *issuer, *audience;
    int64_t ttl;
    const char *token;
};

/* The first words of BIHUAN_ISSUERS are our own issuer and the audience its tokens are for. */
static int own_issuer(struct ctl *c, struct request *q, struct problem *err)
{
    const char *issuers = c->app.config.issuers ? c->app.config.issuers : "";
    size_t n = strcspn(issuers, " ,");
    const char *rest = issuers + n + strspn(issuers + n, " ");

    q->issuer = ctl_option(c, "issuer") ? ctl_option(c, "issuer") : arena_strndup(&c->arena, issuers, n);
    q->audience = ctl_option(c, "audience") ? ctl_option(c, "audience")
                                            : arena_strndup(&c->arena, rest, strcspn(rest, " ,"));
    if (str_empty(q->issuer) || str_empty(q->audience))
        return problem_fail(err, PROBLEM_VALIDATION, "set BIHUAN_ISSUERS, or give --issuer and --audience");
    return 0;
}

static int check_roles(struct ctl *c, const char *kind, const char *code, struct problem *err)
{
    for (int i = 1; i < c->n_words; i++) {
        if (!role_find(c->words[i]))
            return problem_fail(err, PROBLEM_VALIDATION, "there is no role %s", c->words[i]);
        if (!role_fits_level(c->words[i], level_of(kind)))
            return problem_fail(err, PROBLEM_VALIDATION, "%s is a %s, which cannot have the role %s", code,
                                kind, c->words[i]);
    }
    return 0;
}

/* A subject that is the same for the same tenant and roles, and another for others: duties stay separate. */
static const char *default_subject(struct ctl *c)
{
    struct buf b;

    buf_init(&b, &c->arena);
    buf_add(&b, "dev");
    for (int i = 0; i < c->n_words; i++) {
        buf_add_char(&b, '-');
        buf_add_lower(&b, c->words[i]);
    }
    return b.data;
}

static void fill(char *out, size_t size, const char *text)
{
    (void)str_format(out, size, "%s", text);
}

static void fill_claims(struct request *q, const struct db_result *tenant, int64_t now_us,
                        struct jwt_claims *claims)
{
    struct ctl *c = q->ctl;
    const char *subject = ctl_option(c, "sub"), *name = ctl_option(c, "name");
    size_t len = 0;

    *claims = (struct jwt_claims){.issued_us = now_us, .expires_us = now_us + q->ttl * SECOND};
    fill(claims->subject, sizeof claims->subject, subject ? subject : default_subject(c));
    fill(claims->issuer, sizeof claims->issuer, q->issuer);
    fill(claims->name, sizeof claims->name,
         name ? name
              : arena_printf(&c->arena, "%s %s", db_text(tenant, 0, "name"), role_find(c->words[1])->zh));
    fill(claims->tenant_id, sizeof claims->tenant_id, db_text(tenant, 0, "id"));
    for (int i = 1; i < c->n_words && len < sizeof claims->roles; i++)
        len += (size_t)snprintf(claims->roles + len, sizeof claims->roles - len, "%s%s", i > 1 ? "," : "",
                                c->words[i]);
}

static int sign(struct ctx *x, void *arg, struct problem *err)
{
    struct request *q = arg;
    struct ctl *c = q->ctl;
    struct db_result *tenant, *key;
    struct jwt_claims claims;

    if (db_run(x->db, &sql_ctl_tenant, BIND({"code", c->words[0]}), &tenant, err) < 0)
        return -1;
    if (db_rows(tenant) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no tenant has the code %s", c->words[0]);
    if (check_roles(c, db_text(tenant, 0, "kind"), c->words[0], err) < 0)
        return -1;
    if (db_run(x->db, &sql_ctl_key_current, BIND_NONE, &key, err) < 0)
        return -1;
    if (db_rows(key) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "there is no signing key: run bihuanctl keys rotate");
    fill_claims(q, tenant, x->now_us, &claims);
    const struct key_secrets secrets = {c->app.config.signing_kek, c->app.config.signing_kek_old};
    struct jwt_key signing = {.kid = db_text(key, 0, "kid")};
    if (key_unwrap(&c->arena, &secrets, signing.kid, db_text(key, 0, "private_pem"), &signing.private_pem,
                   err) < 0)
        return -1;
    return jwt_sign(&c->arena, &signing, &claims, q->audience, &q->token, err);
}

int ctl_token(struct ctl *c, struct problem *err)
{
    struct request q = {.ctl = c};

    if (ctl_option_int(c, "ttl", TTL_DEFAULT, &q.ttl, err) < 0)
        return -1;
    if (q.ttl < 1 || q.ttl > TTL_MAX)
        return problem_fail(err, PROBLEM_VALIDATION, "--ttl is 1 to %d seconds", TTL_MAX);
    if (ctl_open(c, &ctl_service, err) < 0 || own_issuer(c, &q, err) < 0 ||
        app_unit(&c->app, sign, &q, err) < 0)
        return -1;
    (void)puts(q.token);
    return CTL_DONE;
}
