/* SPDX-License-Identifier: MIT */
/* Tokens for API clients (OAuth 2.0 client credentials, RFC 6749 4.4) and the keys that verify them (RFC 7517). */
#include "app/app.h"
#include "app/keys.h"
#include "audit/audit.h"
#include "base/str.h"
#include "directory/handlers/basic_auth.h"
#include "directory/handlers/handlers.h"
#include "directory/handlers/secrets.h"
#include "directory/inputs.h"
#include "directory/signing_key.h"
#include "directory_sql.h"

#include <stdio.h>
#include <string.h>

enum { TOKEN_SECONDS = 15 * 60 };

/* What the system unit needs from the request, and what it gives back on the request's arena. */
struct grant {
    struct arena *arena;
    const char *client_id, *secret, *scope;
    const char *token, *granted;
};

static int refuse(struct problem *err)
{
    return problem_fail(err, PROBLEM_BAD_TOKEN, "unknown client or wrong secret");
}

/* The scopes asked for, which must all be granted to the client; without any, everything granted. */
static int scopes_of(struct ctx *c, const struct grant *g, const char *permissions, const char **ret,
                     struct problem *err)
{
    *ret = permissions;
    if (str_empty(g->scope))
        return 0;
    for (const char *p = g->scope; *p;) {
        size_t n = strcspn(p, " ");
        if (n > 0 && !str_has_word(permissions, arena_strndup(&c->arena, p, n)))
            problem_field(err, "/scope", "forbidden", "%.*s is not granted", (int)(n < 60 ? n : 60), p);
        p += n + (p[n] == ' ');
    }
    *ret = g->scope;
    return problem_fields_check(err);
}

static int sign(struct ctx *c, struct grant *g, const struct db_result *client, const char *scopes,
                struct problem *err)
{
    struct jwt_claims claims = {
        .is_client = true, .issued_us = c->now_us, .expires_us = c->now_us + TOKEN_SECONDS * 1000000LL};
    char audience[200] = "";
    struct jwt_key signing;
    const char *token;

    if (sscanf(c->app->config.issuers, "%199s %199s", claims.issuer, audience) != 2)
        return problem_cause(err, PROBLEM_INTERNAL, "BIHUAN_ISSUERS names no issuer of our own");
    (void)snprintf(claims.subject, sizeof claims.subject, "%s", g->client_id);
    (void)str_format(claims.name, sizeof claims.name, "%s", db_text(client, 0, "name"));
    (void)snprintf(claims.tenant_id, sizeof claims.tenant_id, "%s", db_text(client, 0, "tenant_id"));
    (void)snprintf(claims.roles, sizeof claims.roles, "%s", db_text(client, 0, "roles"));
    (void)snprintf(claims.scopes, sizeof claims.scopes, "%s", scopes);
    if (signing_key_open(c, &signing, err) < 0)
        return -1;
    if (jwt_sign(&c->arena, &signing, &claims, audience, &token, err) < 0)
        return -1;
    g->token = arena_strdup(g->arena, token);
    g->granted = arena_strdup(g->arena, scopes);
    return 0;
}

/* A caller without a token has no range of his own, so the client is looked up as system work. */
static int issue(struct ctx *c, void *arg, struct problem *err)
{
    struct grant *g = arg;
    struct db_result *client;
    const char *scopes;

    if (db_run(c->db, &sql_client_by_client_id, BIND({"client_id", g->client_id}), &client, err) < 0)
        return -1;
    if (db_rows(client) == 0 || db_bool(client, 0, "is_over"))
        return refuse(err);
    if (!secret_fits(&c->arena, g->secret, db_text(client, 0, "secret_salt"),
                     db_text(client, 0, "secret_hash")))
        return refuse(err);
    if (scopes_of(c, g, db_text(client, 0, "permissions"), &scopes, err) < 0 ||
        sign(c, g, client, scopes, err) < 0)
        return -1;
    if (db_run(c->db, &sql_client_used, BIND({"client_key", db_text(client, 0, "id")}), NULL, err) < 0)
        return -1;
    return audit_add(c, "token.issue", "client", db_text(client, 0, "id"), NULL, err);
}

int token_create(struct ctx *c, struct problem *err)
{
    const struct token_request *in = c->in;
    struct grant g = {&c->arena, in->client_id, in->client_secret, in->scope, NULL, NULL};
    struct buf b;

    if (!g.client_id && basic_auth(c, &g.client_id, &g.secret, err) < 0)
        return -1;
    if (!g.secret)
        return refuse(err);
    if (app_unit(c->app, issue, &g, err) < 0)
        return -1;
    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"scope\":", g.token,
             TOKEN_SECONDS);
    buf_add_json(&b, g.granted);
    buf_add_char(&b, '}');
    return reply_json(c, 200, b.data, b.len);
}

int jwks_get(struct ctx *c, struct problem *err)
{
    struct buf b;

    buf_init(&b, &c->arena);
    if (app_read_own_keys(c->app, &b) < 0)
        return problem_fail(err, PROBLEM_UNAVAILABLE, "the keys cannot be read now");
    return reply_json(c, 200, b.data, b.len);
}
