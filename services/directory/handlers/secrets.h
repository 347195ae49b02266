/* SPDX-License-Identifier: MIT */
/* Secrets of API clients: 256 random bits, kept as SHA-256 of salt and secret. */
#ifndef BIHUAN_DIRECTORY_SECRETS_H
#define BIHUAN_DIRECTORY_SECRETS_H

#include "base/arena.h"
#include <stdbool.h>

struct client_secret {
    const char *secret; /* shown once */
    const char *salt, *hash;
};

struct client_secret secret_new(struct arena *a);
/** Random text of `bytes` * 2 hex digits. */
const char *secret_random(struct arena *a, size_t bytes);
/** Compared in constant time. */
bool secret_fits(struct arena *a, const char *secret, const char *salt, const char *hash);

#endif
