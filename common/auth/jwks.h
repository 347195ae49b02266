/* SPDX-License-Identifier: MIT */
/* The signing keys of one issuer (RFC 7517), from a file or over HTTP, and checking signatures with them.
 *
 * Every key has one algorithm: its `alg`, or the one its type stands for. Symmetric keys and keys for encryption are left out.
 * A key that is not known, or a set older than five minutes, has the source read again, at most once in 10 s. Thread-safe. */
#ifndef BIHUAN_AUTH_JWKS_H
#define BIHUAN_AUTH_JWKS_H

#include "problem/problem.h"

struct jwks;

enum jwks_result { JWKS_OK, JWKS_NO_KEY, JWKS_WRONG_ALG, JWKS_BAD_SIGNATURE };

/** `source`: an http(s) URL or a file path; it is first read when a token comes. */
void jwks_new(const char *source, struct jwks **ret);
void jwks_free(struct jwks *k);
/** Has the source read again before the next token is checked; where that fails, the old keys stay in force. */
void jwks_forget(struct jwks *k);
/** Checks the signature of compact `token` whose header says `alg` and `kid` (NULL: only when the set has a single key). */
enum jwks_result jwks_check(struct jwks *k, const char *kid, const char *alg, const char *token);

#endif
