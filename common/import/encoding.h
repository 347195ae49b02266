/* SPDX-License-Identifier: MIT */
/* What encoding a file is in, told from its bytes: spreadsheets in China still write GB18030. */
#ifndef BIHUAN_IMPORT_ENCODING_H
#define BIHUAN_IMPORT_ENCODING_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stddef.h>

/** `data` as UTF-8 text on the arena, without BOM; *ret_name is "UTF-8" or "GB18030". PROBLEM_BAD_ENCODING names the first line that
 *  does not fit the rest. */
int encoding_to_utf8(struct arena *a, const char *data, size_t n, const char **ret, size_t *ret_n,
                     const char **ret_name, struct problem *err) MUST_CHECK;

#endif
