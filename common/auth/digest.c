/* SPDX-License-Identifier: MIT */
/* SHA-256, HMAC and base64url. */
#include "auth/digest.h"
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void sha256(const void *data, size_t n, unsigned char out[SHA256_SIZE])
{
    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, data, n, out) < 0)
        abort(); /* the library has no SHA-256: nothing here can be trusted */
}

/* The library's handle is a pointer to a structure of its own. */
struct sha256 *sha256_begin(void)
{
    gnutls_hash_hd_t h;

    if (gnutls_hash_init(&h, GNUTLS_DIG_SHA256) < 0)
        abort();
    return (struct sha256 *)h;
}

void sha256_add(struct sha256 *h, const void *data, size_t n)
{
    if (gnutls_hash((gnutls_hash_hd_t)h, data, n) < 0)
        abort();
}

void sha256_end(struct sha256 *h, unsigned char out[SHA256_SIZE])
{
    gnutls_hash_deinit((gnutls_hash_hd_t)h, out);
}

void hmac_sha256(const char *key, const void *data, size_t n, unsigned char out[SHA256_SIZE])
{
    if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, key, strlen(key), data, n, out) < 0)
        abort();
}

bool digest_equal(const void *a, const void *b, size_t n)
{
    return gnutls_memcmp(a, b, n) == 0;
}

char *base64url(struct arena *a, const void *data, size_t n)
{
    const unsigned char *in = data;
    char *out = arena_alloc(a, n / 3 * 4 + 5), *p = out;
    uint32_t bits = 0;
    int have = 0;

    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | in[i];
        for (have += 8; have >= 6; have -= 6)
            *p++ = alphabet[bits >> (have - 6) & 63];
    }
    if (have > 0)
        *p++ = alphabet[bits << (6 - have) & 63];
    return out;
}

unsigned char *base64url_decode(struct arena *a, const char *s, size_t *ret_n)
{
    size_t len = strlen(s), n = 0;
    unsigned char *out = arena_alloc(a, len / 4 * 3 + 4);
    uint32_t bits = 0;
    int have = 0;

    for (size_t i = 0; i < len; i++) {
        const char *at = strchr(alphabet, s[i]);

        if (!at)
            return NULL;
        bits = bits << 6 | (uint32_t)(at - alphabet);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (unsigned char)(bits >> have & 255);
        }
    }
    if (have >= 6 || (bits & ((1u << have) - 1)) != 0) /* a lone character, or bits nobody wrote */
        return NULL;
    *ret_n = n;
    return out;
}
