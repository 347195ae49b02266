/* SPDX-License-Identifier: MIT */
/* What encoding a file is in, told from its bytes: spreadsheets in China still write GB18030. It is read in pieces of
 * whole lines, and what is behind is let go of, so that a long file costs no more memory than a short one. */
#ifndef BIHUAN_IMPORT_ENCODING_H
#define BIHUAN_IMPORT_ENCODING_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stddef.h>

/* A file on its way from its bytes to UTF-8; the bytes are the caller's. */
struct encoded {
    const char *data; /* behind the BOM */
    size_t n, at;
    const char *encoding; /* "UTF-8" or "GB18030" */
};

struct text {
    const char *data; /* UTF-8, on the arena or borrowed from the input */
    size_t n;
};

/** Looks at all bytes. PROBLEM_BAD_ENCODING: a NUL, or UTF-8 among lines that are not; the line is named. */
int encoded_open(const char *data, size_t n, struct encoded *ret, struct problem *err) MUST_CHECK;
/** The next lines, some hundred kilobytes of them; n = 0 at the end. PROBLEM_BAD_ENCODING: bytes of neither encoding;
 *  PROBLEM_IMPORT_REJECTED: a line of more than a megabyte. */
int encoded_next(struct encoded *e, struct arena *a, struct text *ret, struct problem *err) MUST_CHECK;

#endif
