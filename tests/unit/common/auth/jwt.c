/* SPDX-License-Identifier: MIT */
/* Tokens: what is taken, and the attacks that are not. */
#include "auth/jwt.h"
#include "auth/digest.h"
#include "base/str.h"
#include <rhonabwy.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char issuer[] = "https://own.test", other_issuer[] = "https://idp.test", audience[] = "bihuan";
static const char tenant[] = "01900000-0000-7000-8000-000000000001";
enum { NOW = 1800000000 };

static int64_t now_us = (int64_t)NOW * 1000000;

static int64_t read_clock(const void *arg)
{
    (void)arg;
    return now_us;
}

/* One key of ours, one of an attacker, and a verifier that knows ours by a file. */
struct world {
    struct arena a;
    const char *pem, *stranger_pem, *public_json;
    char file[64];
    struct jwt_verifier *v;
};

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void open_verifier(struct world *w)
{
    const struct clock clock = {read_clock, NULL};
    const char *issuers =
        arena_printf(&w->a, "%s %s %s, %s %s %s", issuer, audience, w->file, other_issuer, audience, w->file);
    struct problem err = {0};

    jwt_verifier_free(w->v);
    assert_int_equal(jwt_verifier_new(issuers, &clock, &w->v, &err), 0);
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct problem err = {0};
    int fd;

    assert_non_null(w);
    now_us = (int64_t)NOW * 1000000;
    assert_int_equal(jwt_make_key(&w->a, &w->pem, &err), 0);
    assert_int_equal(jwt_make_key(&w->a, &w->stranger_pem, &err), 0);
    assert_int_equal(jwt_public_key(&w->a, w->pem, "k1", &w->public_json, &err), 0);
    strcpy(w->file, "/tmp/jwt.XXXXXX");
    fd = mkstemp(w->file);
    assert_true(fd >= 0);
    close(fd);
    write_file(w->file, arena_printf(&w->a, "{\"keys\":[%s]}", w->public_json));
    open_verifier(w);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    jwt_verifier_free(w->v);
    unlink(w->file);
    arena_done(&w->a);
    free(w);
    return 0;
}

/* -- making tokens, good and bad -- */

static struct jwt_claims claims_of(const char *subject)
{
    struct jwt_claims c = {.issued_us = now_us, .expires_us = now_us + 900 * 1000000LL};

    strcpy(c.issuer, issuer);
    strcpy(c.subject, subject);
    strcpy(c.name, "\xe5\xbc\xa0\xe4\xb8\x89");
    strcpy(c.tenant_id, tenant);
    strcpy(c.roles, "DIST_OFFICE,AUDITOR");
    return c;
}

static const char *sign(struct world *w, const char *pem, const char *kid, const struct jwt_claims *claims)
{
    struct problem err = {0};
    const char *token;

    assert_int_equal(jwt_sign(&w->a, &(struct jwt_key){pem, kid}, claims, audience, &token, &err), 0);
    return token;
}

/* header.payload, unsigned. */
static const char *unsigned_text(struct world *w, const char *header, const char *payload)
{
    return arena_printf(&w->a, "%s.%s", base64url(&w->a, header, strlen(header)),
                        base64url(&w->a, payload, strlen(payload)));
}

static const char *payload_with(struct world *w, const char *changes)
{
    return arena_printf(&w->a,
                        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"eve\",\"tenant\":\"%s\",\"exp\":%d%s}",
                        issuer, audience, tenant, NOW + 900, changes);
}

