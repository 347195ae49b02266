/* SPDX-License-Identifier: MIT */
/* Request arena: everything a request needs lives here and goes with it.
 *
 * Allocation never fails (the process ends on exhaustion; sizes are bounded at the edge). Foreign handles are linked
 * with arena_defer() and released in reverse order before the blocks. One arena belongs to one thread; there are no
 * locks. Built with ARENA_EXACT (sanitizer presets) each allocation is a malloc of its own, so that a one-byte overrun
 * is seen. */
#ifndef BIHUAN_BASE_ARENA_H
#define BIHUAN_BASE_ARENA_H

#include "base/attr.h"
#include <stdarg.h>
#include <stddef.h>

struct arena_block;
struct arena_defer;

struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_defer *defers; /* newest first */
    size_t used;                /* bytes taken from the newest block */
};

/** An empty arena: `(struct arena){ 0 }` is one too. */
void arena_init(struct arena *a);
/** Runs the deferred releases, newest first, then frees every block; the arena is empty and usable again. */
void arena_done(struct arena *a);

/** `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size) NONNULL_RETURN;
/** The same without the zeros, for what is written over at once. */
void *arena_raw(struct arena *a, size_t size) NONNULL_RETURN;
/** `n` zeroed elements of `size` bytes; an overflow of the product ends the process. */
void *arena_array(struct arena *a, size_t n, size_t size) NONNULL_RETURN;
char *arena_strdup(struct arena *a, const char *s) NONNULL_RETURN;
char *arena_strndup(struct arena *a, const char *s, size_t n) NONNULL_RETURN;
void *arena_memdup(struct arena *a, const void *data, size_t n) NONNULL_RETURN;
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3) NONNULL_RETURN;
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) PRINTF(2, 0) NONNULL_RETURN;

/** Calls `fn(arg)` when the arena is done. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);

#endif
