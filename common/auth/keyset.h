/* SPDX-License-Identifier: MIT */
/* A set of signing keys as one JWKS document (RFC 7517) names them: immutable and counted, so that a fresh one replaces
 * it while others still look into it.
 *
 * Every key has one algorithm: its `alg`, or the one its type stands for. Symmetric keys and keys for encryption are
 * left out. */
#ifndef BIHUAN_AUTH_KEYSET_H
#define BIHUAN_AUTH_KEYSET_H

#include <stdbool.h>
#include <stddef.h>

struct keyset;

enum jwks_result {
    JWKS_OK,
    JWKS_NO_KEY,
    JWKS_WRONG_ALG,
    JWKS_BAD_SIGNATURE,
    JWKS_NOT_READ, /* the source has not been read yet */
};

/** NULL when the text is no JWKS document. The caller holds one count. */
struct keyset *keyset_parse(const char *text, size_t n);
struct keyset *keyset_hold(struct keyset *s);
/** NULL is fine. */
void keyset_release(struct keyset *s);
/** The same keys, in whatever order and whatever else is told of them; NULL equals nothing. */
bool keyset_same(const struct keyset *a, const struct keyset *b);
/** Checks the signature of compact `token` whose header says `alg` and `kid` (NULL: only when the set has a single
 * key). */
enum jwks_result keyset_check(const struct keyset *s, const char *kid, const char *alg, const char *token);

#endif
