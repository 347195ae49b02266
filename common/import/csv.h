/* SPDX-License-Identifier: MIT */
/* A CSV file as rows of UTF-8 cells: RFC 4180, UTF-8 (with or without BOM) or GB18030, never a mix of both. Either as a
 * whole table, or some rows at a time, for files that are longer than what memory is to hold. */
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

struct csv_rows {
    const struct csv_row *rows;
    size_t n;
};

struct csv_reader;

/** Begins with `n` bytes, which stay the caller's; the reader ends with the arena. PROBLEM_BAD_ENCODING: neither
 *  encoding fits, or lines of both are mixed (the first odd line is named). */
int csv_reader_open(struct arena *a, const char *data, size_t n, struct csv_reader **ret,
                    struct problem *err) MUST_CHECK;
const char *csv_reader_encoding(const struct csv_reader *r);
/** The next rows, `enough` of them or a few more, on an arena that may be another each time; none at the end. The very
 *  first row is the header. PROBLEM_IMPORT_REJECTED: no header, a broken quote, or a row of more than a megabyte. */
int csv_reader_next(struct csv_reader *r, struct arena *a, size_t enough, struct csv_rows *ret,
                    struct problem *err) MUST_CHECK;

/** Parses `n` bytes. As the reader; PROBLEM_IMPORT_REJECTED also for more than `max_rows` rows. */
int csv_table_parse(struct arena *a, const char *data, size_t n, size_t max_rows, struct csv_table *ret,
                    struct problem *err) MUST_CHECK;

#endif
