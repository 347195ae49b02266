/* SPDX-License-Identifier: MIT */
/* Bearer tokens: RS256 and friends against the keys of configured issuers.
 *
 * The algorithm is pinned per key (never "none", never HMAC), iss, aud, exp and nbf are checked, verified claims are
 * cached by SHA-256 of the token for at most 60 s, and forgotten when an issuer has other keys. Keys come from the
 * database (our own), a JWKS URL or a file, and are read by threads of their own (jwks.h): checking a token waits for
 * nothing. Thread-safe. */
#ifndef BIHUAN_AUTH_JWT_H
#define BIHUAN_AUTH_JWT_H

#include "auth/key_source.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "problem/problem.h"

enum {
    JWT_MAX = 8192,              /* bytes of a token */
    JWT_NAME_SIZE = 120 * 4 + 1, /* a name of as many characters as any of ours has, in UTF-8 */
};

struct jwt_verifier;

/** `issuers`: "issuer audience keys[,issuer audience keys...]", keys as of key_source_read(). The first one is our own:
 *  only its tokens are believed about tenant and roles; the others say who somebody is, and membership decides the
 *  rest. */
int jwt_verifier_new(const char *issuers, const struct clock *clock, const struct own_keys *own,
                     struct jwt_verifier **ret, struct problem *err) MUST_CHECK;
void jwt_verifier_free(struct jwt_verifier *v);
/** The keys of our own issuer have been read: before that every token is answered with PROBLEM_UNAVAILABLE. */
bool jwt_is_ready(struct jwt_verifier *v);

/* Claims: iss sub exp nbf iat name, and of our own issuer tenant (uuid), roles [..], client_id (of an API client),
 * scope. */
struct jwt_claims {
    char subject[129], issuer[200], name[JWT_NAME_SIZE];
    char tenant_id[UUID_TEXT]; /* "" when the issuer is external: membership decides */
    char roles[1024];          /* comma-separated */
    char scopes[1024];         /* space-separated; "" when the token carries none */
    bool is_own;               /* of our own issuer */
    bool is_client;
    int64_t expires_us, issued_us;
};

/** PROBLEM_BAD_TOKEN or PROBLEM_TOKEN_EXPIRED with a reason that tells nothing of keys; PROBLEM_UNAVAILABLE while the
 *  issuer's keys were never read. */
int jwt_verify(struct jwt_verifier *v, const char *token, struct jwt_claims *ret,
               struct problem *err) MUST_CHECK;
/** Forgets cached tokens, and has keys read again at once (keys retired, a membership changed). */
void jwt_forget(struct jwt_verifier *v);

struct jwt_key {
    const char *private_pem; /* RSA */
    const char *kid;
};

/** Signs claims, valid from when they were issued: a compact RS256 token on the arena. */
int jwt_sign(struct arena *a, const struct jwt_key *key, const struct jwt_claims *claims,
             const char *audience, const char **ret, struct problem *err) MUST_CHECK;
/** A new RSA key of 2048 bits as PEM on the arena. */
int jwt_make_key(struct arena *a, const char **ret_pem, struct problem *err) MUST_CHECK;
/** The public half of a PEM RSA key as one JWK (JSON) with `kid`, RS256 and use "sig", for a JWKS. */
int jwt_public_key(struct arena *a, const char *private_pem, const char *kid, const char **ret_json,
                   struct problem *err) MUST_CHECK;

#endif
