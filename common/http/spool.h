/* SPDX-License-Identifier: MIT */
/* Bodies of requests above 256 KiB lie in a file without a name and are seen through a mapping of it, so that what a
 * body costs in memory does not depend on its length: whoever reads one lets go of what is behind him. Smaller ones lie
 * in memory as ever.
 *
 * The library grows a body by reallocating it for each block that arrives; it is given these functions for its memory.
 * Thread-safe. */
#ifndef BIHUAN_HTTP_SPOOL_H
#define BIHUAN_HTTP_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

/** Before the first request: where the files are made, and the bytes of the largest body. `dir` is borrowed. */
void spool_init(const char *dir, size_t most);
/** realloc() and free() of the library. */
void *spool_realloc(void *old, size_t n);
void spool_free(void *block);

/** The first `n` bytes at `data` will not be read soon: their pages leave memory and come back from the file when they
 *  are. Harmless for memory that is not one of these. */
void spool_forget(const char *data, size_t n);
/** The body could not be kept: there was no room for it. */
bool spool_is_lost(const void *body);

#endif