/* Signed with `pem` by `alg`, whatever the header says otherwise. */
static const char *sign_raw(struct world *w, const char *pem, jwa_alg alg, const char *extra_header,
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

static enum problem_code verify(struct world *w, const char *token)
{
    struct jwt_claims claims;
    struct problem err = {0};

    if (jwt_verify(w->v, token, &claims, &err) == 0)
        return PROBLEM_NONE;
    assert_true(err.detail[0] != '\0');
    return err.code;
}

static void refuses(struct world *w, const char *token)
{
    assert_int_equal(verify(w, token), PROBLEM_BAD_TOKEN);
    assert_int_equal(verify(w, token), PROBLEM_BAD_TOKEN); /* also from the cache */
}

/* -- tests -- */

static void a_token_of_ours_is_taken_with_its_claims(void **state)
{
    struct world *w = *state;
    struct jwt_claims in = claims_of("u-1"), out;
    struct problem err = {0};
    const char *token = sign(w, w->pem, "k1", &in);

    for (int i = 0; i < 2; i++) { /* fresh, then cached */
        memset(&out, 'x', sizeof out);
        assert_int_equal(jwt_verify(w->v, token, &out, &err), 0);
        assert_string_equal(out.subject, "u-1");
        assert_string_equal(out.issuer, issuer);
        assert_string_equal(out.name, in.name);
        assert_string_equal(out.tenant_id, tenant);
        assert_string_equal(out.roles, "DIST_OFFICE,AUDITOR");
        assert_false(out.is_client);
        assert_true(out.expires_us == in.expires_us);
    }
}

static void a_clients_token_says_so(void **state)
{
    struct world *w = *state;
    struct jwt_claims in = claims_of("client-1"), out;
    struct problem err = {0};

    in.is_client = true;
    strcpy(in.scopes, "issues:read issues:register");
    assert_int_equal(jwt_verify(w->v, sign(w, w->pem, "k1", &in), &out, &err), 0);
    assert_true(out.is_client);
    assert_string_equal(out.scopes, "issues:read issues:register");
}

static void alg_none_is_refused(void **state)
{
    struct world *w = *state;
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
        const char *text = unsigned_text(w, headers[i], payload_with(w, ""));

        refuses(w, arena_printf(&w->a, "%s.", text));
        refuses(w, text);
        refuses(w, arena_printf(&w->a, "%s.AAAA", text));
    }
}

/* HS256 with what everybody knows of our RSA key as the secret. */
static void a_public_key_is_no_hmac_secret(void **state)
{
    struct world *w = *state;
    const char *text =
        unsigned_text(w, "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", payload_with(w, ""));
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
        refuses(w, arena_printf(&w->a, "%s.%s", text, base64url(&w->a, mac, sizeof mac)));
    }
    r_jwk_free(jwk);
}

/* A symmetric key in the set of keys does not make HMAC welcome. */
static void a_symmetric_key_in_the_set_is_left_out(void **state)
{
    struct world *w = *state;
    const char *text = unsigned_text(w, "{\"alg\":\"HS256\",\"kid\":\"s1\"}", payload_with(w, ""));
    unsigned char mac[SHA256_SIZE];

    write_file(w->file,
               arena_printf(&w->a,
                            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s1\",\"alg\":\"HS256\",\"k\":\"%s\"},%s]}",
                            base64url(&w->a, "secret", 6), w->public_json));
    open_verifier(w);
    hmac_sha256("secret", text, strlen(text), mac);
    refuses(w, arena_printf(&w->a, "%s.%s", text, base64url(&w->a, mac, sizeof mac)));
}

static void the_algorithm_is_the_keys_not_the_tokens(void **state)
{
    struct world *w = *state;

    assert_int_equal(verify(w, sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", payload_with(w, ""))),
                     PROBLEM_NONE);
    refuses(w, sign_raw(w, w->pem, R_JWA_ALG_RS512, "{\"kid\":\"k1\"}", payload_with(w, "")));
    refuses(w, sign_raw(w, w->pem, R_JWA_ALG_PS256, "{\"kid\":\"k1\"}", payload_with(w, "")));
}

static void a_key_that_the_token_brings_along_is_not_used(void **state)
{
    struct world *w = *state;
    struct problem err = {0};
    const char *jwk;

    assert_int_equal(jwt_public_key(&w->a, w->stranger_pem, "k1", &jwk, &err), 0);
    refuses(w, sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", payload_with(w, "")));
    refuses(w, sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256,
                        arena_printf(&w->a, "{\"kid\":\"k1\",\"jwk\":%s}", jwk), payload_with(w, "")));
    refuses(w, sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256, arena_printf(&w->a, "{\"jwk\":%s}", jwk),
                        payload_with(w, "")));
    refuses(w, sign_raw(w, w->stranger_pem, R_JWA_ALG_RS256,
                        "{\"kid\":\"k1\",\"jku\":\"http://127.0.0.1:1/jwks\"}", payload_with(w, "")));
}

static void a_key_must_be_known_and_named(void **state)
{
    struct world *w = *state;
    struct jwt_claims c = claims_of("u-1");

    refuses(w, sign(w, w->pem, "k2", &c));
    refuses(w, sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":5}", payload_with(w, "")));
    /* Without a name there is no doubt while there is one key. */
    assert_int_equal(verify(w, sign(w, w->pem, NULL, &c)), PROBLEM_NONE);
}

static void critical_headers_are_refused(void **state)
{
    struct world *w = *state;

    refuses(w, sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\",\"crit\":[\"b64\"],\"b64\":false}",
                        payload_with(w, "")));
}

