/* SPDX-License-Identifier: MIT */
/* Files while they are being made: in the spool directory (BIHUAN_SPOOL_DIR), gone with their descriptor. */
#ifndef BIHUAN_FILES_TEMP_H
#define BIHUAN_FILES_TEMP_H

#include "problem/problem.h"
#include <stddef.h>

/** An empty file without a name, for reading and writing; the caller closes it. PROBLEM_UNAVAILABLE when there is no
 * room. */
int temp_open(const char *dir, int *ret_fd, struct problem *err) MUST_CHECK;
/** Empties it, to write it again. */
int temp_clear(int fd, struct problem *err) MUST_CHECK;
/** Appends all of it. PROBLEM_UNAVAILABLE when there is no room. */
int temp_write(int fd, const void *data, size_t n, struct problem *err) MUST_CHECK;

#endif
