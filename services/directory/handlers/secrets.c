/* SPDX-License-Identifier: MIT */
/* Making and comparing client secrets. A fast hash is enough: the secret has 256 bits of its own. */
#include "directory/handlers/secrets.h"

#include "base/str.h"
#include "files/files.h"

#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>

const char *secret_random(struct arena *a, size_t bytes)
{
    unsigned char *raw = arena_alloc(a, bytes);
    char *text = arena_alloc(a, bytes * 2 + 1);

    if (gnutls_rnd(GNUTLS_RND_KEY, raw, bytes) < 0)
        abort();
    str_hex(raw, bytes, text);
    return text;
}

static const char *hash_of(struct arena *a, const char *salt, const char *secret)
{
    char *out = arena_alloc(a, SHA256_TEXT);
    const char *text = arena_printf(a, "%s:%s", salt, secret);

    sha256_format(text, strlen(text), out);
    return out;
}

struct client_secret secret_new(struct arena *a)
{
    struct client_secret s = {secret_random(a, 32), secret_random(a, 16), NULL};

    s.hash = hash_of(a, s.salt, s.secret);
    return s;
}

bool secret_fits(struct arena *a, const char *secret, const char *salt, const char *hash)
{
    const char *mine = hash_of(a, salt, secret);

    return strlen(hash) == strlen(mine) && gnutls_memcmp(mine, hash, strlen(mine)) == 0;
}
