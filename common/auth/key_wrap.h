/* SPDX-License-Identifier: MIT */
/* Private signing keys as they lie in the database: encrypted by a key that lies elsewhere (key encryption key,
 * 密钥加密密钥). */
#ifndef BIHUAN_AUTH_KEY_WRAP_H
#define BIHUAN_AUTH_KEY_WRAP_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stdbool.h>

/* The secrets of BIHUAN_SIGNING_KEK and, while it is being changed, BIHUAN_SIGNING_KEK_OLD; NULL where unset. */
struct key_secrets {
    const char *current, *previous;
};

/** AES-256-GCM of `pem`, bound to `kid`, so that no row can lend its key to another: "aes256gcm:KEK:NONCE+TEXT+TAG" on
 * the arena. */
int key_wrap(struct arena *a, const char *secret, const char *kid, const char *pem, const char **ret,
             struct problem *err) MUST_CHECK;
/** Its reverse, by whichever secret it was made with; what was stored in the clear comes back as it is.
 *  PROBLEM_UNAVAILABLE when neither opens it. */
int key_unwrap(struct arena *a, const struct key_secrets *secrets, const char *kid, const char *stored,
               const char **ret, struct problem *err) MUST_CHECK;
/** Whether `stored` was made with this secret. */
bool key_is_wrapped(struct arena *a, const char *stored, const char *secret);

#endif
