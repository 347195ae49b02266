/* SPDX-License-Identifier: MIT */
/* A CSV file as a table of UTF-8 cells: RFC 4180, UTF-8 (with or without BOM) or GB18030, never a mix of both. */
#ifndef BIHUAN_IMPORT_CSV_H
#define BIHUAN_IMPORT_CSV_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stddef.h>

struct csv_row {
    size_t line; /* 1-based line of the file where the row begins; the header is line 1 */
    size_t n;
    const char *const *cells; /* trimmed of blanks at both ends; "" when empty */
};

struct csv_table {
    const char *encoding; /* "UTF-8" or "GB18030" */
    struct csv_row header;
    size_t n_rows;
    const struct csv_row *rows; /* empty lines are left out */
};

/** Parses `n` bytes. PROBLEM_BAD_ENCODING: neither encoding fits, or lines of both are mixed (the first odd line is named);
 *  PROBLEM_IMPORT_REJECTED: no header, a broken quote, or more than `max_rows` rows. */
int csv_table_parse(struct arena *a, const char *data, size_t n, size_t max_rows, struct csv_table *ret,
                    struct problem *err) MUST_CHECK;

#endif
