/* SPDX-License-Identifier: MIT */
/* Tokens: the attacks that are not taken for one of ours. */
#include "auth/digest.h"
#include "base/str.h"
#include "support/tokens.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void alg_none_is_refused(void **state)
{
    struct token_world *w = *state;
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\",\"kid\":\"k1\"}",
        "{\"alg\":\"NONE\",\"kid\":\"k1\"}",
        "{\"alg\":\"none\",\"kid\":\"k1\"}",
        "{\"kid\":\"k1\"}",
        "{\"alg\":null,\"kid\":\"k1\"}",
        "{\"alg\":\"\",\"kid\":\"k1\"}",
    };

    for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
        const char *text = token_unsigned(w, headers[i], token_payload(w, ""));

        token_refused(w, arena_printf(&w->a, "%s.", text));
        token_refused(w, text);
        token_refused(w, arena_printf(&w->a, "%s.AAAA", text));
    }
}

/* HS256 with what everybody knows of our RSA key as the secret. */
static void a_public_key_is_no_hmac_secret(void **state)
{
    struct token_world *w = *state;
    const char *text =
        token_unsigned(w, "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", token_payload(w, ""));
    unsigned char pem[4096] = {0}, mac[SHA256_SIZE];
    size_t n = sizeof pem - 1;
    const char *secrets[3];
    jwk_t *jwk;

    assert_int_equal(r_jwk_init(&jwk), RHN_OK);
    assert_int_equal(r_jwk_import_from_json_str(jwk, w->public_json), RHN_OK);
    assert_int_equal(r_jwk_export_to_pem_der(jwk, R_FORMAT_PEM, pem, &n, 0), RHN_OK);
    secrets[0] = (const char *)pem;
    secrets[1] = w->public_json;
    secrets[2] = r_jwk_get_property_str(jwk, "n");
    for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
        hmac_sha256(secrets[i], text, strlen(text), mac);
        token_refused(w, arena_printf(&w->a, "%s.%s", text, base64url(&w->a, mac, sizeof mac)));
    }
    r_jwk_free(jwk);
}

/* A symmetric key in the set of keys does not make HMAC welcome. */
static void a_symmetric_key_in_the_set_is_left_out(void **state)
{
    struct token_world *w = *state;
    const char *text = token_unsigned(w, "{\"alg\":\"HS256\",\"kid\":\"s1\"}", token_payload(w, ""));
    unsigned char mac[SHA256_SIZE];

    token_use_keys(
        w,
        arena_printf(&w->a, "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s1\",\"alg\":\"HS256\",\"k\":\"%s\"},%s]}",
                     base64url(&w->a, "secret", 6), w->public_json));
    hmac_sha256("secret", text, strlen(text), mac);
    token_refused(w, arena_printf(&w->a, "%s.%s", text, base64url(&w->a, mac, sizeof mac)));
}

static void the_algorithm_is_the_keys_not_the_tokens(void **state)
{
    struct token_world *w = *state;

    assert_int_equal(
        token_verify(w, token_sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", token_payload(w, ""))),
        PROBLEM_NONE);
    token_refused(w, token_sign_raw(w, w->pem, R_JWA_ALG_RS512, "{\"kid\":\"k1\"}", token_payload(w, "")));
    token_refused(w, token_sign_raw(w, w->pem, R_JWA_ALG_PS256, "{\"kid\":\"k1\"}", token_payload(w, "")));
}

static void a_key_that_the_token_brings_along_is_not_used(void **state)
{
    struct token_world *w = *state;
    struct problem err = {0};
    const char *jwk;

    assert_int_equal(jwt_public_key(&w->a, w->stranger_pem, "k1", &jwk, &err), 0);
    token_refused(
        w, token_sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", token_payload(w, "")));
    token_refused(w, token_sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256,
                                    arena_printf(&w->a, "{\"kid\":\"k1\",\"jwk\":%s}", jwk),
                                    token_payload(w, "")));
    token_refused(w, token_sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256,
                                    arena_printf(&w->a, "{\"jwk\":%s}", jwk), token_payload(w, "")));
    token_refused(w, token_sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256,
                                    "{\"kid\":\"k1\",\"jku\":\"http://127.0.0.1:1/jwks\"}",
                                    token_payload(w, "")));
}

