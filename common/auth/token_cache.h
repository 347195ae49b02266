/* SPDX-License-Identifier: MIT */
/* Verified claims by SHA-256 of their token, for at most 60 s: RS256 costs 70 us, a look-up less than one. Bounded;
 * thread-safe. */
#ifndef BIHUAN_AUTH_TOKEN_CACHE_H
#define BIHUAN_AUTH_TOKEN_CACHE_H

#include "auth/digest.h"
#include "auth/jwt.h"

struct token_cache;

void token_cache_new(struct token_cache **ret);
void token_cache_free(struct token_cache *c);
void token_cache_forget(struct token_cache *c);
/** False when it is not there, too old, or has expired at `now_us`. */
bool token_cache_get(struct token_cache *c, const unsigned char key[SHA256_SIZE], int64_t now_us,
                     struct jwt_claims *ret);
/** Counts how often everything was forgotten. */
uint64_t token_cache_era(const struct token_cache *c);
/** Keeps what was verified in `era`, unless everything was forgotten since: its key may have been retired meanwhile. */
void token_cache_put(struct token_cache *c, const unsigned char key[SHA256_SIZE],
                     const struct jwt_claims *claims, uint64_t era);

#endif