static void every_changed_byte_breaks_the_token(void **state)
{
    struct world *w = *state;
    struct jwt_claims c = claims_of("u-1");
    const char *token = sign(w, w->pem, "k1", &c);
    size_t n = strlen(token);

    assert_int_equal(verify(w, token), PROBLEM_NONE);
    for (size_t i = 0; i < n; i += 7) {
        char *forged = arena_strdup(&w->a, token);

        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        assert_int_equal(verify(w, forged), PROBLEM_BAD_TOKEN);
    }
    refuses(w, arena_strndup(&w->a, token, n - 1));
    refuses(w, arena_printf(&w->a, "%sA", token));
    refuses(w, arena_printf(&w->a, "%s=", token));
    refuses(w, arena_printf(&w->a, "%s.", token));
    refuses(w, arena_printf(&w->a, " %s", token));
}

/* The signature of one token under the claims of another. */
static void signatures_do_not_travel(void **state)
{
    struct world *w = *state;
    struct jwt_claims c = claims_of("u-1");
    const char *token = sign(w, w->pem, "k1", &c);
    const char *signature = strrchr(token, '.');
    const char *text =
        unsigned_text(w, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", payload_with(w, ""));

    refuses(w, arena_printf(&w->a, "%s%s", text, signature));
}

static void times_are_checked(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *payload;
        enum problem_code expect;
    } cases[] = {
        {"\"exp\":1800000001",                    PROBLEM_NONE         },
        {"\"exp\":1800000000",                    PROBLEM_TOKEN_EXPIRED},
        {"\"exp\":1700000000",                    PROBLEM_TOKEN_EXPIRED},
        {"\"exp\":0",                             PROBLEM_BAD_TOKEN    },
        {"\"exp\":-1",                            PROBLEM_BAD_TOKEN    },
        {"\"exp\":\"1900000000\"",                PROBLEM_BAD_TOKEN    },
        {"\"exp\":1900000000.5",                  PROBLEM_BAD_TOKEN    },
        {"\"exp\":9223372036854775807",           PROBLEM_BAD_TOKEN    },
        {"\"exp\":99999999999999999999999",       PROBLEM_BAD_TOKEN    },
        {"\"exp\":true",                          PROBLEM_BAD_TOKEN    },
        {"\"nbf\":1",                             PROBLEM_BAD_TOKEN    }, /* no exp at all */
        {"\"exp\":1900000000,\"nbf\":1800000004", PROBLEM_NONE         },
        {"\"exp\":1900000000,\"nbf\":1800000060", PROBLEM_BAD_TOKEN    },
        {"\"exp\":1900000000,\"iat\":1800000060", PROBLEM_BAD_TOKEN    },
        {"\"exp\":1900000000,\"nbf\":\"x\"",      PROBLEM_BAD_TOKEN    },
        {"\"exp\":1900000000,\"exp\":1900000001", PROBLEM_BAD_TOKEN    },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *payload = arena_printf(&w->a, "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"u\",%s}", issuer,
                                           audience, cases[i].payload);
        const char *token = sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", payload);

        assert_int_equal(verify(w, token), cases[i].expect);
    }
}

static void a_cached_token_expires_too(void **state)
{
    struct world *w = *state;
    struct jwt_claims c = claims_of("u-1");
    const char *token;

    c.expires_us = now_us + 10 * 1000000;
    token = sign(w, w->pem, "k1", &c);
    assert_int_equal(verify(w, token), PROBLEM_NONE);
    now_us += 9 * 1000000;
    assert_int_equal(verify(w, token), PROBLEM_NONE);
    now_us += 1 * 1000000;
    assert_int_equal(verify(w, token), PROBLEM_TOKEN_EXPIRED);
}

static void issuer_audience_and_subject_are_checked(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *payload;
        enum problem_code expect;
    } cases[] = {
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":\"u\"",                           PROBLEM_NONE     },
        {"\"iss\":\"https://own.test\",\"aud\":[\"x\",\"bihuan\"],\"sub\":\"u\"",                   PROBLEM_NONE     },
        {"\"iss\":\"https://own.test\",\"aud\":[\"x\"],\"sub\":\"u\"",                              PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"aud\":[],\"sub\":\"u\"",                                   PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan2\",\"sub\":\"u\"",                          PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"sub\":\"u\"",                                              PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test/\",\"aud\":\"bihuan\",\"sub\":\"u\"",                          PROBLEM_BAD_TOKEN},
        {"\"iss\":[\"https://own.test\"],\"aud\":\"bihuan\",\"sub\":\"u\"",                         PROBLEM_BAD_TOKEN},
        {"\"aud\":\"bihuan\",\"sub\":\"u\"",                                                        PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\"",                                         PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":\"\"",                            PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":7",                               PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":\"a\\nb\"",                       PROBLEM_BAD_TOKEN},
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":\"u\",\"tenant\":\"310117\"",
         PROBLEM_BAD_TOKEN                                                                                           },
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":\"u\",\"roles\":\"DIST_OFFICE\"",
         PROBLEM_BAD_TOKEN                                                                                           },
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":\"u\",\"roles\":[\"A,B\"]",
         PROBLEM_BAD_TOKEN                                                                                           },
        {"\"iss\":\"https://own.test\",\"aud\":\"bihuan\",\"sub\":\"u\",\"roles\":[1]",             PROBLEM_BAD_TOKEN},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *payload = arena_printf(&w->a, "{%s,\"exp\":%d}", cases[i].payload, NOW + 60);
        const char *token = sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", payload);

        assert_int_equal(verify(w, token), cases[i].expect);
    }
}

