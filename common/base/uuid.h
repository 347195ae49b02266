/* SPDX-License-Identifier: MIT */
/* UUIDv7 (RFC 9562): time-ordered primary keys, so that "newest first" is the key's own order. */
#ifndef BIHUAN_BASE_UUID_H
#define BIHUAN_BASE_UUID_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

enum { UUID_TEXT = 37 };

/* Of nobody, and in front of all others. */
#define UUID_NIL "00000000-0000-0000-0000-000000000000"

/** A new UUIDv7 for the time `now_us`; strictly increasing within the process for equal times (rand_a counts).
 * Thread-safe. */
void uuid7_format(int64_t now_us, char out[UUID_TEXT]);
/** The same, as text on the arena. */
char *uuid7_new(struct arena *a, int64_t now_us);
/** 8-4-4-4-12 lower- or upper-case hex. */
bool uuid_is_valid(const char *s);

#endif
