/* SPDX-License-Identifier: MIT */
/* ZIP archives, by libarchive. Entries are packed one after the other, so that an archive of any length costs the
 * memory of one block; beyond 4 GiB or 65 535 entries it is a ZIP64. */
#ifndef BIHUAN_FILES_ZIP_H
#define BIHUAN_FILES_ZIP_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stdint.h>

struct zip;

/** Begins an archive at the descriptor, which stays the caller's; what is not closed is freed with the arena. `made_us`
 *  stamps every entry. */
int zip_open(struct arena *a, int fd, int64_t made_us, struct zip **ret, struct problem *err) MUST_CHECK;
/** An entry of `n` bytes; `name` is ASCII. PROBLEM_UNAVAILABLE when the archive cannot be written, as of all of these.
 * */
int zip_add(struct zip *z, const char *name, const void *data, size_t n, struct problem *err) MUST_CHECK;
/** An entry of the `size` bytes that an open descriptor has; PROBLEM_INTERNAL when it has fewer. */
int zip_add_fd(struct zip *z, const char *name, int fd, int64_t size, struct problem *err) MUST_CHECK;
/** The directory at the end. */
int zip_close(struct zip *z, struct problem *err) MUST_CHECK;

#endif