static void critical_headers_are_refused(void **state)
{
    struct token_world *w = *state;

    token_refused(w,
                  token_sign_raw(w, w->pem, R_JWA_ALG_RS256,
                                 "{\"kid\":\"k1\",\"crit\":[\"b64\"],\"b64\":false}", token_payload(w, "")));
}

static void every_changed_byte_breaks_the_token(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims c = token_claims(w, "u-1");
    const char *token = token_sign(w, w->pem, "k1", &c);
    size_t n = strlen(token);

    assert_int_equal(token_verify(w, token), PROBLEM_NONE);
    for (size_t i = 0; i < n; i += 7) {
        char *forged = arena_strdup(&w->a, token);

        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        assert_int_equal(token_verify(w, forged), PROBLEM_BAD_TOKEN);
    }
    token_refused(w, arena_strndup(&w->a, token, n - 1));
    token_refused(w, arena_printf(&w->a, "%sA", token));
    token_refused(w, arena_printf(&w->a, "%s=", token));
    token_refused(w, arena_printf(&w->a, "%s.", token));
    token_refused(w, arena_printf(&w->a, " %s", token));
}

/* The signature of one token under the claims of another. */
static void signatures_do_not_travel(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims c = token_claims(w, "u-1");
    const char *token = token_sign(w, w->pem, "k1", &c);
    const char *signature = strrchr(token, '.');
    const char *text =
        token_unsigned(w, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", token_payload(w, ""));

    token_refused(w, arena_printf(&w->a, "%s%s", text, signature));
}

/* An identity provider may say who somebody is, not for whom he acts. */
static void another_issuer_is_not_believed_about_tenants(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims c = token_claims(w, "u-1"), out;
    struct problem err = {0};

    strcpy(c.issuer, TOKEN_OTHER_ISSUER);
    c.is_client = true;
    strcpy(c.scopes, "issues:read");
    assert_int_equal(jwt_verify(w->v, token_sign(w, w->pem, "k1", &c), &out, &err), 0);
    assert_string_equal(out.subject, "u-1");
    assert_string_equal(out.tenant_id, "");
    assert_string_equal(out.roles, "");
    assert_string_equal(out.scopes, "");
    assert_false(out.is_client);
}

static void rubbish_and_huge_tokens_are_refused(void **state)
{
    struct token_world *w = *state;
    static const char *const rubbish[] = {"",
                                          ".",
                                          "..",
                                          "...",
                                          "a.b",
                                          "a.b.c",
                                          "e30.e30.",
                                          "e30.e30.e30",
                                          "\xff.\xff.\xff",
                                          "W10.W10.W10",
                                          "bnVsbA.bnVsbA.AA"};
    char *huge = arena_alloc(&w->a, JWT_MAX + 10);

    for (size_t i = 0; i < ARRAY_LEN(rubbish); i++)
        token_refused(w, rubbish[i]);
    memset(huge, 'A', JWT_MAX + 9);
    token_refused(w, huge);
    huge[100] = huge[200] = '.';
    token_refused(w, huge);
    huge[JWT_MAX] = '\0';
    token_refused(w, huge);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, token_set_up, token_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(alg_none_is_refused),
        TEST(a_public_key_is_no_hmac_secret),
        TEST(a_symmetric_key_in_the_set_is_left_out),
        TEST(the_algorithm_is_the_keys_not_the_tokens),
        TEST(a_key_that_the_token_brings_along_is_not_used),
        TEST(critical_headers_are_refused),
        TEST(every_changed_byte_breaks_the_token),
        TEST(signatures_do_not_travel),
        TEST(another_issuer_is_not_believed_about_tenants),
        TEST(rubbish_and_huge_tokens_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
