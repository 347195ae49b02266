/* SPDX-License-Identifier: MIT */
/* Tokens: what is taken with its claims, when, from whom, and by which keys. */
#include "support/tokens.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_token_of_ours_is_taken_with_its_claims(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims in = token_claims(w, "u-1"), out;
    struct problem err = {0};
    const char *token = token_sign(w, w->pem, "k1", &in);

    for (int i = 0; i < 2; i++) { /* fresh, then cached */
        memset(&out, 'x', sizeof out);
        assert_int_equal(jwt_verify(w->v, token, &out, &err), 0);
        assert_string_equal(out.subject, "u-1");
        assert_string_equal(out.issuer, TOKEN_ISSUER);
        assert_string_equal(out.name, in.name);
        assert_string_equal(out.tenant_id, TOKEN_TENANT);
        assert_string_equal(out.roles, "DIST_OFFICE,AUDITOR");
        assert_false(out.is_client);
        assert_true(out.expires_us == in.expires_us);
    }
}

static void a_clients_token_says_so(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims in = token_claims(w, "client-1"), out;
    struct problem err = {0};

    in.is_client = true;
    strcpy(in.scopes, "issues:read issues:register");
    assert_int_equal(jwt_verify(w->v, token_sign(w, w->pem, "k1", &in), &out, &err), 0);
    assert_true(out.is_client);
    assert_string_equal(out.scopes, "issues:read issues:register");
}

static void a_key_must_be_known_and_named(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims c = token_claims(w, "u-1");

    token_refused(w, token_sign(w, w->pem, "k2", &c));
    token_refused(w, token_sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":5}", token_payload(w, "")));
    /* Without a name there is no doubt while there is one key. */
    assert_int_equal(token_verify(w, token_sign(w, w->pem, NULL, &c)), PROBLEM_NONE);
}

static void times_are_checked(void **state)
{
    struct token_world *w = *state;
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
        const char *payload = arena_printf(&w->a, "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"u\",%s}",
                                           TOKEN_ISSUER, TOKEN_AUDIENCE, cases[i].payload);
        const char *token = token_sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", payload);

        assert_int_equal(token_verify(w, token), cases[i].expect);
    }
}

static void a_cached_token_expires_too(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims c = token_claims(w, "u-1");
    const char *token;

    c.expires_us = w->now_us + 10 * 1000000;
    token = token_sign(w, w->pem, "k1", &c);
    assert_int_equal(token_verify(w, token), PROBLEM_NONE);
    w->now_us += 9 * 1000000;
    assert_int_equal(token_verify(w, token), PROBLEM_NONE);
    w->now_us += 1 * 1000000;
    assert_int_equal(token_verify(w, token), PROBLEM_TOKEN_EXPIRED);
}

static void issuer_audience_and_subject_are_checked(void **state)
{
    struct token_world *w = *state;
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
        const char *payload = arena_printf(&w->a, "{%s,\"exp\":%d}", cases[i].payload, TOKEN_NOW + 60);
        const char *token = token_sign_raw(w, w->pem, R_JWA_ALG_RS256, "{\"kid\":\"k1\"}", payload);

        assert_int_equal(token_verify(w, token), cases[i].expect);
    }
}

static void keys_that_cannot_be_read_let_nobody_in(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims c = token_claims(w, "u-1");
    const char *token = token_sign(w, w->pem, "k1", &c);
    static const char *const sets[] = {"",
                                       "x",
                                       "{}",
                                       "[]",
                                       "{\"keys\":{}}",
                                       "{\"keys\":[]}",
                                       "{\"keys\":[1,null,{}]}",
                                       "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k1\",\"n\":\"x\"}]}"};

    for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
        token_use_keys(w, sets[i]);
        assert_int_not_equal(token_verify(w, token), PROBLEM_NONE);
    }
}

static void keys_for_encryption_sign_nothing(void **state)
{
    struct token_world *w = *state;
    struct jwt_claims c = token_claims(w, "u-1");
    char *json = arena_strdup(&w->a, w->public_json);

    memcpy(strstr(json, "\"sig\""), "\"enc\"", 5);
    token_use_keys(w, arena_printf(&w->a, "{\"keys\":[%s]}", json));
    token_refused(w, token_sign(w, w->pem, "k1", &c));
}

static void issuers_that_are_not_three_words_are_a_fault_of_the_settings(void **state)
{
    const struct clock clock = clock_system();
    struct jwt_verifier *v;
    struct problem err = {0};

    (void)state;
    assert_int_equal(jwt_verifier_new("only two", &clock, NULL, &v, &err), -1);
    assert_int_equal(jwt_verifier_new(NULL, &clock, NULL, &v, &err), 0); /* nobody: every token is refused */
    jwt_verifier_free(v);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, token_set_up, token_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_token_of_ours_is_taken_with_its_claims),
        TEST(a_clients_token_says_so),
        TEST(a_key_must_be_known_and_named),
        TEST(times_are_checked),
        TEST(a_cached_token_expires_too),
        TEST(issuer_audience_and_subject_are_checked),
        TEST(keys_that_cannot_be_read_let_nobody_in),
        TEST(keys_for_encryption_sign_nothing),
        TEST(issuers_that_are_not_three_words_are_a_fault_of_the_settings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
