/* SPDX-License-Identifier: MIT */
/* Making tokens and keys. */
#include "auth/digest.h"
#include "auth/jwt.h"
#include "base/str.h"
#include <jansson.h>
#include <rhonabwy.h>
#include <stdlib.h>
#include <string.h>

static void release_jwk(void *jwk)
{
    r_jwk_free(jwk);
}

static void release_jws(void *jws)
{
    r_jws_free(jws);
}

static int import_key(struct arena *a, const char *pem, jwk_t **ret, struct problem *err)
{
    jwk_t *jwk;

    if (r_jwk_init(&jwk) != RHN_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "r_jwk_init");
    arena_defer(a, release_jwk, jwk);
    if (r_jwk_import_from_pem_der(jwk, R_X509_TYPE_PRIVKEY, R_FORMAT_PEM, (const unsigned char *)pem,
                                  strlen(pem)) != RHN_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "not a private key in PEM");
    (void)r_jwk_delete_property_str(jwk, "kid"); /* one the library made up; the caller names the key */
    *ret = jwk;
    return 0;
}

static json_t *roles_json(const char *roles)
{
    json_t *array = json_array();

    while (*roles) {
        size_t n = strcspn(roles, ",");

        json_array_append_new(array, json_stringn(roles, n));
        roles += n + (roles[n] == ',');
    }
    return array;
}

static void set_text(json_t *json, const char *name, const char *value)
{
    if (value[0] != '\0')
        json_object_set_new(json, name, json_string(value));
}

static char *claims_json(const struct jwt_claims *c, const char *audience)
{
    json_t *json = json_object();
    char *text;

    set_text(json, "iss", c->issuer);
    set_text(json, "aud", audience);
    set_text(json, "sub", c->subject);
    set_text(json, "name", c->name);
    set_text(json, "tenant", c->tenant_id);
    set_text(json, "scope", c->scopes);
    if (c->is_client)
        set_text(json, "client_id", c->subject);
    json_object_set_new(json, "roles", roles_json(c->roles));
    json_object_set_new(json, "iat", json_integer(c->issued_us / 1000000));
    json_object_set_new(json, "nbf", json_integer(c->issued_us / 1000000));
    json_object_set_new(json, "exp", json_integer(c->expires_us / 1000000));
    text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    return text;
}

static int sign(struct arena *a, jwk_t *key, const char *kid, const char *payload, const char **ret,
                struct problem *err)
{
    jws_t *jws;
    char *text;

    if (r_jws_init(&jws) != RHN_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "r_jws_init");
    arena_defer(a, release_jws, jws);
    if (r_jws_set_alg(jws, R_JWA_ALG_RS256) != RHN_OK ||
        r_jws_set_header_str_value(jws, "typ", "JWT") != RHN_OK ||
        (kid && r_jws_set_header_str_value(jws, "kid", kid) != RHN_OK) ||
        r_jws_set_payload(jws, (const unsigned char *)payload, strlen(payload)) != RHN_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "the token could not be put together");
    text = r_jws_serialize(jws, key, 0);
    if (!text)
        return problem_cause(err, PROBLEM_INTERNAL, "the token could not be signed");
    *ret = arena_strdup(a, text);
    r_free(text);
    return 0;
}

int jwt_sign(struct arena *a, const struct jwt_key *key, const struct jwt_claims *claims,
             const char *audience, const char **ret, struct problem *err)
{
    char *text = claims_json(claims, audience);
    const char *payload = arena_strdup(a, text ? text : "{}");
    jwk_t *imported;

    free(text);
    if (import_key(a, key->private_pem, &imported, err) < 0)
        return -1;
    return sign(a, imported, key->kid, payload, ret, err);
}

int jwt_make_key(struct arena *a, const char **ret_pem, struct problem *err)
{
    unsigned char pem[8192];
    size_t n = sizeof pem;
    jwk_t *private, *public;
    int rc;

    if (r_jwk_init(&private) != RHN_OK || r_jwk_init(&public) != RHN_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "r_jwk_init");
    arena_defer(a, release_jwk, private);
    arena_defer(a, release_jwk, public);
    rc = r_jwk_generate_key_pair(private, public, R_KEY_TYPE_RSA, 2048, NULL);
    if (rc != RHN_OK || r_jwk_export_to_pem_der(private, R_FORMAT_PEM, pem, &n, 0) != RHN_OK)
        return problem_cause(err, PROBLEM_INTERNAL, "no key could be made: %d", rc);
    *ret_pem = arena_strndup(a, (const char *)pem, n);
    return 0;
}

int jwt_public_key(struct arena *a, const char *private_pem, const char *kid, const char **ret_json,
                   struct problem *err)
{
    jwk_t *key;
    struct buf b;

    if (import_key(a, private_pem, &key, err) < 0)
        return -1;
    buf_init(&b, a);
    buf_add(&b, "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":");
    buf_add_json(&b, kid);
    buf_add(&b, ",\"n\":");
    buf_add_json(&b, r_jwk_get_property_str(key, "n"));
    buf_add(&b, ",\"e\":");
    buf_add_json(&b, r_jwk_get_property_str(key, "e"));
    buf_add(&b, "}");
    *ret_json = b.data;
    return 0;
}