/* An identity provider may say who somebody is, not for whom he acts. */
static void another_issuer_is_not_believed_about_tenants(void **state)
{
    struct world *w = *state;
    struct jwt_claims c = claims_of("u-1"), out;
    struct problem err = {0};

    strcpy(c.issuer, other_issuer);
    c.is_client = true;
    strcpy(c.scopes, "issues:read");
    assert_int_equal(jwt_verify(w->v, sign(w, w->pem, "k1", &c), &out, &err), 0);
    assert_string_equal(out.subject, "u-1");
    assert_string_equal(out.tenant_id, "");
    assert_string_equal(out.roles, "");
    assert_string_equal(out.scopes, "");
    assert_false(out.is_client);
}

static void rubbish_and_huge_tokens_are_refused(void **state)
{
    struct world *w = *state;
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
        refuses(w, rubbish[i]);
    memset(huge, 'A', JWT_MAX + 9);
    refuses(w, huge);
    huge[100] = huge[200] = '.';
    refuses(w, huge);
    huge[JWT_MAX] = '\0';
    refuses(w, huge);
}

static void keys_that_cannot_be_read_let_nobody_in(void **state)
{
    struct world *w = *state;
    struct jwt_claims c = claims_of("u-1");
    const char *token = sign(w, w->pem, "k1", &c);
    static const char *const sets[] = {"",
                                       "x",
                                       "{}",
                                       "[]",
                                       "{\"keys\":{}}",
                                       "{\"keys\":[]}",
                                       "{\"keys\":[1,null,{}]}",
                                       "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k1\",\"n\":\"x\"}]}"};

    for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
        write_file(w->file, sets[i]);
        open_verifier(w);
        refuses(w, token);
    }
}

static void keys_for_encryption_sign_nothing(void **state)
{
    struct world *w = *state;
    struct jwt_claims c = claims_of("u-1");
    char *json = arena_strdup(&w->a, w->public_json);

    memcpy(strstr(json, "\"sig\""), "\"enc\"", 5);
    write_file(w->file, arena_printf(&w->a, "{\"keys\":[%s]}", json));
    open_verifier(w);
    refuses(w, sign(w, w->pem, "k1", &c));
}

static void issuers_that_are_not_three_words_are_a_fault_of_the_settings(void **state)
{
    const struct clock clock = {read_clock, NULL};
    struct jwt_verifier *v;
    struct problem err = {0};

    (void)state;
    assert_int_equal(jwt_verifier_new("only two", &clock, &v, &err), -1);
    assert_int_equal(jwt_verifier_new(NULL, &clock, &v, &err), 0); /* nobody: every token is refused */
    jwt_verifier_free(v);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_token_of_ours_is_taken_with_its_claims),
        TEST(a_clients_token_says_so),
        TEST(alg_none_is_refused),
        TEST(a_public_key_is_no_hmac_secret),
        TEST(a_symmetric_key_in_the_set_is_left_out),
        TEST(the_algorithm_is_the_keys_not_the_tokens),
        TEST(a_key_that_the_token_brings_along_is_not_used),
        TEST(a_key_must_be_known_and_named),
        TEST(critical_headers_are_refused),
        TEST(every_changed_byte_breaks_the_token),
        TEST(signatures_do_not_travel),
        TEST(times_are_checked),
        TEST(a_cached_token_expires_too),
        TEST(issuer_audience_and_subject_are_checked),
        TEST(another_issuer_is_not_believed_about_tenants),
        TEST(rubbish_and_huge_tokens_are_refused),
        TEST(keys_that_cannot_be_read_let_nobody_in),
        TEST(keys_for_encryption_sign_nothing),
        TEST(issuers_that_are_not_three_words_are_a_fault_of_the_settings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
