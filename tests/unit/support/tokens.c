/* SPDX-License-Identifier: MIT */
/* Keys, a verifier and tokens for the tests of auth/jwt.h. */
#include "support/tokens.h"
#include "auth/digest.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int64_t read_clock(const void *arg)
{
    return ((const struct token_world *)arg)->now_us;
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void open_verifier(struct token_world *w)
{
    const struct clock clock = {read_clock, w};
    const char *issuers = arena_printf(&w->a, "%s %s %s, %s %s %s", TOKEN_ISSUER, TOKEN_AUDIENCE, w->file,
                                       TOKEN_OTHER_ISSUER, TOKEN_AUDIENCE, w->file);
    struct problem err = {0};

    jwt_verifier_free(w->v);
    assert_int_equal(jwt_verifier_new(issuers, &clock, NULL, &w->v, &err), 0);
}

void token_use_keys(struct token_world *w, const char *jwks)
{
    write_file(w->file, jwks);
    open_verifier(w);
}

int token_set_up(void **state)
{
    struct token_world *w = calloc(1, sizeof *w);
    struct problem err = {0};
    int fd;

    assert_non_null(w);
    w->now_us = (int64_t)TOKEN_NOW * 1000000;
    assert_int_equal(jwt_make_key(&w->a, &w->pem, &err), 0);
    assert_int_equal(jwt_make_key(&w->a, &w->stranger_pem, &err), 0);
    assert_int_equal(jwt_public_key(&w->a, w->pem, "k1", &w->public_json, &err), 0);
    strcpy(w->file, "/tmp/jwt.XXXXXX");
    fd = mkstemp(w->file);
    assert_true(fd >= 0);
    close(fd);
    token_use_keys(w, arena_printf(&w->a, "{\"keys\":[%s]}", w->public_json));
    *state = w;
    return 0;
}

int token_tear_down(void **state)
{
    struct token_world *w = *state;

    jwt_verifier_free(w->v);
    unlink(w->file);
    arena_done(&w->a);
    free(w);
    return 0;
}

struct jwt_claims token_claims(const struct token_world *w, const char *subject)
{
    struct jwt_claims c = {.issued_us = w->now_us, .expires_us = w->now_us + 900 * 1000000LL};

    strcpy(c.issuer, TOKEN_ISSUER);
    strcpy(c.subject, subject);
    strcpy(c.name, "\xe5\xbc\xa0\xe4\xb8\x89");
    strcpy(c.tenant_id, TOKEN_TENANT);
    strcpy(c.roles, "DIST_OFFICE,AUDITOR");
    return c;
}

const char *token_sign(struct token_world *w, const char *pem, const char *kid,
                       const struct jwt_claims *claims)
{
    struct problem err = {0};
    const char *token;

    assert_int_equal(jwt_sign(&w->a, &(struct jwt_key){pem, kid}, claims, TOKEN_AUDIENCE, &token, &err), 0);
    return token;
}

const char *token_unsigned(struct token_world *w, const char *header, const char *payload)
{
    return arena_printf(&w->a, "%s.%s", base64url(&w->a, header, strlen(header)),
                        base64url(&w->a, payload, strlen(payload)));
}

const char *token_payload(struct token_world *w, const char *changes)
{
    return arena_printf(&w->a,
                        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"eve\",\"tenant\":\"%s\",\"exp\":%d%s}",
                        TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_TENANT, TOKEN_NOW + 900, changes);
}

const char *token_sign_raw(struct token_world *w, const char *pem, jwa_alg alg, const char *extra_header,
                           const char *payload)
{
    json_t *extra = json_loads(extra_header, 0, NULL), *value;
    const char *name, *copy;
    jws_t *jws;
    jwk_t *jwk;
    char *text;

    assert_int_equal(r_jws_init(&jws), RHN_OK);
    assert_int_equal(r_jwk_init(&jwk), RHN_OK);
    assert_int_equal(r_jwk_import_from_pem_der(jwk, R_X509_TYPE_PRIVKEY, R_FORMAT_PEM,
                                               (const unsigned char *)pem, strlen(pem)),
                     RHN_OK);
    r_jwk_delete_property_str(jwk, "kid"); /* made up by the library */
    r_jws_set_alg(jws, alg);
    json_object_foreach (extra, name, value)
        r_jws_set_header_json_t_value(jws, name, value);
    r_jws_set_payload(jws, (const unsigned char *)payload, strlen(payload));
    text = r_jws_serialize(jws, jwk, 0);
    assert_non_null(text);
    copy = arena_strdup(&w->a, text);
    r_free(text);
    r_jwk_free(jwk);
    r_jws_free(jws);
    json_decref(extra);
    return copy;
}

enum problem_code token_verify(struct token_world *w, const char *token)
{
    struct jwt_claims claims;
    struct problem err = {0};

    if (jwt_verify(w->v, token, &claims, &err) == 0)
        return PROBLEM_NONE;
    assert_true(err.detail[0] != '\0');
    return err.code;
}

void token_refused(struct token_world *w, const char *token)
{
    assert_int_equal(token_verify(w, token), PROBLEM_BAD_TOKEN);
    assert_int_equal(token_verify(w, token), PROBLEM_BAD_TOKEN); /* also from the cache */
}
