/* SPDX-License-Identifier: MIT */
/* What the tests of tokens share: a key of ours, one of a stranger, a verifier that knows ours by a file, and tokens
 * good and bad. */
#ifndef BIHUAN_UNIT_TOKENS_H
#define BIHUAN_UNIT_TOKENS_H

#include "auth/jwt.h"
#include "base/arena.h"
#include <rhonabwy.h>

#define TOKEN_ISSUER "https://own.test"
#define TOKEN_OTHER_ISSUER "https://idp.test"
#define TOKEN_AUDIENCE "bihuan"
#define TOKEN_TENANT "01900000-0000-7000-8000-000000000001"
enum { TOKEN_NOW = 1800000000 }; /* seconds; where the clock stands at first */

struct token_world {
    struct arena a;
    const char *pem, *stranger_pem, *public_json;
    char file[64];
    int64_t now_us;
    struct jwt_verifier *v;
};

/** cmocka fixtures of one test; *state is a struct token_world. */
int token_set_up(void **state);
int token_tear_down(void **state);
/** Writes `jwks` to the file of keys, and opens the verifier anew. */
void token_use_keys(struct token_world *w, const char *jwks);

/** Claims for 15 minutes from now. */
struct jwt_claims token_claims(const struct token_world *w, const char *subject);
/** A token as the service makes it. */
const char *token_sign(struct token_world *w, const char *pem, const char *kid,
                       const struct jwt_claims *claims);
/** header.payload, unsigned. */
const char *token_unsigned(struct token_world *w, const char *header, const char *payload);
/** A valid payload, and `changes` behind it. */
const char *token_payload(struct token_world *w, const char *changes);
/** Signed with `pem` by `alg`, whatever the header says otherwise. */
const char *token_sign_raw(struct token_world *w, const char *pem, jwa_alg alg, const char *extra_header,
                           const char *payload);

/** What the verifier answers; PROBLEM_NONE when it takes the token. */
enum problem_code token_verify(struct token_world *w, const char *token);
/** Fails the test unless the token is refused, both fresh and from the cache. */
void token_refused(struct token_world *w, const char *token);

#endif
