/* SPDX-License-Identifier: MIT */
/* The signing keys of one issuer, kept fresh by a thread of their own, so that whoever checks a token waits for no
 * network.
 *
 * The source is read every 20 s, and 3 s after the last time when a key is asked for that is not known. What cannot be
 * read leaves the old keys in force. A file is read at once when the issuer is made. Thread-safe. */
#ifndef BIHUAN_AUTH_JWKS_H
#define BIHUAN_AUTH_JWKS_H

#include "auth/key_source.h"
#include "auth/keyset.h"

struct jwks;

/* What is to be told when other keys than before were read; from the issuer's thread. */
struct jwks_listener {
    void (*changed)(void *arg);
    void *arg;
};

/** `source` as of key_source_read(); `own` is borrowed, and may be NULL. */
void jwks_new(const char *source, const struct own_keys *own, const struct jwks_listener *listener,
              struct jwks **ret);
void jwks_free(struct jwks *k);
/** Has the source read again now; where that fails, the old keys stay in force. */
void jwks_forget(struct jwks *k);
/** The source has been read at least once. */
bool jwks_is_read(struct jwks *k);
/** As keyset_check(), at once: a key that is not known is one until the source was read again. */
enum jwks_result jwks_check(struct jwks *k, const char *kid, const char *alg, const char *token);

#endif
