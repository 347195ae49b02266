/* SPDX-License-Identifier: MIT */
/* What encoding a file is in, told from its bytes: spreadsheets in China still write GB18030. */
#ifndef BIHUAN_IMPORT_ENCODING_H
#define BIHUAN_IMPORT_ENCODING_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stddef.h>

struct text {
    const char *data; /* UTF-8, on the arena or borrowed from the input */
    size_t n;
    const char *encoding; /* what it came in: "UTF-8" or "GB18030" */
};

/** `data` as UTF-8 text without BOM. PROBLEM_BAD_ENCODING names the first line that does not fit the rest. */
int encoding_to_utf8(struct arena *a, const char *data, size_t n, struct text *ret,
                     struct problem *err) MUST_CHECK;

#endif
