/* SPDX-License-Identifier: MIT */
/* Reading a JWKS document from where it is kept. Blocks for as long as a network does: never on a thread that serves
 * requests. */
#ifndef BIHUAN_AUTH_KEY_SOURCE_H
#define BIHUAN_AUTH_KEY_SOURCE_H

#include "base/attr.h"
#include "base/str.h"
#include <stdatomic.h>
#include <stdbool.h>

/* How the source "database" is read: our own public keys. Appends one document; -1 when that cannot be done now. */
struct own_keys {
    int (*read)(void *arg, struct buf *out);
    void *arg;
};

/** It stands in a file: reading it takes no network. */
bool key_source_is_file(const char *source);
/** `source`: "database", an http(s) URL or the path of a file. -1 when it cannot be read; a transfer ends when *ending
 * turns true. */
int key_source_read(const char *source, const struct own_keys *own, const atomic_bool *ending,
                    struct buf *out) MUST_CHECK;

#endif
