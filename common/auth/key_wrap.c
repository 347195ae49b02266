/* SPDX-License-Identifier: MIT */
/* AES-256-GCM over gnutls; see key_wrap.h. */
#include "auth/key_wrap.h"
#include "auth/digest.h"
#include "base/str.h"
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

enum { NONCE = 12, TAG = 16, ID_BYTES = 6 };

static const char scheme[] = "aes256gcm:";

static void release_cipher(void *handle)
{
    gnutls_aead_cipher_deinit((gnutls_aead_cipher_hd_t)handle);
}

/* The cipher's key is derived, so that a secret may be any text; its name is a digest of that, which tells nothing of
 * it. */
static int open_cipher(struct arena *a, const char *secret, gnutls_aead_cipher_hd_t *ret, struct problem *err)
{
    static const char purpose[] = "bihuan signing key";
    unsigned char key[SHA256_SIZE];
    gnutls_datum_t datum = {key, sizeof key};
    int result;

    hmac_sha256(secret, purpose, sizeof purpose - 1, key);
    result = gnutls_aead_cipher_init(ret, GNUTLS_CIPHER_AES_256_GCM, &datum);
    gnutls_memset(key, 0, sizeof key);
    if (result < 0)
        return problem_cause(err, PROBLEM_INTERNAL, "AES-256-GCM: %s", gnutls_strerror(result));
    arena_defer(a, release_cipher, *ret);
    return 0;
}

static const char *id_of(struct arena *a, const char *secret)
{
    static const char purpose[] = "bihuan signing key's name";
    unsigned char digest[SHA256_SIZE];

    hmac_sha256(secret, purpose, sizeof purpose - 1, digest);
    return base64url(a, digest, ID_BYTES);
}

int key_wrap(struct arena *a, const char *secret, const char *kid, const char *pem, const char **ret,
             struct problem *err)
{
    size_t n = strlen(pem), room = n + TAG;
    unsigned char *out = arena_alloc(a, NONCE + room);
    gnutls_aead_cipher_hd_t cipher;

    if (open_cipher(a, secret, &cipher, err) < 0)
        return -1;
    if (gnutls_rnd(GNUTLS_RND_RANDOM, out, NONCE) < 0 ||
        gnutls_aead_cipher_encrypt(cipher, out, NONCE, kid, strlen(kid), TAG, pem, n, out + NONCE, &room) < 0)
        return problem_cause(err, PROBLEM_INTERNAL, "signing key %s cannot be encrypted", kid);
    *ret = arena_printf(a, "%s%s:%s", scheme, id_of(a, secret), base64url(a, out, NONCE + room));
    return 0;
}

bool key_is_wrapped(struct arena *a, const char *stored, const char *secret)
{
    return !str_empty(secret) && str_starts(stored, arena_printf(a, "%s%s:", scheme, id_of(a, secret)));
}

static int decrypt(struct arena *a, const char *secret, const char *kid, const char *text, const char **ret,
                   struct problem *err)
{
    gnutls_aead_cipher_hd_t cipher;
    size_t n = 0, room;
    unsigned char *in = base64url_decode(a, text, &n);
    char *pem;

    if (open_cipher(a, secret, &cipher, err) < 0)
        return -1;
    room = n;
    pem = arena_alloc(a, room + 1);
    if (!in || n < NONCE + TAG ||
        gnutls_aead_cipher_decrypt(cipher, in, NONCE, kid, strlen(kid), TAG, in + NONCE, n - NONCE, pem,
                                   &room) < 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "signing key %s was changed in the database", kid);
    pem[room] = '\0';
    *ret = pem;
    return 0;
}

int key_unwrap(struct arena *a, const struct key_secrets *secrets, const char *kid, const char *stored,
               const char **ret, struct problem *err)
{
    const char *const each[] = {secrets->current, secrets->previous, NULL};

    if (!str_starts(stored, scheme)) {
        *ret = stored;
        return 0;
    }
    for (size_t i = 0; i < 2; i++)
        if (key_is_wrapped(a, stored, each[i]))
            return decrypt(a, each[i], kid, strrchr(stored, ':') + 1, ret, err);
    (void)problem_fail(err, PROBLEM_UNAVAILABLE, "the signing key cannot be opened");
    return problem_cause(
        err, PROBLEM_UNAVAILABLE,
        "signing key %s is encrypted by another secret than BIHUAN_SIGNING_KEK and BIHUAN_SIGNING_KEK_OLD",
        kid);
}
