/* SPDX-License-Identifier: MIT */
/* SHA-256, HMAC and base64url over gnutls: token cache keys, page cursors, request hashes. */
#ifndef BIHUAN_AUTH_DIGEST_H
#define BIHUAN_AUTH_DIGEST_H

#include "base/arena.h"
#include <stdbool.h>

enum { SHA256_SIZE = 32, SHA256_HEX = 65 };

void sha256(const void *data, size_t n, unsigned char out[SHA256_SIZE]);
/** The same of what comes in parts; sha256_end() releases it. */
struct sha256;
struct sha256 *sha256_begin(void);
void sha256_add(struct sha256 *h, const void *data, size_t n);
void sha256_end(struct sha256 *h, unsigned char out[SHA256_SIZE]);
void hmac_sha256(const char *key, const void *data, size_t n, unsigned char out[SHA256_SIZE]);
/** Same bytes, in a time that does not depend on where they differ. */
bool digest_equal(const void *a, const void *b, size_t n);

/** Unpadded base64url (RFC 4648, 5). */
char *base64url(struct arena *a, const void *data, size_t n);
/** Its reverse, NUL-terminated, with *ret_n bytes; NULL for anything that base64url() would not have written. */
unsigned char *base64url_decode(struct arena *a, const char *s, size_t *ret_n);

#endif
